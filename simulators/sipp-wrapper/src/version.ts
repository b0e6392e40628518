import { Child, pause } from "./child";
import { SippError } from "./errors";
import { notStarted } from "./not-started";
import { Workspace } from "./workspace";

/** Long enough for a program that only prints a text; our choice. */
const VERSION_MS = 10_000;

/**
 * The version of SIPp and what it was built with.
 *
 * @throws {SippError} `SIPP_NOT_INSTALLED`, `SIPP_FATAL` when it prints no version.
 */
export async function sippVersion(command = "sipp"): Promise<{ readonly version: string; readonly features: readonly string[] }> {
  const workspace = new Workspace();
  try {
    const child = new Child([command, "-v"], { cwd: workspace.folder, env: process.env, maxOutputBytes: 16_384 });
    const watchdog = pause(VERSION_MS).then(() => child.stop({ drainMs: 0 }));
    const end = await Promise.race([child.ended, watchdog.then(() => child.ended)]);
    if (end.startError !== undefined) {
      const { code, message } = notStarted(command, end.startError);
      throw new SippError(code ?? "SIPP_FATAL", message, { cause: end.startError });
    }
    const text = `${child.stdout.toString()}${child.stderr.toString()}`;
    const match = /SIPp v?(\d[\d.]*)((?:-[A-Z0-9]+)*)/.exec(text);
    if (match?.[1] === undefined) throw new SippError("SIPP_FATAL", `"${command} -v" prints no version of SIPp`);
    return { version: match[1], features: (match[2] ?? "").split("-").filter((feature) => feature !== "") };
  } finally {
    await workspace.remove();
  }
}
