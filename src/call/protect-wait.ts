import { seconds, type Duration } from "../base";
import type { Clock, Timer } from "../ports";
import type { AvailabilityChange, GatewayLines } from "../routing";

/** The caller hears of its call at least so often while it waits. RFC 3261 section 13.3.1.1. */
const PROGRESS_EVERY = seconds(60);

/** Most retries of one call in its delay: one for each second of the longest. Our choice. */
const MAX_RETRIES = 180;

/** Why a normal gateway did not take the call: it had no line to give or was out of service, or it was tried in vain. */
export type MissedGateway = "unavailable" | "failed";

/** What a call does while it waits for its protect routes. */
export interface WaitingCall {
  /** True while a gateway is being tried: a change is kept for later. */
  isTrying(): boolean;
  /** True once the caller has heard ringing or progress of a gateway. */
  isRinging(): boolean;
  /** A normal gateway may be tried again; false when it takes no call after all. */
  retry(gateway: string): boolean;
  /** The delay is over. */
  activate(): void;
  /** The caller is to be told that its call is still being worked on. */
  reassure(): void;
}

export interface ProtectWaitOptions {
  readonly clock: Clock;
  readonly lines: Pick<GatewayLines, "onAvailable">;
  readonly call: WaitingCall;
  /** Periodic profile: every gateway that may recover is tried so often (PRT-066); on a change of state alone when undefined. */
  readonly retryEvery: Duration | undefined;
}

/**
 * The window between the exhaustion of all normal gateways and the protect routes, for one call.
 *
 * From its first failure on it keeps in mind which gateways became available again, so that one that recovered before the exhaustion
 * is tried at once (PRT-053). Each is tried once for each change (PRT-051), in the order of the plan; a retry that fails does not
 * restart the delay (PRT-057). A line that comes free because an attempt failed is a change for a call that had got no line, and none
 * for one whose own attempt failed there: else calls that wait for one gateway would wake each other for ever.
 */
export class ProtectWait {
  /** Normal gateways that failed or were unavailable for a reason that may pass, in the order of the plan. */
  private readonly recoverable = new Map<string, MissedGateway>();
  private readonly changed = new Set<string>();
  private retries = 0;
  private stopListening: (() => void) | undefined;
  private expiry: Timer | undefined;
  private progress: Timer | undefined;
  private period: Timer | undefined;

  constructor(private readonly options: ProtectWaitOptions) {}

  /** True between the exhaustion and the activation. */
  get isRunning(): boolean {
    return this.expiry !== undefined;
  }

  /** A normal gateway failed, or took no call, for a reason that may pass. */
  remember(gateway: string, why: MissedGateway): void {
    this.recoverable.set(gateway, why);
    this.changed.delete(gateway);
    this.stopListening ??= this.options.lines.onAvailable((name, change) => this.onAvailable(name, change));
  }

  /** A gateway refused the number itself: it is not asked again. */
  forget(gateway: string): void {
    this.recoverable.delete(gateway);
    this.changed.delete(gateway);
  }

  /** Every normal gateway has failed: the delay begins, once for each call. */
  start(delay: Duration): void {
    const { clock, call } = this.options;
    this.expiry = clock.in(delay, "protect route delay", () => {
      this.stop();
      call.activate();
    });
    if (!call.isRinging()) call.reassure();
    this.armProgress();
    this.armPeriod();
    this.retryNext();
  }

  /** Tries the next gateway that has changed; does nothing while none has. */
  retryNext(): void {
    if (!this.isRunning || this.options.call.isTrying()) return;
    for (const gateway of this.recoverable.keys()) {
      if (this.retries >= MAX_RETRIES) return;
      if (!this.changed.delete(gateway)) continue;
      this.recoverable.set(gateway, "failed");
      if (!this.options.call.retry(gateway)) continue;
      this.retries += 1;
      return;
    }
  }

  /** The call is over, answered, or past its window. */
  stop(): void {
    this.stopListening?.();
    for (const timer of [this.expiry, this.progress, this.period]) timer?.cancel();
    this.stopListening = this.expiry = this.progress = this.period = undefined;
    this.changed.clear();
  }

  private onAvailable(gateway: string, change: AvailabilityChange): void {
    const why = this.recoverable.get(gateway);
    if (why === undefined || (why === "failed" && change === "attemptOver")) return;
    this.changed.add(gateway);
    this.retryNext();
  }

  private armProgress(): void {
    this.progress = this.options.clock.in(PROGRESS_EVERY, "progress in the protect delay", () => {
      this.options.call.reassure();
      this.armProgress();
    });
  }

  private armPeriod(): void {
    const { retryEvery, clock } = this.options;
    if (retryEvery === undefined || retryEvery <= 0) return;
    this.period = clock.in(retryEvery, "retry in the protect delay", () => {
      this.armPeriod();
      for (const gateway of this.recoverable.keys()) this.changed.add(gateway);
      this.retryNext();
    });
  }
}
