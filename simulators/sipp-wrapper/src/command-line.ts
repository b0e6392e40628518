import { DEFAULT_MAX_SOCKETS, DEFAULT_TIMEOUT_SECONDS, type SippOptions } from "./options";

/** Names of the files in a run's folder. */
export const FILES = {
  statistics: "statistics.csv",
  messages: "messages.log",
  errors: "errors.log",
  logs: "actions.log",
  screens: "screens.log",
} as const;

/** What was made ready in the run's folder, as paths. */
export interface PreparedFiles {
  readonly folder: string;
  readonly scenarioFile?: string;
  readonly injectionFiles: readonly string[];
}

/** The arguments of SIPp for checked options. The order is fixed, so that a report can be compared with another. */
export function sippArguments(options: SippOptions, files: PreparedFiles): readonly string[] {
  return [
    ...(options.remote === undefined ? [] : [options.remote]),
    ...scenario(options, files),
    ...addresses(options),
    ...load(options),
    ...content(options, files),
    ...media(options),
    ...limits(options),
    ...traces(options, files.folder),
    ...(options.extraArguments ?? []),
  ];
}

function scenario(options: SippOptions, files: PreparedFiles): string[] {
  if (files.scenarioFile !== undefined) return ["-sf", files.scenarioFile];
  return "builtIn" in options.scenario ? ["-sn", options.scenario.builtIn] : [];
}

function addresses(options: SippOptions): string[] {
  const transport = options.transport ?? "u1";
  return [
    ...["-t", transport],
    ...given("-i", options.localAddress),
    ...given("-p", options.localPort),
    ...(transport.endsWith("n") ? ["-max_socket", String(options.maxSockets ?? DEFAULT_MAX_SOCKETS)] : []),
  ];
}

function load(options: SippOptions): string[] {
  return [
    ...["-m", String(options.calls ?? 1)],
    ...rate(options.callsPerSecond),
    ...given("-l", options.maxConcurrentCalls),
    ...given("-d", options.callLengthMs),
  ];
}

/** SIPp takes whole rates only: 0.5 calls a second are 1 call in a period of 2,000 ms. */
function rate(callsPerSecond: number | undefined): string[] {
  if (callsPerSecond === undefined) return [];
  if (Number.isInteger(callsPerSecond)) return ["-r", String(callsPerSecond)];
  return ["-r", "1", "-rp", String(Math.round(1_000 / callsPerSecond))];
}

function content(options: SippOptions, files: PreparedFiles): string[] {
  return [
    ...given("-s", options.service),
    ...Object.entries(keys(options)).flatMap(([name, value]) => ["-key", name, value]),
    ...Object.entries(options.variables ?? {}).flatMap(([name, value]) => ["-set", name, value]),
    ...files.injectionFiles.flatMap((file) => ["-inf", file]),
    ...(options.credentials === undefined ? [] : ["-au", options.credentials.user, "-ap", options.credentials.password]),
  ];
}

/** The packaged scenarios say `[caller]`, so that it always has a value. */
function keys(options: SippOptions): Readonly<Record<string, string>> {
  return "named" in options.scenario ? { caller: "sipp", ...options.keys } : (options.keys ?? {});
}

function media(options: SippOptions): string[] {
  return [
    ...given("-mi", options.media?.address ?? options.localAddress),
    ...given("-mp", options.media?.port),
    ...(options.media?.echo === true ? ["-rtp_echo"] : []),
  ];
}

function limits(options: SippOptions): string[] {
  return [
    "-nostdin",
    ...["-timeout", String(options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS), "-timeout_error"],
    ...given("-recv_timeout", options.receiveTimeoutMs),
    ...given("-max_retrans", options.maxRetransmissions),
    ...(options.retransmit === false ? ["-nr"] : []),
  ];
}

function traces(options: SippOptions, folder: string): string[] {
  const trace = options.trace ?? {};
  const path = (name: string): string => `${folder}/${name}`;
  return [
    ...["-trace_stat", "-stf", path(FILES.statistics), "-fd", "1"],
    ...(trace.messages === true ? ["-trace_msg", "-message_file", path(FILES.messages)] : []),
    ...(trace.errors === false ? [] : ["-trace_err", "-error_file", path(FILES.errors)]),
    ...(trace.logs === true ? ["-trace_logs", "-log_file", path(FILES.logs)] : []),
    ...(trace.screens === true ? ["-trace_screen", "-screen_file", path(FILES.screens)] : []),
  ];
}

function given(flag: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [flag, String(value)];
}
