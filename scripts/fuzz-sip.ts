import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { SeededRandom } from "../src/adapters/random";
import type { Random } from "../src/ports";
import { parseMessage } from "../src/sip";
import { mutate } from "../src/sip/message/fuzz-mutation";
import { brokenPromise } from "../src/sip/message/fuzz-promises";
import { testMessage } from "../src/sip/message/test-messages";
import { tortureCases } from "../src/sip/message/torture-cases";

/**
 * Parses mutated SIP messages and holds the parser to its promises: no exception, linear time, flat memory, and whatever is accepted
 * reads back the same. The seed and the index of a message make it again.
 */
const { values } = parseArgs({ options: { count: { type: "string" }, seed: { type: "string" } } });
const count = Number(values.count ?? 100_000);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 32));

/** Generous, for shared machines: about 100 times what a byte costs, and the fixed part far over a minor collection. */
const allowedMs = (bytes: Buffer): number => 5 + bytes.length * 0.001;
const allowedGrowthBytes = 8 * 1024 * 1024;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const heapBytes = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};

function parseMs(bytes: Buffer): number {
  const start = performance.now();
  parseMessage(bytes);
  return performance.now() - start;
}

/** A message that was slow once may have met a collection or another process; one that is slow five times is slow. */
const isSlow = (bytes: Buffer): boolean =>
  parseMs(bytes) > allowedMs(bytes) && Math.min(...Array.from({ length: 5 }, () => parseMs(bytes))) > allowedMs(bytes);

function checked(bytes: Buffer, random: Random): string | undefined {
  try {
    return isSlow(bytes) ? `takes over ${allowedMs(bytes)} ms` : brokenPromise(bytes, random);
  } catch (error) {
    return `threw ${error instanceof Error ? error.stack : String(error)}`;
  }
}

function main(): number {
  const replay = `node -r ts-node/register/transpile-only scripts/fuzz-sip.ts --seed ${seed} --count ${count}`;
  console.log(`seed ${seed}, ${count} messages; again with: ${replay}`);
  const folder = join(__dirname, "..", "src", "sip", "message", "torture");
  const seeds = [
    ...tortureCases.map(({ file }) => readFileSync(join(folder, `${file}.dat`))),
    testMessage(),
    testMessage({ body: "v=0\r\n" }),
  ];
  const random = SeededRandom.fromSeed(seed).fork("fuzz");
  const warmUp = Math.min(20_000, count / 2);
  let heapBefore = 0;
  let accepted = 0;
  const start = performance.now();
  for (let index = 0; index < count; index += 1) {
    if (index === warmUp) heapBefore = heapBytes();
    const bytes = mutate(seeds, random);
    const broken = checked(bytes, random);
    if (broken !== undefined) {
      const file = `fuzz-sip-${seed}-${index}.dat`;
      writeFileSync(file, bytes);
      console.error(`message ${index} (kept in ${file}): ${broken}`);
      return 1;
    }
    if (parseMessage(bytes).ok) accepted += 1;
  }
  const growth = heapBytes() - heapBefore;
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  console.log(`${count} messages in ${seconds} s, ${accepted} of them accepted; heap grew by ${(growth / 1024).toFixed(0)} KiB`);
  if (growth <= allowedGrowthBytes) return 0;
  console.error(`the heap grew by more than ${allowedGrowthBytes / 1024} KiB`);
  return 1;
}

process.exitCode = main();
