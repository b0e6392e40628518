import type { CallRecord } from "../../../src/cdr";
import type { MediaCounters } from "./stage";

/** What the media service did to the packets of all calls that have ended, from their records. */
export function mediaCountersOf(records: readonly CallRecord[]): MediaCounters {
  const streams = records.flatMap(({ media }) => (media === undefined ? [] : [media.fromA, media.fromB]));
  const dropped: Record<string, number> = {};
  for (const stream of streams) {
    for (const [cause, count] of Object.entries(stream.dropped)) dropped[cause] = (dropped[cause] ?? 0) + count;
  }
  return {
    encrypted: streams.reduce((sum, { encrypted }) => sum + encrypted, 0),
    decrypted: streams.reduce((sum, { decrypted }) => sum + decrypted, 0),
    dropped,
  };
}
