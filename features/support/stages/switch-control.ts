import type { CallRecord } from "../../../src/cdr";
import type { MediaCounters, ParameterState, SaveOutcome, ServiceName } from "./stage";

/** One running switch, both its services, as a stage works it. */
export interface SwitchControl {
  records(): Promise<readonly CallRecord[]>;
  parameters(): Promise<readonly ParameterState[]>;
  saveParameter(name: string, value: string): Promise<SaveOutcome>;
  restart(service: ServiceName): Promise<void>;
  kill(service: ServiceName): Promise<void>;
  mediaCounters(): Promise<MediaCounters>;
  events(): Promise<readonly string[]>;
  /** What is still open or armed: calls, dialogs, transactions, ports. */
  leaks(): Promise<readonly string[]>;
  /** Exceptions and invariant violations. */
  problems(): Promise<readonly string[]>;
  close(): Promise<void>;
}
