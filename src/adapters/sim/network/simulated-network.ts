import { UsageError, type SocketAddress } from "../../../base";
import type { Random } from "../../../ports";
import type { SimulatedClock } from "../simulated-clock";
import type { AddressPattern } from "./address-pattern";
import { canonicalAddress } from "./addresses";
import type { PacketFate, PacketObserver } from "./captured-packet";
import type { LinkRule } from "./impairment";
import { LinkTable, type RuleHandle } from "./link";
import { NatRouter, type NatOptions } from "./nat-router";
import { SimulatedHost } from "./simulated-host";

/**
 * An internet in memory: hosts with IPv4 and IPv6 addresses, the links between them with their faults, and NAT routers.
 *
 * Every packet takes {@link DEFAULT_DELAY} at least, on the simulated clock. Chance comes from one stream for each link and
 * transport, forked from `random`, so that a packet more on one link changes nothing on another.
 */
export class SimulatedNetwork {
  readonly clock: SimulatedClock;
  readonly links: LinkTable;
  private readonly random: Random;
  private readonly hosts = new Map<string, SimulatedHost>();
  private readonly routers: NatRouter[] = [];
  private observers: PacketObserver[] = [];

  constructor({ clock, random }: { readonly clock: SimulatedClock; readonly random: Random }) {
    this.clock = clock;
    this.random = random;
    this.links = new LinkTable(random.fork("links"));
  }

  /**
   * The host with these addresses, made when it is new. Naming one address of a host with several gives that host.
   *
   * @throws {UsageError} `NETWORK_HOST_CONFLICT` when the addresses belong to different hosts.
   */
  host(address: string, ...more: string[]): SimulatedHost {
    const addresses = [address, ...more].map(canonicalAddress);
    const known = new Set(addresses.map((each) => this.hosts.get(each)));
    if (known.size > 1) {
      throw new UsageError("NETWORK_HOST_CONFLICT", `${addresses.join(", ")} belong to different hosts`, { address });
    }
    const [found] = known;
    if (found !== undefined) return found;
    const host = new SimulatedHost(this, addresses, this.random.fork(`host ${addresses[0]}`));
    for (const each of addresses) this.hosts.set(each, host);
    return host;
  }

  /** Puts a rule in force. The youngest rule that states a property of a link decides it; `drop` filters add up. */
  impair(rule: LinkRule): RuleHandle {
    return this.links.add(rule);
  }

  /** Cuts all traffic between two sets of hosts, both ways, until the handle is removed. */
  partition(a: AddressPattern, b: AddressPattern = "*"): RuleHandle {
    return this.impair({ from: a, to: b, bothWays: true, partitioned: true });
  }

  /** Takes every impairment back. NAT routers stay. */
  heal(): void {
    this.links.clear();
  }

  /** Puts a NAT router in front of the hosts inside. They reach the world by it and are not reachable by their own addresses. */
  nat(options: NatOptions): NatRouter {
    const router = new NatRouter(options, this.random.fork(`nat ${options.publicAddress}`));
    this.routers.push(router);
    return router;
  }

  /** Shows every packet to `observer` when it is sent. Returns what ends that. */
  observe(observer: PacketObserver): () => void {
    this.observers.push(observer);
    return () => {
      this.observers = this.observers.filter((other) => other !== observer);
    };
  }

  /** Every open socket on every host. */
  open(): readonly string[] {
    return [...new Set(this.hosts.values())].flatMap((host) => host.open());
  }

  /** The router in front of `address`. */
  routerOf(address: string): NatRouter | undefined {
    return this.routers.length === 0 ? undefined : this.routers.find((router) => router.contains(address));
  }

  /**
   * The address a packet bears beyond the sender's router, or undefined when the router has no port left.
   * Between hosts behind one router nothing is translated.
   */
  sourceSeen(transport: "udp" | "tcp", from: SocketAddress, to: SocketAddress): SocketAddress | undefined {
    const router = this.routerOf(from.address);
    if (router === undefined || router.contains(to.address)) return from;
    return router.outbound(transport, from, to, this.clock.now());
  }

  /** The host that a packet reaches and the address it then bears; undefined when nothing takes it in. */
  destination(
    transport: "udp" | "tcp",
    sender: SocketAddress,
    from: SocketAddress,
    to: SocketAddress,
  ): { readonly host: SimulatedHost; readonly to: SocketAddress } | undefined {
    let target = to;
    if (this.routers.length > 0) {
      const router = this.routers.find(({ publicAddress }) => publicAddress === to.address);
      const translated = router === undefined ? to : router.inbound(transport, from, to.port, this.clock.now());
      if (translated === undefined) return undefined;
      target = translated;
      // A private address is reached from behind its own router only.
      if (
        router === undefined &&
        this.routerOf(to.address) !== undefined &&
        !this.routerOf(to.address)?.contains(sender.address)
      ) {
        return undefined;
      }
    }
    const host = this.hosts.get(target.address);
    return host === undefined || !host.isUp ? undefined : { host, to: target };
  }

  get isObserved(): boolean {
    return this.observers.length > 0;
  }

  report(
    transport: "udp" | "tcp",
    from: SocketAddress,
    to: SocketAddress,
    bytes: Uint8Array,
    fate: PacketFate | undefined,
  ): void {
    if (this.observers.length === 0) return;
    const packet = {
      at: this.clock.wallClock(),
      transport,
      from: { address: from.address, port: from.port },
      to: { address: to.address, port: to.port },
      bytes: Buffer.from(bytes),
      ...(fate === undefined ? {} : { fate }),
    };
    for (const observer of this.observers) observer(packet);
  }
}
