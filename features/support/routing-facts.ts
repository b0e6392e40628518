import { UsageError, after, fromDate, milliseconds, seconds } from "../../src/base";
import type { ProtectUse, RoutingEvidence, RoutingFacts } from "../../src/diagnosis";

/** What a scenario tells the doctor beside the configuration. */
export type Known = Pick<RoutingEvidence, "protectDelay" | "facts" | "forwardRewrite">;

/** The day on which the doctor looks. */
const NOW = fromDate(new Date("2026-03-02T09:00:00Z"));
const daysAgo = (days: string) => after(NOW, seconds(-86_400 * Number(days)));
const HOURS = 24;

type Words = readonly string[];
type Phrase = readonly [pattern: RegExp, told: (...words: Words) => Partial<RoutingFacts>];

/** A sentence each, and the fact that it states. */
const PHRASES: readonly Phrase[] = [
  [
    /^(.+) share (\d+) lines$/,
    (names = "", lines) => ({ sharedCapacity: [{ gateways: names.split(/, | and /), lines: Number(lines) }] }),
  ],
  [
    /^the round trip to (\w+) went from (\d+) to (\d+) ms$/,
    (gateway = "", before, now) => ({
      roundTrips: [{ gateway, before: milliseconds(Number(before)), now: milliseconds(Number(now)) }],
    }),
  ],
  [
    /^the account with (\w+) holds (\S+) and its alert level is (\S+)$/,
    (gateway = "", balance = "", alertBelow = "") => ({ vendorBalances: [{ gateway, balance, alertBelow }] }),
  ],
  [/^the last drill was (\d+) days ago$/, (days = "") => ({ now: NOW, lastDrill: daysAgo(days) })],
  [/^no drill was ever run$/, () => ({ now: NOW, lastDrill: "never" })],
  [
    /^(\w+) last answered (\d+) days ago$/,
    (gateway = "", days = "") => ({ now: NOW, lastSigns: [{ gateway, at: daysAgo(days) }] }),
  ],
  [/^(\w+) has never answered$/, (gateway = "") => ({ now: NOW, lastSigns: [{ gateway, at: "never" }] })],
  [/^(\w+) is kept for (\S+)$/, (gateway = "", use) => ({ protectUse: [{ gateway, use: use as ProtectUse }] })],
  [/^completion comes first$/, () => ({ completionFirst: true })],
  [
    /^a test locks prefix (\d+) at (\d+):00, (\d+) calls then and (\d+) in other hours$/,
    (prefix = "", hour, then, other) => ({
      lockTest: {
        prefix,
        hour: Number(hour),
        callsByHour: Array.from({ length: HOURS }, (_, each) => Number(each === Number(hour) ? then : other)),
      },
    }),
  ],
  [/^a test on prefix (\d+) is over$/, (prefix = "") => ({ endedLockTests: [prefix] })],
  [/^the carrier of (\w+) wants (\S+) in front$/, (gateway = "", begin) => ({ carriers: [{ gateway, numbersBegin: begin }] })],
  [
    /^the carrier of (\w+) takes (\d+) calls at once of a number$/,
    (gateway = "", calls) => ({ carriers: [{ gateway, callsAtOnce: Number(calls) }] }),
  ],
  [/^(\w+) carries (\d+) calls a day$/, (gateway = "", calls) => ({ dailyVolumes: [{ gateway, calls: Number(calls) }] })],
  [
    /^(\w+) carries (\d+) calls a day of (\d+) numbers?$/,
    (gateway = "", calls, numbers) => ({
      dailyVolumes: [{ gateway, calls: Number(calls), callerNumbers: Number(numbers) }],
    }),
  ],
  [/^the pool of (\w+) was tested$/, (gateway = "") => ({ testedPools: [gateway] })],
  [/^no pool was tested$/, () => ({ testedPools: [] })],
  [/^it is an outbound call centre$/, () => ({ profile: "outbound-call-center" })],
  [/^calls are forwarded to (\w+)$/, (gateway = "") => ({ forwardsTo: [gateway] })],
  [/^exact volumes are needed$/, () => ({ needsExactVolumes: true })],
];

/** What is known after one more sentence. */
export function factsFrom(words: string, known: Known): Known {
  const [, delay] = /^the delay is (\d+) s$/.exec(words) ?? [];
  if (delay !== undefined) return { ...known, protectDelay: { seconds: Number(delay), isSet: true } };
  const [, line] = /^softswitch\.conf says (\w+)$/.exec(words) ?? [];
  if (line !== undefined) {
    const saved = line === "nothing" ? undefined : line;
    return { ...known, forwardRewrite: { saved, running: saved } };
  }
  if (words === "nobody set the delay") return { ...known, protectDelay: { seconds: 0, isSet: false } };
  for (const [pattern, told] of PHRASES) {
    const match = pattern.exec(words);
    if (match !== null) return { ...known, facts: { ...known.facts, ...told(...match.slice(1)) } };
  }
  throw new UsageError("STEP_UNKNOWN_FACT", `"${words}" is no fact that the doctor can be told`, { words });
}
