import { GenericContainer, Wait, type StartedTestContainer } from "testcontainers";
import { IMAGES } from "./images";
import { OWNED_BY_US } from "./net-container";

/** What happens to the UDP packets that leave a container. */
export interface Impairment {
  /** Milliseconds. */
  readonly delayMs?: number;
  /** Each packet's delay differs from {@link delayMs} by up to so many milliseconds either way. */
  readonly jitterMs?: number;
  /** Probabilities, 0..1. */
  readonly loss?: number;
  readonly duplicate?: number;
  readonly reorder?: number;
  /** The same seed makes the same draws for the same sequence of packets. */
  readonly seed: number;
  /** Words of iptables that narrow it to some packets, such as `"-d 192.0.2.7 --dport 5060"`. All UDP when absent. */
  readonly match?: string;
  /** Number of the kernel's queue, 0..65535: one for each impairment of a container. 7 when absent. */
  readonly queue?: number;
}

/**
 * Impairs what `target` sends, from a second container that shares its network, so that the target needs neither tools nor rights.
 * For both directions impair both ends. Stop it with time to remove its rule: `stop({ timeout: 5 })`.
 */
export function impair(target: StartedTestContainer, impairment: Impairment): Promise<StartedTestContainer> {
  const words = Object.entries({
    delay: impairment.delayMs,
    jitter: impairment.jitterMs,
    loss: impairment.loss,
    duplicate: impairment.duplicate,
    reorder: impairment.reorder,
    seed: impairment.seed,
  }).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)]));
  return new GenericContainer(IMAGES.impair)
    .withLabels(OWNED_BY_US)
    .withNetworkMode(`container:${target.getId()}`)
    .withAddedCapabilities("NET_ADMIN", "NET_RAW")
    .withEnvironment({ IMPAIR_MATCH: impairment.match ?? "", IMPAIR_QUEUE: String(impairment.queue ?? 7) })
    .withCommand(words)
    .withWaitStrategy(Wait.forLogMessage(/^impair ready/))
    .start();
}
