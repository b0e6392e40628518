import { microseconds, times, type Duration, type TimerWheel } from "../../base";
import type { HeaderField, SipRequest, SipResponse } from "../message";
import { NamedTimers } from "./named-timers";
import { minSeOf } from "./session-expires";
import {
  DEFAULT_MIN_SE,
  deltaSecondsText,
  expiryMargin,
  longest,
  negotiateAsClient,
  negotiateAsServer,
  type ServerTimer,
  type TimerAgreement,
} from "./session-timer-negotiation";
import type { SessionTimerPolicy } from "./types";

export interface SessionTimerOptions {
  readonly wheel: TimerWheel;
  readonly policy: SessionTimerPolicy;
  /** It is our turn to refresh. */
  readonly onRefreshDue: () => void;
  /** The peer did not refresh in time. */
  readonly onPeerSilent: () => void;
  /** Every refresh of ours was refused and the interval has run out; `status` is the last refusal. */
  readonly onRefusedToTheEnd: (status: number) => void;
}

/** A refused refresh is tried again half-way through what is left, but not more often than this. Our choice. */
const LEAST_REFRESH_PAUSE: Duration = microseconds(5_000_000);

/**
 * The session timer of one dialog, RFC 4028: its interval runs from the last 2xx to an INVITE or UPDATE.
 *
 * The refresher is told at half the interval; the side that waits is told min(32 s, interval/3) before its end.
 */
export class SessionTimer {
  private readonly timers: NamedTimers;
  private agreement: TimerAgreement | undefined;
  private expiresAt = 0;
  private raisedMinSe: Duration | undefined;

  constructor(private readonly options: SessionTimerOptions) {
    this.timers = new NamedTimers(options.wheel);
  }

  get isOn(): boolean {
    return this.options.policy.interval > 0;
  }

  /** Session interval that the next request asks for: never below the largest Min-SE known. RFC 4028 section 7.4. */
  get asked(): Duration {
    return longest(this.agreement?.interval ?? this.options.policy.interval, this.minSe);
  }

  /** Session-Expires and Min-SE for a request that may open or refresh the session. RFC 4028 sections 7.1 and 7.4. */
  requestHeaders(): HeaderField[] {
    return this.headersFor(this.asked, this.currentRefresher());
  }

  /** The same for a request that insists on what our policy wants, whatever the peer has said so far. */
  insistingHeaders(): HeaderField[] {
    const { interval, refresher } = this.options.policy;
    return this.headersFor(longest(interval, this.minSe), refresher);
  }

  private headersFor(interval: Duration, refresher: "uac" | "uas" | undefined): HeaderField[] {
    if (!this.isOn) return [];
    const value = deltaSecondsText(interval) + (refresher === undefined ? "" : `;refresher=${refresher}`);
    const headers = [{ name: "Session-Expires", value }];
    if (this.raisedMinSe !== undefined || this.minSe !== DEFAULT_MIN_SE) {
      headers.push({ name: "Min-SE", value: deltaSecondsText(this.minSe) });
    }
    return headers;
  }

  /** Remembers the Min-SE of a 422 or of a request; the largest one counts. False when there is none to remember. */
  raiseMinSe(message: SipRequest | SipResponse): boolean {
    const minSe = minSeOf(message);
    if (minSe === undefined) return false;
    if (this.raisedMinSe === undefined || minSe > this.raisedMinSe) this.raisedMinSe = minSe;
    return true;
  }

  /** What to answer to a request; nothing starts yet. */
  judge(request: SipRequest): ServerTimer {
    const verdict = negotiateAsServer(this.options.policy, request, this.agreement);
    if (verdict.kind === "agreed") this.raiseMinSe(request);
    return verdict;
  }

  /** A 2xx to our request came. True when its timer answer is one that our policy accepts, or timers are off. */
  onSuccess(response: SipResponse): boolean {
    const outcome = negotiateAsClient(this.options.policy, this.asked, response);
    if (outcome === undefined) return true;
    this.start(outcome.agreement);
    return outcome.isUsable;
  }

  /**
   * Our refresh was refused with something that leaves the dialog alive: try again while the interval lasts. A peer without
   * session timers has shown that it lives, which is all that we wanted to know of it.
   */
  onRefused(status: number): void {
    if (this.agreement === undefined) return;
    if (this.agreement.isAlone) return this.start(this.agreement);
    const left = this.expiresAt - this.options.wheel.now;
    const pause = Math.max(left / 2, LEAST_REFRESH_PAUSE);
    if (pause < left) this.timers.arm("session refresh", microseconds(pause), this.options.onRefreshDue);
    else this.timers.arm("session expiry", microseconds(Math.max(left, 0)), () => this.options.onRefusedToTheEnd(status));
  }

  start(agreement: TimerAgreement): void {
    this.agreement = agreement;
    this.expiresAt = this.options.wheel.now + agreement.interval;
    this.timers.clear();
    if (agreement.refresher === "local") {
      this.timers.arm("session refresh", times(agreement.interval, 0.5), this.options.onRefreshDue);
    } else {
      const wait = microseconds(agreement.interval - expiryMargin(agreement.interval));
      this.timers.arm("session expiry", wait, this.options.onPeerSilent);
    }
  }

  stop(): void {
    this.timers.clear();
  }

  private get minSe(): Duration {
    return longest(this.raisedMinSe ?? this.options.policy.minSe, this.options.policy.minSe);
  }

  private currentRefresher(): "uac" | "uas" | undefined {
    if (this.agreement === undefined) return undefined;
    return this.agreement.refresher === "local" ? "uac" : "uas";
  }
}
