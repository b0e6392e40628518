import type { SocketAddress } from "../../src/base";
import type { Personality } from "../../simulators/endpoint";

/** What a party's container is told, as JSON in the environment variable {@link PARTY_VARIABLE}. */
export interface ContainedPartySettings {
  readonly name: string;
  readonly personality: Personality;
  readonly seed: number;
  /** Signalling address; media is on the same one. */
  readonly address: SocketAddress;
  /** Where its control channel listens. */
  readonly control: SocketAddress;
}

export const PARTY_VARIABLE = "CARRIERLAB_PARTY";
/** Printed once the party can be called and controlled. */
export const PARTY_READY = "party ready";
