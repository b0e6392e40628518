import { createCipheriv, createDecipheriv } from "node:crypto";
import { AesBlock } from "./aes-block";
import type { PayloadCipher } from "./payload-cipher";

const BLOCK = 16;
/** Sequence number, timestamp and SSRC lie next to one another in the RTP header. */
const HEADER_FROM = 2;
const HEADER_BYTES = 10;
/** Holds an Ethernet frame; longer datagrams make it grow, at most to UDP's 64 KiB. */
const INITIAL_BLOCKS = 128;

/**
 * Mode 3, profile aes128-cbc-rbt: AES-128 with any payload length kept.
 *
 * - IV = AES(sequence || timestamp || SSRC || 6 zero bytes), from the header as it is sent;
 * - full blocks in CBC;
 * - the tail of 1 to 15 bytes XOR AES(last ciphertext block), or XOR AES(IV) in a payload under 16 bytes: the residual block
 *   termination of DOCSIS, so that no byte travels in clear.
 *
 * One OpenSSL cipher serves all packets, since making one costs more than using it: fed with
 * `[header block XOR previous output block, payload blocks, zero block]` a running CBC encryptor puts out `[IV, ciphertext,
 * AES(last ciphertext block)]`. Decryption knows all its inputs beforehand: one ECB decryptor for the full blocks, chained here, and
 * the IV and the tail's keystream from {@link AesBlock}, which for single blocks is faster than OpenSSL's call.
 *
 * Not claimed to be the vendor's wire format.
 *
 * @see RTP-050 to RTP-055
 */
export class Aes128Cipher implements PayloadCipher {
  private readonly chained;
  private readonly block: AesBlock;
  private readonly inverse;
  private readonly scratch = new Scratch();
  /** The last block that `chained` put out, which it will XOR into the next block. */
  private readonly previous = new Uint8Array(BLOCK);
  /** The IV, and after it the tail's keystream. */
  private readonly masks = new Uint8Array(2 * BLOCK);

  constructor(key: Uint8Array) {
    this.chained = createCipheriv("aes-128-cbc", key, new Uint8Array(BLOCK)).setAutoPadding(false);
    this.block = new AesBlock(key);
    this.inverse = createDecipheriv("aes-128-ecb", key, null).setAutoPadding(false);
  }

  encrypt(packet: Buffer, payloadOffset: number): void {
    const length = packet.length - payloadOffset;
    if (length <= 0) return;
    const tail = length % BLOCK;
    const full = length - tail;
    const { previous } = this;
    const input = this.scratch.blocks(1 + full / BLOCK + (tail === 0 ? 0 : 1));
    for (let i = 0; i < HEADER_BYTES; i++) input[i] = (packet[HEADER_FROM + i] as number) ^ (previous[i] as number);
    for (let i = HEADER_BYTES; i < BLOCK; i++) input[i] = previous[i] as number;
    if (full > 0) packet.copy(input, BLOCK, payloadOffset, payloadOffset + full);
    if (tail > 0) input.fill(0, BLOCK + full);
    const output = this.chained.update(input);
    if (full > 0) output.copy(packet, payloadOffset, BLOCK, BLOCK + full);
    for (let i = full; i < length; i++) {
      packet[payloadOffset + i] = (packet[payloadOffset + i] as number) ^ (output[BLOCK + i] as number);
    }
    for (let i = 0, at = output.length - BLOCK; i < BLOCK; i++) previous[i] = output[at + i] as number;
  }

  decrypt(packet: Buffer, payloadOffset: number): void {
    const length = packet.length - payloadOffset;
    const tail = length % BLOCK;
    const full = length - tail;
    if (full <= 0) {
      // Under one block only a keystream is XORed, which is its own inverse.
      this.encrypt(packet, payloadOffset);
      return;
    }
    const { block, masks } = this;
    block.encrypt(wordAt(packet, 2), wordAt(packet, 6), wordAt(packet, 10) & 0xffff0000, 0, masks, 0);
    if (tail > 0) {
      const last = payloadOffset + full - BLOCK;
      block.encrypt(
        wordAt(packet, last),
        wordAt(packet, last + 4),
        wordAt(packet, last + 8),
        wordAt(packet, last + 12),
        masks,
        BLOCK,
      );
    }
    const input = this.scratch.blocks(full / BLOCK);
    packet.copy(input, 0, payloadOffset, payloadOffset + full);
    const plain = this.inverse.update(input);
    for (let i = 0; i < BLOCK; i++) packet[payloadOffset + i] = (plain[i] as number) ^ (masks[i] as number);
    for (let i = BLOCK; i < full; i++) packet[payloadOffset + i] = (plain[i] as number) ^ (input[i - BLOCK] as number);
    for (let i = 0; i < tail; i++) {
      packet[payloadOffset + full + i] = (packet[payloadOffset + full + i] as number) ^ (masks[BLOCK + i] as number);
    }
  }
}

const wordAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 24) |
  ((bytes[at + 1] as number) << 16) |
  ((bytes[at + 2] as number) << 8) |
  (bytes[at + 3] as number);

/** One buffer seen at every length in whole blocks, so that no packet makes a view of its own. */
class Scratch {
  private buffer = Buffer.alloc(INITIAL_BLOCKS * BLOCK);
  private views: Buffer[] = this.cut();

  blocks(count: number): Buffer {
    if (count >= this.views.length) {
      this.buffer = Buffer.alloc(2 * count * BLOCK);
      this.views = this.cut();
    }
    return this.views[count] as Buffer;
  }

  private cut(): Buffer[] {
    return Array.from({ length: this.buffer.length / BLOCK + 1 }, (_, count) => this.buffer.subarray(0, count * BLOCK));
  }
}
