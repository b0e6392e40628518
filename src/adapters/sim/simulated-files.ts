import { SwitchError } from "../../base";
import type { AppendFile, Files, Random } from "../../ports";

/** What the simulated disk refuses, and when. */
export type FileFault = "FILE_DISK_FULL" | "FILE_IO" | "FILE_PERMISSION";

/** An operation that a fault can hit. */
export type FileOperation = "openAppend" | "append" | "sync" | "read" | "replace" | "rename" | "remove";

class StoredFile {
  content = Buffer.alloc(0);
  size = 0;
  /** Bytes that survive a loss of power. */
  durable = 0;

  view(): Buffer {
    return this.content.subarray(0, this.size);
  }

  append(bytes: Uint8Array): void {
    const needed = this.size + bytes.length;
    if (needed > this.content.length) {
      const grown = Buffer.alloc(Math.max(needed, this.content.length * 2, 4_096));
      this.view().copy(grown);
      this.content = grown;
    }
    this.content.set(bytes, this.size);
    this.size = needed;
  }

  static of(bytes: Uint8Array): StoredFile {
    const file = new StoredFile();
    file.append(bytes);
    file.durable = file.size;
    return file;
  }
}

/**
 * A disk in memory, with the faults of a real one: full, failing, and losing what was not synced when the power goes.
 *
 * Names appear and vanish on the disk at once (the real adapter syncs the folder), except that a removal not followed by a
 * sync of anything may be undone by a loss of power, as on a journalling file system.
 */
export class SimulatedFiles implements Files {
  /** Bytes that fit; undefined for no limit. */
  capacity: number | undefined;
  private files = new Map<string, StoredFile>();
  private removedSinceSync = new Map<string, StoredFile>();
  private readonly faults = new Map<FileOperation, FileFault>();
  private generation = 0;
  private syncs = 0;

  constructor(private readonly random: Random) {}

  /** Makes `operation` fail until {@link mend}. */
  fail(operation: FileOperation, fault: FileFault): void {
    this.faults.set(operation, fault);
  }

  /** Takes all faults back, the full disk included. */
  mend(): void {
    this.faults.clear();
    this.capacity = undefined;
  }

  /** How many times anything was synced. */
  get syncCount(): number {
    return this.syncs;
  }

  /** Bytes in all files. */
  get used(): number {
    let used = 0;
    for (const { size } of this.files.values()) used += size;
    return used;
  }

  /** Kills the process: its open files fail from now on, and everything that was written is still there. */
  killProcess(): void {
    this.generation += 1;
  }

  /**
   * Takes the power away. Of what was appended but not synced each file keeps a part, ended at a random byte, and sometimes
   * followed by zeros: file systems may record the new length before the data.
   */
  losePower(): void {
    this.killProcess();
    for (const [path, file] of this.removedSinceSync) {
      if (!this.files.has(path) && this.random.fraction() < 0.5) this.files.set(path, file);
    }
    this.removedSinceSync.clear();
    for (const file of this.files.values()) this.tear(file);
  }

  openAppend(path: string): AppendFile {
    this.check("openAppend", path);
    let file = this.files.get(path);
    if (file === undefined) this.files.set(path, (file = new StoredFile()));
    return new SimulatedAppendFile(this, path, file, this.generation);
  }

  read(path: string): Buffer {
    this.check("read", path);
    return Buffer.from(this.existing(path).view());
  }

  replace(path: string, bytes: Uint8Array): void {
    this.check("replace", path);
    this.checkRoom(bytes.length, path);
    this.files.set(path, StoredFile.of(bytes));
    this.syncs += 1;
  }

  exists(path: string): boolean {
    return this.files.has(path);
  }

  list(folder: string): readonly string[] {
    const prefix = folder.endsWith("/") ? folder : `${folder}/`;
    const names = new Set<string>();
    for (const path of this.files.keys()) {
      if (path.startsWith(prefix)) names.add(path.slice(prefix.length).split("/")[0] ?? "");
    }
    return [...names].sort();
  }

  rename(from: string, to: string): void {
    this.check("rename", from);
    this.files.set(to, this.existing(from));
    this.files.delete(from);
  }

  remove(path: string): void {
    this.check("remove", path);
    const file = this.files.get(path);
    if (file === undefined) return;
    this.removedSinceSync.set(path, file);
    this.files.delete(path);
  }

  /** Used by the open files of this disk. */
  appendTo(file: StoredFile, path: string, bytes: Uint8Array, generation: number): void {
    this.checkAlive(generation, path);
    this.check("append", path);
    this.checkRoom(bytes.length, path);
    file.append(bytes);
  }

  /** Used by the open files of this disk. */
  syncFile(file: StoredFile, path: string, generation: number): void {
    this.checkAlive(generation, path);
    this.check("sync", path);
    file.durable = file.size;
    this.syncs += 1;
    this.removedSinceSync.clear();
  }

  private tear(file: StoredFile): void {
    const unsynced = file.size - file.durable;
    if (unsynced === 0) return;
    const kept = file.durable + this.random.between(0, unsynced);
    const zeroed = this.random.fraction() < 0.25;
    if (zeroed) file.content.fill(0, kept, file.size);
    else file.size = kept;
    file.durable = file.size;
  }

  private existing(path: string): StoredFile {
    const file = this.files.get(path);
    if (file === undefined) throw new SwitchError("FILE_NOT_FOUND", `${path} is not there`, { path });
    return file;
  }

  private check(operation: FileOperation, path: string): void {
    const fault = this.faults.get(operation);
    if (fault !== undefined) throw new SwitchError(fault, `${operation} of ${path} failed`, { path });
  }

  private checkRoom(bytes: number, path: string): void {
    if (this.capacity !== undefined && this.used + bytes > this.capacity) {
      throw new SwitchError("FILE_DISK_FULL", `no room for ${bytes} bytes in ${path}`, { path, bytes });
    }
  }

  private checkAlive(generation: number, path: string): void {
    if (generation !== this.generation) throw new SwitchError("FILE_IO", `the process that opened ${path} is dead`, { path });
  }
}

class SimulatedAppendFile implements AppendFile {
  private isOpen = true;

  constructor(
    private readonly disk: SimulatedFiles,
    readonly path: string,
    private readonly file: StoredFile,
    private readonly generation: number,
  ) {}

  get size(): number {
    return this.file.size;
  }

  append(bytes: Uint8Array): void {
    this.checkOpen();
    this.disk.appendTo(this.file, this.path, bytes, this.generation);
  }

  sync(): void {
    this.checkOpen();
    this.disk.syncFile(this.file, this.path, this.generation);
  }

  close(): void {
    this.isOpen = false;
  }

  private checkOpen(): void {
    if (!this.isOpen) throw new SwitchError("FILE_CLOSED", `${this.path} was closed`, { path: this.path });
  }
}
