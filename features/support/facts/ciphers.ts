import { createCipheriv, createDecipheriv } from "node:crypto";
import { UsageError } from "../../../src/base";
import type { RtpText } from "../../../simulators/endpoint";

/**
 * The documented ciphers once more, written from the catalogue and apart from the switch, to read what crosses between two
 * switches: RTP-042 for RC4, RTP-052 for AES128.
 *
 * @throws {UsageError} `STEP_UNKNOWN_CIPHER`.
 */
export function decryptPayload(cipher: string, key: string, packet: RtpText): Buffer {
  switch (cipher) {
    case "RC4":
      return xor(packet.payload, rc4(Buffer.concat([Buffer.from(key), headerSalt(packet)]), packet.payload.length));
    case "AES128":
      return decryptAes(Buffer.from(key), packet);
    default:
      throw new UsageError("STEP_UNKNOWN_CIPHER", `"${cipher}" is neither RC4 nor AES128`, { cipher });
  }
}

/** Sequence number, timestamp and SSRC as they stand in the header: 10 bytes. */
function headerSalt({ sequence, timestamp, ssrc }: RtpText): Buffer {
  const salt = Buffer.alloc(10);
  salt.writeUInt16BE(sequence, 0);
  salt.writeUInt32BE(timestamp, 2);
  salt.writeUInt32BE(ssrc, 6);
  return salt;
}

const xor = (bytes: Buffer, pad: Buffer): Buffer => Buffer.from(bytes.map((byte, index) => byte ^ (pad[index] ?? 0)));

function rc4(key: Buffer, length: number): Buffer {
  const state = Array.from({ length: 256 }, (_, index) => index);
  const at = (index: number): number => state[index & 255] ?? 0;
  const swap = (a: number, b: number): void => void ([state[a], state[b]] = [at(b), at(a)]);
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + at(i) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  let j = 0;
  return Buffer.from(
    Array.from({ length }, (_, index) => {
      const i = (index + 1) & 255;
      j = (j + at(i)) & 255;
      swap(i, j);
      return at(at(i) + at(j));
    }),
  );
}

function encryptBlock(key: Buffer, block: Buffer): Buffer {
  const aes = createCipheriv("aes-128-ecb", key, null).setAutoPadding(false);
  return Buffer.concat([aes.update(block), aes.final()]);
}

/** CBC over whole blocks from an encrypted header as IV; the rest is masked with the last ciphertext block, encrypted once more. */
function decryptAes(key: Buffer, packet: RtpText): Buffer {
  const { payload } = packet;
  const iv = encryptBlock(key, Buffer.concat([headerSalt(packet), Buffer.alloc(6)]));
  const whole = payload.length - (payload.length % 16);
  const cbc = createDecipheriv("aes-128-cbc", key, iv).setAutoPadding(false);
  const plain = Buffer.concat([cbc.update(payload.subarray(0, whole)), cbc.final()]);
  const last = whole === 0 ? iv : payload.subarray(whole - 16, whole);
  return Buffer.concat([plain, xor(payload.subarray(whole), encryptBlock(key, Buffer.from(last)))]);
}
