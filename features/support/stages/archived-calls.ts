import type { CallRecord } from "../../../src/cdr";
import type { Database } from "../../../src/ports";
import { openCdrRepository } from "../../../src/services/vos3000d";
import type { ArchivedDay } from "../../../src/store";

/** Calls of the days that an archive has taken in. */
export const archivedCalls = (days: readonly ArchivedDay[]): number => days.reduce((sum, { records }) => sum + records, 0);

/** Records that were moved into the archive. */
export async function archivedRecords(database: Database): Promise<readonly CallRecord[]> {
  const records: CallRecord[] = [];
  for await (const record of openCdrRepository(database, "", { archived: true }).stream({ order: "oldestFirst" }))
    records.push(record);
  return records;
}
