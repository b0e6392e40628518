import { SAMPLE_RATE_HZ } from "./level";

/**
 * A WAV file (RIFF, PCM, 16 bits, little-endian, one channel) that holds `samples`.
 *
 * Given two signals it writes them as the left and right channel, the shorter padded with silence, so that both parties of a
 * call can be heard apart.
 */
export function encodeWav(samples: Int16Array, right?: Int16Array, sampleRateHz = SAMPLE_RATE_HZ): Buffer {
  const channels = right === undefined ? [samples] : [samples, right];
  const frames = Math.max(...channels.map((channel) => channel.length));
  const dataBytes = frames * channels.length * 2;
  const file = Buffer.alloc(44 + dataBytes);
  file.write("RIFF", 0, "latin1");
  file.writeUInt32LE(36 + dataBytes, 4);
  file.write("WAVEfmt ", 8, "latin1");
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(channels.length, 22);
  file.writeUInt32LE(sampleRateHz, 24);
  file.writeUInt32LE(sampleRateHz * channels.length * 2, 28);
  file.writeUInt16LE(channels.length * 2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36, "latin1");
  file.writeUInt32LE(dataBytes, 40);
  let at = 44;
  for (let frame = 0; frame < frames; frame++) {
    for (const channel of channels) at = file.writeInt16LE(channel[frame] ?? 0, at);
  }
  return file;
}
