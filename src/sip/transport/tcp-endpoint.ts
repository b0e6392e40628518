import type { SocketAddress, SwitchError } from "../../base";
import type { Network, TcpConnection, TcpHandlers, TcpListener } from "../../ports";
import type { SipListenAddress } from "./types";

/** What a TCP endpoint tells the transport. */
export interface TcpEndpointOwner {
  onConnection(connection: TcpConnection, endpoint: TcpEndpoint): TcpHandlers;
  onListening(endpoint: TcpEndpoint): void;
  onSocketError(error: SwitchError, endpoint: TcpEndpoint): void;
}

/** One listening TCP address, from which connections of ours go out too. */
export class TcpEndpoint {
  readonly transport = "tcp";
  /** What peers are told; port 0 until it is known. One object for all flows of this endpoint, so that it is found by identity. */
  presented: SocketAddress;
  private readonly listener: TcpListener;

  constructor(
    network: Network,
    readonly listen: SipListenAddress,
    owner: TcpEndpointOwner,
  ) {
    this.presented = { address: listen.advertised ?? listen.local.address, port: listen.local.port };
    this.listener = network.listenTcp(listen.local, {
      onListening: ({ port }) => {
        if (port !== this.presented.port) this.presented = { address: this.presented.address, port };
        owner.onListening(this);
      },
      onConnection: (connection) => owner.onConnection(connection, this),
      onError: (error) => owner.onSocketError(error, this),
    });
  }

  close(): void {
    this.listener.close();
  }
}
