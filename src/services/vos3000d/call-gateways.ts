import { TimeZone } from "../../base";
import type { CallerPrompts, CallGateways } from "../../call";
import type { MappingGatewayConfig, RoutingGatewayConfig, SwitchConfig } from "../../config";
import type { RateTable } from "../../rating";
import { routingSnapshot } from "../../routing";
import { rateBook } from "./rate-book";

const credentialsOf = ({ username, password }: Pick<RoutingGatewayConfig, "username" | "password">) =>
  username === undefined || password === undefined ? undefined : { username, password };

/** What a customer's callers are told: its own settings, and the switch's where it follows them. */
function promptsOf(
  gateway: Pick<MappingGatewayConfig, "balanceNotEnoughAlarm" | "callRemainingTimePrompts" | "language">,
  system: SwitchConfig["announcements"],
): CallerPrompts {
  const { balanceNotEnoughAlarm: balance, callRemainingTimePrompts: remaining } = gateway;
  return {
    language: gateway.language ?? system.language,
    balanceNotEnough: balance === "system" ? system.balanceNotEnough : balance === "on",
    remaining: remaining === "system" ? system.remaining : remaining,
  };
}

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
    mapping: config.mappingGateways.map(({ address, ...gateway }) => ({
      ...gateway,
      addresses: [address].flat(),
      prompts: promptsOf(gateway, config.announcements),
    })),
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
