import { between, formatMoney, inMilliseconds, moneyOf, type Instant, type Money, type WallTime } from "../base";
import { END_REASONS, type CallAttempt, type CallPrice, type CallRecord } from "../cdr";
import type { Clock } from "../ports";
import { charge, EXACT_CHARGE, type CallRate, type ChargeRules, type MomentRate } from "../rating";
import type { RelayStatistics } from "../rtp";
import { endedByServer, type CallEnd } from "./call-end";
import type { OpenCall } from "./open-call";

/** What is known of a call when it arrives. */
export interface RecordStart {
  readonly flowNo: bigint;
  readonly callId: string;
  readonly callerCallId: string;
  readonly caller: string;
  readonly callee: string;
  readonly callerIp: string;
  readonly callerGateway?: string | undefined;
}

/** Facts that a call adds while it lives; the last one given stands. */
export interface RecordFacts {
  callerOut?: string;
  calleeOut?: string;
  poolNumber?: string;
  calleeGateway?: string;
  calleeCallId?: string;
  calleeIp?: string;
  callerRtpIp?: string;
  calleeRtpIp?: string;
  callerCodec?: string;
  calleeCodec?: string;
  mediaProxied?: boolean;
}

/** Milliseconds from one moment to another, whole. */
export const elapsedMs = (from: Instant, to: Instant): number => Math.round(inMilliseconds(between(from, to)));

/** The record of a call that is still going on. */
export class RecordDraft {
  readonly startedAt: WallTime;
  readonly startedOn: Instant;
  readonly facts: RecordFacts = {};
  /** The price that was in force when the call arrived; it stays, however long the call lasts (CAL-309, CAL-310). */
  rate: CallRate | undefined;
  /** How fees and times are rounded. */
  rules: ChargeRules = EXACT_CHARGE;
  /** What a vendor charges for the call, by the rates of the moment at which it arrived. */
  buyRateOf: (gateway: string) => CallRate | undefined = () => undefined;
  /** Seconds of talk that each side's account has paid ahead; a timer that fires late, or a BYE that comes with it, costs nobody more. */
  readonly covered: { sale?: () => number; cost?: () => number } = {};
  answeredAt: WallTime | undefined;
  private answeredOn: Instant | undefined;
  private callerPddMs: number | undefined;
  private calleePddMs: number | undefined;
  private readonly attempts: CallAttempt[] = [];

  constructor(
    readonly start: RecordStart,
    private readonly clock: Clock,
  ) {
    this.startedAt = clock.wallClock();
    this.startedOn = clock.now();
  }

  addAttempt(attempt: CallAttempt): void {
    this.attempts.push(attempt);
  }

  /** Ringing or answer reached the caller; `invitedOn` is when the gateway's INVITE left. Only the first counts for the caller. */
  heard(invitedOn: Instant): void {
    const now = this.clock.now();
    this.callerPddMs ??= elapsedMs(this.startedOn, now);
    this.calleePddMs ??= elapsedMs(invitedOn, now);
  }

  /** The next gateway is tried: its post-dial delay is its own. */
  nextGateway(): void {
    this.calleePddMs = undefined;
  }

  answered(): void {
    this.answeredAt = this.clock.wallClock();
    this.answeredOn = this.clock.now();
  }

  /** Answered time so far in milliseconds. */
  holdTimeMs(now: Instant): number {
    return this.answeredOn === undefined ? 0 : elapsedMs(this.answeredOn, now);
  }

  /** Nothing is paid for a gateway that did not carry the call. */
  private costOf(holdTimeMs: number): CallPrice | undefined {
    const { calleeGateway } = this.facts;
    const rate = calleeGateway === undefined || this.answeredAt === undefined ? undefined : this.buyRateOf(calleeGateway);
    return rate === undefined ? undefined : this.priceOf(rate, atMost(holdTimeMs, this.covered.cost));
  }

  private priceOf(rate: CallRate, holdTimeMs: number): CallPrice {
    const { answeredAt, rules } = this;
    const talk = rate.split === undefined || answeredAt === undefined ? [] : rate.split.pieces(answeredAt, holdTimeMs);
    const [first = { chosen: rate, holdTimeMs }, ...more] = talk;
    const whole = momentPrice(first.chosen, first.holdTimeMs, rules);
    if (more.length === 0) return whole;
    const prices = [whole, ...more.map((piece) => momentPrice(piece.chosen, piece.holdTimeMs, rules))];
    return {
      ...whole,
      fee: formatMoney(prices.reduce((sum, { fee }) => sum + moneyOf(fee), 0n) as Money),
      feeSeconds: prices.reduce((sum, { feeSeconds }) => sum + feeSeconds, 0),
      pieces: prices.map(({ table, prefix, rate: perMinute, period, fee, feeSeconds }) => ({
        ...{ table, prefix, rate: perMinute, period, fee, feeSeconds },
      })),
    };
  }

  /** What is to be known of the call if the process dies now. */
  open(): OpenCall {
    const { calleeGateway } = this.facts;
    const bought = calleeGateway === undefined ? undefined : this.buyRateOf(calleeGateway);
    return {
      record: this.end(endedByServer(END_REASONS.processEnded))(undefined),
      answeredOn: this.answeredOn,
      ...{ sale: this.rate?.rate, cost: bought?.rate, rules: this.rules },
    };
  }

  /** Freezes the end of the call; the statistics come a moment later. */
  end(end: CallEnd): (media: RelayStatistics | undefined) => CallRecord {
    const ended = { endedAt: this.clock.wallClock(), holdTimeMs: this.holdTimeMs(this.clock.now()) };
    const price = this.rate === undefined ? undefined : this.priceOf(this.rate, atMost(ended.holdTimeMs, this.covered.sale));
    const cost = this.costOf(ended.holdTimeMs);
    return (media) => ({
      ...withoutUndefined({ ...this.start, ...this.facts }),
      ...withoutUndefined({ answeredAt: this.answeredAt, callerPddMs: this.callerPddMs, calleePddMs: this.calleePddMs }),
      startedAt: this.startedAt,
      ...ended,
      endReason: end.reason.name,
      endDirection: end.direction,
      ...withoutUndefined({ sipReason: end.sipReason, media, price, cost }),
      mediaProxied: this.facts.mediaProxied === true,
      attempts: this.attempts,
    });
  }
}

const atMost = (holdTimeMs: number, covered: (() => number) | undefined): number =>
  covered === undefined ? holdTimeMs : Math.min(holdTimeMs, covered() * 1_000);

function momentPrice(
  { account, table, rate, periodRate, calendar, answer }: MomentRate,
  holdTimeMs: number,
  rules: ChargeRules,
): CallPrice {
  const { fee, seconds } = charge(rate, holdTimeMs, rules);
  return {
    ...withoutUndefined({ periodRate, calendar, workingTime: answer?.isWorking }),
    ...{ account, table, prefix: rate.prefix, rate: formatMoney(rate.perMinute), period: rate.period },
    ...{ fee: formatMoney(fee), feeSeconds: seconds },
  };
}

type Defined<Fields> = { [Key in keyof Fields]: Exclude<Fields[Key], undefined> };

/** The same fields without those that are undefined: an absent field of a record is absent. */
function withoutUndefined<Fields extends object>(fields: Fields): Defined<Fields> {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) kept[key] = value;
  return kept as Defined<Fields>;
}
