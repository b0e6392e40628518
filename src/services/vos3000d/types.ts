import type { SocketAddress } from "../../base";
import type { CallRecord } from "../../cdr";
import type { SwitchConfig } from "../../config";
import type { MediaProxy } from "../../media";
import type { ParameterStore } from "../../parameters";
import type { Authorise } from "../control";
import type { Clock, Files, Log, Network, Random } from "../../ports";

/** The world of one switch service, real or simulated. */
export interface ServicePorts {
  readonly clock: Clock;
  readonly network: Network;
  readonly random: Random;
  readonly files: Files;
  readonly log: Log;
}

/** State of the way of records: journal first, then the database in batches. */
export interface RecordsState {
  /** Records in the journal that the database does not have yet. */
  readonly waiting: number;
  /** Records stored since the start. */
  readonly written: number;
  /** Records that the database refused while it took others; they lie in `rejected-records`. */
  readonly rejected: number;
  /** Records that neither disk nor memory took; they are in the log. */
  readonly lost: number;
  readonly oldestWaitingSeconds: number | undefined;
  readonly database: "available" | "unavailable" | "unknown";
  /** How long the database took for the last batch; undefined before the first. */
  readonly lastBatchMs: number | undefined;
  /** Why the last attempt to write failed; undefined when it did not. */
  readonly lastError: string | undefined;
}

/** Takes records of calls: journal first, then the database in batches. */
export interface RecordSink {
  /** Journals one record before it returns. */
  append(record: CallRecord): void;
  state(): RecordsState;
  /** Has `save` called before records leave the journal. It may throw: they stay until a later try. */
  beforeRemoval(save: () => void): void;
  /** Writes what waits now, ahead of its time; false when something still waits. */
  flush(): Promise<boolean>;
  /** Writes what waits when the database takes it, and closes; what the database does not take stays in the journal. */
  close(): Promise<void>;
}

export interface Vos3000dOptions {
  readonly config: SwitchConfig;
  readonly ports: ServicePorts;
  readonly parameters: ParameterStore;
  /** The media proxy: in-process, or the channel to an mbx3000d process. */
  readonly media: MediaProxy;
  readonly records: RecordSink;
  /** The key of the next record: unique over restarts. */
  readonly nextFlowNo: () => bigint;
  /** Called after an operator changed the configuration. */
  readonly onConfigurationChange?: (() => void) | undefined;
  /** Lets a request on the control channel pass or throws; everybody may do everything when absent. */
  readonly authorise?: Authorise | undefined;
  /** Called when, after calls, nothing is held any more: a good moment to give memory back. */
  readonly onIdle?: (() => void) | undefined;
}

/** Where a service listens. */
export interface Vos3000dAddresses {
  readonly sip: readonly { readonly transport: "udp" | "tcp"; readonly address: SocketAddress }[];
  readonly control: SocketAddress;
}

/** What the service says of itself: `carrierlab services`, the harness's checks, an operator's first look. */
export interface Vos3000dStatus {
  readonly name: string;
  readonly startedAt: string;
  readonly isDraining: boolean;
  readonly calls: number;
  readonly sessions: number;
  readonly transactions: number;
  readonly connections: number;
  /** Armed timers by name. */
  readonly timers: Readonly<Record<string, number>>;
  readonly sockets: readonly string[];
  readonly records: RecordsState;
  readonly counters: Readonly<Record<string, number>>;
  readonly pendingRestart: readonly string[];
}
