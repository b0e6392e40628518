import type { WallTime } from "../base";

/** A vendor as far as route selection needs it. */
export interface RoutingGateway {
  readonly name: string;
  /** Leading digits that it serves; the empty one serves every number. */
  readonly prefixes: readonly string[];
  /** Smaller is tried earlier. */
  readonly priority: number;
  readonly enabled: boolean;
}

/** A customer as far as route selection needs it. */
export interface MappingGateway {
  readonly name: string;
  /** Numbers that the customer may call, by leading digits; every number when absent. */
  readonly allowedPrefixes?: readonly string[] | undefined;
  readonly enabled: boolean;
}

/** What is routed: the number as dialled, and where from. */
export interface RouteQuery {
  readonly caller: string;
  readonly callee: string;
  /** Name of the mapping gateway. */
  readonly from: string;
  readonly at: WallTime;
}

/** One gateway in the plan, in its place for these reasons. */
export interface PlannedAttempt {
  readonly gateway: string;
  readonly prefix: string;
  readonly priority: number;
  readonly reason: string;
}

/** Why a gateway is not in the plan. */
export type LeftOutCause = { readonly kind: "noPrefix" } | { readonly kind: "disabled"; readonly prefix: string };

export interface LeftOutGateway {
  readonly gateway: string;
  readonly cause: LeftOutCause;
  readonly reason: string;
}

/** Why there is no attempt at all. */
export type RouteRefusal =
  | { readonly kind: "unknownMappingGateway" }
  | { readonly kind: "mappingGatewayDisabled" }
  | { readonly kind: "prefixNotAllowed" }
  /** No gateway serves the number: `NoAvailableRouter`, 404. */
  | { readonly kind: "noRoute" }
  /** Gateways serve the number and none may be used: `AllGatewayBusy`, 503. */
  | { readonly kind: "allUnavailable" };

/** The ordered attempts for one call. The live call, Routing Analysis and the training debrief read the same plan. */
export interface RoutePlan {
  readonly attempts: readonly PlannedAttempt[];
  readonly leftOut: readonly LeftOutGateway[];
  readonly refusal: (RouteRefusal & { readonly reason: string }) | undefined;
}
