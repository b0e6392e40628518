import type { PayloadCipher } from "./payload-cipher";

/** Covers an Ethernet frame, so that the inner loop needs no modulus. */
const EXPANDED_BYTES = 2_048;

/** Mode 1: payload byte i XOR key byte i mod length, from key byte 0 in every packet. @see RTP-031 to RTP-034 */
export class XorCipher implements PayloadCipher {
  private readonly expanded: Uint8Array;
  private readonly keyBytes: number;

  constructor(key: Uint8Array) {
    this.keyBytes = key.length;
    const whole = Math.ceil(EXPANDED_BYTES / key.length) * key.length;
    this.expanded = Uint8Array.from({ length: whole }, (_, i) => key[i % key.length] as number);
  }

  encrypt(packet: Buffer, payloadOffset: number): void {
    const { expanded } = this;
    const length = packet.length - payloadOffset;
    const direct = Math.min(length, expanded.length);
    for (let i = 0; i < direct; i++) {
      packet[payloadOffset + i] = (packet[payloadOffset + i] as number) ^ (expanded[i] as number);
    }
    for (let i = direct; i < length; i++) {
      packet[payloadOffset + i] = (packet[payloadOffset + i] as number) ^ (expanded[i % this.keyBytes] as number);
    }
  }

  decrypt(packet: Buffer, payloadOffset: number): void {
    this.encrypt(packet, payloadOffset);
  }
}
