import { after, type Duration, type Instant } from "../../../base";
import type { Random } from "../../../ports";
import type { PacketFate } from "./captured-packet";
import { CompiledRule, unimpaired, type EffectiveImpairment, type LinkRule, type PacketInTransit } from "./impairment";

/** Packets that may be on their way on one link; more are lost, as in a router whose buffers are full. Our choice. */
export const MAX_IN_FLIGHT_PER_LINK = 100_000;

/** One direction between two addresses for one transport, with its own stream of chance. */
export class Link {
  inFlight = 0;
  private effective: EffectiveImpairment;
  private version: number;
  private lastArrival = 0 as Instant;

  constructor(
    private readonly table: LinkTable,
    private readonly transport: "udp" | "tcp",
    private readonly from: string,
    private readonly to: string,
    private readonly random: Random,
  ) {
    this.effective = table.resolve(transport, from, to);
    this.version = table.version;
  }

  private current(): EffectiveImpairment {
    if (this.version !== this.table.version) {
      this.effective = this.table.resolve(this.transport, this.from, this.to);
      this.version = this.table.version;
    }
    return this.effective;
  }

  get isUnreachable(): boolean {
    return this.current().unreachable;
  }

  get hasFilters(): boolean {
    return this.current().drops.length > 0;
  }

  get isPartitioned(): boolean {
    return this.current().partitioned;
  }

  /** Draws whether a packet is lost. Each impairment draws only when it is set, so that setting one shifts no other link. */
  fate(packet: () => PacketInTransit): PacketFate | undefined {
    const { partitioned, loss, drops } = this.current();
    if (partitioned) return "partitioned";
    if (loss > 0 && this.random.fraction() < loss) return "lost";
    if (drops.length > 0) {
      const shown = packet();
      // Every filter sees every packet: one that counts must not miss those that another drops.
      if (drops.filter((drop) => drop(shown)).length > 0) return "lost";
    }
    return this.inFlight >= MAX_IN_FLIGHT_PER_LINK ? "lost" : undefined;
  }

  /** When a packet sent now arrives. */
  arrival(now: Instant): Instant {
    const { delay, jitter, reorder, reorderDelay } = this.current();
    const due = after(now, (jitter > 0 ? delay + this.random.between(0, jitter) : delay) as Duration);
    if (reorder > 0 && this.random.fraction() < reorder) return after(due, reorderDelay);
    if (due > this.lastArrival) this.lastArrival = due;
    return this.lastArrival;
  }

  /** The bytes as they arrive. */
  altered(packet: PacketInTransit): Buffer {
    return this.current().alter?.(packet) ?? packet.bytes;
  }

  isDuplicated(): boolean {
    const { duplicate } = this.current();
    return duplicate > 0 && this.random.fraction() < duplicate;
  }
}

/** A rule in force. */
export interface RuleHandle {
  /** Takes the rule back. Harmless when done twice. */
  remove(): void;
}

/** All links and the rules over them. */
export class LinkTable {
  version = 0;
  private rules: CompiledRule[] = [];
  private readonly links = { udp: new Map<string, Map<string, Link>>(), tcp: new Map<string, Map<string, Link>>() };

  constructor(private readonly random: Random) {}

  add(rule: LinkRule): RuleHandle {
    const compiled = new CompiledRule(rule);
    this.rules.push(compiled);
    this.version += 1;
    return {
      remove: () => {
        this.rules = this.rules.filter((other) => other !== compiled);
        this.version += 1;
      },
    };
  }

  clear(): void {
    this.rules = [];
    this.version += 1;
  }

  resolve(transport: "udp" | "tcp", from: string, to: string): EffectiveImpairment {
    const effective = unimpaired();
    for (const rule of this.rules) if (rule.applies(transport, from, to)) rule.mergeInto(effective);
    return effective;
  }

  between(transport: "udp" | "tcp", from: string, to: string): Link {
    const byFrom = this.links[transport];
    let byTo = byFrom.get(from);
    if (byTo === undefined) byFrom.set(from, (byTo = new Map<string, Link>()));
    let link = byTo.get(to);
    if (link === undefined) {
      link = new Link(this, transport, from, to, this.random.fork(`${transport} ${from} > ${to}`));
      byTo.set(to, link);
    }
    return link;
  }
}
