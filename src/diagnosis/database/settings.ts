import type { Finding } from "../finding";
import { sizeOf } from "./my-cnf";

/** A database server as its settings and its host are known. */
export interface DatabaseHost {
  /** `my.cnf`, or the server that was asked. */
  readonly subject: string;
  /** By name; a setting that is absent has the server's default. */
  readonly settings: ReadonlyMap<string, string>;
  /** Memory of the host in bytes; undefined when it is not known. */
  readonly memory?: number | undefined;
  readonly disk?: "ssd" | "hdd" | undefined;
}

const MB = 2 ** 20;
const GB = 2 ** 30;

/** SCL-082: share of the memory. */
const POOL_SHARE = { least: 0.5, most: 0.7 } as const;
/** SCL-083. */
const LEAST_LOG = 512 * MB;
/** SCL-085. */
const LEAST_CONNECTIONS = 1_000;
/** SCL-086: what a disk does in a second. */
const IO_CAPACITY = { ssd: 2_000, hdd: 200 } as const;
/** Files that a connection may need beside its own: our choice, two for each. */
const FILES_FOR_EACH = 2;

/** What a server has when nothing is said: MariaDB 10.6 to 11.8, MySQL 8. */
const DEFAULTS = {
  innodb_buffer_pool_size: "128M",
  innodb_log_file_size: "96M",
  innodb_flush_log_at_trx_commit: "1",
  max_connections: "151",
  innodb_io_capacity: "200",
} as const;

type Setting = keyof typeof DEFAULTS;
type Part = Pick<Finding, "rule" | "severity" | "finding" | "cost" | "mend"> & { readonly behaviour: string };

/** The five settings that the guide gives for a switch with high traffic (SCL-082 to SCL-086). */
export function examineDatabaseSettings(host: DatabaseHost): readonly Finding[] {
  const parts = [bufferPool(host), logFile(host), flushAtCommit(host), ...connections(host), ioCapacity(host)];
  return parts
    .filter((part) => part !== undefined)
    .map(({ behaviour, ...part }) => ({ ...part, subject: host.subject, behaviours: [behaviour] }));
}

const isSet = ({ settings }: DatabaseHost, name: Setting): boolean => settings.has(name);
const valueOf = ({ settings }: DatabaseHost, name: Setting): string => settings.get(name) ?? DEFAULTS[name];

/** `is 128M`, or `is not set, which is 128M`. */
const says = (host: DatabaseHost, name: Setting): string =>
  `${name} is ${isSet(host, name) ? shown(host, name) : `not set, which is ${DEFAULTS[name]}`}`;

/** A size in the largest unit that it is a whole number of; others as they stand. */
function shown(host: DatabaseHost, name: Setting): string {
  const value = valueOf(host, name);
  if (!name.endsWith("_size")) return value;
  const bytes = sizeOf(value);
  return bytes === undefined ? value : size(bytes);
}

const size = (bytes: number): string =>
  bytes % GB === 0 || bytes >= 10 * GB ? `${Math.round((bytes / GB) * 10) / 10}G` : `${Math.round(bytes / MB)}M`;

function bufferPool(host: DatabaseHost): Part | undefined {
  const bytes = sizeOf(valueOf(host, "innodb_buffer_pool_size")) ?? 0;
  const rule = { rule: "DB_BUFFER_POOL", behaviour: "SCL-082" };
  if (host.memory === undefined) {
    if (isSet(host, "innodb_buffer_pool_size")) return undefined;
    return {
      ...{ ...rule, severity: "warning", finding: says(host, "innodb_buffer_pool_size") },
      cost: "table data is read from the disk again and again",
      mend: "set it to 50-70 % of the host's memory: it caches table data",
    };
  }
  const [least, most] = [host.memory * POOL_SHARE.least, host.memory * POOL_SHARE.most];
  const range = `${size(least)} to ${size(most)}, 50-70 % of ${size(host.memory)}`;
  if (bytes < least) {
    return {
      ...{ ...rule, severity: "warning", finding: `${says(host, "innodb_buffer_pool_size")}, below 50 % of the memory` },
      cost: "table data is read from the disk again and again",
      mend: `set it to ${range}: it caches table data in memory`,
    };
  }
  if (bytes <= most) return undefined;
  return {
    ...{ ...rule, severity: "warning", finding: `${says(host, "innodb_buffer_pool_size")}, above 70 % of the memory` },
    cost: "a switch on the same host is starved, and the system begins to swap",
    mend: `set it to ${range}`,
  };
}

function logFile(host: DatabaseHost): Part | undefined {
  // MySQL has one capacity for all of the log since 8.0.30.
  const capacity = sizeOf(host.settings.get("innodb_redo_log_capacity"));
  const bytes = Math.max(sizeOf(valueOf(host, "innodb_log_file_size")) ?? 0, (capacity ?? 0) / 2);
  if (bytes >= LEAST_LOG) return undefined;
  return {
    rule: "DB_LOG_FILE_SIZE",
    severity: "warning",
    finding: `${says(host, "innodb_log_file_size")}, below 512M`,
    cost: "the log is full sooner than the tables are written, and inserts wait for that",
    mend: "set it to 512M or larger: faster transaction logging. Restart after a clean stop",
    behaviour: "SCL-083",
  };
}

function flushAtCommit(host: DatabaseHost): Part | undefined {
  const value = valueOf(host, "innodb_flush_log_at_trx_commit");
  if (value === "2") return undefined;
  const rule = { rule: "DB_FLUSH_LOG", behaviour: "SCL-084" };
  if (value === "0") {
    return {
      ...{ ...rule, severity: "warning", finding: says(host, "innodb_flush_log_at_trx_commit") },
      cost: "a crash of the server, not only of the machine, takes the last second of call records",
      mend: "set it to 2, which writes as fast and loses nothing with the server alone",
    };
  }
  return {
    ...{ ...rule, severity: "info", finding: says(host, "innodb_flush_log_at_trx_commit") },
    cost: "each commit waits for the disk: an installation that inserts call by call is held to the disk's pace",
    mend: "set it to 2 for a better write rate at slightly higher risk: a loss of power then takes about a second of commits, 200 records at 200 calls a second. A switch that commits batches gains little and may keep 1",
  };
}

function connections(host: DatabaseHost): readonly (Part | undefined)[] {
  const count = Number(valueOf(host, "max_connections"));
  const files = Number(host.settings.get("open_files_limit") ?? Number.NaN);
  const few: Part | undefined =
    count >= LEAST_CONNECTIONS
      ? undefined
      : {
          rule: "DB_MAX_CONNECTIONS",
          severity: "warning",
          finding: `${says(host, "max_connections")}, below 1000`,
          cost: "services and clients that come at once are refused with Too many connections",
          mend: "set it to 1000: handles concurrent connections. Each costs memory; open_files_limit must allow them",
          behaviour: "SCL-085",
        };
  const closed: Part | undefined =
    Number.isNaN(files) || files === 0 || files >= count * FILES_FOR_EACH
      ? undefined
      : {
          rule: "DB_OPEN_FILES",
          severity: "warning",
          finding: `open_files_limit is ${files}, too low for max_connections ${count}`,
          cost: "the server lowers max_connections by itself when it starts",
          mend: `raise open_files_limit to ${count * FILES_FOR_EACH} or more`,
          behaviour: "SCL-085",
        };
  return [few, closed];
}

function ioCapacity(host: DatabaseHost): Part | undefined {
  const { disk } = host;
  const count = Number(valueOf(host, "innodb_io_capacity"));
  const rule = { rule: "DB_IO_CAPACITY", behaviour: "SCL-086", severity: "warning" } as const;
  if (disk === undefined) {
    if (isSet(host, "innodb_io_capacity")) return undefined;
    return {
      ...{ ...rule, finding: says(host, "innodb_io_capacity") },
      cost: "on an SSD changed pages are written far more slowly than the disk can",
      mend: "set it to 2000 (SSD) or 200 (HDD): match the disk",
    };
  }
  const right = IO_CAPACITY[disk];
  if (disk === "ssd" ? count >= right : count <= right) return undefined;
  return {
    ...{ ...rule, finding: `${says(host, "innodb_io_capacity")} on ${disk === "ssd" ? "an SSD" : "a hard disk"}` },
    cost:
      disk === "ssd"
        ? "changed pages are written far more slowly than the disk can, and pile up"
        : "the server asks more of the disk than it can do, and queries wait behind its writes",
    mend: `set it to ${right}: match the disk`,
  };
}
