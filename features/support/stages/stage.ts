import type { Duration, Instant, WallTime } from "../../../src/base";
import type { ReportDimension, ReportRow } from "../../../src/store";
import type { CallRecord } from "../../../src/cdr";
import type { CapturedPacket, ScenarioEvidence } from "../../../reports/evidence";
import type { CallPlan, LegReport, LegSelector, LoggedMessage, MediaReport, PartyAction } from "../../../simulators/endpoint";
import type { PathImpairment } from "../../../simulators/network";
import type { ForwardRewriteLines, RoutePlan, RoutingGatewayState } from "../../../src/routing";
import type { TraceEntry } from "../../../src/services/vos3000d";
import type { LabSettings, MappingGatewayChange, RoutingGatewayChange } from "./lab-settings";

export type StageName = "sim" | "wire" | "docker";

/** The two services of a switch, by the names that the process monitor shows. */
export type ServiceName = "vos3000d" | "mbx3000d";

/** A call as a scenario places it; the stage knows where the switch is. */
export interface PlannedCall extends Omit<CallPlan, "via"> {
  /** The party that calls. */
  readonly caller: string;
  /** The switch or party that the INVITE goes to. */
  readonly through: string;
}

/** One system parameter of a running switch. */
export interface ParameterState {
  readonly name: string;
  readonly saved: string;
  readonly running: string;
  /** Saved, but not yet what the service works with. */
  readonly pending: boolean;
  readonly default: string;
  /** The service that has to restart for a change to apply; undefined: none. */
  readonly service: string | undefined;
}

/** What became of saving a parameter. */
export type SaveOutcome =
  { readonly saved: true; readonly restart: string | undefined } | { readonly saved: false; readonly message: string };

/** Whose number is asked about, and through which customer's gateway. */
export interface RouteQuestion {
  readonly caller: string;
  readonly callee: string;
  /** Mapping gateway. */
  readonly from: string;
}

/** Counters of a switch's media service over all calls, ended ones included. */
export interface MediaCounters {
  readonly encrypted: number;
  readonly decrypted: number;
  /** Packets not forwarded, by cause. */
  readonly dropped: Readonly<Record<string, number>>;
}

/**
 * Where a scenario plays: the same scenario gives the same verdict on each stage that its tags allow.
 *
 * Steps talk to this interface alone. Everything that goes in is data, so that a stage may pass it to other processes and
 * containers; everything that comes out is a fact that was recorded. One stage serves one scenario: `start` once, `close` once.
 */
export interface Stage {
  readonly name: StageName;
  readonly seed: number;
  /** How far a measured moment may lie from the documented one: next to nothing in `sim`, scheduling and polling elsewhere. */
  readonly tolerance: Duration;

  /** Makes the hosts, starts switches and parties; resolves when all of them listen. */
  start(lab: LabSettings): Promise<void>;
  /** The lab's monotonic time, to which every log refers. */
  now(): Instant;
  /** Calendar time of a moment of the lab: what captures and records are stamped with. */
  wallClockAt(moment: Instant): WallTime;
  /**
   * Sets the calendar of every switch; timers do not notice.
   */
  setCalendar(time: WallTime): Promise<void>;
  /** Lets time pass: virtual in `sim`, real elsewhere. */
  pass(duration: Duration): Promise<void>;
  /** Lets time pass until `condition` holds, at most `limit`. True when it came to hold. */
  until(condition: () => Promise<boolean>, limit: Duration): Promise<boolean>;

  /** Sends the INVITE; no time passes. */
  call(plan: PlannedCall): Promise<void>;
  /** Has a party do something in a call. */
  act(party: string, call: LegSelector, action: PartyAction): Promise<void>;
  /** Sends bytes as they are from a party's signalling port to a switch. */
  sendRaw(party: string, to: string, bytes: Buffer): Promise<void>;
  /** Sends a request outside any call from a party to a switch. */
  ping(party: string, to: string, method: string): Promise<void>;

  legs(party: string): Promise<readonly LegReport[]>;
  messages(party: string): Promise<readonly LoggedMessage[]>;
  /** What a party sent and received as media, a report for each of its calls in their order. */
  media(party: string): Promise<readonly MediaReport[]>;

  /** Records of a switch in order of their end, unsaved batches included. */
  records(switchName: string): Promise<readonly CallRecord[]>;
  parameters(switchName: string): Promise<readonly ParameterState[]>;
  saveParameter(switchName: string, name: string, value: string): Promise<SaveOutcome>;
  /** Ends a service as an operator would and starts it again; resolves when it works. */
  restart(switchName: string, service: ServiceName): Promise<void>;
  /** Kills a service without warning and starts it again. */
  kill(switchName: string, service: ServiceName): Promise<void>;
  /** Changes a routing gateway of a running switch, for calls from now on. */
  changeGateway(switchName: string, gateway: string, change: RoutingGatewayChange): Promise<SaveOutcome>;
  /** Changes a mapping gateway of a running switch, for calls from now on. */
  changeMappingGateway(switchName: string, gateway: string, change: MappingGatewayChange): Promise<SaveOutcome>;
  /** Routing Analysis of a running switch, at this moment. */
  analyse(switchName: string, question: RouteQuestion): Promise<RoutePlan>;
  gatewayStates(switchName: string): Promise<readonly RoutingGatewayState[]>;
  /** Switches SIP Trace of Debug Trace on or off. */
  setTrace(switchName: string, isOn: boolean): Promise<void>;
  /** What SIP Trace lists, oldest first. */
  traced(switchName: string): Promise<readonly TraceEntry[]>;
  /** Writes softswitch.conf into a switch's data folder; the signalling service reads it when it starts. */
  writeSoftswitchConf(switchName: string, text: string): Promise<void>;
  /** FORWARD_SIGNAL_REWRITE_SEQUENCE as the file has it, and as the signalling service runs with it. */
  forwardRewrite(switchName: string): Promise<ForwardRewriteLines>;
  mediaCounters(switchName: string): Promise<MediaCounters>;
  /** Asks a running switch as an operator's command does: over its control channel, or as if. @throws {SwitchError} its refusal. */
  ask(switchName: string, command: string, values?: Readonly<Record<string, unknown>>, operator?: string): Promise<unknown>;
  /** Moves the call records of the days before `day` (`YYYYMMDD`) into the archive; how many calls those days have there. */
  archive(switchName: string, day: string): Promise<number>;
  /** Records of a switch that were moved into the archive. */
  archivedRecords(switchName: string): Promise<readonly CallRecord[]>;
  /** A report over the call records, unsaved batches included. */
  callReport(switchName: string, by: readonly ReportDimension[]): Promise<readonly ReportRow[]>;
  /**
   * Asks the database as an operator does who has its client, and gives back the lines that are printed.
   *
   * @throws {UsageError} `STAGE_NO_DATABASE_CLIENT` where the database is one in memory.
   */
  sql(switchName: string, text: string): Promise<readonly string[]>;
  /** Structured log events of a switch's services: `media.cipherFailed` and its like. */
  events(switchName: string): Promise<readonly string[]>;

  /** Changes what the network does between two hosts, from now on, both ways. */
  impair(a: string, b: string, impairment: PathImpairment): Promise<void>;
  /** Every packet between any two hosts that the stage can see, in order of time. */
  packets(): Promise<readonly CapturedPacket[]>;
  /** The host (party or switch) that an address belongs to. */
  hostOf(address: string): string | undefined;

  /** Names everything that is still open or armed once all calls have ended: dialogs, transactions, timers, ports, sockets. */
  leaks(): Promise<readonly string[]>;
  /** Failures that no scenario asked for: exceptions, unreadable messages. */
  problems(): Promise<readonly string[]>;
  evidence(): Promise<ScenarioEvidence>;
  /** Ends everything. Safe after a failed `start`. */
  close(): Promise<void>;
}
