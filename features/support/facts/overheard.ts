import { judgeAudio, MU_LAW } from "../../../src/codec";
import type { ComparedPacket } from "./hop-facts";

/** What somebody makes of the RTP of one speaker that he saw on the way, without a key. */
export interface Overheard {
  readonly verdict: string;
  /** Share of the bytes that are those that were spoken. */
  readonly rightShare: number;
}

/** Plays the payloads as they were on the way, in their order, and judges them against what was spoken. */
export function overhear(packets: readonly ComparedPacket[]): Overheard {
  const seen = Buffer.concat(packets.map(({ hop }) => hop.payload));
  const spoken = Buffer.concat(packets.map(({ original }) => original?.payload ?? Buffer.alloc(0)));
  const right = seen.reduce((count, byte, index) => count + (byte === spoken[index] ? 1 : 0), 0);
  return {
    verdict: judgeAudio(MU_LAW.decode(seen), MU_LAW.decode(spoken)).verdict,
    rightShare: seen.length === 0 ? 0 : right / seen.length,
  };
}
