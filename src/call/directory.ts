import type { SocketAddress } from "../base";
import type { CallGateways, CallMappingGateway, CallRoutingGateway } from "./types";

/** Finds gateways: a customer by where a request came from, a vendor by its name. */
export class GatewayDirectory {
  private readonly bySource = new Map<string, CallMappingGateway>();
  private readonly byName = new Map<string, CallRoutingGateway>();
  private readonly vendorAddresses = new Set<string>();

  constructor(readonly gateways: CallGateways) {
    for (const gateway of gateways.mapping) {
      for (const address of gateway.addresses) this.bySource.set(`${address} ${gateway.port ?? ""}`, gateway);
    }
    for (const gateway of gateways.routing) {
      this.byName.set(gateway.name, gateway);
      this.vendorAddresses.add(gateway.target.remote.address);
    }
  }

  /** The mapping gateway that sends from there: one with this very port before one with any port. */
  mappingGateway(source: SocketAddress): CallMappingGateway | undefined {
    return this.bySource.get(`${source.address} ${source.port}`) ?? this.bySource.get(`${source.address} `);
  }

  routingGateway(name: string): CallRoutingGateway | undefined {
    return this.byName.get(name);
  }

  /** True for the address of any gateway of either kind. */
  isKnown(source: SocketAddress): boolean {
    return this.vendorAddresses.has(source.address) || this.mappingGateway(source) !== undefined;
  }
}
