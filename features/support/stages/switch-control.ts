import type { CallRecord } from "../../../src/cdr";
import type { GatewayChange, GatewayKind } from "../../../src/config";
import type { ForwardRewriteLines, RoutePlan, RoutingGatewayState } from "../../../src/routing";
import type { ReportDimension, ReportRow } from "../../../src/store";
import type { TraceEntry } from "../../../src/services/vos3000d";
import type { MediaCounters, ParameterState, RouteQuestion, SaveOutcome, ServiceName } from "./stage";

/** More messages than a switch of a scenario keeps. */
export const MOST_TRACED = 10_000;

/** One running switch, both its services, as a stage works it. */
export interface SwitchControl {
  records(): Promise<readonly CallRecord[]>;
  parameters(): Promise<readonly ParameterState[]>;
  saveParameter(name: string, value: string): Promise<SaveOutcome>;
  restart(service: ServiceName): Promise<void>;
  kill(service: ServiceName): Promise<void>;
  changeGateway(kind: GatewayKind, name: string, change: GatewayChange): Promise<SaveOutcome>;
  analyse(question: RouteQuestion): Promise<RoutePlan>;
  gatewayStates(): Promise<readonly RoutingGatewayState[]>;
  setTrace(isOn: boolean): Promise<void>;
  traced(): Promise<readonly TraceEntry[]>;
  /** Writes softswitch.conf into the data folder. */
  writeSoftswitchConf(text: string): Promise<void>;
  /** FORWARD_SIGNAL_REWRITE_SEQUENCE as the file has it, and as the signalling service runs with it. */
  forwardRewrite(): Promise<ForwardRewriteLines>;
  mediaCounters(): Promise<MediaCounters>;
  /** Moves the call records of the days before `day` (`YYYYMMDD`) into the archive; how many calls those days have there. */
  archive(day: string): Promise<number>;
  /** Records that were moved into the archive. */
  archivedRecords(): Promise<readonly CallRecord[]>;
  /** A report over the call records, unsaved batches included. */
  callReport(by: readonly ReportDimension[]): Promise<readonly ReportRow[]>;
  /** `operator`: who asks, where the switch has operators; an administrator when absent. */
  ask(command: string, values?: Readonly<Record<string, unknown>>, operator?: string): Promise<unknown>;
  events(): Promise<readonly string[]>;
  /** What is still open or armed: calls, dialogs, transactions, ports. */
  leaks(): Promise<readonly string[]>;
  /** Exceptions and invariant violations. */
  problems(): Promise<readonly string[]>;
  close(): Promise<void>;
}
