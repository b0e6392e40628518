import { failed, NO_MONEY, success, type Money, type Result, type TimeZone, type WallTime } from "../base";
import type { Rate, RateTable } from "./rate-table";
import { cutTalk, possibleChanges, type SplitRates } from "./split-rates";
import { askCalendar, type CalendarAnswer, type WorkCalendar } from "./work-calendar";

/** Package period rate: a calendar that chooses between two rate tables (CAL-301 to CAL-304). There is no third (CAL-801). */
export interface PeriodRate {
  readonly name: string;
  readonly calendar: string;
  readonly workingTable: string;
  readonly nonWorkingTable: string;
}

/** An account, as far as its prices go. */
export interface RatedAccount {
  readonly name: string;
  /** Rates while no period rate decides. */
  readonly rateTable?: string | undefined;
  /** In order: the first whose calendar says "working" gives its working table; else the last one's other table (CAL-802 to CAL-804). */
  readonly periodRates: readonly string[];
  /** Stands for the calendar of each of its period rates (CAL-602). */
  readonly calendar?: string | undefined;
  /** What a number without a rate comes to: no call, or a call for nothing (CAL-312, CAL-314). */
  readonly missingRate: "reject" | "zero";
  /** What a call that lasts over a change of rates is charged by: the rate of its beginning, or each moment's own (CAL-310). */
  readonly spanning?: "first" | "split" | undefined;
}

/** Period rates that only some accounts may use (CAL-606). */
export interface RateGroup {
  readonly name: string;
  readonly periodRates: readonly string[];
  /** Accounts that are authorised. */
  readonly accounts: readonly string[];
}

/** Which table is in force, and by which period rate. */
export interface EffectiveTable {
  readonly table: string;
  readonly periodRate?: string;
  readonly calendar?: string;
  readonly answer?: CalendarAnswer;
}

/** The rate of a number at a moment. */
export interface MomentRate extends EffectiveTable {
  readonly account: string;
  readonly rate: Rate;
  /** No table has a rate: the account is carried for nothing. */
  readonly isMissing?: boolean;
}

/** The price of a call: fixed when it is initiated (CAL-309), unless its account is charged by each moment's rate. */
export interface CallRate extends MomentRate {
  readonly split?: SplitRates<MomentRate>;
}

/** Why there is no price. */
export type RateRefusal =
  | { readonly kind: "unknownAccount"; readonly account: string }
  | { readonly kind: "noTable"; readonly account: string }
  | { readonly kind: "noRate"; readonly account: string; readonly effective: EffectiveTable };

export interface RateBookSettings {
  readonly zone: TimeZone;
  readonly calendars: readonly WorkCalendar[];
  readonly tables: readonly RateTable[];
  readonly periodRates: readonly PeriodRate[];
  readonly accounts: readonly RatedAccount[];
  readonly rateGroups?: readonly RateGroup[] | undefined;
}

/** Period rates of an account that it is authorised for, in order: all that stand in no rate group, and those of its own groups. */
export function authorisedRates({ name, periodRates }: RatedAccount, groups: readonly RateGroup[]): readonly string[] {
  return periodRates.filter((rate) => {
    const holding = groups.filter((group) => group.periodRates.includes(rate));
    return holding.length === 0 || holding.some(({ accounts }) => accounts.includes(name));
  });
}

const byName = <Named extends { readonly name: string }>(all: readonly Named[]): ReadonlyMap<string, Named> =>
  new Map(all.map((one) => [one.name, one]));

/** A call for nothing has the rate 0 for every number. */
const FREE: Rate = { prefix: "", perMinute: NO_MONEY, period: 1 };

/** Accounts, rate tables, calendars and period rates of one configuration. A pure function of it and of the moment asked about. */
export class RateBook {
  private readonly calendars: ReadonlyMap<string, WorkCalendar>;
  private readonly tables: ReadonlyMap<string, RateTable>;
  private readonly periodRates: ReadonlyMap<string, PeriodRate>;
  private readonly accounts: ReadonlyMap<string, RatedAccount>;
  private readonly zone: TimeZone;

  /** @param settings names in it must exist; one that does not decides nothing. */
  constructor({ zone, calendars, tables, periodRates, accounts, rateGroups = [] }: RateBookSettings) {
    this.zone = zone;
    this.calendars = byName(calendars);
    this.tables = byName(tables);
    this.periodRates = byName(periodRates);
    this.accounts = byName(accounts.map((account) => ({ ...account, periodRates: authorisedRates(account, rateGroups) })));
  }

  /** What a call to `callee` costs `account` when it is initiated at `at`. */
  rateOf(account: string, callee: string, at: WallTime): Result<CallRate, RateRefusal> {
    const payer = this.accounts.get(account);
    if (payer === undefined) return failed({ kind: "unknownAccount", account });
    const found = this.rateAt(payer, callee, at);
    if (!found.ok || payer.spanning !== "split") return found;
    return success({ ...found.value, split: this.splitRates(payer, callee, found.value) });
  }

  private rateAt(payer: RatedAccount, callee: string, at: WallTime): Result<MomentRate, RateRefusal> {
    const account = payer.name;
    const effective = this.effectiveTable(payer, at);
    if (effective === undefined) return failed({ kind: "noTable", account });
    const rate = this.tables.get(effective.table)?.find(callee);
    if (rate !== undefined) return success({ ...effective, account, rate });
    if (payer.missingRate === "zero") return success({ ...effective, account, rate: FREE, isMissing: true });
    return failed({ kind: "noRate", account, effective });
  }

  private splitRates(payer: RatedAccount, callee: string, first: MomentRate): SplitRates<MomentRate> {
    const calendars = payer.periodRates.flatMap(
      (name) => this.calendars.get(payer.calendar ?? this.periodRates.get(name)?.calendar ?? "") ?? [],
    );
    const tables = payer.periodRates.flatMap((name) => {
      const period = this.periodRates.get(name);
      return period === undefined ? [] : [period.workingTable, period.nonWorkingTable];
    });
    const dearest = tables.reduce((most, name) => {
      const rate = this.tables.get(name)?.find(callee);
      return rate !== undefined && rate.perMinute > most.perMinute ? rate : most;
    }, first.rate);
    return {
      dearest,
      pieces: (from, holdTimeMs) => {
        const to = (from + holdTimeMs * 1_000) as WallTime;
        return cutTalk<MomentRate>(
          { from, holdTimeMs, at: possibleChanges(calendars, this.zone, { from, to }) },
          (moment) => {
            const found = this.rateAt(payer, callee, moment);
            return found.ok ? found.value : moment === from ? first : undefined;
          },
          (one, other) => one.table === other.table,
        );
      },
    };
  }

  /** Price of a minute, for routing; undefined when there is none. */
  minuteRateOf(account: string, callee: string, at: WallTime): Money | undefined {
    const found = this.rateOf(account, callee, at);
    return found.ok ? found.value.rate.perMinute : undefined;
  }

  /** The table in force for an account; undefined when it has none, or when there is no such account (CAL-902). */
  tableAt(account: string, at: WallTime): EffectiveTable | undefined {
    const found = this.accounts.get(account);
    return found === undefined ? undefined : this.effectiveTable(found, at);
  }

  private effectiveTable(account: RatedAccount, at: WallTime): EffectiveTable | undefined {
    let last: EffectiveTable | undefined;
    for (const name of account.periodRates) {
      const period = this.periodRates.get(name);
      const calendar = this.calendars.get(account.calendar ?? period?.calendar ?? "");
      if (period === undefined || calendar === undefined) continue;
      const answer = askCalendar(calendar, this.zone.localSeconds(at));
      const found = { periodRate: name, calendar: calendar.name, answer };
      if (answer.isWorking) return { ...found, table: period.workingTable };
      last = { ...found, table: period.nonWorkingTable };
    }
    return last ?? (account.rateTable === undefined ? undefined : { table: account.rateTable });
  }
}
