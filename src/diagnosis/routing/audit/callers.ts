import type { CallRecord } from "../../../cdr";
import type { Finding } from "../../finding";
import type { RoutingEvidence, RoutingSetting, VendorSetting } from "../evidence";

/** Calls of one caller number as vendors saw it. */
export interface CallerCount {
  readonly gateway: string;
  readonly caller: string;
  readonly calls: number;
  /** From the mean of the gateway's pool, as a part of it: 0.5 is half as much again. */
  readonly deviation: number;
}

/** A number is reported from this multiple of the mean on (CLI-102). */
export const OVERUSE_FACTOR = 2;

/** ... and from this many standard deviations of a random choice above the mean on. */
const SIGMAS = 3;

/** From this share of calls with the original number on, the pool counts as exhausted; our choice (CLI-104). */
export const FALLBACK_SHARE = 0.05;

const shownNumber = ({ poolNumber, callerOut, caller }: CallRecord): string => poolNumber ?? callerOut ?? caller;

const pooled = ({ routingGateways }: RoutingSetting): readonly VendorSetting[] =>
  routingGateways.filter(({ callerPool }) => callerPool.enabled);

/** The daily table: each caller number of each gateway, most used first (CLI-116). A number of a pool that had no call counts too. */
export function callsByCaller(setting: RoutingSetting, records: readonly CallRecord[]): readonly CallerCount[] {
  const byGateway = Map.groupBy(
    records.filter(({ calleeGateway }) => calleeGateway !== undefined),
    ({ calleeGateway }) => calleeGateway ?? "",
  );
  return [...byGateway].flatMap(([gateway, own]) => {
    const pool = pooled(setting).find(({ name }) => name === gateway)?.callerPool.numbers ?? [];
    const counts = new Map<string, number>(pool.map((number) => [number, 0]));
    for (const record of own) counts.set(shownNumber(record), (counts.get(shownNumber(record)) ?? 0) + 1);
    const mean = own.length / counts.size;
    return [...counts]
      .map(([caller, calls]) => ({ gateway, caller, calls, deviation: calls / mean - 1 }))
      .sort((a, b) => b.calls - a.calls || (a.caller < b.caller ? -1 : 1));
  });
}

/** Numbers of a pool that carry far more than their share (CLI-102). */
export function overusedNumbers({ setting }: RoutingEvidence, records: readonly CallRecord[]): readonly Finding[] {
  const counts = callsByCaller(setting, records);
  return pooled(setting).flatMap(({ name, callerPool }) => {
    const own = counts.filter(({ gateway, caller }) => gateway === name && callerPool.numbers.includes(caller));
    const mean = own.reduce((sum, { calls }) => sum + calls, 0) / Math.max(1, own.length);
    return own
      .filter(({ calls }) => own.length > 1 && calls >= mean * OVERUSE_FACTOR && calls > mean + SIGMAS * Math.sqrt(mean))
      .map(({ caller, calls }) => overused(name, caller, { calls, mean }));
  });
}

const overused = (
  gateway: string,
  caller: string,
  { calls, mean }: { readonly calls: number; readonly mean: number },
): Finding => ({
  rule: "POOL_NUMBER_OVERUSED",
  severity: "warning",
  subject: gateway,
  finding: `${caller} made ${calls} calls, ${(calls / mean).toFixed(1)} times the mean of ${mean.toFixed(0)}`,
  cost: "the carrier throttles or blocks this number first",
  mend: "look at the pool and at Multiplexes: a number may be listed twice, or the others may be full",
  behaviours: ["CLI-102", "CLI-116"],
});

/** A pool exists, and no call leaves by its gateway: rotation "does not work" (CLI-103). */
export function notThroughPool({ setting }: RoutingEvidence, records: readonly CallRecord[]): readonly Finding[] {
  const pools = pooled(setting);
  const sent = records.filter(({ calleeGateway }) => calleeGateway !== undefined);
  const others = sent.filter(({ calleeGateway }) => !pools.some(({ name }) => name === calleeGateway));
  if (pools.length === 0 || sent.length === 0 || others.length < sent.length) return [];
  const used = [...new Set(others.map(({ calleeGateway }) => calleeGateway ?? ""))].join(", ");
  return pools.map(({ name }) => ({
    rule: "POOL_NOT_ON_THE_WAY",
    severity: "warning",
    subject: name,
    finding: `the caller number pool of ${name} is enabled, and all ${sent.length} calls left by ${used} with their own numbers`,
    cost: "the calls are not routed through the pooled gateway, so no number rotates",
    mend: `look at the priority and prefixes of ${name} with Routing Analysis, or give ${used} a pool too`,
    behaviours: ["CLI-103"],
  }));
}

/** Calls through a pool that showed their original number (CLI-104). */
export function fallbackShare({ setting }: RoutingEvidence, records: readonly CallRecord[]): readonly Finding[] {
  return pooled(setting).flatMap(({ name, callerPool }) => {
    const own = records.filter(({ calleeGateway }) => calleeGateway === name);
    const fallback = own.filter(({ poolNumber }) => poolNumber === undefined).length;
    if (callerPool.numbers.length === 0 || own.length === 0 || fallback / own.length < FALLBACK_SHARE) return [];
    return [
      {
        rule: "POOL_EXHAUSTED",
        severity: "warning" as const,
        subject: name,
        finding: `${((100 * fallback) / own.length).toFixed(0)} % of the calls (${fallback} of ${own.length}) ran with the pool exhausted and showed the original number`,
        cost: "the customer's own number takes the load that the pool was to spread",
        mend: "add numbers to the pool or raise Multiplexes",
        behaviours: ["CLI-104"],
      },
    ];
  });
}
