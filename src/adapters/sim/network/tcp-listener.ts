import { formatSocketAddress, type Duration, type SocketAddress } from "../../../base";
import type { TcpConnection, TcpHandlers, TcpListener, TcpListenerHandlers } from "../../../ports";
import type { HostSocket, HostView, SimulatedHost } from "./simulated-host";

/** A listening TCP socket of a simulated host. */
export class SimulatedTcpListener implements TcpListener, HostSocket {
  readonly boundAddress: string;
  private readonly host: SimulatedHost;
  private bound: SocketAddress;
  private shown: SocketAddress;
  private closed = false;

  constructor(
    readonly view: HostView,
    local: SocketAddress,
    private readonly handlers: TcpListenerHandlers,
  ) {
    const { host } = view;
    this.host = host;
    const binding = host.bind(host.tcpPorts, local);
    this.bound = binding.ok ? binding.local : local;
    this.boundAddress = this.bound.address;
    this.shown = { address: local.address, port: 0 };
    if (binding.ok) {
      host.tcpPorts.add(this.bound.port, this);
      view.sockets.add(this);
    } else {
      this.closed = true;
    }
    host.network.clock.in(0 as Duration, "TCP bind", () => {
      if (!binding.ok) this.handlers.onError(binding.error);
      else if (!this.closed) {
        this.shown = this.bound;
        this.handlers.onListening?.(this.bound);
      }
    });
  }

  get local(): SocketAddress {
    return this.shown;
  }

  /** Takes a connection in. */
  accept(connection: TcpConnection): TcpHandlers {
    return this.handlers.onConnection(connection);
  }

  close(): void {
    this.perish();
  }

  perish(): void {
    if (this.closed) return;
    this.closed = true;
    this.host.tcpPorts.remove(this.bound.port, this);
    this.view.sockets.delete(this);
  }

  toString(): string {
    return `tcp listen ${formatSocketAddress(this.bound)}`;
  }
}
