import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { RunningSwitch } from "../features/support/running-switch";
import type { SippResult } from "../simulators/sipp-wrapper/src";
import { cpuMs, residentMb } from "./lib/process-cost";
import { CALLED, callAt, configuration, pinned, startVendor, SWITCH, SWITCH_PROCESSOR } from "./lib/switch-load";

/**
 * What a call costs the B2BUA and how many it carries, beside SIPp that calls SIPp directly in the same run.
 *
 * `node -r ./bin/typescript.cjs bench/calls.ts [seconds of each measurement] [measurements]`
 */
const [STEADY_SECONDS = 10, ROUNDS = 3] = process.argv.slice(2).map(Number);
const STEADY_RATE = 200;
/** Compiled code is what is measured: so many calls before the first measurement. */
const WARM_UP = { rate: 500, seconds: 16 };
const RAMP_SECONDS = 5;
const RAMP_RATES = [500, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000];

interface Cost {
  /** Milliseconds of processor time for each call, by process. */
  readonly cpuMsPerCall: readonly number[];
  readonly failed: number;
  readonly answerMs: number | undefined;
}

async function costAt(rate: number, address: string, pids: readonly number[]): Promise<Cost> {
  const before = pids.map(cpuMs);
  const { statistics } = await callAt(rate, STEADY_SECONDS, address);
  return {
    cpuMsPerCall: pids.map((pid, index) => (cpuMs(pid) - (before[index] ?? 0)) / (rate * STEADY_SECONDS)),
    failed: statistics?.failedCalls ?? rate * STEADY_SECONDS,
    answerMs: statistics?.responseTimes.get("answer")?.meanMs,
  };
}

/** The cheapest of several measurements: what else a shared machine does only ever adds. */
async function leastCostAt(rate: number, address: string, pids: readonly number[]): Promise<Cost> {
  const costs: Cost[] = [];
  for (let round = 0; round < ROUNDS; round += 1) costs.push(await costAt(rate, address, pids));
  const [least] = costs.sort((a, b) => (a.cpuMsPerCall[0] ?? 0) - (b.cpuMsPerCall[0] ?? 0));
  if (least === undefined) throw new RangeError("at least one measurement is needed");
  return { ...least, failed: costs.reduce((sum, { failed }) => sum + failed, 0) };
}

const failures = ({ statistics }: SippResult, rate: number): number => statistics?.failedCalls ?? rate;

/** The highest rate of the ramp that is carried without a failed call and without SIPp falling behind; 0 when none is. */
async function highestRate(address: string, pid: number): Promise<number> {
  let highest = 0;
  for (const rate of RAMP_RATES) {
    const before = cpuMs(pid);
    const result = await callAt(rate, RAMP_SECONDS, address);
    const cost = ((cpuMs(pid) - before) / (rate * RAMP_SECONDS)).toFixed(3);
    const kept = (result.statistics?.callRate ?? 0) > rate * 0.85;
    const failed = failures(result, rate);
    const retransmitted = result.statistics?.retransmissions ?? 0;
    const behind = kept ? "" : ", SIPp fell behind";
    console.log(`    ${rate} calls/s: ${cost} ms of CPU a call, ${failed} failed, ${retransmitted} retransmissions${behind}`);
    if (failed > 0 || result.outcome !== "succeeded" || !kept) break;
    highest = rate;
  }
  return highest;
}

const ratio = (a: number, b: number): string => (b === 0 ? "-" : (a / b).toFixed(2));

function line(name: string, { cpuMsPerCall, failed, answerMs }: Cost, rate: number): string {
  const costs = cpuMsPerCall.map((cost) => cost.toFixed(3)).join(" + ");
  return `  ${name.padEnd(24)} ${costs} ms of CPU a call at ${rate} calls/s, ${failed} failed, answer after ${answerMs ?? "?"} ms`;
}

async function startSwitch(folder: string, media: 0 | 3): Promise<RunningSwitch> {
  const data = join(folder, `media-${media}`);
  const config = join(folder, `media-${media}.json`);
  writeFileSync(config, JSON.stringify(configuration(data, media)));
  return RunningSwitch.start({ config, launcher: pinned(SWITCH_PROCESSOR) });
}

async function withMedia(folder: string): Promise<void> {
  await using b2bua = await startSwitch(folder, 3);
  const pids = [await b2bua.pidOf("vos3000d"), await b2bua.pidOf("mbx3000d")];
  await callAt(WARM_UP.rate, WARM_UP.seconds, SWITCH);
  console.log(line("B2BUA + media relay", await leastCostAt(STEADY_RATE, SWITCH, pids), STEADY_RATE));
}

async function signallingAlone(folder: string, direct: Cost, vendor: number): Promise<void> {
  await using b2bua = await startSwitch(folder, 0);
  const pid = await b2bua.pidOf("vos3000d");
  await callAt(WARM_UP.rate, WARM_UP.seconds, SWITCH);
  const through = await leastCostAt(STEADY_RATE, SWITCH, [pid]);
  console.log(line("B2BUA, signalling alone", through, STEADY_RATE));
  console.log(`  ratio to the SIPp server ${ratio(through.cpuMsPerCall[0] ?? 0, direct.cpuMsPerCall[0] ?? 0)}`);
  console.log("  SIPp to SIPp:");
  const most = await highestRate(CALLED, vendor);
  console.log("  through the B2BUA, on one processor:");
  const mostThrough = await highestRate(SWITCH, pid);
  const memory = residentMb(pid).toFixed(0);
  console.log(`  highest rate without a failure: SIPp to SIPp ${most}, B2BUA ${mostThrough}, ratio ${ratio(mostThrough, most)}`);
  console.log(`  memory of vos3000d after that: ${memory} MB`);
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "carrierlab-bench-"));
  console.log(`calls: ${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} processors`);
  try {
    await using vendor = startVendor();
    await vendor.ready();
    const pid = vendor.pid ?? 0;
    const direct = await leastCostAt(STEADY_RATE, CALLED, [pid]);
    console.log(line("SIPp server, direct", direct, STEADY_RATE));
    await withMedia(folder);
    await signallingAlone(folder, direct, pid);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
