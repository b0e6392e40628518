/** A service that the process monitor keeps alive. */
export type ServiceName = "vos3000d" | "mbx3000d";

/** A child process as the monitor sees it. */
export interface ChildProcess {
  readonly pid: number | undefined;
  /** SIGTERM asks it to drain and stop; SIGKILL ends it. */
  kill(signal: "SIGTERM" | "SIGKILL"): void;
}

export interface ChildHandlers {
  /** The one line of JSON that the service prints when it works. */
  onReady(facts: Readonly<Record<string, unknown>>): void;
  /** It is gone: called exactly once, also when it could not be started. */
  onExit(how: { readonly code: number | null; readonly signal: string | null }): void;
}

/** Starts service processes; implemented over child processes in src/main, and by tests. */
export interface ServiceProcesses {
  start(service: ServiceName, values: Readonly<Record<string, string>>, handlers: ChildHandlers): ChildProcess;
}

/** One line of the Process Monitor. */
export interface ServiceReport {
  readonly name: ServiceName;
  readonly state: "starting" | "running" | "restarting" | "stopping" | "stopped";
  readonly pid: number | undefined;
  readonly startedAt: string | undefined;
  /** Times that it was started again, by itself or by an operator. */
  readonly restarts: number;
  /** How it ended last: `exit 1`, `signal SIGKILL`. */
  readonly lastEnd: string | undefined;
}
