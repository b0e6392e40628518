import type { Buffer } from "node:buffer";
import type { SocketAddress, SwitchError } from "../../base";
import type { Network, UdpSocket } from "../../ports";
import type { SipFlow } from "../transaction";
import { MAX_REMEMBERED_FLOWS, RECEIVE_BUFFER_BYTES } from "./limits";
import type { SipListenAddress } from "./types";

/** What a UDP endpoint tells the transport. */
export interface UdpEndpointOwner {
  onDatagram(bytes: Buffer, flow: SipFlow): void;
  onListening(endpoint: UdpEndpoint): void;
  onSocketError(error: SwitchError, endpoint: UdpEndpoint): void;
}

/** One listening UDP address. */
export class UdpEndpoint {
  readonly transport = "udp";
  /** What peers are told; port 0 until it is known. One object for all flows of this endpoint, so that it is found by identity. */
  presented: SocketAddress;
  private readonly socket: UdpSocket;
  /** The last flow from each address. */
  private readonly flows = new Map<string, SipFlow>();

  constructor(
    network: Network,
    readonly listen: SipListenAddress,
    owner: UdpEndpointOwner,
  ) {
    this.presented = { address: listen.advertised ?? listen.local.address, port: listen.local.port };
    this.socket = network.udp(
      { local: listen.local, receiveBufferBytes: RECEIVE_BUFFER_BYTES },
      {
        onListening: ({ port }) => {
          if (port !== this.presented.port) this.presented = { address: this.presented.address, port };
          owner.onListening(this);
        },
        onDatagram: (bytes, from) => {
          owner.onDatagram(bytes, this.flowFrom(from));
        },
        onError: (error) => owner.onSocketError(error, this),
      },
    );
  }

  /** One object for all messages of a peer, since each transaction keeps the one that it came on. */
  private flowFrom({ address, port }: SocketAddress): SipFlow {
    const known = this.flows.get(address);
    if (known?.remote.port === port && known.local === this.presented) return known;
    const flow: SipFlow = { transport: "udp", local: this.presented, remote: { address, port } };
    if (this.flows.size >= MAX_REMEMBERED_FLOWS) this.flows.clear();
    this.flows.set(address, flow);
    return flow;
  }

  send(bytes: Buffer, remote: SocketAddress): void {
    this.socket.send(bytes, remote);
  }

  close(): void {
    this.socket.close();
  }
}
