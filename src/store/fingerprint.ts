import type { SqlConnection } from "../ports";

/** Texts that are looked at before sockets and timers get a turn. Our choice: about a millisecond. */
export const SLICE = 2_000;

/**
 * Two sequences of texts that differ have different fingerprints, but for a chance of one in 2^53: two rolling sums of 32 bits each.
 * Lets others have a turn meanwhile, since a million texts take a while.
 */
export async function fingerprintOf(connection: SqlConnection, texts: Iterable<string>): Promise<string> {
  let [one, other, count] = [0x811c9dc5, 0x9747b28c, 0];
  for (const text of texts) {
    count += 1;
    if (count % SLICE === 0) await connection.run("SELECT 1 AS turn");
    for (let place = 0; place < text.length; place += 1) {
      const code = text.charCodeAt(place);
      one = Math.imul(one ^ code, 0x01000193);
      other = Math.imul(other + code, 0x5bd1e995) ^ (other >>> 13);
    }
    one = Math.imul(one ^ 0x1f, 0x01000193);
  }
  return `${count}:${(one >>> 0).toString(16)}${(other >>> 0).toString(16).padStart(8, "0")}`;
}
