import { checkOptions } from "./check-options";
import { Child, type ChildEnd, type StopBounds } from "./child";
import { FILES, sippArguments } from "./command-line";
import { SippError } from "./errors";
import { DEFAULT_MAX_LOG_BYTES, DEFAULT_TIMEOUT_SECONDS, type SippOptions } from "./options";
import { prepareFiles } from "./prepare";
import { notStarted } from "./not-started";
import type { SippOutput, SippResult } from "./result";
import { boundSockets, type BoundSocket } from "./sockets";
import type { SippStatistics } from "./statistics";
import { readStatisticsFile } from "./statistics-file";
import { judge, type Verdict } from "./verdict";
import { Workspace } from "./workspace";

/** SIPp ends itself at its time limit; after so much more it is ended, because it hangs. Our choice. */
const OVERDUE_MS = 5_000;
/** How often {@link SippRun.ready} looks. Our choice: far below what a test notices. */
const READY_POLL_MS = 10;

/** A run of SIPp that was started with {@link startSipp}. */
export interface SippRun {
  readonly pid: number | undefined;
  /** Resolves when SIPp has ended and its files are removed. Never rejects: see {@link SippResult.outcome}. */
  readonly finished: Promise<SippResult>;
  /**
   * Resolves to SIPp's SIP socket as soon as it is bound, so that what is sent to it is not lost.
   *
   * @throws {SippError} the reason when SIPp ended first.
   */
  ready(): Promise<BoundSocket>;
  /** Cumulative statistics, at most a second old; undefined until the first second has passed and after the end. */
  statistics(): Promise<SippStatistics | undefined>;
  /** Lets calls that are up end (SIGUSR1), then SIGINT, then SIGKILL. Resolves to the same as `finished`. May be called twice. */
  stop(bounds?: StopBounds): Promise<SippResult>;
  /** So that `await using run = startSipp(...)` stops it. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Runs SIPp to its end.
 *
 * ```ts
 * const { statistics } = await runSipp({ scenario: { named: "uac" }, remote: "127.0.0.1:5060", calls: 100, callsPerSecond: 50 });
 * ```
 *
 * @throws {SippError} unless every call succeeded; its `code` says why, its `result` holds statistics and logs.
 */
export async function runSipp(options: SippOptions): Promise<SippResult> {
  const result = await startSipp(options).finished;
  if (result.error !== undefined) throw result.error;
  return result;
}

/**
 * Starts SIPp and returns at once: for a server, or to watch a run.
 *
 * @throws {SippError} `SIPP_OPTION_INVALID`, `SIPP_SCENARIO_MISSING`, `SIPP_FILE_MISSING` before anything is started.
 */
export function startSipp(options: SippOptions): SippRun {
  checkOptions(options);
  const workspace = new Workspace();
  try {
    return new Run(options, workspace, sippArguments(options, prepareFiles(options, workspace)));
  } catch (error) {
    workspace.removeNow();
    throw error;
  }
}

class Run implements SippRun {
  readonly finished: Promise<SippResult>;
  private readonly child: Child;
  private readonly commandLine: readonly [string, ...string[]];
  private readonly startedAt = performance.now();
  private stopping: Promise<void> | undefined;
  private stopped = false;
  private overdue = false;

  constructor(
    private readonly options: SippOptions,
    private readonly workspace: Workspace,
    words: readonly string[],
  ) {
    this.commandLine = withLauncher(options, words);
    const maxOutputBytes = options.maxLogBytes ?? DEFAULT_MAX_LOG_BYTES;
    const env = options.environment ?? process.env;
    this.child = new Child(this.commandLine, { cwd: workspace.folder, env, maxOutputBytes });
    this.finished = this.finish();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  async ready(): Promise<BoundSocket> {
    while (this.child.running) {
      const socket = this.sipSocket();
      if (socket !== undefined) return socket;
      await Promise.race([pauseAlive(READY_POLL_MS), this.child.ended]);
    }
    const { error } = await this.finished;
    throw error ?? new SippError("SIPP_NO_CALLS", "SIPp had ended before it could be used");
  }

  statistics(): Promise<SippStatistics | undefined> {
    return readStatisticsFile(this.workspace.path(FILES.statistics));
  }

  async stop(bounds: StopBounds = {}): Promise<SippResult> {
    if (this.child.running && this.stopping === undefined) {
      this.stopped = true;
      this.stopping = this.child.stop(bounds);
    }
    await this.stopping;
    return this.finished;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  private sipSocket(): BoundSocket | undefined {
    const sockets = this.pid === undefined ? [] : (boundSockets(this.pid) ?? []);
    const { localPort } = this.options;
    return localPort === undefined ? sockets[0] : sockets.find((socket) => socket.port === localPort);
  }

  private async finish(): Promise<SippResult> {
    const timeoutMs = (this.options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1_000 + OVERDUE_MS;
    const watchdog = setTimeout(() => this.endOverdue(), timeoutMs);
    const onAbort = (): void => void this.stop();
    this.options.signal?.addEventListener("abort", onAbort, { once: true });
    if (this.options.signal?.aborted === true) onAbort();
    const end = await this.child.ended;
    clearTimeout(watchdog);
    this.options.signal?.removeEventListener("abort", onAbort);
    try {
      return await this.describe(end);
    } finally {
      await this.workspace.remove();
    }
  }

  private endOverdue(): void {
    this.overdue = true;
    this.stopping ??= this.child.stop({ drainMs: 0 });
  }

  private async describe(end: ChildEnd): Promise<SippResult> {
    const output = await this.readOutput();
    const read = await this.readStatistics();
    const verdict = read.verdict ?? this.judgeEnd(end, output, read.statistics);
    const facts = {
      outcome: verdict.outcome,
      durationMs: performance.now() - this.startedAt,
      commandLine: hidePassword(this.commandLine),
      output,
      ...(read.statistics === undefined ? {} : { statistics: read.statistics }),
      ...(end.exitCode === undefined ? {} : { exitCode: end.exitCode }),
      ...(end.exitSignal === undefined ? {} : { exitSignal: end.exitSignal }),
    };
    if (verdict.code === undefined) return facts;
    return { ...facts, error: new SippError(verdict.code, verdict.message, { result: facts, cause: end.startError }) };
  }

  private judgeEnd(end: ChildEnd, { stderr, errors }: SippOutput, statistics: SippStatistics | undefined): Verdict {
    if (end.startError !== undefined) return notStarted(this.commandLine[0], end.startError);
    const { exitCode, exitSignal } = end;
    return judge({ exitCode, exitSignal, stderr, errors, statistics, stopped: this.stopped, overdue: this.overdue });
  }

  private async readStatistics(): Promise<{ statistics?: SippStatistics; verdict?: Verdict }> {
    try {
      const statistics = await this.statistics();
      return statistics === undefined ? {} : { statistics };
    } catch (error) {
      if (!(error instanceof SippError)) throw error;
      return { verdict: { outcome: "unreadableStatistics", code: error.code, message: error.message } };
    }
  }

  private async readOutput(): Promise<SippOutput> {
    const maxBytes = this.options.maxLogBytes ?? DEFAULT_MAX_LOG_BYTES;
    const [messages, errors, logs, screens] = await Promise.all(
      [FILES.messages, FILES.errors, FILES.logs, FILES.screens].map((name) => this.workspace.readEnd(name, maxBytes)),
    );
    return {
      stdout: this.child.stdout.toString(),
      stderr: this.child.stderr.toString(),
      messages: messages ?? "",
      errors: errors ?? "",
      logs: logs ?? "",
      screens: screens ?? "",
    };
  }
}

function withLauncher(options: SippOptions, words: readonly string[]): readonly [string, ...string[]] {
  const command = options.command ?? "sipp";
  const [first, ...rest] = options.launcher ?? [];
  return first === undefined ? [command, ...words] : [first, ...rest, command, ...words];
}

function hidePassword(words: readonly string[]): readonly string[] {
  return words.map((word, index) => (words[index - 1] === "-ap" ? "***" : word));
}

/** Unlike {@link pause} keeps the process alive: someone waits for SIPp. */
function pauseAlive(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
