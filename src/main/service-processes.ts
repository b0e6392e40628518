import { spawn } from "node:child_process";
import { MEDIA_TOKEN_VARIABLE } from "../cli";
import type { ChildHandlers, ChildProcess, ServiceName, ServiceProcesses } from "../services/process-monitor";

/** Longest first line of a service that is waited for. */
const MAX_READY_BYTES = 65_536;

/**
 * Options of Node for each service. Most of what signalling allocates is gone when its call ends: a young generation of 64 MB collects
 * rarely enough to find it dead, and one thread does that without taking the second processor from the media service.
 * bench: 270 to 240 us of all threads a call at 5,000 calls/s without sockets.
 */
const NODE_OPTIONS: Readonly<Record<ServiceName, readonly string[]>> = {
  vos3000d: ["--max-semi-space-size=64", "--no-parallel-scavenge"],
  mbx3000d: [],
};

/** What a service prints once it works: `{"ready":{...}}`, alone on a line of standard output. */
function readyFacts(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{"ready":')) return undefined;
  return (JSON.parse(line) as { readonly ready: Readonly<Record<string, unknown>> }).ready;
}

/**
 * Services as child processes of this one: the same program with the hidden command `service NAME`.
 *
 * Their standard error is ours. Their standard input stays open as long as we live, so that they stop when we are killed.
 */
export class NodeServiceProcesses implements ServiceProcesses {
  /** `token` opens the media channel to our services; it goes through the environment, which other users cannot read. */
  constructor(private readonly token: string) {}

  start(service: ServiceName, values: Readonly<Record<string, string>>, handlers: ChildHandlers): ChildProcess {
    const options = Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
    const words = [...process.execArgv, ...NODE_OPTIONS[service], process.argv[1] ?? "", "service", service, ...options];
    const child = spawn(process.execPath, words, {
      stdio: ["pipe", "pipe", "inherit"],
      // A process group of its own: a terminal's Ctrl-C goes to the monitor alone, which stops its services in order.
      detached: true,
      env: { ...process.env, [MEDIA_TOKEN_VARIABLE]: this.token },
    });
    let waiting = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      waiting += text;
      const lines = waiting.split("\n");
      waiting = (lines.pop() ?? "").slice(-MAX_READY_BYTES);
      for (const line of lines) {
        const facts = readyFacts(line);
        if (facts !== undefined) handlers.onReady(facts);
      }
    });
    child.stdin.on("error", () => undefined);
    let isOver = false;
    const over = (code: number | null, signal: string | null) => {
      if (isOver) return;
      isOver = true;
      handlers.onExit({ code, signal });
    };
    child.on("error", () => over(null, null));
    child.on("exit", over);
    return { pid: child.pid, kill: (signal) => void child.kill(signal) };
  }
}
