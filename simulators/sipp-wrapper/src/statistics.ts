import { SippError } from "./errors";

/** Failed calls by cause, as SIPp counts them over the whole run. */
export interface SippFailures {
  readonly cannotSendMessage: number;
  readonly maxUdpRetransmissions: number;
  readonly tcpConnect: number;
  readonly tcpClosed: number;
  readonly unexpectedMessage: number;
  readonly callRejected: number;
  readonly commandNotSent: number;
  readonly regexpDoesNotMatch: number;
  readonly regexpShouldNotMatch: number;
  readonly regexpHeaderNotFound: number;
  readonly outboundCongestion: number;
  readonly timeoutOnReceive: number;
  readonly timeoutOnSend: number;
  readonly testDoesNotMatch: number;
  readonly testShouldNotMatch: number;
  readonly stringDoesNotMatch: number;
  readonly stringShouldNotMatch: number;
}

/** A mean and its standard deviation, in milliseconds. */
export interface SippTiming {
  readonly meanMs: number;
  readonly deviationMs: number;
}

/** One line of SIPp's statistics file, cumulative values only (the columns marked `(C)`). */
export interface SippStatistics {
  /** Since the start, in whole seconds: SIPp writes no finer. */
  readonly elapsedSeconds: number;
  readonly targetRate: number;
  /** Mean calls a second over the run. */
  readonly callRate: number;
  readonly incomingCalls: number;
  readonly outgoingCalls: number;
  readonly createdCalls: number;
  readonly currentCalls: number;
  readonly successfulCalls: number;
  readonly failedCalls: number;
  readonly failures: SippFailures;
  readonly outOfCallMessages: number;
  readonly deadCallMessages: number;
  readonly retransmissions: number;
  readonly autoAnswered: number;
  readonly warnings: number;
  readonly fatalErrors: number;
  readonly callLength: SippTiming;
  /** One entry for each response time that the scenario defines (`start_rtd`, `rtd`), by SIPp's name for it: `"1"`, `"invite"`. */
  readonly responseTimes: ReadonlyMap<string, SippTiming>;
  /** Every column as written, by its header, for what is not named here. */
  readonly columns: ReadonlyMap<string, string>;
}

/**
 * Reads one line of the statistics file by the names in its header, so that columns that come or go between versions do no harm.
 *
 * @throws {SippError} `SIPP_STATISTICS_UNREADABLE` when a column that every version has is missing or no number.
 */
export function parseStatistics(headerLine: string, valueLine: string): SippStatistics {
  const columns = readColumns(headerLine, valueLine);
  const count = (name: string): number => numberIn(columns, `${name}(C)`);
  return {
    elapsedSeconds: clockMs(textIn(columns, "ElapsedTime(C)")) / 1_000,
    targetRate: numberIn(columns, "TargetRate"),
    callRate: count("CallRate"),
    incomingCalls: count("IncomingCall"),
    outgoingCalls: count("OutgoingCall"),
    createdCalls: numberIn(columns, "TotalCallCreated"),
    currentCalls: numberIn(columns, "CurrentCall"),
    successfulCalls: count("SuccessfulCall"),
    failedCalls: count("FailedCall"),
    failures: readFailures(columns),
    outOfCallMessages: count("OutOfCallMsgs"),
    deadCallMessages: count("DeadCallMsgs"),
    retransmissions: count("Retransmissions"),
    autoAnswered: count("AutoAnswered"),
    warnings: count("Warnings"),
    fatalErrors: count("FatalErrors"),
    callLength: timing(columns, "CallLength"),
    responseTimes: readResponseTimes(columns),
    columns,
  };
}

function readColumns(headerLine: string, valueLine: string): Map<string, string> {
  const values = valueLine.split(";");
  const columns = new Map<string, string>();
  for (const [index, name] of headerLine.trimEnd().split(";").entries()) {
    const value = values[index];
    if (name !== "" && value !== undefined) columns.set(name, value.trim());
  }
  return columns;
}

/** A kind of failure that a version of SIPp does not know has not happened. */
function readFailures(columns: ReadonlyMap<string, string>): SippFailures {
  const failures = (name: string): number => Number(columns.get(`Failed${name}(C)`) ?? 0);
  return {
    cannotSendMessage: failures("CannotSendMessage"),
    maxUdpRetransmissions: failures("MaxUDPRetrans"),
    tcpConnect: failures("TcpConnect"),
    tcpClosed: failures("TcpClosed"),
    unexpectedMessage: failures("UnexpectedMessage"),
    callRejected: failures("CallRejected"),
    commandNotSent: failures("CmdNotSent"),
    regexpDoesNotMatch: failures("RegexpDoesntMatch"),
    regexpShouldNotMatch: failures("RegexpShouldntMatch"),
    regexpHeaderNotFound: failures("RegexpHdrNotFound"),
    outboundCongestion: failures("OutboundCongestion"),
    timeoutOnReceive: failures("TimeoutOnRecv"),
    timeoutOnSend: failures("TimeoutOnSend"),
    testDoesNotMatch: failures("TestDoesntMatch"),
    testShouldNotMatch: failures("TestShouldntMatch"),
    stringDoesNotMatch: failures("StrcmpDoesntMatch"),
    stringShouldNotMatch: failures("StrcmpShouldntMatch"),
  };
}

function readResponseTimes(columns: ReadonlyMap<string, string>): Map<string, SippTiming> {
  const times = new Map<string, SippTiming>();
  for (const column of columns.keys()) {
    const name = /^ResponseTime(.+)\(C\)$/.exec(column)?.[1];
    if (name !== undefined && !name.endsWith("StDev")) times.set(name, timing(columns, `ResponseTime${name}`));
  }
  return times;
}

function timing(columns: ReadonlyMap<string, string>, name: string): SippTiming {
  return {
    meanMs: clockMs(columns.get(`${name}(C)`) ?? "00:00:00:000000"),
    deviationMs: clockMs(columns.get(`${name}StDev(C)`) ?? "00:00:00:000000"),
  };
}

function textIn(columns: ReadonlyMap<string, string>, name: string): string {
  const value = columns.get(name);
  if (value === undefined) {
    throw new SippError("SIPP_STATISTICS_UNREADABLE", `SIPp's statistics have no column "${name}"; is this SIPp 3.6 or later?`);
  }
  return value;
}

function numberIn(columns: ReadonlyMap<string, string>, name: string): number {
  const text = textIn(columns, name);
  const value = Number(text);
  if (text === "" || !Number.isFinite(value)) {
    throw new SippError(
      "SIPP_STATISTICS_UNREADABLE",
      `SIPp's statistics say "${text}" in column "${name}", where a number belongs`,
    );
  }
  return value;
}

/** `HH:MM:SS` or `HH:MM:SS:UUUUUU` in milliseconds. */
function clockMs(text: string): number {
  const [hours, minutes, seconds, microseconds] = text.split(":").map(Number);
  const value = ((hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1_000 + (microseconds ?? 0) / 1_000;
  if (!Number.isFinite(value)) {
    throw new SippError("SIPP_STATISTICS_UNREADABLE", `SIPp's statistics say "${text}", where HH:MM:SS:UUUUUU belongs`);
  }
  return value;
}
