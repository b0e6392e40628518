import type { SwitchConfig } from "../config";
import type { Clock, Database, Files, Log, Network, Random } from "../ports";
import type { ServiceProcesses } from "../services/process-monitor";

/** The world as a command meets it; src/main makes the real one. */
export interface CliWorld {
  readonly clock: Clock;
  readonly network: Network;
  readonly random: Random;
  readonly files: Files;
  readonly log: Log;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Standard output, a line at a time. */
  print(line: string): void;
  /** Standard error, a line at a time. */
  complain(line: string): void;
  exitCode: number;
  /** Opens the configured database. */
  openDatabase(config: SwitchConfig, options?: DatabaseView): Database;
  readonly processes: ServiceProcesses;
  /** Called once when the process is asked to stop: SIGTERM, SIGINT, or the parent has gone. */
  onStop(stop: () => void, options?: { readonly withParent?: boolean }): void;
  /** Collects garbage now, at a moment when nothing waits for it. */
  giveBackMemory(): void;
  readonly pid: number;
}

/** How a command looks at the database, when it does not as the switch does. */
export interface DatabaseView {
  readonly isReadOnly: boolean;
  /** Names by which an embedded database is known beside its own; a server has databases of these names or has not. */
  readonly alsoNamed: readonly string[];
}

/** What a command ends with. */
export const EXIT_CODES = {
  done: 0,
  /** The command was understood and did not succeed. */
  failed: 1,
  /** The command line or the configuration is wrong. */
  usage: 2,
  /** No switch answers. */
  unreachable: 3,
} as const;

/** The environment variable by which the process monitor tells its services the token of the media channel. */
export const MEDIA_TOKEN_VARIABLE = "CARRIERLAB_MEDIA_TOKEN";

/** The environment variable with the token that a command shows to a switch that has operators. */
export const TOKEN_VARIABLE = "CARRIERLAB_TOKEN";

/**
 * Environment variable with a key that the media service decrypts with instead of the saved one: a fault for training and
 * scenarios, audio that is bad in one direction (RTP-075). No configuration and no parameter can bring it about.
 */
export const RECEIVE_KEY_FAULT_VARIABLE = "CARRIERLAB_FAULT_RECEIVE_KEY";
