import { milliseconds, SwitchError, type Duration, type WallTime } from "../base";
import type { AppendFile, Clock, Files, Log, Timer } from "../ports";
import { decodeFrames, encodeFrame } from "./journal-frame";
import { decodeRecord, encodeRecord } from "./record-codec";
import type { CallRecord } from "./record";

/** How a journal keeps records safe. */
export interface JournalOptions {
  /** Where its segments lie. One journal a folder. */
  readonly folder: string;
  /**
   * `each`: a record is on the disk before `append` returns. A duration: within that time. Default {@link DEFAULT_SYNC}.
   * Either way a `kill -9` of the process loses nothing, since the system has the bytes; only a loss of power can take what
   * was not synced.
   */
  readonly sync?: "each" | Duration;
  /** Records of one segment, which is also one batch: `SS_CDR_FILE_WRITE_MAX`. Default {@link DEFAULT_SEGMENT_RECORDS}. */
  readonly segmentRecords?: number;
  /** Records kept in memory while the disk refuses them. Default {@link DEFAULT_MEMORY_RECORDS}. */
  readonly memoryRecords?: number;
}

/**
 * How long a record may wait for the disk. Our choice: an fsync takes 0.1 to 10 ms, in which no call is handled, so one for
 * each of 2,000 records a second would halve the switch; at ten a second it costs nothing, and a loss of power takes the
 * records of a tenth of a second, while the calls of that moment are lost with it anyway.
 */
export const DEFAULT_SYNC = milliseconds(100);

/** The default of `SS_CDR_FILE_WRITE_MAX` (SCL-056). */
export const DEFAULT_SEGMENT_RECORDS = 1_000;

/** Our choice: some 20 MB, and a minute and a half at 100 calls/s. */
export const DEFAULT_MEMORY_RECORDS = 10_000;

/** How often a disk that refused a record is tried again. Our choice. */
export const RETRY_INTERVAL = milliseconds(1_000);

/** A segment that gets no more records. */
export interface SealedSegment {
  readonly path: string;
  readonly sequence: number;
  readonly records: number;
  /** When the first call in it ended. */
  readonly oldest: WallTime | undefined;
}

/** What a journal holds and what went wrong. */
export interface JournalStatus {
  /** Records on the disk that are not in the database yet, and when the oldest of their calls ended. */
  readonly waiting: number;
  readonly oldest: WallTime | undefined;
  readonly segments: number;
  /** Records in memory because the disk refuses them. */
  readonly inMemory: number;
  /** Records that found the disk refusing and the memory full. They are in the log, event `cdr.lost`. */
  readonly lost: number;
  /** The disk's last refusal; undefined while it takes records. */
  readonly error: string | undefined;
}

/** What segments are called: the twelve digits count up. */
export const SEGMENT_NAME = /^cdr-(\d{12})\.journal$/;

/**
 * The journal: every record goes here before anything else, so that it outlives the process, a database that is down, and
 * (after the sync) the machine's power.
 *
 * `append` never throws and never waits for anything but the write itself: the release of a call is not held up. A new journal
 * in a folder takes what earlier ones left there as sealed segments; it never writes behind a torn end, and says where it found
 * one. What a damaged part of a segment held is kept in a file beside it.
 */
export class CdrJournal {
  /** Called when a segment was sealed because it is full. */
  onFull: (() => void) | undefined;
  private readonly folder: string;
  private readonly sync: "each" | Duration;
  private readonly segmentRecords: number;
  private readonly memoryRecords: number;
  private readonly sealed: SealedSegment[] = [];
  private active: { file: AppendFile; sequence: number; records: number; oldest: WallTime | undefined } | undefined;
  private sequence = 0;
  private memory: CallRecord[] = [];
  private lost = 0;
  private readonly errors: { append?: string; sync?: string } = {};
  private syncTimer: Timer | undefined;
  private retryTimer: Timer | undefined;
  private closed = false;

  constructor(
    private readonly ports: { readonly files: Files; readonly clock: Clock; readonly log: Log },
    options: JournalOptions,
  ) {
    this.folder = options.folder;
    this.sync = options.sync ?? DEFAULT_SYNC;
    this.segmentRecords = options.segmentRecords ?? DEFAULT_SEGMENT_RECORDS;
    this.memoryRecords = options.memoryRecords ?? DEFAULT_MEMORY_RECORDS;
    this.takeOver();
  }

  /**
   * Writes one record. False when the disk refused it: it then waits in memory and is tried again every
   * {@link RETRY_INTERVAL}, or, at the bound, is written to the log alone.
   */
  append(record: CallRecord): boolean {
    // What waits in memory goes first: records keep the order in which their calls ended.
    if (this.memory.length === 0 && this.write(record)) return true;
    if (this.memory.length < this.memoryRecords) this.memory.push(record);
    else {
      this.lost += 1;
      this.ports.log.write("error", "cdr.lost", { record: encodeRecord(record), lost: this.lost });
    }
    this.retryLater();
    return false;
  }

  /** Ends the current segment, so that its records can be loaded. Nothing happens when it is empty. */
  seal(): void {
    const { active } = this;
    if (active === undefined || active.records === 0) return;
    this.active = undefined;
    try {
      active.file.sync();
      this.recovered("sync");
    } catch (error) {
      this.report("sync", error);
    }
    active.file.close();
    const { sequence, records, oldest } = active;
    this.sealed.push({ path: active.file.path, sequence, records, oldest });
    this.syncTimer?.cancel();
    this.syncTimer = undefined;
  }

  /** The sealed segment that is to be loaded next. */
  oldestSealed(): SealedSegment | undefined {
    return this.sealed[0];
  }

  /** Records of a sealed segment. @throws {SwitchError} `FILE_IO` and its like. */
  read(segment: SealedSegment): readonly CallRecord[] {
    return this.examine(segment.path, this.ports.files.read(segment.path)).records;
  }

  /** Forgets a sealed segment whose records are all in the database. @throws {SwitchError} when the file cannot be removed. */
  remove(segment: SealedSegment): void {
    this.ports.files.remove(segment.path);
    const index = this.sealed.indexOf(segment);
    if (index >= 0) this.sealed.splice(index, 1);
  }

  status(): JournalStatus {
    const oldest = this.sealed[0]?.oldest ?? this.active?.oldest ?? this.memory[0]?.endedAt;
    let waiting = this.active?.records ?? 0;
    for (const { records } of this.sealed) waiting += records;
    const error = this.errors.append ?? this.errors.sync;
    const segments = this.sealed.length + (this.active === undefined ? 0 : 1);
    return { waiting, oldest, segments, inMemory: this.memory.length, lost: this.lost, error };
  }

  /** Syncs and closes. Records that the disk still refuses are written to the log. */
  close(): void {
    if (this.closed) return;
    this.retry();
    this.closed = true;
    this.seal();
    this.syncTimer?.cancel();
    this.retryTimer?.cancel();
    for (const record of this.memory)
      this.ports.log.write("error", "cdr.lost", { record: encodeRecord(record), lost: ++this.lost });
    this.memory = [];
  }

  private write(record: CallRecord): boolean {
    try {
      const active = this.activeSegment();
      active.file.append(encodeFrame(encodeRecord(record)));
      active.records += 1;
      active.oldest ??= record.endedAt;
      if (this.sync === "each") active.file.sync();
      else this.syncTimer ??= this.ports.clock.in(this.sync, "CDR journal sync", () => this.syncNow());
    } catch (error) {
      this.report("append", error);
      return false;
    }
    this.recovered("append");
    if ((this.active?.records ?? 0) >= this.segmentRecords) {
      this.seal();
      this.onFull?.();
    }
    return true;
  }

  private activeSegment(): NonNullable<CdrJournal["active"]> {
    if (this.active !== undefined) return this.active;
    const sequence = this.sequence + 1;
    const file = this.ports.files.openAppend(`${this.folder}/cdr-${String(sequence).padStart(12, "0")}.journal`);
    this.sequence = sequence;
    this.active = { file, sequence, records: 0, oldest: undefined };
    return this.active;
  }

  private syncNow(): void {
    this.syncTimer = undefined;
    try {
      this.active?.file.sync();
      this.recovered("sync");
    } catch (error) {
      this.report("sync", error);
      this.syncTimer = this.ports.clock.in(RETRY_INTERVAL, "CDR journal sync", () => this.syncNow());
    }
  }

  private retryLater(): void {
    this.retryTimer ??= this.ports.clock.in(RETRY_INTERVAL, "CDR journal retry", () => {
      this.retryTimer = undefined;
      this.retry();
      if (this.memory.length > 0) this.retryLater();
    });
  }

  private retry(): void {
    let written = 0;
    for (const record of this.memory) {
      if (!this.write(record)) break;
      written += 1;
    }
    this.memory = this.memory.slice(written);
  }

  private report(operation: "append" | "sync", error: unknown): void {
    if (!(error instanceof SwitchError)) throw error;
    // One alarm for each outage, not one for each call in it.
    if (this.errors[operation] === undefined)
      this.ports.log.write("error", "cdr.journal.refused", { operation, code: error.code, path: this.folder });
    this.errors[operation] = `${error.code}: ${error.message}`;
  }

  private recovered(operation: "append" | "sync"): void {
    if (this.errors[operation] === undefined) return;
    delete this.errors[operation];
    this.ports.log.write("info", "cdr.journal.recovered", { operation, inMemory: this.memory.length, lost: this.lost });
  }

  private takeOver(): void {
    const { files, log } = this.ports;
    for (const name of files.list(this.folder)) {
      const sequence = Number(SEGMENT_NAME.exec(name)?.[1] ?? Number.NaN);
      if (Number.isNaN(sequence)) continue;
      const path = `${this.folder}/${name}`;
      this.sequence = Math.max(this.sequence, sequence);
      const { records, damage } = this.examineOnStart(path);
      this.sealed.push({ path, sequence, records: records.length, oldest: records[0]?.endedAt });
      log.write("info", "cdr.journal.recovery", { path, records: records.length, damaged: damage });
    }
  }

  /** A segment that cannot be read now is tried again when it is loaded; it must not keep the switch from starting. */
  private examineOnStart(path: string): ReturnType<CdrJournal["examine"]> {
    try {
      return this.examine(path, this.ports.files.read(path));
    } catch (error) {
      if (!(error instanceof SwitchError)) throw error;
      this.ports.log.write("error", "cdr.journal.unreadable", { path, code: error.code });
      return { records: [], damage: 0 };
    }
  }

  private examine(path: string, bytes: Buffer): { readonly records: readonly CallRecord[]; readonly damage: number } {
    const { payloads, damage } = decodeFrames(bytes);
    const records: CallRecord[] = [];
    const unread: Buffer[] = damage.map(({ offset, length }) => bytes.subarray(offset, offset + length));
    for (const payload of payloads) {
      const decoded = decodeRecord(payload);
      if (decoded.ok) records.push(decoded.value);
      else unread.push(encodeFrame(payload));
    }
    if (unread.length > 0) this.keepAside(path, Buffer.concat(unread));
    for (const { offset, length, kind } of damage)
      this.ports.log.write("error", "cdr.journal.damaged", { path, offset, length, kind });
    return { records, damage: unread.length };
  }

  /** What cannot be read is not thrown away with its segment. */
  private keepAside(path: string, bytes: Buffer): void {
    const aside = `${path}.damaged`;
    try {
      if (!this.ports.files.exists(aside)) this.ports.files.replace(aside, bytes);
    } catch (error) {
      this.report("append", error);
    }
  }
}
