import { createServer, isIPv6, type Server } from "node:net";
import { formatSocketAddress, type SocketAddress } from "../../base";
import type { TcpListener, TcpListenerHandlers } from "../../ports";
import { bindFault } from "../address-check";
import { networkError } from "./errno";
import { NodeTcpConnection } from "./node-tcp-connection";

/** What a listener tells the network it belongs to. */
export interface ListenerOwner {
  onClosed(listener: NodeTcpListener): void;
  onConnectionOpened(connection: NodeTcpConnection): void;
  onConnectionClosed(connection: NodeTcpConnection): void;
}

/** A listening TCP socket of the machine. */
export class NodeTcpListener implements TcpListener {
  private readonly server: Server;
  private bound: SocketAddress;
  private closed = false;

  constructor(
    local: SocketAddress,
    private readonly handlers: TcpListenerHandlers,
    private readonly owner: ListenerOwner,
  ) {
    this.bound = { address: local.address, port: 0 };
    this.server = createServer((socket) => {
      // The peer may have gone between the kernel's accept and ours.
      if (this.closed || socket.remoteAddress === undefined) return void socket.destroy();
      const connection = NodeTcpConnection.accepted(socket, (gone) => this.owner.onConnectionClosed(gone));
      this.owner.onConnectionOpened(connection);
      connection.use(this.handlers.onConnection(connection));
    });
    this.server.on("error", (error) => this.onError(error));
    this.server.on("listening", () => this.onListening());
    const fault = bindFault(local);
    if (fault !== undefined) {
      setImmediate(() => this.onError(fault));
    } else {
      this.server.listen({ host: local.address, port: local.port, ipv6Only: isIPv6(local.address), exclusive: true });
    }
  }

  get local(): SocketAddress {
    return this.bound;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.owner.onClosed(this);
    this.server.close();
  }

  toString(): string {
    return `tcp listen ${formatSocketAddress(this.bound)}`;
  }

  private onListening(): void {
    if (this.closed) return;
    const bound = this.server.address();
    if (bound !== null && typeof bound === "object") this.bound = { address: bound.address, port: bound.port };
    this.handlers.onListening?.(this.bound);
  }

  private onError(error: unknown): void {
    if (this.closed) return;
    if (!this.server.listening) {
      this.closed = true;
      this.owner.onClosed(this);
    }
    this.handlers.onError(networkError(error, { local: formatSocketAddress(this.bound) }));
  }
}
