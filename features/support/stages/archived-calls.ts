import type { ArchivedDay } from "../../../src/store";

/** Calls of the days that an archive has taken in. */
export const archivedCalls = (days: readonly ArchivedDay[]): number => days.reduce((sum, { records }) => sum + records, 0);
