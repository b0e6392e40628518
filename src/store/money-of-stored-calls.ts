import { decodeRecord, type CallRecord } from "../cdr";
import type { Database, SqlConnection } from "../ports";
import { LIVE_TABLES } from "./call-tables";
import { insertNew } from "./cdr-statements";
import { moneyRows } from "./own-rows";

/** Records that are read at once: some 2 MB. Our choice. */
const AT_ONCE = 1_000;

/** Below every flow number. */
const FIRST = -9_223_372_036_854_775_808n;

/** Writes the rows of `carrierlab_call_money` for calls that were stored before that table was there. */
export async function moneyOfStoredCalls(connection: SqlConnection, dialect: Database["dialect"]): Promise<void> {
  let last: bigint = FIRST;
  for (;;) {
    const { rows } = await connection.run(
      `SELECT flowno, day, record FROM carrierlab_call WHERE flowno > ? ORDER BY flowno LIMIT ${AT_ONCE}`,
      [last],
    );
    for (const [day, records] of Map.groupBy(rows, (row) => String(row["day"]))) {
      await insertNew(connection, dialect, moneyRows(LIVE_TABLES, day, records.flatMap(readable)));
    }
    const newest = rows.at(-1)?.["flowno"];
    if (newest === undefined || rows.length < AT_ONCE) return;
    last = BigInt(newest as number | bigint);
  }
}

/** What cannot be read has no price to be read; the row stays as it is. */
function readable({ record }: Readonly<Record<string, unknown>>): readonly CallRecord[] {
  const decoded = decodeRecord(String(record));
  return decoded.ok ? [decoded.value] : [];
}
