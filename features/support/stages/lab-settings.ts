import type { PathImpairment } from "../../../simulators/network";
import type { Personality } from "../../../simulators/endpoint";

/** A customer's side of a switch: a source that is known. */
export interface MappingGatewaySettings {
  readonly name: string;
  /** Party or switch whose address it is. */
  readonly peer: string;
  /** The peer is another such switch: payloads on this leg are encrypted. */
  readonly encrypt?: boolean;
}

/** A vendor's side of a switch. */
export interface RoutingGatewaySettings extends MappingGatewaySettings {
  readonly prefixes: readonly string[];
  /** Smaller is tried earlier; default 1. */
  readonly priority?: number;
  readonly callerIdentity?: "pass" | "private";
}

/** One switch of a lab, with both its services. */
export interface SwitchSettings {
  readonly name: string;
  /** System parameters that differ from their defaults. */
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly mappingGateways: readonly MappingGatewaySettings[];
  readonly routingGateways: readonly RoutingGatewaySettings[];
  /** T1 in milliseconds when it is not 500. */
  readonly t1Ms?: number;
  /** INVITE timeout in milliseconds when it is not 64*T1. */
  readonly timerBMs?: number;
  /** How session timer answers are taken: see the switch's configuration, which also says the default. */
  readonly negotiation?: "vos" | "rfc";
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
