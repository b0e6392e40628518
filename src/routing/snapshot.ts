import { PrefixIndex } from "./prefix-index";
import type { MappingGateway, RoutingGateway } from "./types";

/** Gateways at one moment, indexed for look-up. Immutable: a change of configuration makes a new one. */
export interface RoutingSnapshot {
  readonly mappingGateways: ReadonlyMap<string, MappingGateway>;
  readonly routingGateways: readonly RoutingGateway[];
  readonly byPrefix: PrefixIndex<RoutingGateway>;
}

/** Indexes gateways. Those of one prefix are put in the order in which they are tried: priority, then name. */
export function routingSnapshot(gateways: {
  readonly mappingGateways: readonly MappingGateway[];
  readonly routingGateways: readonly RoutingGateway[];
}): RoutingSnapshot {
  const ordered = [...gateways.routingGateways].sort((a, b) => a.priority - b.priority || (a.name < b.name ? -1 : 1));
  return {
    mappingGateways: new Map(gateways.mappingGateways.map((gateway) => [gateway.name, gateway])),
    routingGateways: ordered,
    byPrefix: new PrefixIndex(
      ordered.flatMap((gateway) => [...new Set(gateway.prefixes)].map((prefix) => [prefix, gateway] as const)),
    ),
  };
}
