import { formatMoney, MONEY_DIGITS, UsageError, type Money, type WallTime } from "../base";
import type { CdrQuery } from "../cdr";
import type { Database, SqlRow, SqlValue } from "../ports";
import { ARCHIVE_TABLES, listedDays, LIVE_TABLES, tableOf, type CallTables } from "./call-tables";
import { conditionsOf, daysOf } from "./cdr-conditions";

/** What the rows of a report are for. By vendor an attempt counts, otherwise a call. */
export type ReportDimension = "customer" | "vendor" | "account" | "vendorAccount" | "prefix" | "endReason" | "day";

/** Which calls are reported, and how they are put together. Times are of the start of the call, in whole milliseconds. */
export interface ReportQuery {
  readonly by: readonly ReportDimension[];
  readonly calls: Pick<CdrQuery, "startedFrom" | "startedBefore" | "gateway" | "account" | "caller" | "callee" | "number">;
  /** Reports the archived days instead of the others. */
  readonly archived?: boolean;
}

/** One row of a report. */
export interface ReportRow {
  /** Value of each dimension that was asked for; null for calls that have none. */
  readonly of: Readonly<Partial<Record<ReportDimension, string | null>>>;
  /** Calls; by vendor the attempts of that gateway. */
  readonly seizures: number;
  readonly answered: number;
  /** Answer-seizure ratio in percent. */
  readonly asr: number;
  readonly talkSeconds: number;
  /** Average call duration of the answered ones, in seconds; null when none was. */
  readonly acd: number | null;
  /** Mean post-dial delay in milliseconds of those that have one; null when none has. By vendor that of the vendor's leg. */
  readonly pdd: number | null;
  /** What customers pay, what vendors are paid and the difference, as decimal text. By vendor of the calls that it carried. */
  readonly fee: string;
  readonly cost: string;
  readonly profit: string;
}

/** Rows of one report at most. Our choice: some 50 MB. */
export const MAX_REPORT_ROWS = 100_000;

const COLUMNS: Readonly<Record<ReportDimension, string>> = {
  customer: "e.callergatewayid",
  vendor: "a.gateway",
  account: "e.customeraccount",
  vendorAccount: "m.vendor_account",
  prefix: "e.calleeareacode",
  endReason: "e.endreason",
  day: "'DAY'",
};

interface Sums {
  seizures: bigint;
  answered: bigint;
  talk: bigint;
  pddSum: bigint;
  pddCount: bigint;
  fee: bigint;
  cost: bigint;
}

const NAMES = ["seizures", "answered", "talk", "pddSum", "pddCount", "fee", "cost"] as const satisfies readonly (keyof Sums)[];

/**
 * ASR, ACD, PDD and profit over stored calls. The database adds up each day by itself; amounts are exact.
 *
 * @throws {UsageError} `CDR_REPORT_TOO_WIDE` when there are more than {@link MAX_REPORT_ROWS} rows.
 */
export async function cdrReport(database: Database, query: ReportQuery): Promise<readonly ReportRow[]> {
  const places = query.archived === true ? ARCHIVE_TABLES : LIVE_TABLES;
  const groups = new Map<string, Sums>();
  const days = daysOf(query.calls, undefined, await listedDays(database, database.dialect, places));
  for (const day of days) {
    const { sql, values } = statementOf(query, places, day, database.dialect);
    for (const row of (await database.run(sql, values)).rows) addUp(groups, row, query, day);
    if (groups.size > MAX_REPORT_ROWS) {
      throw new UsageError(
        "CDR_REPORT_TOO_WIDE",
        `the report has more than ${MAX_REPORT_ROWS} rows: report by less, or less time`,
      );
    }
  }
  return [...groups]
    .sort(([, a], [, b]) => Number(b.seizures - a.seizures))
    .map(([key, sums]) => rowOf(query.by, JSON.parse(key) as readonly (string | null)[], sums));
}

function statementOf(
  { by, calls }: ReportQuery,
  places: CallTables,
  day: string,
  dialect: Database["dialect"],
): { readonly sql: string; readonly values: readonly SqlValue[] } {
  const byVendor = by.includes("vendor");
  const { startedFrom, startedBefore, ...others } = calls;
  const { where, values } = conditionsOf(others, undefined, places);
  const bounds = [...boundOf("e.starttime >= ?", startedFrom), ...boundOf("e.starttime < ?", startedBefore)];
  const carried = byVendor ? "a.outcome = 'answered'" : "e.holdtime > 0";
  const ifCarried = (value: string): string => (byVendor ? `CASE WHEN ${carried} THEN ${value} END` : value);
  const last = `(SELECT MAX(b.position) FROM ${places.attempt} b WHERE b.flowno = e.flowno)`;
  const pdd = byVendor ? `CASE WHEN a.position = ${last} THEN e.calleepdd END` : "e.callerpdd";
  const dimensions = by.map((name, index) => `${COLUMNS[name]} AS d${index}`);
  const sql = [
    `SELECT ${[
      ...dimensions,
      "COUNT(*) AS seizures",
      `SUM(CASE WHEN ${carried} THEN 1 ELSE 0 END) AS answered`,
      `SUM(${ifCarried("e.holdtime")}) AS talk`,
      `SUM(${pdd}) AS pddSum`,
      `COUNT(${pdd}) AS pddCount`,
      ...exactSum(ifCarried("m.fee"), "fee", dialect),
      ...exactSum(ifCarried("m.cost"), "cost", dialect),
    ].join(", ")}`,
    `FROM ${tableOf(day, places)} e`,
    ...(byVendor ? [`JOIN ${places.attempt} a ON a.flowno = e.flowno`] : []),
    `LEFT JOIN ${places.money} m ON m.flowno = e.flowno`,
    `WHERE ${[where, ...bounds.map(({ condition }) => condition)].join(" AND ")}`,
    ...(by.length === 0 ? [] : [`GROUP BY ${by.map((name) => COLUMNS[name]).join(", ")}`]),
  ].join(" ");
  return { sql, values: [...values, ...bounds.map(({ value }) => value)] };
}

const boundOf = (
  condition: string,
  time: WallTime | undefined,
): readonly { readonly condition: string; readonly value: number }[] =>
  time === undefined ? [] : [{ condition, value: Math.ceil(time / 1_000) }];

/** SQLite adds up in 64 bits and fails beyond: there whole units and the rest are added apart. MySQL's sum has no such end. */
function exactSum(amount: string, name: string, dialect: Database["dialect"]): readonly string[] {
  if (dialect === "mysql") return [`SUM(${amount}) AS ${name}`];
  const unit = `1${"0".repeat(MONEY_DIGITS)}`;
  return [`SUM((${amount}) % ${unit}) AS ${name}`, `SUM((${amount}) / ${unit}) AS ${name}Units`];
}

function addUp(groups: Map<string, Sums>, row: SqlRow, { by }: ReportQuery, day: string): void {
  const key = JSON.stringify(by.map((name, index) => (name === "day" ? day : textOf(row[`d${index}`]))));
  const sums = groups.get(key) ?? { seizures: 0n, answered: 0n, talk: 0n, pddSum: 0n, pddCount: 0n, fee: 0n, cost: 0n };
  for (const name of NAMES) sums[name] += whole(row[name]) + whole(row[`${name}Units`]) * 10n ** BigInt(MONEY_DIGITS);
  if (sums.seizures > 0n) groups.set(key, sums);
}

const textOf = (value: SqlValue | undefined): string | null => (value === undefined || value === null ? null : String(value));

/** A sum is NULL over no rows, and text where the server has it as a decimal. */
const whole = (value: SqlValue | undefined): bigint =>
  value === undefined || value === null ? 0n : BigInt(String(value).replace(/\.0*$/, ""));

function rowOf(by: readonly ReportDimension[], values: readonly (string | null)[], sums: Sums): ReportRow {
  const [seizures, answered, talk, pddSum, pddCount] = NAMES.map((name) => Number(sums[name])) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    of: Object.fromEntries(by.map((name, index) => [name, values[index] ?? null])),
    seizures,
    answered,
    asr: rounded((100 * answered) / seizures),
    talkSeconds: talk,
    acd: answered === 0 ? null : rounded(talk / answered),
    pdd: pddCount === 0 ? null : rounded(pddSum / pddCount),
    fee: formatMoney(sums.fee as Money),
    cost: formatMoney(sums.cost as Money),
    profit: formatMoney((sums.fee - sums.cost) as Money),
  };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
