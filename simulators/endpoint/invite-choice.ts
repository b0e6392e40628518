import { between, inMilliseconds, seconds, type Instant } from "../../src/base";
import type { Clock } from "../../src/ports";
import type { InviteCondition, Outages } from "./invite-rule";
import type { InviteAct, Personality, RequestReaction } from "./personality";

/** A day of calendar time. */
const DAY = seconds(86_400);

/** A call that came, as the rules look at it. */
export interface IncomingCall {
  /** User part of the request-URI. */
  readonly number: string;
  /** User part of From. */
  readonly from: string;
}

interface Attempts {
  day: number;
  today: number;
  most: number;
  /** The last day on which a rule's cap was passed, by rule. */
  readonly overOn: Map<InviteCondition, number>;
}

/**
 * Decides how a party takes each call: its personality's rules, with the memory that they need.
 *
 * It remembers one entry for each From number; a party takes at most MAX_CALLS calls, so there are no more entries than that.
 */
export class InviteChoice {
  private readonly start: Instant;
  private readonly attempts = new Map<string, Attempts>();
  private readonly seen = new Map<InviteCondition, number>();

  constructor(
    private readonly personality: Personality,
    private readonly clock: Clock,
    /** Calls that are up or being set up, without the one that is being decided. */
    private readonly openCalls: () => readonly IncomingCall[],
  ) {
    this.start = clock.now();
  }

  /** Responses to this call. To be asked once for each call: asking counts it. */
  actsFor(call: IncomingCall): readonly InviteAct[] {
    const { onInvite, servesOnly, inviteRules = [] } = this.personality;
    if (servesOnly !== undefined && !call.number.startsWith(servesOnly.prefix)) {
      return [{ afterMs: 0, status: servesOnly.otherwise }];
    }
    if (inviteRules.length === 0) return onInvite;
    const attempts = this.count(call.from);
    return inviteRules.find(({ when }) => this.holds(when, call, attempts))?.acts ?? onInvite;
  }

  /** How an OPTIONS is taken now. */
  options(): RequestReaction {
    const { inviteRules = [], onOptions } = this.personality;
    const down = inviteRules.find(({ when: { downtime } }) => downtime !== undefined && this.isDown(downtime));
    return down?.options ?? onOptions;
  }

  private count(from: string): Attempts {
    const day = Math.floor(this.clock.wallClock() / DAY);
    const found = this.attempts.get(from) ?? { day, today: 0, most: 0, overOn: new Map() };
    this.attempts.set(from, found);
    if (found.day !== day) found.today = 0;
    found.day = day;
    found.today += 1;
    found.most = Math.max(found.most, found.today);
    return found;
  }

  private holds(when: InviteCondition, call: IncomingCall, attempts: Attempts): boolean {
    const { today, most } = attempts;
    if (when.attemptsTodayOver !== undefined && today <= when.attemptsTodayOver) return false;
    if (when.attemptsOnADayOver !== undefined && most <= when.attemptsOnADayOver) return false;
    if (when.daysBlocked !== undefined && !isBlocked(when, attempts)) return false;
    if (when.fromNotBeginning !== undefined && call.from.startsWith(when.fromNotBeginning)) return false;
    if (when.downtime !== undefined && !this.isDown(when.downtime)) return false;
    if (when.linesOver !== undefined && this.openCalls().length < when.linesOver) return false;
    if (when.numberLinesOver !== undefined && this.linesOf(call.from) < when.numberLinesOver) return false;
    return when.share === undefined || this.turn(when) % when.share.of < when.share.hit;
  }

  private linesOf(from: string): number {
    return this.openCalls().filter((open) => open.from === from).length;
  }

  private turn(when: InviteCondition): number {
    const turn = this.seen.get(when) ?? 0;
    this.seen.set(when, turn + 1);
    return turn;
  }

  private isDown({ upMs, downMs }: Outages): boolean {
    return inMilliseconds(between(this.start, this.clock.now())) % (upMs + downMs) >= upMs;
  }
}

/** The number was over the cap today, or so few days ago that it is still blocked. */
function isBlocked(when: InviteCondition, { day, today, overOn }: Attempts): boolean {
  if (today > (when.attemptsOnADayOver ?? Infinity)) overOn.set(when, day);
  return day - (overOn.get(when) ?? -Infinity) <= (when.daysBlocked ?? 0);
}
