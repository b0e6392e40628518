import { formatSocketAddress, SwitchError, type Duration, type SocketAddress } from "../../../base";
import type { UdpHandlers, UdpSocket } from "../../../ports";
import { destinationFault } from "../../address-check";
import { canonicalAddress } from "./addresses";
import type { Link } from "./link";
import type { HostSocket, HostView, SimulatedHost } from "./simulated-host";

/** Name of the timers that carry datagrams, so that a look at armed timers can tell them from the switch's own. */
export const DATAGRAM_IN_FLIGHT = "datagram in flight";

/** Largest payload of an IPv4 datagram: 65,535 less 20 bytes of IP and 8 of UDP header. */
const MAX_DATAGRAM = 65_507;
const MAX_REMEMBERED_ROUTES = 10_000;

interface Route {
  readonly from: SocketAddress;
  readonly to: SocketAddress;
}

/** A UDP socket of a simulated host. */
export class SimulatedUdpSocket implements UdpSocket, HostSocket {
  readonly boundAddress: string;
  private readonly host: SimulatedHost;
  private bound: SocketAddress;
  private shown: SocketAddress;
  private closed = false;
  private readonly routes = new Map<string, Map<number, Route>>();
  private routeCount = 0;

  constructor(
    private readonly view: HostView,
    local: SocketAddress,
    private readonly handlers: UdpHandlers,
  ) {
    const { host } = view;
    this.host = host;
    const binding = host.bind(host.udpPorts, local);
    this.bound = binding.ok ? binding.local : local;
    this.boundAddress = this.bound.address;
    this.shown = { address: local.address, port: 0 };
    if (binding.ok) {
      host.udpPorts.add(this.bound.port, this);
      view.sockets.add(this);
    } else {
      this.closed = true;
    }
    host.network.clock.in(0 as Duration, "UDP bind", () => {
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

  send(bytes: Uint8Array, to: SocketAddress): void {
    if (this.closed) return;
    if (bytes.length > MAX_DATAGRAM)
      return this.fail("NETWORK_MESSAGE_TOO_LARGE", `${bytes.length} bytes do not fit a datagram`, to);
    const route = this.route(to);
    if (route !== undefined) this.transmit(bytes, route);
  }

  close(): void {
    this.perish();
  }

  perish(): void {
    if (this.closed) return;
    this.closed = true;
    this.host.udpPorts.remove(this.bound.port, this);
    this.view.sockets.delete(this);
  }

  toString(): string {
    return `udp ${formatSocketAddress(this.bound)}`;
  }

  private transmit(bytes: Uint8Array, { from, to }: Route): void {
    const { network } = this.host;
    const seen = network.sourceSeen("udp", from, to);
    if (seen === undefined) return network.report("udp", from, to, bytes, "lost");
    const link = network.links.between("udp", seen.address, to.address);
    if (link.isUnreachable) return this.fail("NETWORK_UNREACHABLE", `no route to ${to.address}`, to);
    const copy = Buffer.from(bytes);
    let fate = link.fate(() => ({ transport: "udp", from: seen, to, bytes: copy }));
    if (fate === undefined && network.isObserved && this.receiver(from, seen, to) === undefined) fate = "unreachable";
    network.report("udp", seen, to, copy, fate);
    if (fate === "lost" || fate === "partitioned") return;
    this.carry(link, link.altered({ transport: "udp", from: seen, to, bytes: copy }), from, seen, to);
    if (link.isDuplicated()) {
      network.report("udp", seen, to, copy, fate);
      this.carry(link, Buffer.from(copy), from, seen, to);
    }
  }

  private carry(link: Link, bytes: Buffer, from: SocketAddress, seen: SocketAddress, to: SocketAddress): void {
    const { clock } = this.host.network;
    link.inFlight += 1;
    clock.at(link.arrival(clock.now()), DATAGRAM_IN_FLIGHT, () => {
      link.inFlight -= 1;
      const receiver = this.receiver(from, seen, to);
      if (receiver !== undefined) receiver.handlers.onDatagram(bytes, seen);
    });
  }

  private receiver(from: SocketAddress, seen: SocketAddress, to: SocketAddress): SimulatedUdpSocket | undefined {
    const reached = this.host.network.destination("udp", from, seen, to);
    return reached?.host.udpPorts.find(reached.to.address, reached.to.port);
  }

  private route(to: SocketAddress): Route | undefined {
    const known = this.routes.get(to.address)?.get(to.port);
    if (known !== undefined) return known;
    const fault = destinationFault(to);
    if (fault !== undefined) {
      this.failWith(fault);
      return undefined;
    }
    const address = canonicalAddress(to.address);
    const source = this.host.sourceFor(this.bound.address, address);
    if (source === undefined) {
      this.fail("NETWORK_ADDRESS_FAMILY", `a socket on ${this.bound.address} cannot send to ${address}`, to);
      return undefined;
    }
    const from = source === this.bound.address ? this.bound : { address: source, port: this.bound.port };
    return this.remember(to, { from, to: { address, port: to.port } });
  }

  private remember(to: SocketAddress, route: Route): Route {
    if (this.routeCount >= MAX_REMEMBERED_ROUTES) {
      this.routes.clear();
      this.routeCount = 0;
    }
    let byPort = this.routes.get(to.address);
    if (byPort === undefined) this.routes.set(to.address, (byPort = new Map<number, Route>()));
    byPort.set(to.port, route);
    this.routeCount += 1;
    return route;
  }

  private fail(code: string, message: string, to: SocketAddress): void {
    this.failWith(new SwitchError(code, message, { to: formatSocketAddress(to) }));
  }

  private failWith(error: SwitchError): void {
    this.host.network.clock.in(0 as Duration, "UDP error", () => {
      if (!this.closed) this.handlers.onError(error);
    });
  }
}
