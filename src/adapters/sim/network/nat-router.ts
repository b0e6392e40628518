import { after, formatSocketAddress, type Duration, type Instant, type SocketAddress, seconds } from "../../../base";
import type { Random } from "../../../ports";
import { addressMatcher, type AddressPattern } from "./address-pattern";
import { canonicalAddress } from "./addresses";

/**
 * How a router treats a mapping (RFC 3489 section 5): `fullCone` lets anyone use it, `addressRestricted` those addresses that
 * were sent to, `portRestricted` those addresses and ports; `symmetric` gives each destination a mapping of its own.
 */
export type NatKind = "fullCone" | "addressRestricted" | "portRestricted" | "symmetric";

/** A router that hides the hosts inside behind one public address. */
export interface NatOptions {
  readonly publicAddress: string;
  /** Which hosts are behind it, e.g. `10.0.0.0/8`. */
  readonly inside: AddressPattern;
  readonly kind: NatKind;
  /** How long a mapping lives after the last packet from inside. Default {@link DEFAULT_NAT_TIMEOUT}. */
  readonly mappingTimeout?: Duration;
}

/** RFC 4787 REQ-5 asks for two minutes at least; most home routers keep UDP mappings for 30 s to 3 min. */
export const DEFAULT_NAT_TIMEOUT = seconds(120);

/** Ports of a router's public address that it hands out. */
export const NAT_PORTS = { first: 20_000, last: 59_999 } as const;

interface Mapping {
  readonly key: string;
  readonly inside: SocketAddress;
  readonly publicSide: SocketAddress;
  readonly permitted: Set<string>;
  expires: Instant;
}

/** Ports handed out so far that one mapping may permit; the oldest is forgotten. */
const MAX_PERMITTED = 1_000;

/** The translation tables of one NAT router. UDP and TCP have tables of their own. */
export class NatRouter {
  readonly publicAddress: string;
  readonly contains: (address: string) => boolean;
  private readonly kind: NatKind;
  private readonly timeout: Duration;
  private readonly byKey = new Map<string, Mapping>();
  private readonly byPort = new Map<string, Mapping>();
  private nextPort: number;

  constructor({ publicAddress, inside, kind, mappingTimeout }: NatOptions, random: Random) {
    this.publicAddress = canonicalAddress(publicAddress);
    this.contains = addressMatcher(inside);
    this.kind = kind;
    this.timeout = mappingTimeout ?? DEFAULT_NAT_TIMEOUT;
    this.nextPort = random.between(NAT_PORTS.first, NAT_PORTS.last);
  }

  /** The public address and port of a packet from inside. Undefined when every port is taken. */
  outbound(transport: "udp" | "tcp", from: SocketAddress, to: SocketAddress, now: Instant): SocketAddress | undefined {
    const destination = this.kind === "symmetric" ? ` > ${formatSocketAddress(to)}` : "";
    const key = `${transport} ${formatSocketAddress(from)}${destination}`;
    const mapping = this.live(this.byKey.get(key), transport, now) ?? this.open(key, transport, from, now);
    if (mapping === undefined) return undefined;
    mapping.expires = after(now, this.timeout);
    if (mapping.permitted.size >= MAX_PERMITTED)
      for (const oldest of mapping.permitted) if (mapping.permitted.delete(oldest)) break;
    mapping.permitted.add(this.filterKey(to));
    return mapping.publicSide;
  }

  /** Whom inside a packet to the public address reaches. Undefined: the router drops it. */
  inbound(transport: "udp" | "tcp", from: SocketAddress, port: number, now: Instant): SocketAddress | undefined {
    const mapping = this.live(this.byPort.get(`${transport} ${port}`), transport, now);
    if (mapping === undefined) return undefined;
    return this.kind === "fullCone" || mapping.permitted.has(this.filterKey(from)) ? mapping.inside : undefined;
  }

  /** Forgets every mapping, as a router that restarts does. */
  forget(): void {
    this.byKey.clear();
    this.byPort.clear();
  }

  private filterKey(remote: SocketAddress): string {
    return this.kind === "addressRestricted" ? remote.address : formatSocketAddress(remote);
  }

  private live(mapping: Mapping | undefined, transport: "udp" | "tcp", now: Instant): Mapping | undefined {
    if (mapping === undefined || transport === "tcp" || mapping.expires > now) return mapping;
    this.byKey.delete(mapping.key);
    this.byPort.delete(`${transport} ${mapping.publicSide.port}`);
    return undefined;
  }

  private open(key: string, transport: "udp" | "tcp", inside: SocketAddress, now: Instant): Mapping | undefined {
    for (let tries = 0; tries <= NAT_PORTS.last - NAT_PORTS.first; tries += 1) {
      const port = this.nextPort;
      this.nextPort = port === NAT_PORTS.last ? NAT_PORTS.first : port + 1;
      if (this.live(this.byPort.get(`${transport} ${port}`), transport, now) !== undefined) continue;
      const publicSide = { address: this.publicAddress, port };
      const mapping: Mapping = { key, inside: { ...inside }, publicSide, permitted: new Set(), expires: now };
      this.byKey.set(key, mapping);
      this.byPort.set(`${transport} ${port}`, mapping);
      return mapping;
    }
    return undefined;
  }
}
