export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Structured events for operators. Secrets (keys, passwords) are never given to it. */
export interface Log {
  /** `event` is stable and dotted (`"call.released"`); `fields` carry the facts. */
  write(level: LogLevel, event: string, fields?: LogFields): void;
  /** A log whose every event carries `fields` too. */
  with(fields: LogFields): Log;
}
