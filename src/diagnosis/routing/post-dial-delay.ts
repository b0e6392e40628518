import { inMilliseconds, inSeconds, milliseconds, seconds, times, type Duration } from "../../base";
import type { Finding } from "../finding";
import { chainsOf, shownPrefix, type Chain } from "./chain";
import type { RoutingEvidence, VendorSetting } from "./evidence";

/** What callers do not accept any more: the guide's three gateways of three seconds (FOV-054). */
export const WORST_POST_DIAL_DELAY = seconds(9);

/** T1 when nobody says otherwise, RFC 3261 section 17.1.1.1. */
const T1 = milliseconds(500);

/** How long the search of one chain takes when every gateway of it fails. */
export interface SearchTime {
  /** Every gateway keeps silent until Timer B; the protect delay counts (FOV-104). */
  readonly worst: Duration;
  /** Gateways with the OPTIONS check are taken out when they are dead, so at most the one that has just died costs its timeout. */
  readonly typical: Duration;
  readonly protectDelay: Duration;
}

/** Timer B of a gateway: its own, the switch's own, or 64*T1. */
export function timerBOf({ setting }: Pick<RoutingEvidence, "setting">, { timerB, t1 }: VendorSetting): Duration {
  const { timers } = setting.sip;
  return timerB ?? timers.timerB ?? times(t1 ?? timers.t1 ?? T1, 64);
}

/** Worst and typical search time of a chain. */
export function searchTime(evidence: Pick<RoutingEvidence, "setting" | "protectDelay">, { links }: Chain): SearchTime {
  const hasProtect = links.some(({ gateway }) => gateway.protect) && links.some(({ gateway }) => !gateway.protect);
  const protectDelay = seconds(hasProtect ? evidence.protectDelay.seconds : 0);
  const sum = (gateways: readonly VendorSetting[]): number =>
    gateways.reduce((total, gateway) => total + timerBOf(evidence, gateway), 0);
  const gateways = links.map(({ gateway }) => gateway);
  const checked = gateways.filter(({ optionsCheck }) => optionsCheck);
  const longestChecked = Math.max(0, ...checked.map((gateway) => timerBOf(evidence, gateway)));
  const unchecked = sum(gateways.filter(({ optionsCheck }) => !optionsCheck));
  return {
    worst: (sum(gateways) + protectDelay) as Duration,
    typical: (unchecked + longestChecked) as Duration,
    protectDelay,
  };
}

const shown = (duration: Duration): string => `${Number(inSeconds(duration).toFixed(2))} s`;

/** Chains whose worst case no caller waits for (FOV-054). A single gateway is no search: nothing stands behind it to be late. */
export function longSearch(evidence: RoutingEvidence): readonly Finding[] {
  const limit = evidence.facts.longestPostDialDelay ?? WORST_POST_DIAL_DELAY;
  return chainsOf(evidence.setting).flatMap((chain) => {
    const { worst, typical, protectDelay } = searchTime(evidence, chain);
    if (chain.links.length < 2 || worst < limit) return [];
    const waiting = protectDelay === 0 ? "" : `, ${shown(protectDelay)} of it the protect delay`;
    return [
      {
        rule: "ROUTE_LONG_SEARCH",
        severity: "warning" as const,
        subject: shownPrefix(chain.number),
        finding: `the worst case for ${shownPrefix(chain.number)} is ${shown(worst)} of post-dial delay${waiting}; typical ${shown(typical)}; the limit is ${shown(limit)}`,
        cost: "callers hang up before a backup is tried",
        mend:
          "shorten Timer B of each gateway, keep fewer levels, and let the OPTIONS check take dead gateways out" +
          " (the guide's 8 to 16 s a gateway pass its own 9 s with the second silent gateway)",
        behaviours: ["FOV-054", "FOV-104"],
      },
    ];
  });
}

/** Timers that fit a round trip: T1 is never below it, Timer B leaves 16*T1 for repetitions and the way there and back (FOV-144). */
export function timersFor(roundTrip: Duration): { readonly t1: Duration; readonly timerB: Duration } {
  const t1 = Math.max(T1, roundTrip) as Duration;
  return { t1, timerB: (times(t1, 16) + roundTrip) as Duration };
}

/** A change of the round trip by this factor, either way, is worth new timers; our choice. */
const CHANGED = 2;

/** New timers after the network's delay has changed (FOV-144). */
export function retune(evidence: RoutingEvidence): readonly Finding[] {
  return (evidence.facts.roundTrips ?? []).flatMap(({ gateway: name, before, now }) => {
    const gateway = evidence.setting.routingGateways.find((each) => each.name === name);
    const isSteady = now < before * CHANGED && before < now * CHANGED;
    if (gateway === undefined || isSteady) return [];
    return [retuneFinding(evidence, gateway, { before, now })];
  });
}

function retuneFinding(
  evidence: RoutingEvidence,
  gateway: VendorSetting,
  { before, now }: { readonly before: Duration; readonly now: Duration },
): Finding {
  const { t1, timerB } = timersFor(now);
  const chain = chainsOf(evidence.setting).find(({ links }) => links.some((link) => link.gateway === gateway));
  const mended = {
    ...evidence.setting,
    routingGateways: evidence.setting.routingGateways.map((each) => (each === gateway ? { ...each, timerB } : each)),
  };
  const search = (setting: RoutingEvidence["setting"]): string => {
    const own = chainsOf(setting).find(({ number }) => number === chain?.number);
    return own === undefined ? "unknown" : shown(searchTime({ ...evidence, setting }, own).worst);
  };
  return {
    rule: "ROUTE_RETUNE_TIMERS",
    severity: "info",
    subject: gateway.name,
    finding:
      `the round trip to ${gateway.name} went from ${inMilliseconds(before)} to ${inMilliseconds(now)} ms;` +
      ` Timer B is ${shown(timerBOf(evidence, gateway))}, ${shown(timerB)} fits`,
    cost: `too short a Timer B gives living vendors up, too long a one keeps the caller waiting: the worst case is ${search(evidence.setting)} now, ${search(mended)} after`,
    mend: `set T1 to ${inMilliseconds(t1)} ms (never below the round trip) and Timer B to ${shown(timerB)}`,
    behaviours: ["FOV-144"],
  };
}
