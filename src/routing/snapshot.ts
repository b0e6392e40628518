import { moneyOf, type Money } from "../base";
import { PrefixIndex } from "./prefix-index";
import type { GatewayGroup, MappingGateway, RoutingGateway } from "./types";

/** A gateway with what is computed of it once. */
export interface RankedGateway {
  readonly gateway: RoutingGateway;
  /** Its place in the configuration: the last tie. */
  readonly id: number;
  /** Its rate of a minute, and the same as it is written; undefined without one. */
  readonly rate: Money | undefined;
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

/** Indexes gateways by their prefixes. */
export function routingSnapshot(source: SnapshotSource): RoutingSnapshot {
  const { mappingGateways, routingGateways, gatewayGroups = [], maxAttempts = 20, minSamples = 20 } = source;
  const ranked = routingGateways.map((gateway, id) => {
    const { rate, allowedMappingGateways: names } = gateway;
    const customers = names === undefined ? undefined : new Set(names);
    return { gateway, id, rate: rate === undefined ? undefined : moneyOf(rate), rateText: rate, customers };
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
