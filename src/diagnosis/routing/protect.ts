import { inSeconds } from "../../base";
import type { Finding } from "../finding";
import { chainsOf, shownPrefix, takesCalls, type Chain } from "./chain";
import type { ProtectUse, RoutingEvidence } from "./evidence";

/** One row of the guide's table of uses. Seconds. */
export interface ProtectUseAdvice {
  readonly delay: { readonly from: number; readonly to: number };
  readonly cost: string;
  readonly reliability: string;
}

/** The guide's table of uses of a protect route (PRT-085, PRT-086). */
export const PROTECT_USES: Readonly<Record<ProtectUse, ProtectUseAdvice>> = {
  "premium-backup": { delay: { from: 30, to: 60 }, cost: "minimises premium use", reliability: "high (guaranteed connectivity)" },
  emergency: { delay: { from: 60, to: 180 }, cost: "very rare activation", reliability: "highest (trusted carrier)" },
  promotional: { delay: { from: 10, to: 30 }, cost: "preserves promotional minutes", reliability: "good (limited availability)" },
};

/** The longest delay that still counts as short: the guide's `balanced` row ends there (PRT-088). */
export const SHORT_DELAY_SECONDS = 10;

const DELAY = "SS_TRY_PROTECT_ROUTE_DELAY";

const protects = ({ setting }: RoutingEvidence) => setting.routingGateways.filter((gateway) => gateway.protect);

/** The box without the delay, or the delay without a box (PRT-006). */
export function bothSteps(evidence: RoutingEvidence): readonly Finding[] {
  const { protectDelay } = evidence;
  const flagged = protects(evidence);
  if (flagged.length > 0 && !protectDelay.isSet)
    return [
      flagOnly(
        flagged.map(({ name }) => name),
        protectDelay.seconds,
      ),
    ];
  if (flagged.length === 0 && protectDelay.seconds > 0) return [delayOnly(protectDelay.seconds)];
  return [];
}

const flagOnly = (names: readonly string[], delay: number): Finding => ({
  rule: "ROUTE_PROTECT_DELAY_UNSET",
  severity: "info",
  subject: names.join(", "),
  finding: `${names.join(", ")}: protect route, and nobody set ${DELAY}; the current delay of ${delay} s is used`,
  cost: "how soon the protect route is used was nobody's decision",
  mend: `set ${DELAY}, to 0 as well if that is meant`,
  behaviours: ["PRT-006"],
});

const delayOnly = (delay: number): Finding => ({
  rule: "ROUTE_PROTECT_DELAY_IDLE",
  severity: "warning",
  subject: DELAY,
  finding: `${DELAY} is ${delay} and no gateway is a protect route`,
  cost: "the delay has no effect: nobody is held in reserve",
  mend: "tick Protect route on the gateway that is to be kept back, or set the delay to 0",
  behaviours: ["PRT-006"],
});

/** Protect routes on a prefix that no normal gateway serves (PRT-122). */
export function nothingToProtect({ setting }: RoutingEvidence): readonly Finding[] {
  const chains = chainsOf(setting, ({ enabled }) => enabled);
  return setting.routingGateways
    .filter((gateway) => gateway.protect && gateway.enabled)
    .flatMap((gateway) => {
      const own = chains.filter(({ links }) => links.some((link) => link.gateway === gateway));
      if (own.some(({ links }) => links.some((link) => !link.gateway.protect))) return [];
      return [
        {
          rule: "ROUTE_NOTHING_TO_PROTECT",
          severity: "warning" as const,
          subject: gateway.name,
          finding: `${gateway.name} is a protect route and no normal gateway shares ${gateway.prefixes.map(shownPrefix).join(", ")}`,
          cost: "it protects nothing",
          mend: "give it the prefix of the gateways that it is to stand behind, or make it a normal gateway",
          behaviours: ["PRT-122"],
        },
      ];
    });
}

/** A protect gateway with a better number than a normal one of its chain (FOV-102). */
export function protectPriority({ setting }: RoutingEvidence): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const { links } of chainsOf(setting)) {
    const normals = links.map(({ gateway }) => gateway).filter(({ protect }) => !protect);
    for (const { gateway } of links.filter((link) => link.gateway.protect)) {
      const worse = normals.find(({ priority }) => priority > gateway.priority);
      if (worse === undefined) continue;
      found.set(gateway.name, {
        rule: "ROUTE_PROTECT_PRIORITY",
        severity: "info",
        subject: gateway.name,
        finding: `${gateway.name} is a protect route with priority ${gateway.priority}, ${worse.name} a normal gateway with ${worse.priority}`,
        cost: "it looks like the first choice and is the last: the number counts among protect routes alone",
        mend: "give protect routes larger numbers than the normal gateways of the prefix",
        behaviours: ["FOV-102"],
      });
    }
  }
  return [...found.values()];
}

/** A delay that outlasts the customers' patience (PRT-061). */
export function upstreamGivesUp(evidence: RoutingEvidence): readonly Finding[] {
  const { facts, protectDelay } = evidence;
  if (facts.upstreamTimeout === undefined || protects(evidence).length === 0) return [];
  const patience = inSeconds(facts.upstreamTimeout);
  if (protectDelay.seconds < patience) return [];
  return [
    {
      rule: "ROUTE_PROTECT_TOO_LATE",
      severity: "warning",
      subject: DELAY,
      finding: `the delay of ${protectDelay.seconds} s exceeds the upstream set-up timeout of ${patience} s`,
      cost: "callers cancel before the protect route is tried: it is never used",
      mend: `set ${DELAY} below ${patience}, with room for the search before it`,
      behaviours: ["PRT-061"],
    },
  ];
}

/** Calls that wait at one time: those that fail in a second, for as long as the delay (PRT-064). */
export const waitingCalls = (callsPerSecond: number, delaySeconds: number): number => Math.ceil(callsPerSecond * delaySeconds);

/** What the wait costs in lines (PRT-064). */
export function waitingHoldsLines(evidence: RoutingEvidence): readonly Finding[] {
  const { facts, protectDelay, setting } = evidence;
  if (facts.failingCallsPerSecond === undefined || protects(evidence).length === 0) return [];
  const waiting = waitingCalls(facts.failingCallsPerSecond, protectDelay.seconds);
  if (waiting === 0) return [];
  const limits = setting.mappingGateways.map(({ lineLimit }) => lineLimit ?? Infinity);
  const room = Math.min(
    setting.maxCalls,
    limits.reduce((sum, limit) => sum + limit, 0),
  );
  return [
    {
      rule: "ROUTE_WAITING_CALLS",
      severity: waiting >= room ? "error" : "info",
      subject: DELAY,
      finding: `in an outage ${facts.failingCallsPerSecond} calls/s x ${protectDelay.seconds} s = ${waiting} calls wait for the protect route; there is room for ${room}`,
      cost:
        waiting >= room
          ? "the waiting calls fill the inbound lines, and new ones are refused"
          : "each of them holds an inbound line",
      mend: "shorten the delay, or raise the customers' line limits",
      behaviours: ["PRT-064"],
    },
  ];
}

/** A delay outside the range for what a protect route is kept for (PRT-085). */
export function delayForUse(evidence: RoutingEvidence): readonly Finding[] {
  const { seconds } = evidence.protectDelay;
  return (evidence.facts.protectUse ?? []).flatMap(({ gateway, use }) => {
    const { delay } = PROTECT_USES[use];
    const isProtect = protects(evidence).some(({ name }) => name === gateway);
    if (!isProtect || (seconds >= delay.from && seconds <= delay.to)) return [];
    return [
      {
        rule: "ROUTE_PROTECT_DELAY_USE",
        severity: "warning" as const,
        subject: gateway,
        finding: `the delay is ${seconds} s; for ${use} the guide has ${delay.from}-${delay.to} s`,
        cost:
          seconds < delay.from
            ? "the protect route takes calls that the normal gateways would soon take"
            : "callers wait longer than the use asks for",
        mend: `set ${DELAY} to ${delay.from}-${delay.to}`,
        behaviours: ["PRT-085"],
      },
    ];
  });
}

/** A long wait where completion matters more than cost (PRT-088). */
export function completionFirst(evidence: RoutingEvidence): readonly Finding[] {
  const { seconds } = evidence.protectDelay;
  if (evidence.facts.completionFirst !== true || seconds <= SHORT_DELAY_SECONDS || protects(evidence).length === 0) return [];
  return [
    {
      rule: "ROUTE_PROTECT_DELAY_LONG",
      severity: "warning",
      subject: DELAY,
      finding: `completion comes first, and the delay is ${seconds} s`,
      cost: "callers give up while a gateway that would complete the call stands by",
      mend: `shorten ${DELAY} to ${SHORT_DELAY_SECONDS} or less, or set it to 0`,
      behaviours: ["PRT-088"],
    },
  ];
}

/** A test of the protect route in an hour that has more calls than the mean hour (PRT-114). */
export function busyHourTest({ setting, facts }: RoutingEvidence): readonly Finding[] {
  const { lockTest } = facts;
  if (lockTest === undefined) return [];
  const { prefix, hour, callsByHour } = lockTest;
  const usual = callsByHour.reduce((sum, calls) => sum + calls, 0) / Math.max(1, callsByHour.length);
  const calls = callsByHour[hour] ?? 0;
  if (calls <= usual) return [];
  const quietest = callsByHour.indexOf(Math.min(...callsByHour));
  const hit = normalsOf(setting, prefix).map(({ name }) => name);
  return [
    {
      rule: "ROUTE_TEST_IN_BUSY_HOUR",
      severity: "warning",
      subject: shownPrefix(prefix),
      finding: `the test is to lock ${hit.join(", ")} at ${hour}:00, an hour of ${calls} calls; the mean is ${Math.round(usual)}`,
      cost: "other calls on the prefix will be hit by the lock",
      mend: `test in low traffic: ${quietest}:00 has ${callsByHour[quietest]} calls`,
      behaviours: ["PRT-114"],
    },
  ];
}

const normalsOf = (setting: RoutingEvidence["setting"], prefix: string) =>
  setting.routingGateways.filter((gateway) => !gateway.protect && gateway.prefixes.includes(prefix));

/** Normal gateways that are still barred: all of a protected prefix, or any after a test that is over (PRT-115). */
export function stillLocked({ setting, facts }: RoutingEvidence): readonly Finding[] {
  return chainsOf(setting, ({ enabled }) => enabled).flatMap((chain) => {
    const normals = chain.links.map(({ gateway }) => gateway).filter(({ protect }) => !protect);
    const barred = normals.filter((gateway) => !takesCalls(gateway));
    const isTested = facts.endedLockTests?.includes(chain.number) === true;
    const isProtected = normals.length < chain.links.length;
    if (barred.length === 0 || !(isTested || (isProtected && barred.length === normals.length))) return [];
    return [
      lockedFinding(
        chain,
        barred.map(({ name }) => name),
      ),
    ];
  });
}

const lockedFinding = (chain: Chain, names: readonly string[]): Finding => ({
  rule: "ROUTE_STILL_LOCKED",
  severity: "error",
  subject: shownPrefix(chain.number),
  finding: `the normal gateways ${names.join(", ")} are still barred (Bar all calls)`,
  cost: "every call of the prefix waits for the protect delay and pays the protect route's rate",
  mend: `set Lock Type back to No lock on ${names.join(", ")}`,
  behaviours: ["PRT-115"],
});
