import { SeededRandom } from "../src/adapters/random";
import { CallerPools } from "../src/routing";

/**
 * Time to take and give back one number of a caller pool: 10,000 numbers beside 10, in both rotation modes, idle and with all numbers but
 * one at their multiplexes. Near 1 when the size does not matter.
 */
const ROUNDS = 15;
const DRAWS_PER_ROUND = 100_000;
const [SMALL, LARGE] = [10, 10_000];

/** What the draws gave, so that none is left out. */
let sink = 0;

/** Nanoseconds for one draw and its release: the best round, since other processes only ever add. */
function nanoseconds(count: number, rotation: "Random" | "Poll", isNearlyFull: boolean): number {
  const pools = new CallerPools(SeededRandom.fromSeed(1));
  const numbers = Array.from({ length: count }, (_, index) => String(8_801_700_000_001 + index));
  pools.configure([{ name: "vendor", callerPool: { enabled: true, forwarding: false, numbers, multiplexes: 1, rotation } }]);
  if (isNearlyFull) for (let index = 1; index < count; index += 1) pools.draw("vendor");
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = process.hrtime.bigint();
    for (let index = 0; index < DRAWS_PER_ROUND; index += 1) {
      const slot = pools.draw("vendor");
      sink += slot?.number.length ?? 0;
      slot?.release();
    }
    best = Math.min(best, Number(process.hrtime.bigint() - start) / DRAWS_PER_ROUND);
  }
  return best;
}

for (const rotation of ["Random", "Poll"] as const) {
  for (const isNearlyFull of [false, true]) {
    const [small, large] = [SMALL, LARGE].map((count) => nanoseconds(count, rotation, isNearlyFull)) as [number, number];
    const state = isNearlyFull ? "one number free" : "idle";
    process.stdout.write(
      `caller pool, ${rotation}, ${state}: ${large.toFixed(0)} ns with ${LARGE} numbers, ${(large / small).toFixed(2)} times that with ${SMALL}\n`,
    );
  }
}
if (sink === 0) process.exitCode = 1;
