import { failed, NO_MONEY, success, type Money, type Result, type TimeZone, type WallTime } from "../base";
import type { Rate, RateTable } from "./rate-table";
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
}

/** Which table is in force, and by which period rate. */
export interface EffectiveTable {
  readonly table: string;
  readonly periodRate?: string;
  readonly calendar?: string;
  readonly answer?: CalendarAnswer;
}

/** The price of a call: fixed when it is initiated (CAL-309). */
export interface CallRate extends EffectiveTable {
  readonly account: string;
  readonly rate: Rate;
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
  constructor({ zone, calendars, tables, periodRates, accounts }: RateBookSettings) {
    this.zone = zone;
    this.calendars = byName(calendars);
    this.tables = byName(tables);
    this.periodRates = byName(periodRates);
    this.accounts = byName(accounts);
  }

  /** What a call to `callee` costs `account` when it is initiated at `at`. */
  rateOf(account: string, callee: string, at: WallTime): Result<CallRate, RateRefusal> {
    const payer = this.accounts.get(account);
    if (payer === undefined) return failed({ kind: "unknownAccount", account });
    const effective = this.effectiveTable(payer, at);
    if (effective === undefined) return failed({ kind: "noTable", account });
    const rate = this.tables.get(effective.table)?.find(callee) ?? (payer.missingRate === "zero" ? FREE : undefined);
    return rate === undefined ? failed({ kind: "noRate", account, effective }) : success({ ...effective, account, rate });
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
