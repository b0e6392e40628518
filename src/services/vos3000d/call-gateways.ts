import { TimeZone } from "../../base";
import type { CallGateways } from "../../call";
import type { RoutingGatewayConfig, SwitchConfig } from "../../config";
import type { RateTable } from "../../rating";
import { routingSnapshot } from "../../routing";
import { rateBook } from "./rate-book";

const credentialsOf = ({ username, password }: Pick<RoutingGatewayConfig, "username" | "password">) =>
  username === undefined || password === undefined ? undefined : { username, password };

/** Gateways and rates of a configuration, ready for calls and for routing. */
export function callGateways(config: SwitchConfig, tables: readonly RateTable[]): CallGateways {
  const zone = new TimeZone(config.timeZone);
  const routing = config.routingGateways.map(({ address, port, transport, prefixExpiresAt, username, password, ...gateway }) => ({
    ...gateway,
    credentials: credentialsOf({ username, password }),
    target: { remote: { address, port }, ...(transport === undefined ? {} : { transport }) },
    expiresAt: prefixExpiresAt === undefined ? undefined : zone.moment(prefixExpiresAt),
  }));
  return {
    mapping: config.mappingGateways.map(({ address, ...gateway }) => ({ ...gateway, addresses: [address].flat() })),
    routing,
    rates: rateBook(config, tables),
    routes: routingSnapshot({
      mappingGateways: config.mappingGateways,
      routingGateways: routing,
      gatewayGroups: config.gatewayGroups,
      maxAttempts: config.routing.maxAttempts,
      minSamples: config.routing.asr.minSamples,
    }),
  };
}
