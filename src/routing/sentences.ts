import { toIso } from "../base";
import { whyBehind, type Behind, type Placed } from "./order";
import type { LeftOutCause, PlaceFacts, RouteQuery, RouteRefusal, RoutingGateway } from "./types";

const REFUSALS = {
  unknownMappingGateway: (query: RouteQuery) => `no mapping gateway is called "${query.from}"`,
  mappingGatewayDisabled: (query: RouteQuery) => `mapping gateway "${query.from}" is disabled`,
  mappingGatewayLocked: (query: RouteQuery) => `mapping gateway "${query.from}" is locked: it may not call in`,
  prefixNotAllowed: (query: RouteQuery) => `mapping gateway "${query.from}" may not call ${query.callee}: no allowed prefix fits`,
  callerNotAllowed: (query: RouteQuery) =>
    `mapping gateway "${query.from}" may not show the caller ${query.caller}: no allowed prefix fits`,
  callerBarred: (query: RouteQuery) => `the caller ${query.caller} is on the blacklist of mapping gateway "${query.from}"`,
  noRoute: (query: RouteQuery) => `no routing gateway serves ${query.callee} for "${query.from}"`,
  allUnavailable: (query: RouteQuery) => `no routing gateway for ${query.callee} takes a call at this moment`,
} satisfies Record<RouteRefusal["kind"], (query: RouteQuery) => string>;

/** Why there is no attempt at all. */
export const refusalSentence = ({ kind }: RouteRefusal, query: RouteQuery): string => REFUSALS[kind](query);

const shown = (prefix: string) => (prefix === "" ? "the empty prefix" : `prefix ${prefix}`);
const perCent = (share: number) => `${Math.round(share * 10) / 10} %`;

const linesOf = ({ active, lineLimit }: PlaceFacts) =>
  lineLimit === undefined ? `${active} lines busy` : `${active} of ${lineLimit} lines busy`;

/** What each comparison says of a gateway behind another. */
const BEHIND: Readonly<Record<Behind, (own: PlaceFacts, before: PlaceFacts) => string>> = {
  priority: (own, before) => `priority ${own.priority} after ${before.priority}`,
  asr: (own, before) => `ASR ${perCent(own.asr?.percent ?? 0)} after ${perCent(before.asr?.percent ?? 0)}`,
  fee: (own, before) => `rate ${own.rate ?? "unknown"} after ${before.rate ?? "unknown"}`,
  usage: (own, before) => `${linesOf(own)} after ${linesOf(before)}`,
  history: (own, before) => `${own.historicalCalls} calls so far after ${before.historicalCalls}`,
  id: () => "later in the configuration",
  ownGroup: ({ group = "" }) => `in a place of group "${group}", which has an order of its own`,
  otherGroup: (_own, { group = "" }) => `which stands in a place of group "${group}"`,
};

/** Why a gateway stands where it stands; `before` is the attempt before it. */
export function attemptSentence(where: {
  readonly place: number;
  readonly placed: Placed;
  readonly prefix: string;
  readonly before: { readonly placed: Placed; readonly prefix: string } | undefined;
}): string {
  const { place, placed, prefix, before } = where;
  const { gateway } = placed.entry;
  const kind = gateway.protect ? "protect route, " : "";
  const own = `${place}. ${kind}${shown(prefix)} (${prefix.length} digits), priority ${gateway.priority}`;
  const other = before?.placed.entry.gateway;
  if (gateway.protect && other?.protect !== true) return `${own}: tried when every normal gateway has failed`;
  if (before === undefined || other === undefined) return own;
  if (before.prefix !== prefix) return `${own}: behind the longer ${shown(before.prefix)} of "${other.name}"`;
  const because = whyBehind(before.placed, placed);
  return because === undefined ? own : `${own}: behind "${other.name}", ${BEHIND[because](placed.facts, before.placed.facts)}`;
}

/** Why a gateway is not in the plan. */
export function leftOutSentence(gateway: RoutingGateway, cause: LeftOutCause, { callee, caller, from }: RouteQuery): string {
  if (cause.kind === "noPrefix") return `none of its prefixes (${gateway.prefixes.slice(0, 8).join(", ")}) starts ${callee}`;
  const fits = `${shown(cause.prefix)} fits, but`;
  switch (cause.kind) {
    case "disabled":
      return `${fits} it is disabled`;
    case "locked":
      return `${fits} it is locked (${cause.lock})`;
    case "linesFull":
      return `${fits} ${cause.active} of its ${cause.limit} lines are busy`;
    case "groupFull": {
      const kept = cause.reserved === 0 ? "" : `, and ${cause.reserved} are kept free from it`;
      return `${fits} ${cause.active} of ${cause.limit} lines of group "${cause.group}" are busy${kept}`;
    }
    case "offline":
      return `${fits} it does not answer OPTIONS`;
    case "retryAfter":
      return `${fits} it asked for a pause with Retry-After`;
    case "expired":
      return `${fits} it expired at ${toIso(cause.at)}`;
    case "prefixModeEndsSearch":
      return `${fits} "${cause.by}" has a longer prefix and is not in Extension Mode`;
    case "noBuyRate":
      return `${fits} account "${cause.account}" has no rate for the number at this moment`;
    case "customerNotAllowed":
      return `${fits} "${from}" may not use it`;
    case "callerNotAllowed":
      return `${fits} it takes no call of the caller ${caller}`;
    case "overMaxAttempts":
      return `${fits} a call tries ${cause.limit} gateways at most`;
  }
}
