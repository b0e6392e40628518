import { spawn, type ChildProcess } from "node:child_process";
import { BoundedText } from "./bounded-text";

/** How a process ended, or why it did not start. */
export interface ChildEnd {
  readonly exitCode: number | undefined;
  readonly exitSignal: NodeJS.Signals | undefined;
  readonly startError: NodeJS.ErrnoException | undefined;
}

/** How long each step of {@link Child.stop} waits, in milliseconds. */
export interface StopBounds {
  /** After SIGUSR1, for calls that are up to end by themselves; {@link DEFAULT_STOP_BOUNDS} when absent. */
  readonly drainMs?: number;
  /** After SIGINT, before SIGKILL. */
  readonly interruptMs?: number;
}

/** Time for the 4 s in which a server absorbs retransmissions, and a second more; our choice. */
export const DEFAULT_STOP_BOUNDS = { drainMs: 5_000, interruptMs: 1_000 } as const;

/** Output pipes may be held open by a process that outlives SIPp; what it wrote is not worth waiting longer for. */
const PIPE_CLOSE_MS = 1_000;

/** Processes that are not to outlive this one. */
const living = new Set<ChildProcess>();
let exitHookInstalled = false;

/** A child process whose end is always observed, so that no zombie is left, and whose output is kept in bounded memory. */
export class Child {
  readonly pid: number | undefined;
  readonly ended: Promise<ChildEnd>;
  readonly stdout: BoundedText;
  readonly stderr: BoundedText;
  private readonly process: ChildProcess;
  private hasEnded = false;

  constructor(command: readonly [string, ...string[]], options: { cwd: string; env: NodeJS.ProcessEnv; maxOutputBytes: number }) {
    const [program, ...words] = command;
    this.stdout = new BoundedText(options.maxOutputBytes);
    this.stderr = new BoundedText(options.maxOutputBytes);
    this.process = spawn(program, words, { cwd: options.cwd, env: options.env, stdio: ["ignore", "pipe", "pipe"] });
    this.pid = this.process.pid;
    this.process.stdout?.on("data", (bytes: Buffer) => this.stdout.append(bytes));
    this.process.stderr?.on("data", (bytes: Buffer) => this.stderr.append(bytes));
    this.ended = this.watch();
    rememberLiving(this.process);
  }

  get running(): boolean {
    return !this.hasEnded;
  }

  /** SIGUSR1 (SIPp finishes its calls), then SIGINT, then SIGKILL; returns when the process has ended, within the bounds. */
  async stop(bounds: StopBounds = {}): Promise<void> {
    await this.signalAndWait("SIGUSR1", bounds.drainMs ?? DEFAULT_STOP_BOUNDS.drainMs);
    await this.signalAndWait("SIGINT", bounds.interruptMs ?? DEFAULT_STOP_BOUNDS.interruptMs);
    if (this.running) this.process.kill("SIGKILL");
    await this.ended;
  }

  private async signalAndWait(signal: NodeJS.Signals, boundMs: number): Promise<void> {
    if (!this.running) return;
    this.process.kill(signal);
    await Promise.race([this.ended, pause(boundMs)]);
  }

  private watch(): Promise<ChildEnd> {
    return new Promise((resolve) => {
      const finish = (end: ChildEnd): void => {
        this.hasEnded = true;
        living.delete(this.process);
        resolve(end);
      };
      this.process.once("error", (startError) => {
        if (this.pid === undefined) finish({ exitCode: undefined, exitSignal: undefined, startError });
      });
      this.process.once("exit", (code, signal) => {
        this.hasEnded = true;
        const end = { exitCode: code ?? undefined, exitSignal: signal ?? undefined, startError: undefined };
        const timer = setTimeout(() => {
          this.process.stdout?.destroy();
          this.process.stderr?.destroy();
        }, PIPE_CLOSE_MS);
        this.process.once("close", () => {
          clearTimeout(timer);
          finish(end);
        });
      });
    });
  }
}

/** Resolves after `ms`; does not keep the process alive. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

function rememberLiving(child: ChildProcess): void {
  living.add(child);
  if (exitHookInstalled) return;
  exitHookInstalled = true;
  process.once("exit", () => {
    for (const one of living) one.kill("SIGKILL");
  });
}
