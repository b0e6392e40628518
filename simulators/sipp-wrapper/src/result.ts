import type { SippError } from "./errors";
import type { SippStatistics } from "./statistics";

/** How a run ended. `succeeded` and `stopped` (by `stop()` or the signal, no call failed) are good, the others carry an error. */
export type SippOutcome =
  | "succeeded"
  | "stopped"
  | "failedCalls"
  | "noCalls"
  | "timeout"
  | "missingScenario"
  | "badScenario"
  | "missingFile"
  | "badOption"
  | "bindFailure"
  | "unreachable"
  | "notInstalled"
  | "unreadableStatistics"
  | "killed"
  | "fatal";

/** What is known when SIPp has ended. */
export interface SippResult {
  readonly outcome: SippOutcome;
  /** There unless the outcome is `succeeded` or `stopped`. */
  readonly error?: SippError;
  /** The last line of the statistics file; absent when SIPp ended before it wrote one. */
  readonly statistics?: SippStatistics;
  /** SIPp's exit code; absent when it did not start or a signal ended it. */
  readonly exitCode?: number;
  readonly exitSignal?: NodeJS.Signals;
  /** From the start to the end of the process. */
  readonly durationMs: number;
  /** The whole command line, for reports. A password in it is replaced by `***`. */
  readonly commandLine: readonly string[];
  /** The end of each output and of each log that {@link SippTrace} asked for; empty when there is none. */
  readonly output: SippOutput;
}

/** Texts, each bounded by {@link SippOptions.maxLogBytes}: the end is kept. */
export interface SippOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly messages: string;
  readonly errors: string;
  readonly logs: string;
  readonly screens: string;
}
