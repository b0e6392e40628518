import { milliseconds, UsageError, type Duration, type SocketAddress } from "../../../base";
import { addressMatcher, type AddressPattern } from "./address-pattern";

/** What a {@link LinkRule.drop} filter is shown. */
export interface PacketInTransit {
  readonly transport: "udp" | "tcp";
  readonly from: SocketAddress;
  readonly to: SocketAddress;
  readonly bytes: Buffer;
}

/**
 * What a network does to packets on their way in one direction. Probabilities are 0..1 and drawn for each packet.
 *
 * On TCP, loss costs a retransmission timeout instead of the data, and order is always kept.
 */
export interface Impairment {
  /** Probability that a packet vanishes. */
  readonly loss?: number;
  /** One-way delay. Default {@link DEFAULT_DELAY}. */
  readonly delay?: Duration;
  /** Added to the delay: even in 0..jitter. Packets stay in order; for disorder see `reorder`. */
  readonly jitter?: Duration;
  /** Probability that a datagram is held back by `reorderDelay`, so that later ones overtake it. */
  readonly reorder?: number;
  /** How long a reordered datagram is held back. Default {@link DEFAULT_REORDER_DELAY}. */
  readonly reorderDelay?: Duration;
  /** Probability that a datagram arrives twice. */
  readonly duplicate?: number;
  /** Nothing passes. TCP connections wait and give up as Linux does. */
  readonly partitioned?: boolean;
  /** The sender's own system refuses to send: `NETWORK_UNREACHABLE`. */
  readonly unreachable?: boolean;
  /** Loses exactly the packets for which it says true; for "the second ACK is lost". */
  readonly drop?: (packet: PacketInTransit) => boolean;
  /** What arrives in place of a datagram's bytes; for "one bit is flipped on the way". TCP is not altered: its checksums would tell. */
  readonly alter?: (packet: PacketInTransit) => Buffer;
}

/** The impairments of all packets whose sender and receiver match; absent patterns match everything. */
export interface LinkRule extends Impairment {
  readonly from?: AddressPattern;
  readonly to?: AddressPattern;
  readonly transport?: "udp" | "tcp";
  /** Applies to the way back too. Default false. */
  readonly bothWays?: boolean;
}

/** One-way delay between any two hosts unless a rule says otherwise: a switched local network. */
export const DEFAULT_DELAY = milliseconds(0.5);

/** How far a reordered datagram falls behind: one packet of 20 ms audio and a little more. */
export const DEFAULT_REORDER_DELAY = milliseconds(25);

/** The sum of all rules that match a link: for each property the youngest rule that states it. */
export interface EffectiveImpairment {
  loss: number;
  delay: Duration;
  jitter: Duration;
  reorder: number;
  reorderDelay: Duration;
  duplicate: number;
  partitioned: boolean;
  unreachable: boolean;
  drops: ((packet: PacketInTransit) => boolean)[];
  alter: ((packet: PacketInTransit) => Buffer) | undefined;
}

/** A rule with its patterns compiled. */
export class CompiledRule {
  private readonly matchesFrom: (address: string) => boolean;
  private readonly matchesTo: (address: string) => boolean;

  constructor(private readonly rule: LinkRule) {
    for (const name of ["loss", "reorder", "duplicate"] as const) {
      const value = rule[name] ?? 0;
      if (!(value >= 0 && value <= 1)) throw badRule(name, value);
    }
    for (const name of ["delay", "jitter", "reorderDelay"] as const) {
      const value = rule[name] ?? 0;
      if (!(value >= 0)) throw badRule(name, value);
    }
    this.matchesFrom = addressMatcher(rule.from ?? "*");
    this.matchesTo = addressMatcher(rule.to ?? "*");
  }

  applies(transport: "udp" | "tcp", from: string, to: string): boolean {
    if (this.rule.transport !== undefined && this.rule.transport !== transport) return false;
    if (this.matchesFrom(from) && this.matchesTo(to)) return true;
    return this.rule.bothWays === true && this.matchesFrom(to) && this.matchesTo(from);
  }

  mergeInto(effective: EffectiveImpairment): void {
    const { loss, delay, jitter, reorder, reorderDelay, duplicate, partitioned, unreachable, drop, alter } = this.rule;
    if (loss !== undefined) effective.loss = loss;
    if (delay !== undefined) effective.delay = delay;
    if (jitter !== undefined) effective.jitter = jitter;
    if (reorder !== undefined) effective.reorder = reorder;
    if (reorderDelay !== undefined) effective.reorderDelay = reorderDelay;
    if (duplicate !== undefined) effective.duplicate = duplicate;
    if (partitioned !== undefined) effective.partitioned = partitioned;
    if (unreachable !== undefined) effective.unreachable = unreachable;
    if (drop !== undefined) effective.drops.push(drop);
    if (alter !== undefined) effective.alter = alter;
  }
}

/** A link that no rule touches. */
export const unimpaired = (): EffectiveImpairment => ({
  loss: 0,
  delay: DEFAULT_DELAY,
  jitter: 0 as Duration,
  reorder: 0,
  reorderDelay: DEFAULT_REORDER_DELAY,
  duplicate: 0,
  partitioned: false,
  unreachable: false,
  drops: [],
  alter: undefined,
});

function badRule(property: string, value: number): UsageError {
  return new UsageError("NETWORK_BAD_RULE", `${property} is ${value}: probabilities lie in 0..1, delays are not negative`, {
    property,
    value,
  });
}
