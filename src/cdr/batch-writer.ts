import { between, milliseconds, seconds, SwitchError, times, type Duration, type WallTime } from "../base";
import type { Clock, Files, Log, Timer } from "../ports";
import { encodeFrame } from "./journal-frame";
import type { CdrJournal, JournalStatus, SealedSegment } from "./journal";
import { encodeRecord } from "./record-codec";
import type { CallRecord } from "./record";
import type { CdrRepository } from "./repository";

/** When records go to the database. */
export interface BatchWriterOptions {
  /** `SS_CDR_FILE_WRITE_INTERVAL`. Default {@link DEFAULT_WRITE_INTERVAL}, at least {@link SHORTEST_INTERVAL}. */
  readonly interval?: Duration;
  /** Where records lie that the database refuses while it takes others. */
  readonly rejectedPath: string;
}

/** The default of `SS_CDR_FILE_WRITE_INTERVAL` (SCL-055). */
export const DEFAULT_WRITE_INTERVAL = seconds(60);

/** An interval of nothing would tick without end. */
export const SHORTEST_INTERVAL = milliseconds(10);

/** First wait after a failure; doubles up to {@link LONGEST_BACKOFF}. Our choice. */
export const FIRST_BACKOFF = milliseconds(1_000);

/** Our choice: a database that is back is noticed within half a minute. */
export const LONGEST_BACKOFF = seconds(30);

/**
 * A batch that takes longer is told, once until one is faster: a slow database is felt here and in CDR Query before calls notice (SCL-089).
 * Our choice: a thousand records take a tenth of it.
 */
export const SLOW_BATCH = seconds(1);

/** What waits and why. */
export interface BatchWriterStatus extends JournalStatus {
  /** How long ago the oldest waiting call ended. */
  readonly oldestAge: Duration | undefined;
  /** Records stored since the start. */
  readonly stored: number;
  /** Records that the database refused while it took others; they lie in the rejected file. */
  readonly rejected: number;
  /** How long the database took for the last batch that it took; undefined before the first. */
  readonly lastBatch: Duration | undefined;
  /** Failures in a row; 0 while the database takes records. */
  readonly failures: number;
  readonly lastError: { readonly code: string; readonly message: string; readonly at: WallTime } | undefined;
}

/**
 * Moves sealed segments of the journal into the database: when one is full, and at each tick of the interval.
 *
 * A segment is one batch and one transaction, and is removed only after its commit. A crash in between loads it again, which
 * changes nothing, since a flow number is stored once. While the database is away it waits, longer each time, and records
 * stay on the disk; memory holds one segment at most. Ticks run free from the start, whatever full segments do (SCL-057).
 */
export class CdrBatchWriter {
  private readonly interval: Duration;
  private readonly rejectedPath: string;
  private tickTimer: Timer | undefined;
  private backoffTimer: Timer | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;
  private stored = 0;
  private rejected = 0;
  private failures = 0;
  private lastBatch: Duration | undefined;
  private lastError: BatchWriterStatus["lastError"];

  constructor(
    private readonly parts: {
      readonly journal: CdrJournal;
      readonly repository: CdrRepository;
      readonly files: Files;
      readonly clock: Clock;
      readonly log: Log;
      /** Called before records leave the journal: what was made of them must be kept elsewhere by then. A refusal keeps them in it. */
      readonly beforeRemoval?: () => void;
    },
    options: BatchWriterOptions,
  ) {
    this.interval = Math.max(options.interval ?? DEFAULT_WRITE_INTERVAL, SHORTEST_INTERVAL) as Duration;
    this.rejectedPath = options.rejectedPath;
  }

  /** Begins with what an earlier process left. */
  start(): void {
    this.parts.journal.onFull = () => this.pump();
    this.tick();
    this.pump();
  }

  /** Seals what there is and loads all segments now. Resolves when none is left, or at the first failure (then false). */
  async flush(): Promise<boolean> {
    this.parts.journal.seal();
    await this.running;
    this.pump(true);
    await this.running;
    return this.parts.journal.oldestSealed() === undefined;
  }

  /** Stops ticking. A batch under way is finished; what is left stays in the journal for the next start. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.parts.journal.onFull = undefined;
    this.tickTimer?.cancel();
    this.backoffTimer?.cancel();
    this.backoffTimer = undefined;
    await this.running;
  }

  status(): BatchWriterStatus {
    const journal = this.parts.journal.status();
    const { oldest } = journal;
    const oldestAge = oldest === undefined ? undefined : between(oldest, this.parts.clock.wallClock());
    const { stored, rejected, failures, lastError, lastBatch } = this;
    return { ...journal, oldestAge, stored, rejected, failures, lastError, lastBatch };
  }

  private tick(): void {
    this.tickTimer = this.parts.clock.in(this.interval, "CDR flush", () => {
      this.parts.journal.seal();
      this.tick();
      this.pump();
    });
  }

  private pump(isUrgent = false): void {
    if (this.running !== undefined || (this.backoffTimer !== undefined && !isUrgent)) return;
    if (this.parts.journal.oldestSealed() === undefined) return;
    this.backoffTimer?.cancel();
    this.backoffTimer = undefined;
    this.running = this.loadAll().finally(() => {
      this.running = undefined;
      // A segment that was sealed after the last look must not wait for the next one.
      if (!this.stopped) this.pump();
    });
  }

  private async loadAll(): Promise<void> {
    for (let segment = this.next(); segment !== undefined && !this.stopped; segment = this.next()) {
      try {
        await this.load(segment);
        this.succeeded();
      } catch (error) {
        this.failed(error);
        return;
      }
    }
  }

  private next(): SealedSegment | undefined {
    return this.parts.journal.oldestSealed();
  }

  private async load(segment: SealedSegment): Promise<void> {
    const { journal, repository } = this.parts;
    const records = this.read(segment);
    const begun = this.parts.clock.now();
    try {
      this.stored += await repository.insert(records);
      this.took(between(begun, this.parts.clock.now()), records.length);
    } catch (error) {
      if (isPassing(error)) throw error;
      await this.loadOneByOne(records);
    }
    this.parts.beforeRemoval?.();
    journal.remove(segment);
  }

  private took(time: Duration, records: number): void {
    const wasSlow = (this.lastBatch ?? 0) > SLOW_BATCH;
    this.lastBatch = time;
    if (time > SLOW_BATCH && !wasSlow)
      this.parts.log.write("warn", "cdr.database.slow", { ms: Math.round(time / 1_000), records });
  }

  /** A segment that somebody removed must not hold up those behind it for ever. */
  private read(segment: SealedSegment): readonly CallRecord[] {
    const { journal, log } = this.parts;
    try {
      return journal.read(segment);
    } catch (error) {
      if (!(error instanceof SwitchError) || error.code !== "FILE_NOT_FOUND") throw error;
      log.write("error", "cdr.journal.vanished", { path: segment.path, records: segment.records });
      return [];
    }
  }

  /** A batch was refused, but not because the database is away: one record must not hold up the others for ever. */
  private async loadOneByOne(records: readonly CallRecord[]): Promise<void> {
    const { repository } = this.parts;
    await repository.probe();
    for (const record of records) {
      try {
        this.stored += await repository.insert([record]);
      } catch (error) {
        if (isPassing(error)) throw error;
        await repository.probe();
        this.reject(record, error as SwitchError);
      }
    }
  }

  private reject(record: CallRecord, { code, message }: SwitchError): void {
    const file = this.parts.files.openAppend(this.rejectedPath);
    try {
      file.append(encodeFrame(encodeRecord(record)));
      file.sync();
    } finally {
      file.close();
    }
    this.rejected += 1;
    this.parts.log.write("error", "cdr.rejected", { flowNo: record.flowNo.toString(), code, message, path: this.rejectedPath });
  }

  private succeeded(): void {
    if (this.failures > 0) this.parts.log.write("info", "cdr.database.back", { failures: this.failures });
    this.failures = 0;
    this.lastError = undefined;
  }

  private failed(error: unknown): void {
    const code = error instanceof SwitchError ? error.code : "INVARIANT_VIOLATION";
    const message = error instanceof Error ? error.message : String(error);
    if (this.failures === 0)
      this.parts.log.write("error", "cdr.database.away", { code, message, waiting: this.parts.journal.status().waiting });
    this.failures += 1;
    this.lastError = { code, message, at: this.parts.clock.wallClock() };
    if (this.stopped) return;
    const wait = Math.min(times(FIRST_BACKOFF, 2 ** Math.min(this.failures - 1, 20)), LONGEST_BACKOFF) as Duration;
    this.backoffTimer = this.parts.clock.in(wait, "CDR database retry", () => {
      this.backoffTimer = undefined;
      this.pump();
    });
  }
}

/** True when the same batch may succeed later. */
function isPassing(error: unknown): boolean {
  return !(error instanceof SwitchError) || (error.code !== "DATABASE_ERROR" && error.code !== "DATABASE_CONFLICT");
}
