/** What the payload bytes of a stream look like. */
export type PayloadLook = "plain" | "random" | "periodic";

/** Bits of entropy a byte from which on a stream looks random; catalogue RTP-126. */
export const RANDOM_ENTROPY_BITS = 7.9;
/** Bytes that are needed before entropy says anything: 100 packets of 160 bytes (RTP-126). */
export const ENTROPY_MIN_BYTES = 16_000;

/** Shannon entropy in bits a byte, 0..8, over all payloads together. */
export function byteEntropy(payloads: readonly Uint8Array[]): number {
  const counts = new Uint32Array(256);
  let total = 0;
  for (const payload of payloads) {
    for (const byte of payload) counts[byte] = (counts[byte] ?? 0) + 1;
    total += payload.length;
  }
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / total) * Math.log2(count / total);
  return bits;
}

/** The share of bytes that equal the byte `period` positions before them in their payload. Chance level is 1/256. */
export function repetition(payloads: readonly Uint8Array[], period: number): number {
  let equal = 0;
  let compared = 0;
  for (const payload of payloads) {
    for (let index = period; index < payload.length; index += 1) {
      if (payload[index] === payload[index - period]) equal += 1;
      compared += 1;
    }
  }
  return compared === 0 ? 0 : equal / compared;
}

/**
 * Plain, random or periodic, from the payloads of one G.711 stream (RTP-126, RTP-127).
 *
 * Undefined when there are fewer than {@link ENTROPY_MIN_BYTES} bytes and no pattern to see. Not valid for compressed codecs, whose plain
 * payload looks random; XOR (mode 1) may show as periodic or plain, for which {@link xorPeriod} with a known packet is the test.
 */
export function lookOf(payloads: readonly Uint8Array[]): PayloadLook | undefined {
  const total = payloads.reduce((sum, payload) => sum + payload.length, 0);
  if (repetition(payloads, 1) > 0.05) return "plain";
  for (let period = 2; period <= 32; period += 1) if (repetition(payloads, period) > 0.2) return "periodic";
  if (total < ENTROPY_MIN_BYTES) return undefined;
  return byteEntropy(payloads) > RANDOM_ENTROPY_BITS ? "random" : "plain";
}

/**
 * Known-plaintext test for XOR (RTP-034, RTP-035): the shortest period of ciphertext XOR plaintext, which is the key's length or a divisor;
 * undefined when there is none up to half the packet, as in modes 2 and 3.
 */
export function xorPeriod(ciphertext: Uint8Array, plaintext: Uint8Array): number | undefined {
  const length = Math.min(ciphertext.length, plaintext.length);
  const pad = Uint8Array.from({ length }, (_, index) => (ciphertext[index] ?? 0) ^ (plaintext[index] ?? 0));
  if (pad.every((byte) => byte === 0)) return undefined;
  for (let period = 1; period <= length >> 1; period += 1) {
    if (pad.every((byte, index) => index < period || byte === pad[index - period])) return period;
  }
  return undefined;
}

/** What a capture of both directions says about the leg (RTP-128 to RTP-130, RTP-135). */
export type CaptureVerdict = "modeMismatch" | "keyMismatch" | "healthy" | "notEncrypted";

/**
 * The guide's 2x2 rule over the streams that each switch EMITTED; the same stream seen at both ends proves nothing (RTP-128).
 *
 * `configuration`, when both are known, outranks it (RTP-138): two different non-zero modes look like a key mismatch.
 */
export function captureVerdict(
  fromA: PayloadLook,
  fromB: PayloadLook,
  audioIsClear: boolean,
  configuration?: "match" | "modeMismatch" | "keyMismatch",
): CaptureVerdict {
  if (configuration === "modeMismatch" || configuration === "keyMismatch") return configuration;
  const [scrambledA, scrambledB] = [fromA !== "plain", fromB !== "plain"];
  if (scrambledA !== scrambledB) return "modeMismatch";
  if (!scrambledA) return "notEncrypted";
  return audioIsClear ? "healthy" : "keyMismatch";
}
