import type { Instant } from "../../../src/base";
import type { Stage } from "../stages/stage";

/** Most calls that these parties together had at one instant since `start`, from the INVITE on to the end, as they saw it. */
export async function mostCallsAtOnce(stage: Stage, parties: readonly string[], start: Instant): Promise<number> {
  const legs = (await Promise.all(parties.map((party) => stage.legs(party)))).flat();
  const changes = legs
    .filter(({ role }) => role === "callee")
    .flatMap(({ startedAt, endedAt }) => [{ at: startedAt, by: 1 }, ...(endedAt === undefined ? [] : [{ at: endedAt, by: -1 }])])
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let active = 0;
  let most = 0;
  for (const { at, by } of changes) {
    active += by;
    if (at >= start) most = Math.max(most, active);
  }
  return most;
}
