import { times, type Duration, type TimerWheel } from "../../base";
import type { SipResponse } from "../message";
import { NamedTimers } from "./named-timers";

/** Reliable responses that wait behind an unacknowledged one. Our choice: a call has two or three; over it a new one is refused. */
export const MAX_QUEUED_PROVISIONALS = 16;

/** Highest first RSeq; RFC 3262 section 3. */
const MAX_FIRST_RSEQ = 0x7fffffff;

/** One provisional response to be sent reliably: made when its turn comes, since RSeq is given then. */
export interface ReliableProvisional {
  readonly hasSdp: boolean;
  readonly build: (rseq: number) => SipResponse;
}

export interface ReliableSenderOptions {
  readonly wheel: TimerWheel;
  readonly t1: Duration;
  /** 32 random bits for the first RSeq. */
  readonly seed: number;
  readonly cseq: number;
  readonly send: (response: SipResponse) => void;
  /** 64*T1 have passed without the PRACK. */
  readonly onExpired: () => void;
}

interface Outstanding extends ReliableProvisional {
  readonly rseq: number;
}

/** What `RAck` names; undefined when it cannot be read. RFC 3262 section 7.2. */
export function parseRAck(text: string | undefined): { rseq: number; cseq: number; method: string } | undefined {
  const match = text === undefined ? null : /^(\d{1,10})\s+(\d{1,10})\s+(\S+)$/.exec(text);
  return match === null ? undefined : { rseq: Number(match[1]), cseq: Number(match[2]), method: match[3] ?? "" };
}

/**
 * UAS side of reliable provisional responses to one INVITE: one is in flight, the next ones wait for its PRACK.
 *
 * Sent again after T1, doubling without a cap, for 64*T1. @see RFC 3262 section 3
 */
export class ReliableSender {
  private readonly timers: NamedTimers;
  private readonly queue: ReliableProvisional[] = [];
  private outstanding: Outstanding | undefined;
  private nextRseq: number;
  private stopped = false;

  constructor(private readonly options: ReliableSenderOptions) {
    this.timers = new NamedTimers(options.wheel);
    this.nextRseq = (options.seed % MAX_FIRST_RSEQ) + 1;
  }

  /** True while a response with a description waits for its PRACK: a 2xx has to wait too. */
  get holdsSuccess(): boolean {
    return this.outstanding?.hasSdp === true;
  }

  /** True while any response waits for its PRACK. */
  get isOutstanding(): boolean {
    return this.outstanding !== undefined;
  }

  /** False when too many wait already. */
  add(provisional: ReliableProvisional): boolean {
    if (this.stopped || this.queue.length >= MAX_QUEUED_PROVISIONALS) return false;
    this.queue.push(provisional);
    this.sendNext();
    return true;
  }

  /** The PRACK's response, now acknowledged; undefined when the PRACK matches none that is in flight. */
  acknowledge(rackText: string | undefined): ReliableProvisional | undefined {
    const rack = parseRAck(rackText);
    const found = this.outstanding;
    if (rack === undefined || found === undefined) return undefined;
    if (rack.rseq !== found.rseq || rack.cseq !== this.options.cseq || rack.method !== "INVITE") return undefined;
    this.outstanding = undefined;
    this.timers.clear();
    return found;
  }

  /** Sends the next one that waits, when none is in flight. */
  sendNext(): void {
    if (this.stopped || this.outstanding !== undefined) return;
    const next = this.queue.shift();
    if (next === undefined) return;
    const rseq = this.nextRseq++;
    this.outstanding = { ...next, rseq };
    const response = next.build(rseq);
    this.armNext(response, this.options.t1);
    this.timers.arm("PRACK wait", times(this.options.t1, 64), () => {
      this.stop();
      this.options.onExpired();
    });
    this.options.send(response);
  }

  /** A final response goes out: nothing is sent again or anew. A PRACK for what is in flight still matches. */
  stop(): void {
    this.stopped = true;
    this.queue.length = 0;
    this.timers.clear();
  }

  private armNext(response: SipResponse, interval: Duration): void {
    this.timers.arm("1xx retransmission", interval, () => {
      this.armNext(response, times(interval, 2));
      this.options.send(response);
    });
  }
}

/** UAC side, for one dialog: is a reliable response new, and in order? RFC 3262 section 4. */
export class ReliableReceiver {
  private last: number | undefined;

  /** True for the first one, and for the one that follows the last by exactly one. Others are neither acknowledged nor processed. */
  accept(rseq: number): boolean {
    if (this.last !== undefined && rseq !== this.last + 1) return false;
    this.last = rseq;
    return true;
  }
}
