/**
 * One law of ITU-T G.711: 16-bit linear samples at 8 kHz to one byte each and back.
 *
 * Both directions are table lookups. Linear samples use the full 16-bit range, so mu-law's largest value is 32124.
 */
export interface G711 {
  /** The encoding name of RFC 3551, as SDP's rtpmap writes it. */
  readonly name: "PCMU" | "PCMA";
  /** The static RTP payload type of RFC 3551 table 4. */
  readonly payloadType: 0 | 8;
  /** The byte that decodes to the smallest positive magnitude: `ff` for mu-law, `d5` for A-law. */
  readonly silence: number;
  encode(samples: Int16Array): Uint8Array;
  decode(bytes: Uint8Array): Int16Array;
}

/** G.711 mu-law: PCMU, payload type 0. */
export const MU_LAW: G711 = law("PCMU", 0, 0xff, encodeMuLaw, decodeMuLaw);

/** G.711 A-law: PCMA, payload type 8. */
export const A_LAW: G711 = law("PCMA", 8, 0xd5, encodeALaw, decodeALaw);

/** The law of a static RTP payload type, or undefined when the type is not G.711. */
export function g711ByPayloadType(payloadType: number): G711 | undefined {
  if (payloadType === MU_LAW.payloadType) return MU_LAW;
  return payloadType === A_LAW.payloadType ? A_LAW : undefined;
}

function law(
  name: G711["name"],
  payloadType: G711["payloadType"],
  silence: number,
  encodeOne: (sample: number) => number,
  decodeOne: (byte: number) => number,
): G711 {
  const encodeTable = Uint8Array.from({ length: 65_536 }, (_, index) => encodeOne((index << 16) >> 16));
  const decodeTable = Int16Array.from({ length: 256 }, (_, byte) => decodeOne(byte));
  return {
    name,
    payloadType,
    silence,
    encode(samples) {
      const bytes = new Uint8Array(samples.length);
      for (let i = 0; i < samples.length; i++) bytes[i] = encodeTable[(samples[i] as number) & 0xffff] as number;
      return bytes;
    },
    decode(bytes) {
      const samples = new Int16Array(bytes.length);
      for (let i = 0; i < bytes.length; i++) samples[i] = decodeTable[bytes[i] as number] as number;
      return samples;
    },
  };
}

/** The segment (chord) that a magnitude falls in, when segment 0 ends below `2 ** firstBits`. */
function segmentOf(magnitude: number, firstBits: number): number {
  return Math.max(0, 32 - Math.clz32(magnitude) - firstBits);
}

function encodeMuLaw(sample: number): number {
  const magnitude = Math.min(((sample < 0 ? ~sample : sample) >> 2) + 33, 0x1fff);
  const segment = segmentOf(magnitude, 6);
  const code = (segment << 4) | ((magnitude >> (segment + 1)) & 0x0f);
  return code ^ (sample < 0 ? 0x7f : 0xff);
}

function decodeMuLaw(byte: number): number {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 0x0f) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84;
  return code & 0x80 ? -magnitude : magnitude;
}

function encodeALaw(sample: number): number {
  const magnitude = (sample < 0 ? ~sample : sample) >> 3;
  const segment = segmentOf(magnitude, 5);
  const code = (segment << 4) | ((magnitude >> Math.max(segment, 1)) & 0x0f);
  return code ^ (sample < 0 ? 0x55 : 0xd5);
}

function decodeALaw(byte: number): number {
  const code = byte ^ 0x55;
  const segment = (code >> 4) & 7;
  const step = ((code & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return code & 0x80 ? magnitude : -magnitude;
}
