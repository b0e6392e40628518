import { SwitchError, milliseconds, seconds, toIso, type Duration, type WallTime } from "../../base";
import type { Clock, Log, Timer } from "../../ports";
import type { ChildProcess, ServiceName, ServiceProcesses, ServiceReport } from "./types";

/** First wait before a dead service is started again; doubled each time up to {@link LONGEST_BACKOFF}. Our choice. */
const FIRST_BACKOFF = milliseconds(200);
const LONGEST_BACKOFF = seconds(10);
/** A service that lived so long is forgiven its earlier ends. */
const PROVEN = seconds(30);
/**
 * Times that a service which never worked is started before the start is given up. Our choice: its three waits outlast the drain of
 * services whose monitor was killed and that still hold its addresses; what fails longer than that fails for good.
 */
const FIRST_STARTS = 4;
/** The exit code of a service whose configuration or environment is wrong: another try would say the same. */
const WRONG_CONFIGURATION = 2;
/** How long a service may take to drain before it is ended. */
export const DRAIN_TIMEOUT = seconds(8);

export interface SupervisedServiceOptions {
  readonly name: ServiceName;
  readonly processes: ServiceProcesses;
  readonly clock: Clock;
  readonly log: Log;
  /** Asked before each start: arguments may change from one to the next. */
  readonly values: () => Readonly<Record<string, string>>;
  readonly onReady: (facts: Readonly<Record<string, unknown>>) => void;
}

/** One service process, started again whenever it ends without having been asked to. */
export class SupervisedService {
  private child: ChildProcess | undefined;
  private state: ServiceReport["state"] = "stopped";
  private startedAt: WallTime | undefined;
  private restarts = 0;
  private backoff: Duration = FIRST_BACKOFF;
  private lastEnd: string | undefined;
  private backoffTimer: Timer | undefined;
  private drainTimer: Timer | undefined;
  private readonly whenReady: { readonly resolve: () => void; readonly reject: (error: SwitchError) => void }[] = [];
  private hasWorked = false;
  private failedStarts = 0;
  private readonly whenStopped: (() => void)[] = [];
  private facts: Readonly<Record<string, unknown>> | undefined;
  /** What follows when the process ends. */
  private then: "restart" | "stop" = "restart";

  constructor(private readonly options: SupervisedServiceOptions) {}

  get readyFacts(): Readonly<Record<string, unknown>> | undefined {
    return this.state === "running" ? this.facts : undefined;
  }

  /**
   * Starts it; resolves when it works for the first time from now on.
   *
   * @throws {SwitchError} `SERVICE_CANNOT_START` when it has never worked and ended by itself {@link FIRST_STARTS} times, or
   * once over its configuration; `context.exit` is its last exit code.
   */
  start(): Promise<void> {
    const ready = new Promise<void>((resolve, reject) => this.whenReady.push({ resolve, reject }));
    this.then = "restart";
    if (this.child === undefined) this.spawn();
    return ready;
  }

  /** Ends it gracefully and starts it again at once; resolves when it works again. */
  async restart(): Promise<void> {
    await this.stop();
    this.restarts += 1;
    await this.start();
  }

  /** Asks it to drain, ends it after {@link DRAIN_TIMEOUT}; resolves when it is gone. */
  stop(): Promise<void> {
    this.then = "stop";
    this.backoffTimer?.cancel();
    const { child } = this;
    if (child === undefined) {
      this.state = "stopped";
      return Promise.resolve();
    }
    this.state = "stopping";
    const stopped = new Promise<void>((resolve) => this.whenStopped.push(resolve));
    this.drainTimer ??= this.options.clock.in(DRAIN_TIMEOUT, `drain ${this.options.name}`, () => child.kill("SIGKILL"));
    child.kill("SIGTERM");
    return stopped;
  }

  report(): ServiceReport {
    return {
      name: this.options.name,
      state: this.state,
      pid: this.child?.pid,
      startedAt: this.startedAt === undefined ? undefined : toIso(this.startedAt),
      restarts: this.restarts,
      lastEnd: this.lastEnd,
    };
  }

  private spawn(): void {
    const { name, processes, clock, values } = this.options;
    const born = clock.now();
    this.state = "starting";
    this.startedAt = clock.wallClock();
    this.child = processes.start(name, values(), {
      onReady: (facts) => this.onReady(facts),
      onExit: ({ code, signal }) => {
        if (clock.now() - born >= PROVEN) this.backoff = FIRST_BACKOFF;
        this.onExit(signal === null ? `exit ${code ?? "unknown"}` : `signal ${signal}`, code);
      },
    });
  }

  private onReady(facts: Readonly<Record<string, unknown>>): void {
    if (this.state !== "starting") return;
    this.state = "running";
    this.facts = facts;
    this.hasWorked = true;
    this.options.onReady(facts);
    for (const { resolve } of this.whenReady.splice(0)) resolve();
  }

  private onExit(how: string, code: number | null): void {
    const { name, clock, log } = this.options;
    this.child = undefined;
    this.lastEnd = how;
    this.drainTimer?.cancel();
    this.drainTimer = undefined;
    if (this.then === "stop") {
      this.state = "stopped";
      for (const resolve of this.whenStopped.splice(0)) resolve();
      return;
    }
    this.failedStarts += 1;
    const isHopeless = code === WRONG_CONFIGURATION || this.failedStarts >= FIRST_STARTS;
    if (!this.hasWorked && isHopeless) return this.giveUp(how, code);
    log.write("error", "service.died", { service: name, how, restartMs: this.backoff / 1_000 });
    this.state = "restarting";
    this.restarts += 1;
    this.backoffTimer = clock.in(this.backoff, `restart ${name}`, () => this.spawn());
    this.backoff = Math.min(this.backoff * 2, LONGEST_BACKOFF) as Duration;
  }

  private giveUp(how: string, exit: number | null): void {
    this.state = "stopped";
    const { name } = this.options;
    const times = this.failedStarts === 1 ? "" : ` ${this.failedStarts} times`;
    const message = `${name} ended${times} before it worked, with ${how}; what it said is above`;
    const error = new SwitchError("SERVICE_CANNOT_START", message, { service: name, exit: exit ?? undefined });
    for (const { reject } of this.whenReady.splice(0)) reject(error);
  }
}
