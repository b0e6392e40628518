import { UsageError } from "../../../src/base";
import type { MappingGatewaySettings, RoutingGatewaySettings, SwitchSettings } from "./lab-settings";

/** Where a switch of a lab lives, for its configuration file. */
export interface SwitchPlace {
  readonly address: string;
  readonly data: string;
  readonly control: { readonly address: string; readonly port: number; readonly allowRemote: boolean };
  readonly store: object;
  /** Address of a party or of another switch. */
  readonly addressOf: (host: string) => string;
}

/**
 * A lab's switch as a configuration file; JSON is YAML.
 *
 * @throws {UsageError} `STAGE_CANNOT_DO_THAT` for a fault that only `sim` can have.
 */
export function switchFile(settings: SwitchSettings, place: SwitchPlace): string {
  if (settings.staleReceiveKey !== undefined) {
    throw new UsageError("STAGE_CANNOT_DO_THAT", "a stale receive key is a fault that can be made in sim alone", {});
  }
  return JSON.stringify({
    name: settings.name,
    data: place.data,
    sip: {
      listen: [{ address: place.address, port: 5060, transports: ["udp", "tcp"] }],
      timers: {
        ...(settings.t1Ms === undefined ? {} : { t1: `${settings.t1Ms}ms` }),
        ...(settings.timerBMs === undefined ? {} : { timerB: `${settings.timerBMs}ms` }),
      },
      ...(settings.negotiation === undefined ? {} : { sessionTimer: { negotiation: settings.negotiation } }),
    },
    media: { address: place.address },
    control: place.control,
    store: place.store,
    parameters: settings.parameters,
    mappingGateways: settings.mappingGateways.map((gateway) => common(gateway, place)),
    routingGateways: settings.routingGateways.map((gateway) => routing(gateway, place)),
  });
}

function common({ name, peer, encrypt }: MappingGatewaySettings, { addressOf }: SwitchPlace): object {
  return { name, address: addressOf(peer), ...(encrypt === undefined ? {} : { encrypt }) };
}

function routing(gateway: RoutingGatewaySettings, place: SwitchPlace): object {
  const { prefixes, priority, callerIdentity } = gateway;
  return {
    ...common(gateway, place),
    prefixes,
    ...(priority === undefined ? {} : { priority }),
    ...(callerIdentity === undefined ? {} : { callerIdentity }),
  };
}
