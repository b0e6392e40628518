import type { CallRecord } from "../cdr";
import type { Database } from "../ports";
import { CdrArchive } from "./cdr-archive";
import { migrate } from "./migrations";
import { SqlCdrRepository } from "./sql-cdr-repository";

/** Every record that a database has, archived ones too, page by page: what a sum over all calls must not leave out. */
export async function* everyStoredRecord(database: Database): AsyncIterable<CallRecord> {
  await migrate(database);
  // Calls of a day whose move was broken off are in neither place as a whole.
  await new CdrArchive(database).finish();
  for (const archived of [true, false]) yield* new SqlCdrRepository(database, { archived }).stream({ order: "oldestFirst" });
}
