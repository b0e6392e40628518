import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { RunningSwitch } from "../features/support/running-switch";
import { cpuMs } from "./lib/process-cost";
import { callAt, CALLED, configuration, pinned, startCarrier, startVendor, SWITCH, SWITCH_PROCESSOR } from "./lib/switch-load";

/**
 * What a call costs the switch when ten gateways refuse it with 503 before the eleventh answers, beside a call whose first gateway
 * answers, in the same run. Signalling alone; CPU of `vos3000d`.
 *
 * `node -r ./bin/typescript.cjs bench/failing-gateways.ts [seconds of each measurement] [measurements]`
 */
const [SECONDS = 10, ROUNDS = 3] = process.argv.slice(2).map(Number);
const RATE = 50;
const FAILING = 10;
const WARM_UP = { rate: 200, seconds: 10 };
/** Where all the refusing gateways lead to. */
const REFUSING = CALLED.replace(/\d+$/, "4");

function gateways(failing: number): object {
  const refusing = Array.from({ length: failing }, (_, index) => ({
    name: `refusing ${index + 1}`,
    address: REFUSING,
    prefixes: ["44"],
    priority: index + 1,
    switchUntilConnect: true,
  }));
  return { routingGateways: [...refusing, { name: "vendor", address: CALLED, prefixes: ["44"], priority: failing + 1 }] };
}

/** The cheapest of several measurements, in milliseconds a call: what else a shared machine does only ever adds. */
async function costWith(failing: number, folder: string): Promise<number> {
  const config = join(folder, `failing-${failing}.json`);
  writeFileSync(config, JSON.stringify(configuration(join(folder, `data-${failing}`), 0, gateways(failing))));
  await using running = await RunningSwitch.start({ config, launcher: pinned(SWITCH_PROCESSOR) });
  const pid = await running.pidOf("vos3000d");
  await callAt(WARM_UP.rate, WARM_UP.seconds, SWITCH);
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = cpuMs(pid);
    const { statistics } = await callAt(RATE, SECONDS, SWITCH);
    const failed = statistics?.failedCalls ?? RATE * SECONDS;
    if (failed > 0) console.log(`  ${failed} calls failed with ${failing} refusing gateways`);
    costs.push((cpuMs(pid) - before) / (RATE * SECONDS));
  }
  return Math.min(...costs);
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "carrierlab-bench-"));
  console.log(`failing gateways: ${cpus()[0]?.model ?? "unknown processor"}, ${availableParallelism()} processors`);
  try {
    await using vendor = startVendor();
    await using refusing = startCarrier("vendor-says-503.xml", REFUSING);
    await Promise.all([vendor.ready(), refusing.ready()]);
    const direct = await costWith(0, folder);
    const long = await costWith(FAILING, folder);
    console.log(`  the first gateway answers           ${direct.toFixed(3)} ms of CPU a call at ${RATE} calls/s`);
    console.log(`  ${FAILING} refuse, the next answers         ${long.toFixed(3)} ms of CPU a call`);
    console.log(
      `  ratio ${(long / direct).toFixed(2)}; ${((long - direct) / FAILING).toFixed(3)} ms for each gateway that refuses`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
