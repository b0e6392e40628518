import type { Instant } from "../../../src/base";
import { header, uriOf, userOf } from "../../../simulators/endpoint";
import type { Stage } from "../stages/stage";
import { FIRST_OF_POOL } from "../vendor-chain";
import { offersSince } from "./offered";

/** User part of From in each INVITE to any vendor, in order of time. */
export async function callersSeen(stage: Stage): Promise<readonly string[]> {
  const offers = await offersSince(stage, 0 as Instant);
  return offers.map(({ invite }) => userOf(uriOf(header(invite, "From"))));
}

/** How often each of the first `count` numbers of a made-up pool is among `callers`, in order of the pool. */
export function timesShown(callers: readonly string[], count: number): readonly number[] {
  return Array.from({ length: count }, (_, place) => callers.filter((each) => each === String(FIRST_OF_POOL + place)).length);
}

/** How unevenly a pool of `count` carried these calls: parts of a number's fair share. */
export interface Spread {
  /** By how much a number lies over or under its share, on average. */
  readonly deviation: number;
  /** What the busiest number carried, by its share. */
  readonly busiest: number;
}

/** The spread of each lot of `size` calls, on average. */
export function spreadOf(callers: readonly string[], count: number, size = callers.length): Spread {
  const lots = Array.from({ length: callers.length / size }, (_, lot) => callers.slice(lot * size, (lot + 1) * size));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const shares = lots.map((lot) => timesShown(lot, count).map((times) => times / (size / count)));
  return {
    deviation: mean(shares.map((lot) => mean(lot.map((share) => Math.abs(share - 1))))),
    busiest: mean(shares.map((lot) => Math.max(...lot))),
  };
}

/**
 * Share of the calls whose number stands right behind that of the call before, in a pool of `count`: what a vendor's analysis would
 * see of a fixed rotation.
 */
export function shareInSequence(callers: readonly string[], count: number): number {
  const places = callers.map((caller) => Number(caller) - FIRST_OF_POOL);
  const follows = places.slice(1).filter((place, index) => place === ((places[index] ?? Number.NaN) + 1) % count);
  return follows.length / (places.length - 1);
}
