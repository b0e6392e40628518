import { after, assert, between, failed, inSeconds, success, type Instant, type Money, type Result } from "../base";
import type { Clock } from "../ports";
import type { AccountBar, AccountStanding, AccountTerms } from "./account";
import { AccountMoney } from "./account-money";
import { admissionSeconds, canBegin, talkTime, type OverdraftRules } from "./affordable";
import { CallMoney } from "./call-money";
import { neededTo, shareMoney } from "./fair-share";
import type { Tariff } from "./tariff";

/** Why an account does not pay for a call. */
export type PaymentRefusal = { readonly kind: AccountBar } | { readonly kind: "noMoney" };

export interface AccountLedgerOptions {
  readonly clock: Clock;
  readonly accounts: readonly AccountTerms[];
  /** Read whenever money is reserved, so that a change counts from then on. */
  readonly rules: () => OverdraftRules;
}

/**
 * The money of all accounts: what is booked, and what calls in progress have reserved.
 *
 * A call reserves the advance time at its INVITE in the same step as it is checked, so that however many come at once none gets money
 * that another has (BAL-007, BAL-008). Once it is answered it is covered ahead, a stretch of the advance time after another, until no
 * whole cycle can be paid any more: then it is cut (BAL-010, BAL-013). Fees are booked when calls end; they are never more than what
 * was reserved. So money less reservations stays at or above the limit, except where the limit was lowered under a call (BAL-014).
 *
 * Memory is bounded by the accounts of the configuration, and those that were taken out of it under calls.
 */
export class AccountLedger {
  private readonly accounts = new Map<string, AccountMoney>();

  constructor(private readonly options: AccountLedgerOptions) {
    this.configure(options.accounts);
  }

  /** Takes new terms; money and calls stay. An account without terms pays for no new call. */
  configure(accounts: readonly AccountTerms[]): void {
    for (const account of this.accounts.values()) account.terms = undefined;
    for (const terms of accounts) this.account(terms.name).terms = terms;
  }

  /** Books a payment (above zero), a fee or another deduction (below zero). Returns what is booked then. An account that is not configured keeps its money. */
  book(name: string, amount: Money): Money {
    const account = this.account(name);
    account.money = (account.money + amount) as Money;
    return account.money;
  }

  /** Why the account pays for no new call at this moment, its money aside (BAL-023). */
  barOf(name: string): AccountBar | undefined {
    const terms = this.accounts.get(name)?.terms;
    if (terms === undefined) return "unknownAccount";
    if (terms.isLocked) return "locked";
    const { validUntil } = terms;
    return validUntil !== undefined && this.options.clock.wallClock() >= validUntil ? "expired" : undefined;
  }

  /** How long a new call could talk, in seconds; 0 when the money does not let it begin. */
  talkTime(name: string, tariff: Tariff): number {
    return talkTime(tariff, this.account(name).available, this.options.rules());
  }

  /**
   * Reserves the advance time of a call, or says why not, in one step.
   *
   * @param onSpent called once the call is up and its money is used up: it is to be ended at once.
   */
  reserve(name: string, tariff: Tariff, onSpent: () => void): Result<CallMoney, PaymentRefusal> {
    const bar = this.barOf(name);
    if (bar !== undefined) return failed({ kind: bar });
    const account = this.account(name);
    const rules = this.options.rules();
    if (!canBegin(tariff, account.available, rules)) return failed({ kind: "noMoney" });
    const money = new CallMoney(account, tariff, onSpent, (call) => this.look(account, call));
    money.cover(admissionSeconds(tariff, rules));
    return success(money);
  }

  standing(name: string): AccountStanding | undefined {
    const account = this.accounts.get(name);
    return account?.terms === undefined ? undefined : account.standing(account.terms);
  }

  /** Every configured account, in the order in which they came. */
  standings(): readonly AccountStanding[] {
    return [...this.accounts.values()].flatMap((account) =>
      account.terms === undefined ? [] : [account.standing(account.terms)],
    );
  }

  /** What is booked of every account that anything was booked of, those included that are not configured any more. */
  balances(): readonly (readonly [name: string, money: Money])[] {
    return [...this.accounts.values()].map(({ name, money }) => [name, money]);
  }

  /** Covers a call further when its time has come, or cuts it; else looks again when it comes. */
  private look(account: AccountMoney, call: CallMoney): void {
    const now = this.options.clock.now();
    if (call.tariff.isFree || this.dueOf(call) > now) return this.arm(account, call);
    const extended = this.cover(account, call, now);
    for (const each of extended) this.arm(account, each);
    if (!extended.includes(call)) this.cut(account, now);
  }

  /** Ends every call whose time is up: what is left pays no further cycle of all of them, so that it goes to none (BAL-012). */
  private cut(account: AccountMoney, now: Instant): void {
    const spent = [...account.running].filter((call) => !call.tariff.isFree && this.dueOf(call) <= now);
    for (const call of spent) call.stop();
    for (const call of spent) call.onSpent();
  }

  /** Calls that got more money: this one alone while there is plenty, all of the account when it has to be shared. */
  private cover(account: AccountMoney, call: CallMoney, now: Instant): readonly CallMoney[] {
    const { available } = account;
    const until = call.coveredUntil;
    assert(until !== undefined, "a call that was not answered is to be covered further");
    const horizon = after(until, this.options.rules().advance);
    const span = inSeconds(between(now, horizon)) + 1;
    const suffices =
      available === undefined || available >= account.mostNeeded(span) || available >= neededTo(account.running, horizon);
    if (!suffices) return shareMoney(account.running, available, horizon);
    call.cover(call.secondsTo(horizon));
    return [call];
  }

  private arm(account: AccountMoney, call: CallMoney): void {
    if (call.tariff.isFree) return;
    const due = this.dueOf(call);
    call.arm(() => this.options.clock.at(due, "money of a call", () => this.look(account, call)));
  }

  /** When a call needs more money: at the end of its covered time, or the advance time before it. */
  private dueOf(call: CallMoney): Instant {
    const { advance, reading } = this.options.rules();
    const until = call.coveredUntil ?? this.options.clock.now();
    return (reading === "early" ? until - advance : until) as Instant;
  }

  private account(name: string): AccountMoney {
    let account = this.accounts.get(name);
    if (account === undefined) this.accounts.set(name, (account = new AccountMoney(name)));
    return account;
  }
}
