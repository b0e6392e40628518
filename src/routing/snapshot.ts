import { PrefixIndex } from "./prefix-index";
import type { GatewayGroup, MappingGateway, RoutingGateway } from "./types";

/** A gateway with what is computed of it once. */
export interface RankedGateway {
  readonly gateway: RoutingGateway;
  /** Its place in the configuration: the last tie. */
  readonly id: number;
  /** Its rate of a minute in billionths, and as text; undefined without one. */
  readonly rate: bigint | undefined;
  readonly rateText: string | undefined;
  /** Customers that may use it; undefined: all. */
  readonly customers: ReadonlySet<string> | undefined;
}

/** Gateways at one moment, indexed for look-up. Immutable: a change of configuration makes a new one. */
export interface RoutingSnapshot {
  readonly mappingGateways: ReadonlyMap<string, MappingGateway>;
  readonly routingGateways: readonly RoutingGateway[];
  readonly byPrefix: PrefixIndex<RankedGateway>;
  readonly groups: ReadonlyMap<string, GatewayGroup>;
  /** Gateways that one call may try. */
  readonly maxAttempts: number;
  /** Seizures under which an answer-seizure ratio says nothing yet (FOV-075). */
  readonly minSamples: number;
}

/** What a snapshot is made from. */
export interface SnapshotSource {
  readonly mappingGateways: readonly MappingGateway[];
  readonly routingGateways: readonly RoutingGateway[];
  readonly gatewayGroups?: readonly GatewayGroup[] | undefined;
  readonly maxAttempts?: number | undefined;
  readonly minSamples?: number | undefined;
}

/** Decimal places of a rate at most. */
const RATE_PLACES = 9;

/** A rate as a whole number of billionths. */
export function billionths(rate: string | undefined): bigint | undefined {
  if (rate === undefined) return undefined;
  const [whole = "0", part = ""] = rate.split(".");
  return BigInt(whole + part.padEnd(RATE_PLACES, "0").slice(0, RATE_PLACES));
}

/** Indexes gateways by their prefixes. */
export function routingSnapshot(source: SnapshotSource): RoutingSnapshot {
  const { mappingGateways, routingGateways, gatewayGroups = [], maxAttempts = 20, minSamples = 20 } = source;
  const ranked = routingGateways.map((gateway, id) => {
    const { rate, allowedMappingGateways: names } = gateway;
    return { gateway, id, rate: billionths(rate), rateText: rate, customers: names === undefined ? undefined : new Set(names) };
  });
  return {
    mappingGateways: new Map(mappingGateways.map((gateway) => [gateway.name, gateway])),
    routingGateways,
    byPrefix: new PrefixIndex(ranked, ({ gateway }) => gateway.prefixes),
    groups: new Map(gatewayGroups.map((group) => [group.name, group])),
    maxAttempts,
    minSamples,
  };
}
