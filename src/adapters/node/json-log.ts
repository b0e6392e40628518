import type { Log, LogFields, LogLevel } from "../../ports";

/** A reader of the log that goes away must not take the switch with it: the stream's errors end here, once for the process. */
let isGuarded = false;

function writeToStandardError(line: string): void {
  if (!isGuarded) process.stderr.on("error", () => undefined);
  isGuarded = true;
  process.stderr.write(line);
}

const RANK: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** How a {@link JsonLog} writes. */
export interface JsonLogOptions {
  /** Events below it are not written. Default `info`. */
  readonly level?: LogLevel;
  /** Takes one line with its newline. Default: standard error. */
  readonly write?: (line: string) => void;
}

/** One JSON object a line: `{"time":"2026-01-31T09:00:00.000Z","level":"info","event":"call.released",...}`. */
export class JsonLog implements Log {
  private readonly lowest: number;
  private readonly writeLine: (line: string) => void;

  constructor(
    private readonly options: JsonLogOptions = {},
    private readonly own: LogFields = {},
  ) {
    this.lowest = RANK[options.level ?? "info"];
    this.writeLine = options.write ?? writeToStandardError;
  }

  write(level: LogLevel, event: string, fields: LogFields = {}): void {
    if (RANK[level] < this.lowest) return;
    this.writeLine(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...this.own, ...fields })}\n`);
  }

  with(fields: LogFields): Log {
    return new JsonLog(this.options, { ...this.own, ...fields });
  }
}
