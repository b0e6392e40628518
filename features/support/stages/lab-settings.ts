import type { SwitchConfigInput } from "../../../src/config";
import type { PathImpairment } from "../../../simulators/network";
import type { Personality } from "../../../simulators/endpoint";

type MappingGatewayInput = NonNullable<SwitchConfigInput["mappingGateways"]>[number];
type RoutingGatewayInput = NonNullable<SwitchConfigInput["routingGateways"]>[number];

/** A customer's side of a switch: a source that is known. What else is said goes into its configuration as it is. */
export interface MappingGatewaySettings extends Partial<Omit<MappingGatewayInput, "name" | "address" | "port" | "encrypt">> {
  readonly name: string;
  /** Party or switch whose address it is. */
  readonly peer: string;
  /** The peer is another such switch: payloads on this leg are encrypted. */
  readonly encrypt?: boolean;
}

/** A vendor's side of a switch. What else is said goes into its configuration as it is. */
export interface RoutingGatewaySettings extends Partial<Omit<RoutingGatewayInput, "name" | "address" | "encrypt" | "prefixes">> {
  readonly name: string;
  /** Party or switch whose address it is. */
  readonly peer: string;
  readonly encrypt?: boolean;
  readonly prefixes: readonly string[];
}

/** What can be changed of a routing gateway while the switch runs. */
export type RoutingGatewayChange = Partial<Omit<RoutingGatewaySettings, "name" | "peer">>;

/** What can be changed of a mapping gateway while the switch runs. */
export type MappingGatewayChange = Partial<Omit<MappingGatewaySettings, "name" | "peer">>;

/** Somebody who may work a switch; his token is his name. */
export interface LabOperator {
  readonly name: string;
  readonly role: "administrator" | "observer";
}

/** One switch of a lab, with both its services. */
export interface SwitchSettings {
  readonly name: string;
  /** System parameters that differ from their defaults. */
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly mappingGateways: readonly MappingGatewaySettings[];
  readonly routingGateways: readonly RoutingGatewaySettings[];
  readonly gatewayGroups?: SwitchConfigInput["gatewayGroups"];
  readonly routing?: SwitchConfigInput["routing"];
  /** SIP Trace from the start; on when nothing is said. */
  readonly sipTrace?: boolean;
  /** T1 in milliseconds when it is not 500. */
  readonly t1Ms?: number;
  /** INVITE timeout in milliseconds when it is not 64*T1. */
  readonly timerBMs?: number;
  /** How session timer answers are taken: see the switch's configuration, which also says the default. */
  readonly negotiation?: "vos" | "rfc";
  /** Accounts, rate tables and calendars, with the time zone that they are in. */
  readonly rating?: Partial<
    Pick<
      SwitchConfigInput,
      "timeZone" | "workCalendars" | "rateTables" | "periodRates" | "accounts" | "rateGroups" | "alarms" | "charging"
    >
  >;
  /** Who may work it over its control channel, on real machines. */
  readonly operators?: readonly LabOperator[];
  /** The tables that tools of the field read are written; always outside of `sim`. */
  readonly fieldTables?: boolean;
  /** How long the database takes for each answer; in `sim` alone. */
  readonly databaseLatencyMs?: number;
  /** What callers are told by voice. */
  readonly announcements?: SwitchConfigInput["announcements"];
  /** Files in the data folder, by their path in it. */
  readonly dataFiles?: readonly { readonly path: string; readonly bytes: Buffer }[];
  /** Text of softswitch.conf. */
  readonly softswitchConf?: string;
  /** A fault of the media service that cannot be configured: it decrypts with another key than the one it encrypts with (RTP-075). */
  readonly staleReceiveKey?: string;
}

/** One simulated party of a lab. */
export interface PartySettings {
  readonly name: string;
  readonly personality: Personality;
  /** Behind a router that translates addresses. */
  readonly behindNat?: "fullCone" | "portRestricted" | "symmetric";
}

/** What the network between two hosts does, in both directions. */
export interface PathSettings {
  readonly between: readonly [string, string];
  readonly impairment: PathImpairment;
}

/** Everything that a scenario's Givens said, as data: a stage makes the lab from it, in one process or in containers. */
export interface LabSettings {
  readonly switches: readonly SwitchSettings[];
  readonly parties: readonly PartySettings[];
  readonly paths: readonly PathSettings[];
}
