import type { Buffer } from "node:buffer";
import type { SocketAddress, SwitchError } from "../../base";
import type { Network, UdpSocket } from "../../ports";
import type { SipFlow } from "../transaction";
import { RECEIVE_BUFFER_BYTES } from "./limits";
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
          const remote = { address: from.address, port: from.port };
          owner.onDatagram(bytes, { transport: "udp", local: this.presented, remote });
        },
        onError: (error) => owner.onSocketError(error, this),
      },
    );
  }

  send(bytes: Buffer, remote: SocketAddress): void {
    this.socket.send(bytes, remote);
  }

  close(): void {
    this.socket.close();
  }
}
