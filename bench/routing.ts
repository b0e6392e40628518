import { availableParallelism, cpus } from "node:os";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { SystemClock } from "../src/adapters/node";
import { SeededRandom } from "../src/adapters/random";
import { seconds, type WallTime } from "../src/base";
import { GatewayLedger, PrefixIndex, planAttempts, routingSnapshot, type RoutingGateway } from "../src/routing";

/**
 * What a route plan costs over a million prefixes, as a ratio to a plain Map of the same prefixes that is tried longest first: the
 * floor, since it finds gateways and orders none. The plan reads lines, history and locks of every gateway that fits.
 *
 * `node -r ./bin/typescript.cjs bench/routing.ts [prefixes] [gateways]`
 */
const [PREFIXES = 1_000_000, GATEWAYS = 1_000] = process.argv.slice(2).map(Number);
const ROUNDS = 7;
const NUMBERS = 50_000;
const NUMBER_DIGITS = 12;
/** As in a rate deck: countries, areas and mobile ranges. */
const SHORTEST = 5;
const LONGEST = 9;
const SEED = "1";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const random = SeededRandom.fromSeed(SEED);
const digits = (count: number): string => String(random.between(0, 10 ** count - 1)).padStart(count, "0");

/** Different prefixes, of all lengths. */
function deck(): readonly string[] {
  const prefixes = new Set<string>();
  while (prefixes.size < PREFIXES) prefixes.add(digits(random.between(SHORTEST, LONGEST)));
  return [...prefixes];
}

/** Each prefix belongs to one gateway; what stands under a longer prefix is a second and third choice. */
function gatewaysOf(prefixes: readonly string[]): readonly RoutingGateway[] {
  const own = Array.from({ length: GATEWAYS }, (): string[] => []);
  for (const [place, prefix] of prefixes.entries()) own[place % GATEWAYS]?.push(prefix);
  return own.map((ofOne, place) => ({
    name: `vendor ${place}`,
    prefixes: ofOne,
    priority: 1 + (place % 3),
    enabled: true,
    lock: "noLock",
    lineLimit: 500,
    reservedLines: 0,
    protect: false,
    prefixMode: "extension",
  }));
}

/** Bytes that `make` leaves in memory, with what it made. */
function weighed<Made>(make: () => Made): { readonly made: Made; readonly bytes: number } {
  const used = (): number => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const made = make();
  return { made, bytes: used() - before };
}

/** What the work gave, so that none of it is left out. */
let sink = 0;

/** Microseconds for one number: the best round, since other processes only ever add. */
function microseconds(numbers: readonly string[], work: (number: string) => number): number {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = process.hrtime.bigint();
    for (const number of numbers) sink += work(number);
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1_000 / numbers.length);
  }
  return best;
}

const prefixes = deck();
const routingGateways = gatewaysOf(prefixes);
const plain = weighed(() => {
  const map = new Map<string, RoutingGateway[]>();
  for (const gateway of routingGateways) {
    for (const prefix of gateway.prefixes) map.set(prefix, [...(map.get(prefix) ?? []), gateway]);
  }
  return map;
});
const index = weighed(() => new PrefixIndex(routingGateways, (gateway) => gateway.prefixes));
const customer = { name: "customer", enabled: true, lock: "noLock" } as const;
const snapshot = weighed(() => routingSnapshot({ mappingGateways: [customer], routingGateways }));

const live = new GatewayLedger(new SystemClock(), {
  routingGateways,
  gatewayGroups: [],
  reservedBoundary: "strict",
  asr: { seizures: 100, maxAge: seconds(1_800) },
});
const policy = { asr: 0, fee: 0, feeBeforeAsr: false } as const;
const query = (callee: string) => ({ caller: "442079460001", callee, from: customer.name, at: 0 as WallTime });
const plan = (callee: string): number => planAttempts(snapshot.made, query(callee), { live, policy }).order.length;

function* matchesOfMap(number: string): Generator<RoutingGateway> {
  for (let length = LONGEST; length >= SHORTEST; length -= 1) yield* plain.made.get(number.slice(0, length)) ?? [];
}

function inPlainMap(number: string): number {
  let found = 0;
  for (let length = LONGEST; length >= SHORTEST; length -= 1) found += plain.made.get(number.slice(0, length))?.length ?? 0;
  return found;
}

const numbers = Array.from({ length: NUMBERS }, () => {
  const prefix = prefixes[random.between(0, prefixes.length - 1)] ?? "";
  return prefix + digits(NUMBER_DIGITS - prefix.length);
});
const fitting = numbers.reduce((sum, number) => sum + plan(number), 0) / numbers.length;
const expected = numbers.reduce((sum, number) => sum + new Set(matchesOfMap(number)).size, 0) / numbers.length;
if (fitting !== expected) throw new RangeError(`a plan holds ${fitting} gateways, the Map finds ${expected}`);

const floor = microseconds(numbers, inPlainMap);
const row = (name: string, time: number, bytes: number): string =>
  `  ${name.padEnd(24)}${time.toFixed(2).padStart(6)} us = ${(time / floor).toFixed(2).padStart(5)} x, ` +
  `${Math.round(1_000_000 / time)} a second, ${(bytes / PREFIXES).toFixed(0)} bytes a prefix`;

console.log(`routing: ${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} processors`);
console.log(`  ${PREFIXES} prefixes, ${GATEWAYS} gateways, ${fitting.toFixed(2)} gateways fit a number on average; seed ${SEED}`);
console.log(row("plain Map", floor, plain.bytes));
console.log(
  row(
    "prefix index",
    microseconds(numbers, (number) => index.made.matches(number).length),
    index.bytes,
  ),
);
console.log(row("route plan", microseconds(numbers, plan), snapshot.bytes));
live.close();
if (sink === 0) console.log("nothing was found");
