import { microseconds, times, type Duration, type TimerWheel } from "../../base";
import { NamedTimers } from "./named-timers";

export interface SuccessRetransmissionOptions {
  readonly wheel: TimerWheel;
  readonly t1: Duration;
  readonly t2: Duration;
  /** Sends the 2xx once more. */
  readonly send: () => void;
  /** 64*T1 have passed without an ACK. */
  readonly onExpired: () => void;
}

/**
 * A 2xx to an INVITE that is sent again until its ACK comes: after T1, doubling up to T2, for 64*T1; on reliable transports too,
 * since a proxy behind the next hop may use an unreliable one. The first sending is its owner's.
 *
 * @see RFC 3261 section 13.3.1.4
 */
export class SuccessRetransmission {
  private readonly timers: NamedTimers;
  private interval: Duration;

  constructor(private readonly options: SuccessRetransmissionOptions) {
    this.timers = new NamedTimers(options.wheel);
    this.interval = options.t1;
    this.armNext();
    this.timers.arm("ACK wait", times(options.t1, 64), () => {
      this.stop();
      options.onExpired();
    });
  }

  stop(): void {
    this.timers.clear();
  }

  private armNext(): void {
    this.timers.arm("2xx retransmission", this.interval, () => {
      this.interval = microseconds(Math.min(this.interval * 2, this.options.t2));
      this.armNext();
      this.options.send();
    });
  }
}
