import type { Duration, WallTime } from "../../base";
import type { Finding } from "../finding";
import type { CallerPoolSettings, ForwardRewriteLines, GatewayGroup, NumberTransform, RoutingGateway } from "../../routing";

/** A vendor as the doctor looks at it: what the configuration of a routing gateway says. */
export interface VendorSetting extends Omit<RoutingGateway, "expiresAt"> {
  readonly address: string;
  readonly port: number;
  /** Local time of the switch when it has no zone. */
  readonly prefixExpiresAt?: string | undefined;
  readonly switchUntilConnect: boolean;
  readonly stopCodes: readonly number[];
  readonly optionsCheck: boolean;
  readonly timerB?: Duration | undefined;
  readonly t1?: Duration | undefined;
  readonly callerTransforms: readonly NumberTransform[];
  readonly callerPool: CallerPoolSettings;
  /** It answers challenges. */
  readonly username?: string | undefined;
}

/** A customer as the doctor looks at it. */
export interface CustomerSetting {
  readonly name: string;
  readonly enabled: boolean;
  readonly allowedPrefixes?: readonly string[] | undefined;
  readonly lineLimit?: number | undefined;
}

/** What a switch's configuration says about routing. A whole configuration fits. */
export interface RoutingSetting {
  readonly name: string;
  readonly routingGateways: readonly VendorSetting[];
  readonly mappingGateways: readonly CustomerSetting[];
  readonly gatewayGroups?: readonly GatewayGroup[] | undefined;
  readonly maxCalls: number;
  readonly routing: { readonly maxAttempts: number };
  readonly sip: { readonly timers: { readonly t1?: Duration | undefined; readonly timerB?: Duration | undefined } };
}

/** SS_TRY_PROTECT_ROUTE_DELAY, and whether somebody set it: the default is nobody's decision (PRT-006). */
export interface ProtectDelay {
  readonly seconds: number;
  readonly isSet: boolean;
}

/** What a protect route is kept for (PRT-085). */
export type ProtectUse = "premium-backup" | "emergency" | "promotional";

/** What a carrier asks of caller numbers. Counts are of one number. */
export interface CarrierTerms {
  readonly gateway: string;
  readonly callsPerDay?: number | undefined;
  readonly callsAtOnce?: number | undefined;
  /** Every caller number has to begin so, such as `+880`. */
  readonly numbersBegin?: string | undefined;
}

/** Calls of one day through a gateway, and how many original caller numbers they came from. */
export interface DailyVolume {
  readonly gateway: string;
  readonly calls: number;
  readonly callerNumbers?: number | undefined;
}

/** Facts about a switch's surroundings that no configuration holds. What is absent is not examined. */
export interface RoutingFacts {
  readonly now?: WallTime | undefined;
  /** {@link WORST_POST_DIAL_DELAY} when absent. */
  readonly longestPostDialDelay?: Duration | undefined;
  /** Vendors behind whom there is one contract, with its lines. */
  readonly sharedCapacity?: readonly { readonly gateways: readonly string[]; readonly lines: number }[] | undefined;
  readonly roundTrips?: readonly { readonly gateway: string; readonly before: Duration; readonly now: Duration }[] | undefined;
  /** Amounts as decimal text. */
  readonly vendorBalances?:
    readonly { readonly gateway: string; readonly balance: string; readonly alertBelow: string }[] | undefined;
  readonly lastDrill?: WallTime | "never" | undefined;
  /** The last answered call or OPTIONS of a gateway. */
  readonly lastSigns?: readonly { readonly gateway: string; readonly at: WallTime | "never" }[] | undefined;
  /** How long the customers' side waits for an answer before it gives up. */
  readonly upstreamTimeout?: Duration | undefined;
  /** Calls a second for which every normal gateway fails. */
  readonly failingCallsPerSecond?: number | undefined;
  readonly protectUse?: readonly { readonly gateway: string; readonly use: ProtectUse }[] | undefined;
  /** Completion matters more than cost. */
  readonly completionFirst?: boolean | undefined;
  /** A test of the protect route that is about to lock the normal gateways of a prefix. */
  readonly lockTest?: { readonly prefix: string; readonly hour: number; readonly callsByHour: readonly number[] } | undefined;
  /** Prefixes on which a test locked the normal gateways and is over. */
  readonly endedLockTests?: readonly string[] | undefined;
  readonly carriers?: readonly CarrierTerms[] | undefined;
  readonly dailyVolumes?: readonly DailyVolume[] | undefined;
  /** Gateways whose carrier has taken calls with a number of the pool. */
  readonly testedPools?: readonly string[] | undefined;
  readonly needsExactVolumes?: boolean | undefined;
  readonly profile?: "outbound-call-center" | undefined;
  /** Gateways to which calls are forwarded. */
  readonly forwardsTo?: readonly string[] | undefined;
  /** Calls that are up while the doctor looks, and the mean of the day. */
  readonly load?: { readonly calls: number; readonly usual: number } | undefined;
}

/** Everything that the routing checks look at. */
export interface RoutingEvidence {
  readonly setting: RoutingSetting;
  readonly protectDelay: ProtectDelay;
  readonly forwardRewrite?: ForwardRewriteLines | undefined;
  readonly facts: RoutingFacts;
}

/** Answers to a question about all evidence. */
export type RoutingRule = (evidence: RoutingEvidence) => readonly Finding[];
