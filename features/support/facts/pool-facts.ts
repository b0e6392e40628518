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

/**
 * Share of the calls whose number stands right behind that of the call before, in a pool of `count`: what a vendor's analysis would
 * see of a fixed rotation.
 */
export function shareInSequence(callers: readonly string[], count: number): number {
  const places = callers.map((caller) => Number(caller) - FIRST_OF_POOL);
  const follows = places.slice(1).filter((place, index) => place === ((places[index] ?? Number.NaN) + 1) % count);
  return follows.length / (places.length - 1);
}
