import type { CdrRepository } from "../../cdr";
import type { Database } from "../../ports";
import { SqlCdrRepository, migrate, type CdrRepositoryOptions } from "../../store";

/**
 * Records in a database whose schema is brought up to date before the first use.
 *
 * The database may be away when the switch starts: each use tries again until the schema is there once.
 */
export function openCdrRepository(
  database: Database,
  switchName: string,
  options: Pick<CdrRepositoryOptions, "archived"> = {},
): CdrRepository {
  const repository = new SqlCdrRepository(database, { ...options, switchName });
  let isMigrated = false;
  const ready = async () => {
    if (!isMigrated) await migrate(database);
    isMigrated = true;
  };
  return {
    insert: async (records) => {
      await ready();
      return repository.insert(records);
    },
    probe: async () => {
      await ready();
      return repository.probe();
    },
    find: async (query) => {
      await ready();
      return repository.find(query);
    },
    async *stream(query) {
      await ready();
      yield* repository.stream(query);
    },
    byFlowNo: async (flowNo) => {
      await ready();
      return repository.byFlowNo(flowNo);
    },
  };
}
