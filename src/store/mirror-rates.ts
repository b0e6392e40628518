import type { Database, SqlConnection, SqlValue } from "../ports";
import { insertNew } from "./cdr-statements";
import type { InstalledRate } from "./installation";
import { deleteRows, pagesOf, type MirrorCounts } from "./mirror-rows";

/** Rates that are looked at before sockets and timers get a turn. Our choice: about a millisecond. */
const SLICE = 2_000;

const COLUMNS = [
  "id",
  "feeprefix",
  "areacode",
  "locktype",
  "fee",
  "tax",
  "period",
  "ivrfee",
  "ivrperiod",
  "type",
  "feerategroup_id",
];

/** The rates of one table, and the number that the table has among the rate groups. */
export interface RatesToMirror {
  readonly group: number;
  readonly rates: readonly InstalledRate[];
  /** First key that no rate has. */
  readonly nextKey: number;
}

/**
 * Two texts of rates that differ have different fingerprints, up to one chance in 2^53: two rolling sums of 32 bits each.
 * Lets others have a turn meanwhile, since a million rates take a while.
 */
export async function fingerprintOf(connection: SqlConnection, rates: readonly InstalledRate[]): Promise<string> {
  let [one, other] = [0x811c9dc5, 0x9747b28c];
  for (const [index, { prefix, feeOfPeriod, period }] of rates.entries()) {
    if (index % SLICE === SLICE - 1) await connection.run("SELECT 1 AS turn");
    const text = `${prefix}=${feeOfPeriod}/${period};`;
    for (let place = 0; place < text.length; place += 1) {
      const code = text.charCodeAt(place);
      one = Math.imul(one ^ code, 0x01000193);
      other = Math.imul(other + code, 0x5bd1e995) ^ (other >>> 13);
    }
  }
  return `${rates.length}:${(one >>> 0).toString(16)}${(other >>> 0).toString(16).padStart(8, "0")}`;
}

/**
 * Makes the rows of one rate table say what its rates are: those that differ are replaced, the others are not touched.
 *
 * @returns the first key that no rate has now.
 */
export async function mirrorRates(
  connection: SqlConnection,
  dialect: Database["dialect"],
  { group, rates, nextKey }: RatesToMirror,
  counts: MirrorCounts,
): Promise<number> {
  const wanted = new Map(rates.map((rate) => [rate.prefix, rate]));
  const stale: number[] = [];
  const place = { table: "e_feerate", key: "id", columns: ["feeprefix", "fee", "period"] };
  for await (const page of pagesOf(connection, place, `feerategroup_id = ${group}`)) {
    for (const row of page) {
      const prefix = String(row["feeprefix"]);
      const rate = wanted.get(prefix);
      if (rate === undefined || rate.feeOfPeriod !== row["fee"] || rate.period !== row["period"]) stale.push(Number(row["id"]));
      else wanted.delete(prefix);
    }
  }
  await deleteRows(connection, place, stale);
  let key = nextKey;
  let rows: (readonly SqlValue[])[] = [];
  const write = async (): Promise<void> => {
    await insertNew(connection, dialect, { table: "e_feerate", key: "id", columns: COLUMNS, rows });
    counts.inserted += rows.length;
    rows = [];
  };
  for (const { prefix, feeOfPeriod, period } of wanted.values()) {
    rows.push([key, prefix, null, 0, feeOfPeriod, 0, period, null, null, null, group]);
    key += 1;
    if (rows.length >= SLICE) await write();
  }
  await write();
  counts.deleted += stale.length;
  return key;
}
