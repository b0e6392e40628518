import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunningSwitch } from "../features/support/running-switch";
import { residentMb } from "./lib/process-cost";
import { CALL_SECONDS, callAt, configuration, pinned, startVendor, SWITCH, SWITCH_PROCESSOR } from "./lib/switch-load";

/**
 * What becomes of a switch that is offered four times the calls that it may have at once (`maxCalls`): how many it carries, whether
 * all others get 503, what that costs in memory, and whether it is well again afterwards.
 */
const CAPACITY = 400;
const OFFERED = 4 * CAPACITY;
const SECONDS = 15;
const RECOVERY_SECONDS = 5;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "carrierlab-bench-"));
  const config = join(folder, "switch.json");
  writeFileSync(config, JSON.stringify(configuration(join(folder, "data"), 0, { maxCalls: CAPACITY * CALL_SECONDS })));
  try {
    await using vendor = startVendor();
    await vendor.ready();
    await using b2bua = await RunningSwitch.start({ config, launcher: pinned(SWITCH_PROCESSOR) });
    const pid = await b2bua.pidOf("vos3000d");
    console.log(`overload: room for ${CAPACITY * CALL_SECONDS} calls of ${CALL_SECONDS} s, that is ${CAPACITY} calls/s`);
    const memory = (): string => `memory ${residentMb(pid).toFixed(0)} MB`;
    const load = async (rate: number, seconds: number): Promise<void> => {
      const { statistics } = await callAt(rate, seconds, SWITCH);
      const carried = ((statistics?.successfulCalls ?? 0) / seconds).toFixed(0);
      const refused = statistics?.failures.unexpectedMessage ?? 0;
      const failed = (statistics?.failedCalls ?? 0) - refused;
      console.log(
        `  ${rate} calls/s for ${seconds} s: ${carried} calls/s carried, ${refused} refused, ${failed} failed otherwise, ${memory()}`,
      );
    };
    await load(CAPACITY / 2, RECOVERY_SECONDS);
    await load(OFFERED, SECONDS);
    await load(OFFERED, SECONDS);
    await load(CAPACITY / 2, RECOVERY_SECONDS);
    const { counters, calls } = (await b2bua.ask("status")) as { counters: Record<string, number>; calls: number };
    console.log(`  refused by the limit ${counters["refusedByLimit"] ?? "?"}, calls that are left ${calls}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
