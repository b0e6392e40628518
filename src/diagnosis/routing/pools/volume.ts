import type { Finding } from "../../finding";
import type { DailyVolume, RoutingEvidence, VendorSetting } from "../evidence";
import { CALLS_PER_NUMBER_PER_DAY, TYPICAL_CARRIER_LIMIT, poolSize } from "./facts";
import { poolsOf } from "./numbers";

/** Pools too small for the day's calls (CLI-111), and single numbers above what carriers allow (CLI-118). */
export const dailyLoad = ({ setting, facts }: RoutingEvidence): readonly Finding[] =>
  (facts.dailyVolumes ?? []).flatMap((volume) => {
    const gateway = setting.routingGateways.find(({ name }) => name === volume.gateway);
    if (gateway === undefined) return [];
    return gateway.callerPool.enabled ? undersized(gateway, volume) : singleNumber(gateway, volume, facts);
  });

function undersized({ name, callerPool: { numbers } }: VendorSetting, { calls }: DailyVolume): readonly Finding[] {
  const perNumber = Math.ceil(calls / Math.max(1, numbers.length));
  const { from, to } = CALLS_PER_NUMBER_PER_DAY;
  if (numbers.length === 0 || perNumber <= to) return [];
  return [
    {
      rule: "POOL_TOO_SMALL",
      severity: "warning",
      subject: name,
      finding: `${calls} calls a day on ${numbers.length} numbers: ${perNumber} per number per day exceeds ${from}-${to}`,
      cost: `carriers limit a number at about ${TYPICAL_CARRIER_LIMIT.from}-${TYPICAL_CARRIER_LIMIT.to} calls a day, and busy days go over the mean`,
      mend: `${poolSize(calls, from)} numbers carry it at ${from} a day, ${poolSize(calls, to)} at ${to}`,
      behaviours: ["CLI-111", "CLI-110"],
    },
  ];
}

function singleNumber(
  { name }: VendorSetting,
  { calls, callerNumbers }: DailyVolume,
  facts: RoutingEvidence["facts"],
): readonly Finding[] {
  const perNumber = Math.ceil(calls / (callerNumbers ?? Infinity));
  const limit = facts.carriers?.find(({ gateway }) => gateway === name)?.callsPerDay;
  if (callerNumbers === undefined || perNumber <= (limit ?? TYPICAL_CARRIER_LIMIT.from)) return [];
  const range = limit ?? `~${TYPICAL_CARRIER_LIMIT.from}-${TYPICAL_CARRIER_LIMIT.to}`;
  return [
    {
      rule: "POOL_NONE_FOR_LOAD",
      severity: "warning",
      subject: name,
      finding: `${perNumber} calls a day on one caller number through ${name}, whose pool is off: exceeds ${range} per number`,
      cost: "the carrier throttles the number and then blocks it; the answer-seizure ratio falls through the day",
      mend: `enable a caller number pool of ${poolSize(calls)} numbers that you hold the right to use`,
      behaviours: ["CLI-118"],
    },
  ];
}

/** From so many numbers at once on, a carrier's acceptance is worth a test; our choice (CLI-115). */
export const MANY_NUMBERS = 20;

/** Large pools of which the carrier has not yet taken a number (CLI-115). Says nothing until it is known which pools were tested. */
export const untestedPool = (evidence: RoutingEvidence): readonly Finding[] =>
  poolsOf(evidence)
    .filter(([{ name }, { numbers }]) => numbers.length >= MANY_NUMBERS && evidence.facts.testedPools?.includes(name) === false)
    .map(([{ name }, { numbers }]) => ({
      rule: "POOL_UNTESTED",
      severity: "info",
      subject: name,
      finding: `${numbers.length} numbers went into the pool of ${name} and none of them was tested`,
      cost: "a carrier that refuses the numbers refuses every call",
      mend: "test carrier acceptance with a few calls first",
      behaviours: ["CLI-115"],
    }));

/** What an outbound call centre should have set (CLI-119). */
export function callCentre(evidence: RoutingEvidence): readonly Finding[] {
  const { setting, facts } = evidence;
  if (facts.profile !== "outbound-call-center") return [];
  return setting.routingGateways
    .filter(({ enabled }) => enabled)
    .flatMap(({ name, callerPool }) => {
      const forwards = facts.forwardsTo?.includes(name) === true;
      return [
        ...(callerPool.enabled
          ? []
          : [callCentreFinding(name, "Enable Caller Number Pool is off", "tick Enable Caller Number Pool")]),
        ...(callerPool.forwarding === true && !forwards
          ? [callCentreFinding(name, "Enable Forwarding Signal Caller Pool is on, and no call is forwarded there", "untick it")]
          : []),
        ...(forwards && callerPool.forwarding !== true
          ? [callCentreFinding(name, "calls are forwarded there and Enable Forwarding Signal Caller Pool is off", "tick it")]
          : []),
      ];
    });
}

const callCentreFinding = (name: string, finding: string, mend: string): Finding => ({
  rule: "POOL_CALL_CENTRE",
  severity: "warning",
  subject: name,
  finding: `${name}: ${finding}`,
  cost: "an outbound call centre needs rotation for its own calls, and for forwarded ones only where it forwards",
  mend,
  behaviours: ["CLI-119"],
});
