import type { PayloadCipher } from "./payload-cipher";

const STATES = 256;
/** Sequence number, timestamp and SSRC lie next to one another in the RTP header. */
const HEADER_FROM = 2;
const HEADER_BYTES = 10;

/**
 * Mode 2: payload XOR the RC4 keystream of KEY || sequence || timestamp || SSRC, keyed anew for every packet, no bytes discarded.
 *
 * A keystream that runs on through the call would be lost with the first lost packet, and one that restarts with the bare key
 * would be one fixed pad; taking the header into the key avoids both (RTP-041, RTP-042). RC4's key schedule reads at most 256
 * bytes: with a key over 246 bytes header bytes fall out of it, with one of 256 all do, and packets then share a keystream.
 * Not claimed to be the vendor's wire format.
 */
export class Rc4Cipher implements PayloadCipher {
  /** The state after the key's own bytes, which are the same in every packet. */
  private readonly scheduled = new Uint8Array(STATES);
  private readonly scheduledJ: number;
  private readonly keyBytes: number;
  private readonly packetKey: Uint8Array;
  private readonly state = new Uint8Array(STATES);

  constructor(key: Uint8Array) {
    this.keyBytes = Math.min(key.length, STATES);
    this.packetKey = new Uint8Array(key.length + HEADER_BYTES);
    this.packetKey.set(key);
    for (let i = 0; i < STATES; i++) this.scheduled[i] = i;
    this.scheduledJ = schedule(this.scheduled, this.packetKey, { from: 0, to: this.keyBytes, j: 0 });
  }

  encrypt(packet: Buffer, payloadOffset: number): void {
    const { state, packetKey } = this;
    const tail = packetKey.length - HEADER_BYTES;
    for (let i = 0; i < HEADER_BYTES; i++) packetKey[tail + i] = packet[HEADER_FROM + i] as number;
    state.set(this.scheduled);
    let j = this.scheduledJ;
    let k = this.keyBytes % packetKey.length;
    for (let i = this.keyBytes; i < STATES; i++) {
      const swapped = state[i] as number;
      j = (j + swapped + (packetKey[k] as number)) & 0xff;
      state[i] = state[j] as number;
      state[j] = swapped;
      if (++k === packetKey.length) k = 0;
    }
    applyKeystream(state, packet, payloadOffset);
  }

  decrypt(packet: Buffer, payloadOffset: number): void {
    this.encrypt(packet, payloadOffset);
  }
}

/** RC4 with a bare key over `bytes` in place, for its published test vectors. */
export function rc4(key: Uint8Array, bytes: Uint8Array): void {
  const state = Uint8Array.from({ length: STATES }, (_, i) => i);
  schedule(state, key, { from: 0, to: STATES, j: 0 });
  applyKeystream(state, bytes, 0);
}

function schedule(state: Uint8Array, key: Uint8Array, { from, to, j: start }: { from: number; to: number; j: number }): number {
  let j = start;
  for (let i = from; i < to; i++) {
    const swapped = state[i] as number;
    j = (j + swapped + (key[i % key.length] as number)) & 0xff;
    state[i] = state[j] as number;
    state[j] = swapped;
  }
  return j;
}

function applyKeystream(state: Uint8Array, bytes: Uint8Array, from: number): void {
  let i = 0;
  let j = 0;
  for (let at = from; at < bytes.length; at++) {
    i = (i + 1) & 0xff;
    const a = state[i] as number;
    j = (j + a) & 0xff;
    const b = state[j] as number;
    state[i] = b;
    state[j] = a;
    bytes[at] = (bytes[at] as number) ^ (state[(a + b) & 0xff] as number);
  }
}
