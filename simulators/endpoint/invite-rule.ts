import type { InviteAct, RequestReaction } from "./personality";

/**
 * What must be so for a rule to decide; every condition that is named must hold, and none named holds always.
 *
 * Counts include the call that is being decided. A day is 24 hours from midnight UTC; what is counted of a number is
 * counted by the user part of From.
 */
export interface InviteCondition {
  /** Calls that this rule has seen while everything else held, by turns: the first `hit` of each `of`. */
  readonly share?: { readonly hit: number; readonly of: number };
  /** More attempts than this today by this From number. */
  readonly attemptsTodayOver?: number;
  /** More attempts than this by this From number on any one day so far: a number that was blocked stays blocked. */
  readonly attemptsOnADayOver?: number;
  /** With `attemptsOnADayOver`: the number is let in again when so many whole days have passed since the last such day. */
  readonly daysBlocked?: number;
  /** From does not begin with this text, a `+` counting as written: a carrier that wants its format. */
  readonly fromNotBeginning?: string;
  /** More calls than this at once by this From number. */
  readonly numberLinesOver?: number;
  /** More calls than this at once altogether. */
  readonly linesOver?: number;
  /** The carrier is down: it works for `upMs`, fails for `downMs`, and so on, from its start. */
  readonly downtime?: Outages;
}

/** A carrier that works and fails by turns, from its start. */
export interface Outages {
  readonly upMs: number;
  readonly downMs: number;
}

/** A way to take an INVITE in place of `onInvite`. The first rule of a personality whose conditions hold decides. */
export interface InviteRule {
  readonly when: InviteCondition;
  /** Empty: the call is lost without a word, and takes no line. */
  readonly acts: readonly InviteAct[];
  /** Taken in place of `onOptions` during a downtime; of a rule without `downtime` it is never read. */
  readonly options?: RequestReaction;
}
