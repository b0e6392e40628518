import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { RunningSwitch } from "../features/support/running-switch";
import {
  runSipp,
  SCENARIO_FOLDER,
  SippError,
  startSipp,
  type SippOptions,
  type SippResult,
} from "../simulators/sipp-wrapper/src";
import { cpuMs } from "./lib/process-cost";

/**
 * What a call costs the B2BUA, signalling only, beside SIPp that calls SIPp directly in the same run.
 *
 * The switch has one processor for itself, both SIPp share the other, so that neither takes time from the other.
 */
const NET = `127.62.${1 + (process.pid % 250)}`;
const CALLER = `${NET}.2`;
const CALLED = `${NET}.3`;
const SWITCH = `${NET}.1`;
const SWITCH_PROCESSOR = "1";
const SIPP_PROCESSOR = "0";
const STEADY_RATE = 200;
const STEADY_SECONDS = 10;
const RAMP_SECONDS = 5;
const RAMP_RATES = [500, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000];

/** Without the 4 s in which the packaged server absorbs retransmissions: on loopback none come, and it would hold 4 s of calls. */
const SERVER = readFileSync(join(SCENARIO_FOLDER, "uas.xml"), "latin1").replace(/<timewait [^>]*>/, "");

const pinned = (processor: string): readonly string[] => (availableParallelism() > 1 ? ["taskset", "-c", processor] : []);

const calls = (remote: string, rate: number, seconds: number): SippOptions => ({
  scenario: { named: "uac" },
  remote,
  localAddress: CALLER,
  calls: rate * seconds,
  callsPerSecond: rate,
  // Nothing but a full table may hold SIPp back.
  maxConcurrentCalls: 20_000,
  callLengthMs: 500,
  service: "442079460123",
  keys: { caller: "442079460100" },
  timeoutSeconds: seconds + 30,
  launcher: pinned(SIPP_PROCESSOR),
});

interface Measured {
  readonly result: SippResult;
  /** Milliseconds of processor time of the measured process, for each call. */
  readonly cpuMsPerCall: number;
}

async function measure(options: SippOptions, pids: readonly number[]): Promise<Measured> {
  const used = (): number => pids.reduce((sum, pid) => sum + cpuMs(pid), 0);
  const before = used();
  const result = await runSipp(options).catch((error: unknown) => {
    if (error instanceof SippError && error.result !== undefined) return error.result;
    throw error;
  });
  return { result, cpuMsPerCall: (used() - before) / (options.calls ?? 1) };
}

/** The highest rate of the ramp that is carried without a failed call and without SIPp falling behind; 0 when none is. */
async function highestRate(remote: string): Promise<number> {
  let highest = 0;
  for (const rate of RAMP_RATES) {
    const { result } = await measure(calls(remote, rate, RAMP_SECONDS), []);
    const kept = (result.statistics?.callRate ?? 0) > rate * 0.9;
    const failed = result.statistics?.failedCalls ?? rate;
    const retransmitted = result.statistics?.retransmissions ?? 0;
    console.log(`    ${rate} calls/s: ${failed} failed, ${retransmitted} retransmissions${kept ? "" : ", SIPp fell behind"}`);
    if (failed > 0 || result.outcome !== "succeeded" || !kept) break;
    highest = rate;
  }
  return highest;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "carrierlab-bench-"));
  const config = join(folder, "switch.json");
  writeFileSync(config, JSON.stringify(configuration(folder)));
  console.log(`calls: ${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} processors`);
  try {
    await using server = startSipp({
      scenario: { xml: SERVER },
      localAddress: CALLED,
      localPort: 5060,
      calls: 10_000_000,
      timeoutSeconds: 600,
      launcher: pinned(SIPP_PROCESSOR),
    });
    await server.ready();
    const direct = await measure(calls(`${CALLED}:5060`, STEADY_RATE, STEADY_SECONDS), [server.pid ?? 0]);
    await using b2bua = await RunningSwitch.start({ config, launcher: pinned(SWITCH_PROCESSOR) });
    const signalling = await b2bua.pidOf("vos3000d");
    // Compiled code is what is measured.
    await measure(calls(`${SWITCH}:5060`, STEADY_RATE, RAMP_SECONDS), []);
    const through = await measure(calls(`${SWITCH}:5060`, STEADY_RATE, STEADY_SECONDS), [signalling]);
    report(direct, through);
    console.log("  SIPp to SIPp:");
    const most = await highestRate(`${CALLED}:5060`);
    console.log("  through the B2BUA:");
    const mostThrough = await highestRate(`${SWITCH}:5060`);
    console.log(
      `  highest rate without a failure: SIPp to SIPp ${most}, B2BUA ${mostThrough}, ratio ${ratio(mostThrough, most)}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const ratio = (a: number, b: number): string => (b === 0 ? "-" : (a / b).toFixed(2));

function report(direct: Measured, through: Measured): void {
  const line = (name: string, { result, cpuMsPerCall }: Measured): string =>
    `  ${name.padEnd(22)} ${cpuMsPerCall.toFixed(3)} ms of CPU a call at ${STEADY_RATE} calls/s, ` +
    `${result.statistics?.failedCalls ?? "?"} failed, answer after ${result.statistics?.responseTimes.get("answer")?.meanMs ?? "?"} ms`;
  console.log(line("SIPp server, direct", direct));
  console.log(line("B2BUA (two legs)", through));
  console.log(`  ratio                  ${ratio(through.cpuMsPerCall, direct.cpuMsPerCall)}`);
}

/** Signalling only: the media proxy is off for both gateways. */
function configuration(folder: string): object {
  return {
    name: "bench",
    data: folder,
    sip: { listen: [{ address: SWITCH, port: 5060, transports: ["udp"] }] },
    media: { address: SWITCH },
    traceMessages: 0,
    mappingGateways: [{ name: "customer", address: CALLER, mediaProxy: "off" }],
    routingGateways: [{ name: "vendor", address: CALLED, prefixes: ["44"], mediaProxy: "off" }],
  };
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
