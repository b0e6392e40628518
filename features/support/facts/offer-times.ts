import assert from "node:assert";
import { between, inSeconds, UsageError, type Instant } from "../../../src/base";
import type { Lab } from "../lab";
import { expected, isNear } from "./expect";
import { offersSince } from "./offered";

async function startOfFirstCall(lab: Lab): Promise<Instant> {
  const [first] = lab.placedCalls;
  if (first === undefined) throw new UsageError("LAB_NO_SUCH_CALL", "no call has been placed yet");
  return (await lab.callerLeg(first)).startedAt;
}

async function timesOf(lab: Lab, vendor: string): Promise<readonly number[]> {
  const stage = await lab.running();
  const start = await startOfFirstCall(lab);
  const origin = stage.wallClockAt(start);
  const offers = await offersSince(stage, start);
  return offers.filter((offer) => offer.vendor === vendor).map(({ at }) => inSeconds(between(origin, at)));
}

/** A vendor was offered calls at these seconds after the first call of the scenario began, and at no others. */
export async function assertOfferTimes(lab: Lab, vendor: string, wanted: readonly number[]): Promise<void> {
  const { tolerance } = await lab.running();
  const found = await timesOf(lab, vendor);
  const agree = found.length === wanted.length && wanted.every((at, index) => isNear(found[index] ?? Number.NaN, at, tolerance));
  assert(agree, expected(`calls offered to ${vendor}`, wanted.join(", "), found.map((at) => at.toFixed(3)).join(", ") || "none"));
}

/** How many calls a vendor was offered in each second after the first call of the scenario began; seconds without any are left out. */
export async function offersPerSecond(lab: Lab, vendor: string): Promise<ReadonlyMap<number, number>> {
  const counts = new Map<number, number>();
  for (const at of await timesOf(lab, vendor)) {
    const second = Math.floor(at);
    counts.set(second, (counts.get(second) ?? 0) + 1);
  }
  return counts;
}
