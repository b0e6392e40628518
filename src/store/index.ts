export { everyStoredRecord } from "./every-record";
export { CdrArchive, type ArchivedDay } from "./cdr-archive";
export { CDR_INDEXES, CDR_COLUMNS, END_DIRECTIONS, holdSeconds, type CdrColumn } from "./cdr-columns";
export { cdrReport, MAX_REPORT_ROWS, type ReportDimension, type ReportQuery, type ReportRow } from "./cdr-report";
export { tableOf } from "./call-tables";
export { DAYS_IN_VIEW, DailyTables, dayOf } from "./daily-tables";
export { migrate, MIGRATIONS, type Migration } from "./migrations";
export { SqlCdrRepository, type CdrRepositoryOptions } from "./sql-cdr-repository";
export type {
  Installation,
  InstalledAccount,
  InstalledCalendar,
  InstalledGatewayGroup,
  InstalledHours,
  InstalledLock,
  InstalledMappingGateway,
  InstalledPeriodRate,
  InstalledRoutingGateway,
} from "./installation";
export { mirrorBalances, mirrorInstallation, type MirrorOutcome } from "./installation-mirror";
export { asDouble } from "./mirror-rates";
export type { MirrorCounts } from "./mirror-rows";
export { keepNamedDatabases, NAMED_DATABASE_NAMES, type NamedDatabaseState } from "./named-databases";
export { serverSettings, storedIndexes } from "./server-facts";
