/** What a path does to packets in each direction, as scenarios say it. Fractions are 0..1, times milliseconds. */
export interface PathImpairment {
  readonly loss?: number;
  readonly delayMs?: number;
  readonly jitterMs?: number;
  readonly reorder?: number;
  readonly duplicate?: number;
  readonly partitioned?: boolean;
  /** What happens to the payload of every RTP packet on the way; datagrams of other protocols pass as they are. In `sim` alone. */
  readonly payloadDamage?: PayloadDamage;
}

/** `flipBit`: the lowest bit of one payload byte, counted from 0, as line noise does. `garble`: every byte, as a broken transcoder does. */
export type PayloadDamage = { readonly flipBit: number } | "garble";

const RTP_HEADER_BYTES = 12;

/** An RTP packet without contributing sources or extension, as the simulated parties send, with its payload damaged. */
export function withPayloadDamage(bytes: Buffer, damage: PayloadDamage): Buffer {
  const isRtp = bytes.length > RTP_HEADER_BYTES && bytes[0] === 0x80;
  if (!isRtp) return bytes;
  const damaged = Buffer.from(bytes);
  const sequence = bytes.readUInt16BE(2);
  for (let index = RTP_HEADER_BYTES; index < damaged.length; index += 1) {
    const offset = index - RTP_HEADER_BYTES;
    // 181 and 101 are odd, so that the mask runs through all byte values.
    const mask = damage === "garble" ? sequence * 181 + offset * 101 : offset === damage.flipBit ? 1 : 0;
    damaged[index] = (damaged[index] ?? 0) ^ (mask & 0xff);
  }
  return damaged;
}

/** Paths by name. Figures are what carriers' engineers mean by the words, our choice within ITU-T G.114 and G.1050's ranges. */
export const NAMED_PATHS = {
  "a local network": { delayMs: 0.5 },
  "a long-distance path": { delayMs: 80, jitterMs: 5 },
  "a satellite hop": { delayMs: 270, jitterMs: 10 },
  "a congested path": { delayMs: 40, jitterMs: 30, loss: 0.03, reorder: 0.01 },
  "a cut cable": { partitioned: true },
} as const satisfies Readonly<Record<string, PathImpairment>>;
