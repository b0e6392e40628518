import { availableParallelism, cpus } from "node:os";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { SeededRandom } from "../src/adapters/random";
import { fromDate, moneyOf, TimeZone } from "../src/base";
import { charge, parseRateCsv, RateBook, rateCsv, RateTable, workCalendarOf, type Rate, type WorkCalendar } from "../src/rating";

/**
 * What the price of a call costs over a million rates, as a ratio to a plain Map of the same rates that is tried longest first. The
 * price asks the account's calendar which of two tables is in force, finds the longest prefix in it and charges a minute; the Map does
 * the middle one of these. Beside it: a hundred thousand calendars instead of one, and a file of a million rates read and written.
 *
 * `node -r ./bin/typescript.cjs bench/rating.ts [rates]`
 */
const [RATES = 1_000_000] = process.argv.slice(2).map(Number);
const ROUNDS = 7;
const NUMBERS = 50_000;
const NUMBER_DIGITS = 12;
const SHORTEST = 5;
const LONGEST = 9;
const MANY_CALENDARS = 100_000;
const SEED = "1";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const random = SeededRandom.fromSeed(SEED);
const digits = (count: number): string => String(random.between(0, 10 ** count - 1)).padStart(count, "0");

/** Different prefixes, of all lengths. */
function deck(): readonly Rate[] {
  const prefixes = new Set<string>();
  while (prefixes.size < RATES) prefixes.add(digits(random.between(SHORTEST, LONGEST)));
  return [...prefixes].map((prefix) => ({ prefix, perMinute: moneyOf(`0.0${random.between(10, 99)}`), period: 60 }));
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
let sink = 0n;

/** Microseconds for one number: the best round, since other processes only ever add. */
function microseconds(numbers: readonly string[], work: (number: string) => bigint): number {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = process.hrtime.bigint();
    for (const number of numbers) sink += work(number);
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1_000 / numbers.length);
  }
  return best;
}

const timed = <Made>(make: () => Made): { readonly made: Made; readonly seconds: number } => {
  const start = performance.now();
  const made = make();
  return { made, seconds: (performance.now() - start) / 1_000 };
};

const hours = { start: "08:00", end: "18:00" };
const calendarNamed = (name: string): WorkCalendar =>
  workCalendarOf({ name, ...hours, workingDays: ["mon", "tue", "wed", "thu", "fri"], hours: {}, holidays: ["03-26"] });

function bookWith(calendars: readonly WorkCalendar[], day: RateTable): RateBook {
  return new RateBook({
    zone: new TimeZone("Asia/Dhaka"),
    calendars,
    tables: [day, RateTable.of("night", [])],
    periodRates: [{ name: "rate", calendar: calendars.at(-1)?.name ?? "", workingTable: "day", nonWorkingTable: "night" }],
    accounts: [{ name: "acme", periodRates: ["rate"], missingRate: "reject" }],
  });
}

const rates = deck();
const plain = weighed(() => new Map(rates.map((rate) => [rate.prefix, rate])));
const table = weighed(() => RateTable.of("day", rates));
const book = bookWith([calendarNamed("Business")], table.made);
const crowd = bookWith(
  Array.from({ length: MANY_CALENDARS }, (_, index) => calendarNamed(`Business ${index}`)),
  table.made,
);
const noon = fromDate(new Date("2026-04-20T06:00:00Z"));
const MINUTE_MS = 60_000;

const priceIn = (rated: RateBook) => (number: string) => {
  const found = rated.rateOf("acme", number, noon);
  return found.ok ? charge(found.value.rate, MINUTE_MS).fee : 0n;
};

function inPlainMap(number: string): bigint {
  for (let length = LONGEST; length >= SHORTEST; length -= 1) {
    const rate = plain.made.get(number.slice(0, length));
    if (rate !== undefined) return rate.perMinute;
  }
  return 0n;
}

const numbers = Array.from({ length: NUMBERS }, () => {
  const prefix = rates[random.between(0, rates.length - 1)]?.prefix ?? "";
  return prefix + digits(NUMBER_DIGITS - prefix.length);
});
for (const number of numbers)
  if (priceIn(book)(number) !== inPlainMap(number)) throw new RangeError(`${number} has another price than by the Map`);

const floor = microseconds(numbers, inPlainMap);
const row = (name: string, time: number, bytes?: number): string =>
  `  ${name.padEnd(28)}${time.toFixed(2).padStart(6)} us = ${(time / floor).toFixed(2).padStart(5)} x, ` +
  `${Math.round(1_000_000 / time)} a second${bytes === undefined ? "" : `, ${(bytes / RATES).toFixed(0)} bytes a rate`}`;

console.log(`rating: ${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} processors`);
console.log(`  ${RATES} rates; seed ${SEED}`);
console.log(row("plain Map", floor, plain.bytes));
console.log(
  row(
    "rate table",
    microseconds(numbers, (number) => table.made.find(number)?.perMinute ?? 0n),
    table.bytes,
  ),
);
console.log(row("price of a call", microseconds(numbers, priceIn(book))));
console.log(row(`the same, ${MANY_CALENDARS} calendars`, microseconds(numbers, priceIn(crowd))));

const written = timed(() => rateCsv(table.made));
const read = timed(() => parseRateCsv("day", written.made));
const megabytes = (written.made.length / 1_048_576).toFixed(1);
if (!read.made.ok || read.made.value.size !== RATES) throw new RangeError("the file does not give the table back");
console.log(
  `  a file of ${RATES} rates, ${megabytes} MB: written in ${written.seconds.toFixed(1)} s, read in ${read.seconds.toFixed(1)} s`,
);
if (sink === 0n) console.log("nothing was found");
