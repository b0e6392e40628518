import {
  assert,
  failed,
  formatMoney,
  moneyOf,
  parseMoney,
  success,
  toIso,
  type Money,
  type Result,
  type WallTime,
} from "../../base";
import type { CallRecord } from "../../cdr";
import { isLimit, LIMIT_RULE, limitOf, type SwitchConfig } from "../../config";
import type { Clock, Files, Log } from "../../ports";
import { AccountLedger, type AccountStanding, type AccountTerms, type OverdraftRules } from "../../rating";
import type { BalanceChange } from "./balance-watch";
import { accountReport, type AccountReport } from "./account-report";
import {
  AccountStore,
  feesOf,
  type AccountChange,
  type AccountOverrides,
  type KeptBalances,
  type NewAccountChange,
} from "./account-store";
import { accountTerms } from "./account-terms";

/** What an operator changes of an account; what is absent stays. */
export interface AccountTermsChange {
  /** As {@link isLimit} wants it. */
  readonly limit?: string;
  readonly isLocked?: boolean;
  /** Undefined: for ever. */
  readonly validUntil?: { readonly until: WallTime | undefined };
}

/** Why a change of an account is refused. */
export interface AccountFailure {
  readonly code: "ACCOUNT_UNKNOWN" | "ACCOUNT_BAD_AMOUNT" | "ACCOUNT_BAD_LIMIT";
  readonly message: string;
}

export interface AccountBookOptions {
  readonly files: Files;
  readonly log: Log;
  /** Drives the timers of calls' money. */
  readonly clock: Clock;
  readonly config: SwitchConfig;
  readonly rules: () => OverdraftRules;
  /** Told of every balance that changes while the switch runs. */
  readonly onChange?: ((change: BalanceChange) => void) | undefined;
  /** Records of calls that are still in the journal, in the order in which they were written. */
  readonly journaled: readonly CallRecord[];
}

/**
 * The accounts of a switch over its restarts: the ledger, and what keeps it.
 *
 * A balance is what was opened and paid less the fees of all call records. Openings, payments and changes of terms are on the disk before
 * they count. A charged record carries a number; a snapshot says up to which number it holds, and is written before records leave the
 * journal. So after a kill every call is charged exactly once: by the snapshot or by its record in the journal, never by both.
 *
 * The configuration's `balance` is what an account begins with when the switch first sees it; `limit`, `lock` and `validUntil` hold until an
 * operator changes them.
 */
export class AccountBook {
  readonly ledger: AccountLedger;
  private readonly store: AccountStore;
  private readonly overrides = new Map<string, AccountOverrides>();
  private charge: number;
  private seq: number;

  /** @throws {SwitchError} `ACCOUNTS_BROKEN`, `FILE_DISK_FULL` and its like. */
  constructor(private readonly options: AccountBookOptions) {
    const { files, log, clock, config, rules, journaled } = options;
    this.store = new AccountStore(files, config.data, log);
    this.ledger = new AccountLedger({ clock, accounts: [], rules });
    const kept = this.store.load();
    this.charge = kept.charge;
    this.seq = kept.seq;
    for (const [name, { money, terms }] of kept.accounts) {
      this.ledger.book(name, money);
      this.overrides.set(name, terms);
    }
    for (const record of journaled) this.chargeAgain(record);
    for (const { name, balance } of config.accounts) {
      if (!kept.accounts.has(name)) this.open(name, moneyOf(balance));
    }
    this.ledger.configure(this.terms());
  }

  /** Books what a record says, and gives it the number that says so. Does not throw: the disk has nothing to do with it. */
  book(record: CallRecord): CallRecord {
    const fees = feesOf(record);
    if (fees.every(([, fee]) => fee === 0n)) return record;
    for (const [account, fee] of fees) this.move(account, (0n - fee) as Money, "call");
    this.charge += 1;
    return { ...record, chargeNo: this.charge };
  }

  /** Books a payment; below zero a deduction that is no call. On the disk when this returns. */
  pay(name: string, amount: string, note?: string): Result<AccountReport, AccountFailure> {
    const money = parseMoney(amount);
    if (money === undefined || money === 0n) {
      return failed({ code: "ACCOUNT_BAD_AMOUNT", message: `"${amount}" is no amount such as 10.00, or -1.00 for a deduction` });
    }
    if (this.ledger.standing(name) === undefined) return failed(this.unknown(name));
    this.append({ ...this.stamp(name), kind: "paid", amount: formatMoney(money), ...(note === undefined ? {} : { note }) });
    this.move(name, money, "payment");
    return success(this.report(name));
  }

  /** Changes terms for new calls; on the disk when this returns. */
  change(name: string, change: AccountTermsChange): Result<AccountReport, AccountFailure> {
    const { limit, isLocked, validUntil } = change;
    if (this.ledger.standing(name) === undefined) return failed(this.unknown(name));
    if (limit !== undefined && !isLimit(limit))
      return failed({ code: "ACCOUNT_BAD_LIMIT", message: `"${limit}" is not allowed: ${LIMIT_RULE}` });
    const agreed = limit === undefined ? undefined : limitOf(limit);
    const terms = {
      ...(limit === undefined ? {} : { limit: agreed === undefined ? null : formatMoney(agreed) }),
      ...(isLocked === undefined ? {} : { isLocked }),
      ...(validUntil === undefined ? {} : { validUntil: validUntil.until ?? null }),
    };
    this.append({ ...this.stamp(name), kind: "terms", terms });
    this.overrides.set(name, { ...this.overrides.get(name), ...terms });
    this.ledger.configure(this.terms());
    return success(this.report(name));
  }

  /** An account as it stands now; undefined when the configuration does not have it. */
  standing(name: string): AccountStanding | undefined {
    return this.ledger.standing(name);
  }

  /** Accounts as they stand now, in the order of the configuration. */
  standings(): readonly AccountStanding[] {
    return this.options.config.accounts.flatMap(({ name }) => this.ledger.standing(name) ?? []);
  }

  /** As {@link standings}, for people. */
  reports(): readonly AccountReport[] {
    return this.standings().map(accountReport);
  }

  /** Everything that changed balances and terms and was no call, oldest first: read from the disk. */
  changes(): readonly AccountChange[] {
    return this.store.changes();
  }

  /** Writes the snapshot: records that were booked may leave the journal then. @throws {SwitchError} `FILE_DISK_FULL` and its like. */
  save(): void {
    if (this.ledger.balances().length === 0) return;
    this.store.save(this.kept());
  }

  close(): void {
    this.store.close();
  }

  private kept(): KeptBalances {
    const accounts = new Map(
      this.ledger.balances().map(([name, money]) => [name, { money, terms: this.overrides.get(name) ?? {} }]),
    );
    return { charge: this.charge, seq: this.seq, accounts };
  }

  private report(name: string): AccountReport {
    const standing = this.ledger.standing(name);
    assert(standing !== undefined, "an account went away under a change", { name });
    return accountReport(standing);
  }

  private move(account: string, amount: Money, by: BalanceChange["by"]): void {
    if (amount === 0n) return;
    const money = this.ledger.book(account, amount);
    this.options.onChange?.({ account, money, by, at: this.options.clock.wallClock() });
  }

  private open(name: string, amount: Money): void {
    this.append({ ...this.stamp(name), kind: "opened", amount: formatMoney(amount) });
    this.ledger.book(name, amount);
  }

  private stamp(account: string): { readonly at: string; readonly account: string } {
    return { at: toIso(this.options.clock.wallClock()), account };
  }

  private append(change: NewAccountChange): void {
    this.store.append({ ...change, seq: this.seq + 1 });
    this.seq += 1;
  }

  private chargeAgain(record: CallRecord): void {
    const { chargeNo } = record;
    if (chargeNo === undefined || chargeNo <= this.charge) return;
    for (const [account, fee] of feesOf(record)) this.ledger.book(account, (0n - fee) as Money);
    this.charge = chargeNo;
  }

  private terms(): readonly AccountTerms[] {
    return accountTerms(this.options.config).map((terms) => {
      const { limit, isLocked, validUntil } = this.overrides.get(terms.name) ?? {};
      return {
        name: terms.name,
        limit: limit === undefined ? terms.limit : limit === null ? undefined : moneyOf(limit),
        isLocked: isLocked ?? terms.isLocked,
        validUntil: validUntil === undefined ? terms.validUntil : ((validUntil ?? undefined) as WallTime | undefined),
      };
    });
  }

  private unknown(name: string): AccountFailure {
    const known = this.options.config.accounts.map((account) => account.name);
    const mend = known.length === 0 ? "the configuration has none" : `there are ${known.slice(0, 20).join(", ")}`;
    return { code: "ACCOUNT_UNKNOWN", message: `there is no account "${name}"; ${mend}` };
  }
}
