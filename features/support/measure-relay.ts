import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const ROOT = join(__dirname, "..", "..");
/** Short and light, since the figures are for reading: seconds, packets a second, calls, rounds. */
const BRIEF = ["1", "4000", "40", "1"];

/** Runs bench/relay.ts once and gives back what it prints. */
export async function measureRelay(): Promise<string> {
  const script = join(ROOT, "bench", "relay.ts");
  const { stdout } = await promisify(execFile)(process.execPath, ["-r", "ts-node/register/transpile-only", script, ...BRIEF], {
    cwd: ROOT,
  });
  return stdout;
}
