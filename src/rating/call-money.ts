import { after, between, inSeconds, seconds, type Instant, type Money } from "../base";
import type { Timer } from "../ports";
import type { AccountMoney } from "./account-money";
import type { Tariff } from "./tariff";

/**
 * What one call has reserved of an account: whole billing steps from its answer on, always paid ahead.
 *
 * Made by {@link AccountLedger.reserve} at the INVITE and held over every gateway that is tried. Ended by {@link release}, once.
 */
export class CallMoney {
  /** When the covered time began; undefined until the answer. */
  private startedOn: Instant | undefined;
  private covered = 0;
  private taken = 0n as Money;
  private timer: Timer | undefined;

  constructor(
    private readonly account: AccountMoney,
    readonly tariff: Tariff,
    /** Called when the covered time is over and no further step can be paid. */
    readonly onSpent: () => void,
    /** Covers the next stretch, or cuts the call. */
    private readonly renew: (call: CallMoney) => void,
  ) {
    account.open(this);
  }

  /** Talk that is paid for, in seconds from the answer on: no more than this is charged. */
  get coveredSeconds(): number {
    return this.covered;
  }

  /** End of the covered time; undefined before the answer. */
  get coveredUntil(): Instant | undefined {
    return this.startedOn === undefined ? undefined : after(this.startedOn, seconds(this.covered));
  }

  /** Seconds of whole steps that reach a moment; never fewer than are covered already. */
  secondsTo(moment: Instant): number {
    return Math.max(this.covered, this.tariff.stepEnd(inSeconds(between(this.startedOn ?? moment, moment))));
  }

  /** What covering `total` seconds takes beyond what is reserved. */
  costOf(total: number): bigint {
    return this.tariff.fee(total) - this.taken;
  }

  /** Sets money aside for `total` seconds of talk in all. */
  cover(total: number): void {
    const fee = this.tariff.fee(total);
    this.account.reserve((fee - this.taken) as Money);
    this.taken = fee;
    this.covered = total;
  }

  /** The call is up: from now on the covered time runs. */
  answered(now: Instant): void {
    this.startedOn = now;
    this.account.starts(this);
    this.renew(this);
  }

  /** Looks again at `due`; in the place of any earlier moment. */
  arm(arm: () => Timer | undefined): void {
    this.timer?.cancel();
    this.timer = arm();
  }

  /** Nothing is taken any more; what is reserved stays until {@link release}. */
  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.account.stops(this);
  }

  /** Gives back what is reserved. Harmless when repeated. */
  release(): void {
    this.stop();
    this.account.reserve((0n - this.taken) as Money);
    this.account.close(this);
    this.taken = 0n as Money;
  }
}
