import type { EncryptionMode } from "../../rtp";
import { createPayloadCipher, type CipherFailure, type PayloadCipher } from "../cipher/payload-cipher";

/** What the media service reads of the parameters when it starts; it does not change while the service runs (RTP-060). */
export interface EncryptionSnapshot {
  /** SS_RTPENCRYPTIONMODE. */
  readonly mode: EncryptionMode;
  /** SS_RTPENCRYPTIONKEY. Never shown; see fingerprint in src/parameters. */
  readonly key: string;
  /** Another key for what is sent, a fault to inject: a context that one direction kept (RTP-075). */
  readonly transmitKey?: string;
  /** Another key for what is received, likewise. */
  readonly receiveKey?: string;
}

/** One direction of an encrypted leg: a cipher, nothing to do, or media that must not pass. */
export type DirectionCipher =
  | { readonly kind: "cipher"; readonly cipher: PayloadCipher }
  | { readonly kind: "clear" }
  | { readonly kind: "unusable"; readonly failure: CipherFailure };

export const CLEAR: DirectionCipher = { kind: "clear" };

export interface LegCiphers {
  readonly transmit: DirectionCipher;
  readonly receive: DirectionCipher;
}

/** The ciphers of every encrypted leg. A key that the mode cannot use gives a cipher that fails closed (RTP-011, RTP-014). */
export function legCiphers({ mode, key, transmitKey = key, receiveKey = key }: EncryptionSnapshot): LegCiphers {
  return { transmit: direction(mode, transmitKey), receive: direction(mode, receiveKey) };
}

function direction(mode: EncryptionMode, key: string): DirectionCipher {
  const made = createPayloadCipher(mode, key);
  if (!made.ok) return { kind: "unusable", failure: made.failure };
  return made.value === undefined ? CLEAR : { kind: "cipher", cipher: made.value };
}
