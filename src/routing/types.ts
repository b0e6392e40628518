import type { Duration, Instant, Money, Result, WallTime } from "../base";
import type { NumberTransform } from "./number-transform";

/** Lock Type of a gateway: which directions of new calls it bars. Calls that are up go on. */
export type LockType = "noLock" | "barCallIn" | "barCallOut" | "barAllCalls";

/** Whether shorter prefixes are tried after a gateway: see FOV-130 to FOV-136. */
export type PrefixMode = "prefix" | "extension" | "expiration";

/** By what gateways of one prefix are put in order. */
export type SortKey = "priority" | "usage" | "asr" | "fee";

/** A vendor as far as route selection needs it. */
export interface RoutingGateway {
  readonly name: string;
  /** Leading digits that it serves; the empty one serves every number. */
  readonly prefixes: readonly string[];
  /** Smaller is tried earlier. */
  readonly priority: number;
  readonly enabled: boolean;
  readonly lock: LockType;
  /** Most calls at once; undefined: unlimited. */
  readonly lineLimit?: number | undefined;
  readonly group?: string | undefined;
  /** Lines of the group that this gateway leaves free (FOV-042). */
  readonly reservedLines: number;
  /** Protect route: outside normal sorting, tried when every normal gateway has failed. */
  readonly protect: boolean;
  readonly prefixMode: PrefixMode;
  /** With mode `expiration`: from this moment on it serves no number. */
  readonly expiresAt?: WallTime | undefined;
  /** Termination rate per minute as decimal text; undefined sorts last by fee. */
  readonly rate?: string | undefined;
  /** Vendor account: its rate at the moment of the call stands for `rate`, and without one the gateway is no candidate (CAL-505). */
  readonly account?: string | undefined;
  /** Customers that may use it; undefined: all. */
  readonly allowedMappingGateways?: readonly string[] | undefined;
  /** Callers that it may be used for, by leading digits; undefined: all. */
  readonly allowedCallerPrefixes?: readonly string[] | undefined;
}

/** Settings of a gateway group beyond what its members say. */
export interface GatewayGroup {
  readonly name: string;
  /** Lines of all members together; the sum of the members' limits when undefined. */
  readonly lineLimit?: number | undefined;
  /** Order among members of this group; the switch's own when undefined. */
  readonly sort?: readonly SortKey[] | undefined;
}

/** A customer as far as route selection needs it. */
export interface MappingGateway {
  readonly name: string;
  /** Numbers that the customer may call, by leading digits; every number when absent. */
  readonly allowedPrefixes?: readonly string[] | undefined;
  /** Callers that the customer may show, by leading digits; every caller when absent. */
  readonly allowedCallerPrefixes?: readonly string[] | undefined;
  /** Callers that are refused, by leading digits: a blacklist. Stronger than what is allowed. */
  readonly barredCallerPrefixes?: readonly string[] | undefined;
  /** Applied to the numbers as they come in, before routing. */
  readonly callerTransforms?: readonly NumberTransform[] | undefined;
  readonly calleeTransforms?: readonly NumberTransform[] | undefined;
  readonly enabled: boolean;
  readonly lock: LockType;
}

/** How the sorting parameters stand: 0 off, 1 before priority, 2 after priority and before usage (FOV-073, FOV-077). */
export interface SortPolicy {
  readonly asr: 0 | 1 | 2;
  readonly fee: 0 | 1 | 2;
  /** When both stand in one place: fee before ASR; ASR before fee by default (FOV-079). */
  readonly feeBeforeAsr: boolean;
}

/** What is routed: the number as dialled, and where from. */
export interface RouteQuery {
  /** The customer's caller after the transforms of the mapping gateway: what a pool shows instead comes later (CLI-085). */
  readonly caller: string;
  readonly callee: string;
  /** Name of the mapping gateway. */
  readonly from: string;
  readonly at: WallTime;
}

/** What calls cost at vendors. */
export interface BuyRates {
  /** Price of a minute to `callee` for a call that is initiated at `at`; undefined when the account has none. */
  minuteRateOf(account: string, callee: string, at: WallTime): Money | undefined;
}

/** Why a gateway cannot take one more call at this moment, by the gateway's state alone. */
export type Unavailability =
  | { readonly kind: "disabled" }
  | { readonly kind: "locked"; readonly lock: LockType }
  /** Its own line limit is reached. */
  | { readonly kind: "linesFull"; readonly active: number; readonly limit: number }
  /** Its group has no line that is not reserved from it. */
  | {
      readonly kind: "groupFull";
      readonly group: string;
      readonly active: number;
      readonly limit: number;
      readonly reserved: number;
    }
  /** The OPTIONS online check had no answer. */
  | { readonly kind: "offline" }
  /** It said 503 with Retry-After. */
  | { readonly kind: "retryAfter"; readonly until: Instant };

/** Answered calls of a gateway and all whose outcome is known, in the window. A call that is being set up is not in it yet. */
export interface AsrSample {
  readonly answered: number;
  readonly seizures: number;
}

/** The moving facts that a plan is made with. All in constant time: a plan asks for each candidate. */
export interface LiveState {
  readonly now: Instant;
  activeLines(gateway: string): number;
  /** Attempts since the start, for the tie after line usage. */
  historicalCalls(gateway: string): number;
  asr(gateway: string): AsrSample;
  /** Undefined: it can take a call now. */
  unavailability(gateway: RoutingGateway): Unavailability | undefined;
}

/** One line of one gateway, held from the INVITE to the end of the call or attempt. */
export interface Line {
  /** The gateway answered with 200: an answered seizure of its ASR. The first time counts; nothing after the release. */
  answered(): void;
  /** Gives the line back, once however often it is called. Without an answer before, a seizure that was not answered. */
  release(): void;
}

/**
 * What made a gateway available: `attemptOver` when an attempt that was not answered gave its line back, which says nothing of the
 * gateway's health; `recovered` when a call that was up ended, or the gateway was unlocked, enabled, is online or its Retry-After is over.
 */
export type AvailabilityChange = "attemptOver" | "recovered";

/** Lines, health and history of all routing gateways. Acquiring checks and takes in one step, so that no limit is overshot. */
export interface GatewayLines extends Omit<LiveState, "now"> {
  /** Takes a line and counts an attempt, or says why not. */
  acquire(gateway: Pick<RoutingGateway, "name">): Result<Line, Unavailability>;
  setOnline(gateway: string, isOnline: boolean): void;
  /** Takes a gateway out until a moment: Retry-After. */
  takeOut(gateway: string, duration: Duration): void;
  /** Tells when a gateway may have become available: a line came free, it was unlocked, enabled, is online, its Retry-After is over. */
  onAvailable(listener: (gateway: string, change: AvailabilityChange) => void): () => void;
}

/** The place of a gateway in the plan, as data. */
export interface PlaceFacts {
  readonly priority: number;
  /** Busy lines by the limit, 0 to 1; 0 for an unlimited gateway without calls. */
  readonly usage: number;
  readonly active: number;
  readonly lineLimit?: number | undefined;
  readonly historicalCalls: number;
  /** Per cent, when ASR was looked at; `isNeutral` when the samples are too few and the mean of the tier stands for it. */
  readonly asr?: { readonly percent: number; readonly isNeutral: boolean } | undefined;
  readonly rate?: string | undefined;
  readonly group?: string | undefined;
}

/** One gateway in the plan, in its place for these reasons. */
export interface PlannedAttempt {
  readonly gateway: string;
  readonly prefix: string;
  readonly priority: number;
  /** Tried only after every normal gateway has failed, and after the protect delay. */
  readonly isProtect: boolean;
  readonly facts: PlaceFacts;
  /** One sentence: why it stands here. */
  readonly reason: string;
}

/** Why a gateway is not in the plan. */
export type LeftOutCause =
  | { readonly kind: "noPrefix" }
  | { readonly kind: "expired"; readonly prefix: string; readonly at: WallTime }
  /** A gateway of a longer prefix is not in Extension Mode. */
  | { readonly kind: "prefixModeEndsSearch"; readonly prefix: string; readonly by: string }
  /** Its vendor account has no rate for the number at this moment. */
  | { readonly kind: "noBuyRate"; readonly prefix: string; readonly account: string }
  | { readonly kind: "customerNotAllowed"; readonly prefix: string }
  | { readonly kind: "callerNotAllowed"; readonly prefix: string }
  | { readonly kind: "overMaxAttempts"; readonly prefix: string; readonly limit: number }
  | (Unavailability & { readonly prefix: string });

export interface LeftOutGateway {
  readonly gateway: string;
  readonly cause: LeftOutCause;
  readonly reason: string;
  /** True for a state that can change while the call waits for the protect delay. */
  readonly mayReturn: boolean;
  readonly isProtect: boolean;
}

/** Why there is no attempt at all. */
export type RouteRefusal =
  | { readonly kind: "unknownMappingGateway" }
  | { readonly kind: "mappingGatewayDisabled" }
  | { readonly kind: "mappingGatewayLocked" }
  | { readonly kind: "prefixNotAllowed" }
  | { readonly kind: "callerNotAllowed" }
  /** The caller is on the customer's blacklist. */
  | { readonly kind: "callerBarred" }
  /** No gateway serves the number: `NoAvailableRouter`, 404. */
  | { readonly kind: "noRoute" }
  /** Gateways serve the number and none may be used: `AllGatewayBusy`, 503. */
  | { readonly kind: "allUnavailable" };

/**
 * The ordered attempts for one call: normal gateways first, protect routes last. The live call, Routing Analysis and the training
 * debrief read the same plan.
 *
 * A gateway that is unavailable at planning stands in `leftOut`; when it is protect or normal with `mayReturn`, the call in its
 * protect delay may still come back to it, at the place that `order` gives.
 */
export interface RoutePlan {
  readonly attempts: readonly PlannedAttempt[];
  readonly leftOut: readonly LeftOutGateway[];
  /** Every gateway that fits, available or not, in the order in which they would be tried. */
  readonly order: readonly string[];
  readonly refusal: (RouteRefusal & { readonly reason: string }) | undefined;
}

/** What `carrierlab gateways` shows of one routing gateway. */
export interface RoutingGatewayState {
  readonly name: string;
  readonly active: number;
  readonly lineLimit: number | undefined;
  readonly group: { readonly name: string; readonly active: number; readonly limit: number | undefined } | undefined;
  readonly isOnline: boolean;
  readonly unavailable: Unavailability | undefined;
  readonly historicalCalls: number;
  readonly asr: AsrSample;
  readonly lock: LockType;
  readonly protect: boolean;
  /** Calls at this moment by pool number. */
  readonly poolUse: Readonly<Record<string, number>>;
}
