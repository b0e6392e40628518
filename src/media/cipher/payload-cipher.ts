import { failed, success, type Result } from "../../base";
import type { EncryptionMode } from "../../rtp";
import { Aes128Cipher } from "./aes128";
import { Rc4Cipher } from "./rc4";
import { XorCipher } from "./xor";

/**
 * Scrambles RTP payloads in place. Header and length stay; each packet stands alone, so that loss, reordering and duplication
 * never put the two ends out of step.
 *
 * `packet` is a whole RTP packet and `payloadOffset` where its payload starts (rtpPayloadOffset). Padding is payload.
 */
export interface PayloadCipher {
  encrypt(packet: Buffer, payloadOffset: number): void;
  decrypt(packet: Buffer, payloadOffset: number): void;
}

/** Why no cipher can be made. Carries lengths, never the key. */
export interface CipherFailure {
  readonly kind: "unusableKey";
  readonly mode: EncryptionMode;
  readonly keyBytes: number;
  /** A sentence that names the rule. */
  readonly message: string;
}

/** RC4 as published takes 40 to 2048 bits. @see RTP-006 */
const RC4_KEY_BYTES = { min: 5, max: 256 } as const;
const AES128_KEY_BYTES = 16;

/**
 * The cipher of a mode and key; undefined in mode 0, where the key has no effect.
 *
 * The key is its UTF-8 bytes as they stand: not trimmed, cut, padded or normalised (RTP-012, RTP-014). A key that the mode cannot
 * use is a failure: empty in modes 1 to 3 (RTP-011), not 5 to 256 bytes for RC4, not 16 bytes for AES128.
 */
export function createPayloadCipher(mode: EncryptionMode, key: string): Result<PayloadCipher | undefined, CipherFailure> {
  const bytes = Buffer.from(key, "utf8");
  const refuse = (message: string): Result<never, CipherFailure> =>
    failed({ kind: "unusableKey", mode, keyBytes: bytes.length, message });
  if (mode === 0) return success(undefined);
  if (bytes.length === 0) return refuse("the key is empty");
  switch (mode) {
    case 1:
      return success(new XorCipher(bytes));
    case 2:
      if (bytes.length < RC4_KEY_BYTES.min || bytes.length > RC4_KEY_BYTES.max) {
        return refuse(`RC4 takes a key of ${RC4_KEY_BYTES.min} to ${RC4_KEY_BYTES.max} bytes, this one has ${bytes.length}`);
      }
      return success(new Rc4Cipher(bytes));
    case 3:
      if (bytes.length !== AES128_KEY_BYTES) {
        return refuse(`AES128 takes a key of exactly ${AES128_KEY_BYTES} bytes, this one has ${bytes.length}`);
      }
      return success(new Aes128Cipher(bytes));
  }
}
