import { seconds, SwitchError, type Instant, type WallTime } from "../base";
import type { AppendFile, Clock, Files, Log, Timer } from "../ports";
import { decodeFrames, encodeFrame } from "./journal-frame";

/** How often the file is told that answered calls are still up. Our choice: what a killed process talked is known to a second. */
const ALIVE_EVERY = seconds(1);

/** Size at which the file is written anew with the calls that are open. Our choice. */
const COMPACT_AT = 4_194_304;

/** A call that was open when the process before this one ended. */
export interface LeftCall {
  readonly flowNo: bigint;
  /** What {@link OpenCalls.open} was given last. */
  readonly payload: string;
  /** The answer on the monotonic clock of that process; undefined: it was not answered. */
  readonly answeredOn: Instant | undefined;
  /** The last moment at which that process is known to have lived, on its monotonic clock and on the calendar. */
  readonly aliveOn: Instant;
  readonly aliveAt: WallTime;
}

interface Entry {
  readonly on: Instant;
  readonly at: WallTime;
  readonly open?: { readonly flowNo: string; readonly payload: string; readonly answeredOn?: Instant };
  readonly closed?: readonly string[];
}

/**
 * Calls in progress, kept so that a process that is killed leaves a record of each (no call without a record).
 *
 * An entry is written when a call is admitted and when it is answered. Ends are written with the next entry, at the latest before records
 * leave the journal: until then the record itself says that the call is over. Nothing here is synced: a kill loses nothing, and with the power the
 * calls are gone too. A disk that refuses entries is told of once, and calls go on without.
 */
export class OpenCalls {
  /** What the process before left; to be recorded, then {@link forget}. */
  readonly left: readonly LeftCall[];
  private readonly live = new Map<bigint, { readonly payload: string; readonly answeredOn: Instant | undefined }>();
  private ended: bigint[] = [];
  private answered = 0;
  private file: AppendFile | undefined;
  private aliveTimer: Timer | undefined;
  private isRefused = false;
  /** The file holds nothing of the process before any more. */
  private isForgotten: boolean;

  constructor(
    private readonly ports: { readonly files: Files; readonly clock: Clock; readonly log: Log },
    private readonly path: string,
  ) {
    this.left = this.read();
    this.isForgotten = this.left.length === 0;
  }

  /** The calls of the process before are recorded. */
  forget(): void {
    this.guarded(() => this.rewrite());
    this.isForgotten = !this.isRefused;
  }

  /** A call has come, or, with `answeredOn`, has been answered; what was said of it before is replaced. */
  open(flowNo: bigint, payload: string, answeredOn?: Instant): void {
    this.live.set(flowNo, { payload, answeredOn });
    this.write({ open: { flowNo: flowNo.toString(), payload, ...(answeredOn === undefined ? {} : { answeredOn }) } });
    if (answeredOn === undefined) return;
    this.answered += 1;
    this.aliveTimer ??= this.ports.clock.in(ALIVE_EVERY, "calls in progress", () => this.alive());
  }

  /** Its record is written. */
  close(flowNo: bigint): void {
    const call = this.live.get(flowNo);
    if (call === undefined) return;
    this.live.delete(flowNo);
    this.ended.push(flowNo);
    if (call.answeredOn === undefined) return;
    this.answered -= 1;
    if (this.answered > 0) return;
    this.aliveTimer?.cancel();
    this.aliveTimer = undefined;
  }

  /** Writes the ends that wait. @throws {SwitchError} when the disk refuses: records must not leave the journal then. */
  flush(): void {
    if (!this.isForgotten) this.rewrite();
    this.isForgotten = true;
    if (this.ended.length > 0) this.append({});
  }

  /** No call is open any more. */
  stop(): void {
    this.aliveTimer?.cancel();
    this.aliveTimer = undefined;
    this.guarded(() => this.flush());
    this.file?.close();
    this.file = undefined;
  }

  private alive(): void {
    this.write({});
    this.aliveTimer = this.ports.clock.in(ALIVE_EVERY, "calls in progress", () => this.alive());
  }

  private write(entry: Pick<Entry, "open">): void {
    this.guarded(() => this.append(entry));
  }

  private append(entry: Pick<Entry, "open">): void {
    if ((this.file?.size ?? 0) > COMPACT_AT) this.rewrite();
    this.file ??= this.ports.files.openAppend(this.path);
    const { ended } = this;
    this.file.append(encodeFrame(this.textOf({ ...entry, ...(ended.length === 0 ? {} : { closed: ended.map(String) }) })));
    this.ended = [];
  }

  private textOf(entry: Omit<Entry, "on" | "at">): string {
    const { clock } = this.ports;
    return JSON.stringify({ on: clock.now(), at: clock.wallClock(), ...entry });
  }

  /** The open calls alone, in the place of everything that was written. */
  private rewrite(): void {
    const frames = [...this.live].map(([flowNo, { payload, answeredOn }]) =>
      encodeFrame(
        this.textOf({ open: { flowNo: flowNo.toString(), payload, ...(answeredOn === undefined ? {} : { answeredOn }) } }),
      ),
    );
    this.ports.files.replace(this.path, Buffer.concat(frames));
    this.ended = [];
    this.file?.close();
    this.file = undefined;
  }

  private guarded(work: () => void): void {
    try {
      work();
      this.isRefused = false;
    } catch (error) {
      if (!(error instanceof SwitchError)) throw error;
      if (!this.isRefused) this.ports.log.write("error", "cdr.open-calls.refused", { path: this.path, code: error.code });
      this.isRefused = true;
    }
  }

  private read(): readonly LeftCall[] {
    const { files, log } = this.ports;
    if (!files.exists(this.path)) return [];
    const { payloads, damage } = decodeFrames(files.read(this.path));
    // A kill tears the last entry at most; what stood in it is known from the one before.
    if (damage.some(({ kind }) => kind === "changed")) log.write("error", "cdr.open-calls.damaged", { path: this.path });
    const entries = payloads.map((text) => JSON.parse(text) as Entry);
    const last = entries.at(-1);
    if (last === undefined) return [];
    const open = new Map<string, NonNullable<Entry["open"]>>();
    for (const entry of entries) {
      if (entry.open !== undefined) open.set(entry.open.flowNo, entry.open);
      for (const flowNo of entry.closed ?? []) open.delete(flowNo);
    }
    return [...open.values()].map(({ flowNo, payload, answeredOn }) => ({
      ...{ flowNo: BigInt(flowNo), payload, answeredOn },
      ...{ aliveOn: last.on, aliveAt: last.at },
    }));
  }
}
