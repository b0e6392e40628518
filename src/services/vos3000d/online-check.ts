import { after, seconds, times, type Duration, type Instant } from "../../base";
import type { Clock, Log, Random, Timer } from "../../ports";

/** Longest wait for an answer: Timer F of RFC 3261 section 17.1.2.2 with the default T1. A shorter period waits no longer than itself. */
export const LONGEST_ANSWER = seconds(32);

/** A gateway that is checked. A new `target` makes it another gateway: nothing is known of it. */
export interface CheckedGateway {
  readonly name: string;
  /** Where it is, as text. */
  readonly target: string;
}

export interface OnlineCheckOptions {
  readonly clock: Clock;
  /** Spreads first probes over one period. */
  readonly random: Random;
  readonly log: Log;
  /** SS_SIP_OPTIONS_CHECK_PERIOD as it is now; 0: off. */
  readonly period: () => Duration;
  /** Sends one OPTIONS; `done` is called once, with the status of any final response, or with undefined when none came within `timeout`. */
  readonly probe: (gateway: string, timeout: Duration, done: (status: number | undefined) => void) => void;
  readonly setOnline: (gateway: string, isOnline: boolean) => void;
}

interface Watch {
  readonly target: string;
  isOnline: boolean;
  timer: Timer | undefined;
  /** Counts the beginnings: answers to what was asked before one are of no interest. */
  epoch: number;
}

/**
 * The OPTIONS online check (FOV-120 to FOV-123): asks each checked gateway once a period whether it is there.
 *
 * A gateway is online until a probe stays without an answer; one such probe takes it out, the next answered one brings it back. Any
 * response counts as an answer, 404, 405 and 503 too: what answers is there. The first probe comes at a random moment of one period, so
 * that many gateways are not asked at once. Calls that are up are never touched. One timer and at most one probe for each gateway.
 */
export class OnlineCheck {
  private readonly watches = new Map<string, Watch>();
  private isStopped = false;

  constructor(private readonly options: OnlineCheckOptions) {}

  /** Takes the gateways that are to be checked from now on; those that are no more count as online. */
  reconfigure(gateways: readonly CheckedGateway[]): void {
    if (this.isStopped) return;
    const targets = new Map(gateways.map(({ name, target }) => [name, target]));
    for (const [name, watch] of this.watches) if (targets.get(name) !== watch.target) this.forget(name, watch);
    for (const [name, target] of targets) {
      if (this.watches.has(name)) continue;
      const watch: Watch = { target, isOnline: true, timer: undefined, epoch: 0 };
      this.watches.set(name, watch);
      this.begin(name, watch);
    }
  }

  /** The period has changed: every gateway is asked within one new period, or counts as online when the check is off. */
  periodChanged(): void {
    for (const [name, watch] of this.watches) this.begin(name, watch);
  }

  /** Ends all checks; gateways stay as they are. */
  stop(): void {
    this.isStopped = true;
    for (const watch of this.watches.values()) this.halt(watch);
    this.watches.clear();
  }

  private begin(name: string, watch: Watch): void {
    this.halt(watch);
    const period = this.options.period();
    if (period <= 0) return this.found(name, watch, { isOnline: true, why: "the check is off" });
    const { clock, random } = this.options;
    this.arm(name, watch, after(clock.now(), times(period, random.fraction())));
  }

  private arm(name: string, watch: Watch, due: Instant): void {
    watch.timer = this.options.clock.at(due, `online check of ${name}`, () => this.ask(name, watch));
  }

  private ask(name: string, watch: Watch): void {
    const { clock, period, probe } = this.options;
    const every = period();
    if (every <= 0) return this.begin(name, watch);
    this.arm(name, watch, after(clock.now(), every));
    const { epoch } = watch;
    probe(name, Math.min(every, LONGEST_ANSWER) as Duration, (status) => {
      if (epoch !== watch.epoch) return;
      const isOnline = status !== undefined;
      this.found(name, watch, { isOnline, why: isOnline ? `it answers ${status}` : "no answer to OPTIONS" });
    });
  }

  private found(name: string, watch: Watch, { isOnline, why }: { readonly isOnline: boolean; readonly why: string }): void {
    if (watch.isOnline === isOnline) return;
    watch.isOnline = isOnline;
    this.options.log.write(isOnline ? "info" : "warn", isOnline ? "gateway.online" : "gateway.offline", { gateway: name, why });
    this.options.setOnline(name, isOnline);
  }

  private forget(name: string, watch: Watch): void {
    this.halt(watch);
    this.watches.delete(name);
    this.found(name, watch, { isOnline: true, why: "it is not checked any more" });
  }

  private halt(watch: Watch): void {
    watch.timer?.cancel();
    watch.timer = undefined;
    watch.epoch += 1;
  }
}
