import type { CallGateways } from "../../call";
import type { SwitchConfig } from "../../config";
import { routingSnapshot } from "../../routing";

/** Gateways of a configuration, ready for calls and for routing. */
export function callGateways(config: Pick<SwitchConfig, "mappingGateways" | "routingGateways">): CallGateways {
  return {
    mapping: config.mappingGateways.map(({ address, ...gateway }) => ({ ...gateway, addresses: [address].flat() })),
    routing: config.routingGateways.map(({ address, port, transport, ...gateway }) => ({
      ...gateway,
      target: { remote: { address, port }, ...(transport === undefined ? {} : { transport }) },
    })),
    routes: routingSnapshot(config),
  };
}
