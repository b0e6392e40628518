import { cpus } from "node:os";
import { SimStage } from "../features/support/stages/sim-stage";
import { between, inSeconds, seconds } from "../src/base";
import { POLITE } from "../simulators/endpoint";

/**
 * Virtual seconds per real second in `sim`: a call of 180 s through a whole switch, its refreshes, its end and its record, from nothing
 * to nothing; then the same call while both parties speak, 50 packets a second each way.
 *
 * `node -r ./bin/typescript.cjs bench/sim.ts [scenarios]`
 */
const [SCENARIOS = 100] = process.argv.slice(2).map(Number);
const CALL = seconds(180);
/** After the end: until the last transaction of the call is gone. */
const REST = seconds(40);
/** A scenario with speech is hundreds of times the work. */
const SPEAKING_SHARE = 20;

/** One scenario; gives the virtual seconds that it took. */
async function scenario(seed: number, speaks: boolean): Promise<number> {
  const stage = new SimStage(seed);
  const start = stage.now();
  await stage.start({
    parties: [
      { name: "customer", personality: { ...POLITE, timerOffer: { interval: 90 } } },
      { name: "vendor", personality: POLITE },
    ],
    switches: [
      {
        name: "switch",
        parameters: { SS_SESSION_TIMER: 90, SS_SESSION_TIMER_MIN_SE: 90 },
        mappingGateways: [{ name: "customer", peer: "customer" }],
        routingGateways: [{ name: "vendor", peer: "vendor", prefixes: ["44"] }],
      },
    ],
    paths: [],
  });
  await stage.call({ caller: "customer", through: "switch", call: "the call", to: "442079460123" });
  await stage.pass(seconds(2));
  if (speaks) for (const party of ["customer", "vendor"]) await stage.act(party, {}, { do: "speak" });
  await stage.pass(CALL);
  await stage.act("customer", {}, { do: "hangUp" });
  await stage.pass(REST);
  const records = await stage.records("switch");
  const hold = records[0]?.holdTimeMs ?? 0;
  if (records.length !== 1 || hold < inSeconds(CALL) * 1_000)
    throw new RangeError(`the call was not what it should be: ${hold} ms`);
  const passed = inSeconds(between(start, stage.now()));
  await stage.close();
  return passed;
}

async function measure(name: string, count: number, speaks: boolean): Promise<void> {
  await scenario(0, speaks);
  const times: number[] = [];
  let virtual = 0;
  for (let seed = 1; seed <= count; seed += 1) {
    const start = process.threadCpuUsage();
    virtual = await scenario(seed, speaks);
    const used = process.threadCpuUsage(start);
    times.push((used.user + used.system) / 1_000);
  }
  times.sort((a, b) => a - b);
  const [least = 0, middle = 0] = [times[0], times[times.length >> 1]];
  console.log(
    `  ${name.padEnd(20)} ${virtual.toFixed(0)} virtual seconds in ${middle.toFixed(1)} ms of CPU (median of ${count}; least ${least.toFixed(1)}), ` +
      `${((virtual / middle) * 1_000).toFixed(0)} virtual seconds a second`,
  );
}

async function main(): Promise<void> {
  console.log(`sim: ${cpus()[0]?.model ?? "unknown processor"}`);
  await measure("signalling alone", SCENARIOS, false);
  await measure("both parties speak", Math.max(1, Math.round(SCENARIOS / SPEAKING_SHARE)), true);
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
