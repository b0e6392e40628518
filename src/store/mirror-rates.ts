import { MONEY_DIGITS, type Money } from "../base";
import type { Database, SqlConnection, SqlValue } from "../ports";
import type { Rate, RateTable } from "../rating";
import { insertNew } from "./cdr-statements";
import { fingerprintOf, SLICE } from "./fingerprint";
import { deleteRows, pagesOf, type MirrorCounts } from "./mirror-rows";

const RATE_COLUMNS = ["id", "feeprefix", "locktype", "fee", "tax", "period", "feerategroup_id"];
const SECTION_COLUMNS = ["feerate_id", "position", "time", "fee"];
const STORED = { table: "e_feerate", key: "id", columns: ["feeprefix", "fee", "period"] } as const;

const UNIT = 10 ** MONEY_DIGITS;

/** Money as the double that the columns of the field are. */
export const asDouble = (money: Money): number => Number(money) / UNIT;

/** What `e_feerate.fee` is: the charge of one billing cycle. */
const feeOfCycle = ({ perMinute, period }: Rate): number => (Number(perMinute) * period) / 60 / UNIT;

/** What tells whether a table is as it was. */
export const fingerprintOfRates = (connection: SqlConnection, table: RateTable): Promise<string> =>
  fingerprintOf(connection, textsOf(table));

function* textsOf(table: RateTable): Generator<string> {
  for (const { prefix, perMinute, period, steps = [] } of table.rates()) {
    yield `${prefix}=${perMinute}/${period}${steps.map(({ seconds, fee }) => `+${seconds}:${fee}`).join("")}`;
  }
}

/** A rate table, its number among the rate groups, and the first key that no rate has. */
export interface RatesToMirror {
  readonly group: number;
  readonly table: RateTable;
  readonly nextKey: number;
}

/**
 * Makes the rows of one rate table say what its rates are: those that differ are replaced, the others are not touched.
 *
 * @returns the first key that no rate has now.
 */
export async function mirrorRates(
  connection: SqlConnection,
  dialect: Database["dialect"],
  { group, table, nextKey }: RatesToMirror,
  counts: MirrorCounts,
): Promise<number> {
  const { kept, stale } = await sift(connection, group, table);
  await removeRates(connection, stale);
  counts.deleted += stale.length;
  let key = nextKey;
  let looked = 0;
  let rates: (readonly SqlValue[])[] = [];
  let sections: (readonly SqlValue[])[] = [];
  const write = async (): Promise<void> => {
    await insertNew(connection, dialect, { table: "e_feerate", key: "id", columns: RATE_COLUMNS, rows: rates });
    await insertNew(connection, dialect, { table: "e_feeratesection", key: "time", columns: SECTION_COLUMNS, rows: sections });
    counts.inserted += rates.length;
    [rates, sections] = [[], []];
  };
  for (const rate of table.rates()) {
    looked += 1;
    if (looked % SLICE === 0) await connection.run("SELECT 1 AS turn");
    if (kept.has(rate.prefix)) continue;
    rates.push([key, rate.prefix, 0, feeOfCycle(rate), 0, rate.period, group]);
    for (const [position, { seconds, fee }] of (rate.steps ?? []).entries()) {
      sections.push([key, position + 1, seconds, asDouble(fee)]);
    }
    key += 1;
    if (rates.length >= SLICE) await write();
  }
  await write();
  return key;
}

/** Removes all rates of a group. */
export async function removeRatesOf(connection: SqlConnection, group: number, counts: MirrorCounts): Promise<void> {
  for await (const page of pagesOf(connection, STORED, `feerategroup_id = ${group}`)) {
    await removeRates(
      connection,
      page.map(({ id }) => Number(id)),
    );
    counts.deleted += page.length;
  }
}

async function removeRates(connection: SqlConnection, keys: readonly number[]): Promise<void> {
  await deleteRows(connection, { table: "e_feeratesection", key: "feerate_id" }, keys);
  await deleteRows(connection, STORED, keys);
}

/** Prefixes whose rows say what they should, and keys of the rows that do not. One with steps is always written anew. */
async function sift(
  connection: SqlConnection,
  group: number,
  table: RateTable,
): Promise<{ readonly kept: ReadonlySet<string>; readonly stale: readonly number[] }> {
  const kept = new Set<string>();
  const stale: number[] = [];
  for await (const page of pagesOf(connection, STORED, `feerategroup_id = ${group}`)) {
    const stepped = await withSections(
      connection,
      page.map(({ id }) => Number(id)),
    );
    for (const { id, feeprefix, fee, period } of page) {
      const rate = table.rateOf(String(feeprefix));
      const isSame = rate !== undefined && feeOfCycle(rate) === fee && rate.period === period && rate.steps === undefined;
      if (isSame && !stepped.has(Number(id))) kept.add(rate.prefix);
      else stale.push(Number(id));
    }
  }
  return { kept, stale };
}

async function withSections(connection: SqlConnection, keys: readonly number[]): Promise<ReadonlySet<number>> {
  if (keys.length === 0) return new Set();
  const { rows } = await connection.run(
    `SELECT DISTINCT feerate_id FROM e_feeratesection WHERE feerate_id IN (${keys.map(() => "?").join(", ")})`,
    keys,
  );
  return new Set(rows.map((row) => Number(row["feerate_id"])));
}
