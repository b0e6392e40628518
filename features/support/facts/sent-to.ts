import { between, inSeconds, type Instant } from "../../../src/base";
import type { Stage } from "../stages/stage";

/** Seconds from `start` to each request of a method that the network carried to a party, heard or not. */
export async function requestsSentTo(stage: Stage, party: string, method: string, start: Instant): Promise<readonly number[]> {
  const packets = await stage.packets();
  const origin = stage.wallClockAt(start);
  return packets
    .filter(
      ({ to, bytes }) =>
        stage.hostOf(to.address) === party && bytes.subarray(0, method.length + 1).toString("latin1") === `${method} `,
    )
    .map(({ at }) => Math.round(inSeconds(between(origin, at)) * 1_000) / 1_000);
}
