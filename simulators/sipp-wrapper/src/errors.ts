import type { SippResult } from "./result";

/** Stable codes of {@link SippError}; the table in the README says what each means and how to mend it. */
export type SippErrorCode =
  | "SIPP_NOT_INSTALLED"
  | "SIPP_OPTION_INVALID"
  | "SIPP_SCENARIO_MISSING"
  | "SIPP_SCENARIO_INVALID"
  | "SIPP_FILE_MISSING"
  | "SIPP_BIND_FAILED"
  | "SIPP_REMOTE_UNREACHABLE"
  | "SIPP_TIMEOUT"
  | "SIPP_CALLS_FAILED"
  | "SIPP_NO_CALLS"
  | "SIPP_STATISTICS_UNREADABLE"
  | "SIPP_KILLED"
  | "SIPP_FATAL";

/**
 * Why a run of SIPp did not do what was asked.
 *
 * `code` is stable. `result` is there when SIPp had been started: its statistics, exit code and the end of its output.
 */
export class SippError extends Error {
  readonly code: SippErrorCode;
  declare readonly result: SippResult | undefined;

  constructor(code: SippErrorCode, message: string, details: { readonly result?: SippResult; readonly cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "SippError";
    this.code = code;
    // Not enumerable: whoever prints the error wants the message, not kilobytes of logs.
    Object.defineProperty(this, "result", { value: details.result, enumerable: false });
  }
}
