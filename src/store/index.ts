export { CDR_COLUMNS, END_DIRECTIONS, holdSeconds, type CdrColumn } from "./cdr-columns";
export { DAYS_IN_VIEW, DailyTables, dayOf, tableOf } from "./daily-tables";
export { migrate, MIGRATIONS, type Migration } from "./migrations";
export { SqlCdrRepository, type CdrRepositoryOptions } from "./sql-cdr-repository";
