import type { Instant, SocketAddress, SwitchError } from "../../base";
import type { SipFlow, SipTransportName } from "../transaction";

/** An address to listen on. */
export interface SipListenAddress {
  readonly transport: SipTransportName;
  /** Port 0 takes any; the real one is told by `onListening`. */
  readonly local: SocketAddress;
  /** The address that peers are told (Via, Contact): must be given when `local` is 0.0.0.0 or ::, which nobody can answer to. */
  readonly advertised?: string;
}

/** A message on the wire, for traces: as received (malformed ones too) or as sent. `bytes` must not be changed; copy what is kept. */
export type MessageObserver = (direction: "received" | "sent", bytes: Buffer, flow: SipFlow, at: Instant) => void;

/** What the transport tells its owner besides messages. */
export interface SipTransportEvents {
  /** Bound and ready; once for each listening address. `address` is what peers are told, with its real port. */
  onListening?(transport: SipTransportName, address: SocketAddress): void;
  /** A listening address could not be bound (`NETWORK_ADDRESS_IN_USE` ...), or a socket failed in a way that concerns no one message. */
  onError?(error: SwitchError, listen: SipListenAddress): void;
  onMessage?: MessageObserver;
}
