import { assert, SwitchError, type SocketAddress } from "../../../base";
import type {
  Network,
  Random,
  TcpConnection,
  TcpHandlers,
  TcpListener,
  TcpListenerHandlers,
  UdpHandlers,
  UdpOptions,
  UdpSocket,
} from "../../../ports";
import { bindFault } from "../../address-check";
import { canonicalAddress, isSameFamily, isWildcard } from "./addresses";
import { EPHEMERAL_PORTS, PortTable, type PortHolder } from "./ports-in-use";
import type { SimulatedNetwork } from "./simulated-network";
import { SimulatedTcpConnection } from "./tcp-connection";
import { SimulatedTcpListener } from "./tcp-listener";
import { SimulatedUdpSocket } from "./udp-socket";

/** How a host dies: its process alone (its system closes the sockets, peers see the end), or the whole machine in silence. */
export type HostDeath = "process" | "power";

/** Something on a host that a death takes with it. */
export interface HostSocket extends PortHolder {
  /** Ends without telling its owner, who is dead. */
  perish(death: HostDeath): void;
  toString(): string;
}

/** What a socket is bound to, or why it is not. */
export type Binding = { readonly ok: true; readonly local: SocketAddress } | { readonly ok: false; readonly error: SwitchError };

/** One machine on the simulated network. As a {@link Network} it is the one process that runs there; for more see {@link view}. */
export class SimulatedHost implements Network {
  readonly udpPorts: PortTable<SimulatedUdpSocket>;
  readonly tcpPorts: PortTable<HostSocket>;
  private readonly views: HostView[] = [];
  private readonly only: HostView;
  private up = true;

  constructor(
    readonly network: SimulatedNetwork,
    readonly addresses: readonly string[],
    random: Random,
  ) {
    const { first, last } = EPHEMERAL_PORTS;
    this.udpPorts = new PortTable(random.fork("udp ports").between(first, last));
    this.tcpPorts = new PortTable(random.fork("tcp ports").between(first, last));
    this.only = this.view();
  }

  /** What one process sees: it shares addresses and ports with the host's other processes, and dies alone. */
  view(): HostView {
    const view = new HostView(this);
    this.views.push(view);
    return view;
  }

  udp(options: UdpOptions, handlers: UdpHandlers): UdpSocket {
    return this.only.udp(options, handlers);
  }

  listenTcp(local: SocketAddress, handlers: TcpListenerHandlers): TcpListener {
    return this.only.listenTcp(local, handlers);
  }

  connectTcp(remote: SocketAddress, handlers: TcpHandlers, options?: { readonly local?: SocketAddress }): TcpConnection {
    return this.only.connectTcp(remote, handlers, options);
  }

  open(): readonly string[] {
    return this.views.flatMap((view) => view.open());
  }

  /** False between a death by `power` and {@link powerOn}. */
  get isUp(): boolean {
    return this.up;
  }

  /**
   * Drops every socket of every process; their owners are told nothing. After `process` the host is there for a new process
   * at once; after `power` it answers nothing until {@link powerOn}.
   */
  kill(death: HostDeath = "process"): void {
    for (const view of this.views) view.kill(death);
    if (death === "power") this.up = false;
  }

  powerOn(): void {
    this.up = true;
  }

  /** Takes a dead process out of the books. */
  forget(view: HostView): void {
    const index = this.views.indexOf(view);
    if (index > 0) this.views.splice(index, 1);
  }

  /** The address that packets from a socket bound to `bound` bear towards `to`. */
  sourceFor(bound: string, to: string): string | undefined {
    if (!isWildcard(bound)) return isSameFamily(bound, to) ? bound : undefined;
    return isSameFamily(bound, to) ? this.addresses.find((own) => isSameFamily(own, to)) : undefined;
  }

  bind<Holder extends PortHolder>(ports: PortTable<Holder>, local: SocketAddress): Binding {
    const fault = bindFault(local);
    if (fault !== undefined) return { ok: false, error: fault };
    const address = canonicalAddress(local.address);
    if (!isWildcard(address) && !this.addresses.includes(address)) {
      return refused("NETWORK_ADDRESS_UNAVAILABLE", `${address} is not an address of this host`, local);
    }
    const port = local.port === 0 ? ports.ephemeral(address) : local.port;
    if (port === undefined || ports.isTaken(address, port)) {
      return refused("NETWORK_ADDRESS_IN_USE", `${address} port ${local.port} is in use`, local);
    }
    return { ok: true, local: { address, port } };
  }
}

/** The {@link Network} of one process on a host: the sockets that die with it. */
export class HostView implements Network {
  readonly sockets = new Set<HostSocket>();

  constructor(readonly host: SimulatedHost) {}

  udp(options: UdpOptions, handlers: UdpHandlers): UdpSocket {
    return new SimulatedUdpSocket(this, options.local, handlers);
  }

  listenTcp(local: SocketAddress, handlers: TcpListenerHandlers): TcpListener {
    return new SimulatedTcpListener(this, local, handlers);
  }

  connectTcp(remote: SocketAddress, handlers: TcpHandlers, options: { readonly local?: SocketAddress } = {}): TcpConnection {
    return SimulatedTcpConnection.connect(this, remote, handlers, options.local);
  }

  open(): readonly string[] {
    return [...this.sockets].map(String);
  }

  /** Drops the sockets of this process; their owners are told nothing. */
  kill(death: HostDeath): void {
    for (const socket of [...this.sockets]) socket.perish(death);
    assert(this.sockets.size === 0, "a socket outlived its process", { address: this.host.addresses[0] });
  }
}

function refused(code: string, message: string, local: SocketAddress): Binding {
  return { ok: false, error: new SwitchError(code, message, { address: local.address, port: local.port }) };
}
