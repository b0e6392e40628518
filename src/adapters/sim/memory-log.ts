import type { Log, LogFields, LogLevel } from "../../ports";

/** One event as it was written. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly event: string;
  readonly fields: LogFields;
}

/** Entries a {@link MemoryLog} keeps; the oldest give way and are counted. Our choice: some megabytes. */
export const MAX_LOG_ENTRIES = 20_000;

interface Shared {
  entries: LogEntry[];
  forgotten: number;
}

/** A {@link Log} that keeps its events for tests and reports. */
export class MemoryLog implements Log {
  private constructor(
    private readonly shared: Shared,
    private readonly own: LogFields,
  ) {}

  static create(): MemoryLog {
    return new MemoryLog({ entries: [], forgotten: 0 }, {});
  }

  /** What was written, oldest first, by this log and all that stem from it. */
  get entries(): readonly LogEntry[] {
    return this.shared.entries;
  }

  /** Entries that gave way to younger ones. */
  get forgotten(): number {
    return this.shared.forgotten;
  }

  write(level: LogLevel, event: string, fields: LogFields = {}): void {
    const { shared } = this;
    shared.entries.push({ level, event, fields: withValues({ ...this.own, ...fields }) });
    if (shared.entries.length <= MAX_LOG_ENTRIES) return;
    const half = MAX_LOG_ENTRIES / 2;
    shared.entries = shared.entries.slice(-half);
    shared.forgotten += MAX_LOG_ENTRIES + 1 - half;
  }

  with(fields: LogFields): Log {
    return new MemoryLog(this.shared, { ...this.own, ...fields });
  }

  /** Entries of one event. */
  of(event: string): readonly LogEntry[] {
    return this.shared.entries.filter((entry) => entry.event === event);
  }
}

function withValues(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
