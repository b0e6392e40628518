import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { SwitchError } from "../../base";
import type { AppendFile, Files } from "../../ports";
import { fileError } from "./errno";
import { makeFolder } from "./make-folder";

/** How bytes reach a file descriptor; replaced in tests to stand for a disk that fills up in the middle of a write. */
export type WriteSync = (descriptor: number, bytes: Uint8Array, offset: number, length: number) => number;

const writeToDisk: WriteSync = (descriptor, bytes, offset, length) => writeSync(descriptor, bytes, offset, length);

/** What is replaced is settings and state, with passwords and keys among them. */
const OWNER_ALONE = 0o600;

/** The machine's file system. Folders are synced after a name changed in them, so that a crash does not bring the old name back. */
export class DiskFiles implements Files {
  constructor(private readonly write: WriteSync = writeToDisk) {}

  openAppend(path: string): AppendFile {
    return guarded(path, () => {
      makeFolder(dirname(path));
      const isNew = !existsSync(path);
      const descriptor = openSync(path, "a");
      if (isNew) syncFolder(path);
      return new DiskAppendFile(path, descriptor, this.write);
    });
  }

  read(path: string): Buffer {
    return guarded(path, () => readFileSync(path));
  }

  replace(path: string, bytes: Uint8Array): void {
    const temporary = `${path}.new`;
    guarded(path, () => {
      makeFolder(dirname(path));
      try {
        this.writeWhole(temporary, bytes);
        renameSync(temporary, path);
      } catch (error) {
        rmSync(temporary, { force: true });
        throw error;
      }
      syncFolder(path);
    });
  }

  exists(path: string): boolean {
    return existsSync(path);
  }

  list(folder: string): readonly string[] {
    try {
      return readdirSync(folder).sort();
    } catch (error) {
      const failure = fileError(error, { path: folder });
      if (failure.code === "FILE_NOT_FOUND") return [];
      throw failure;
    }
  }

  rename(from: string, to: string): void {
    guarded(from, () => {
      renameSync(from, to);
      syncFolder(to);
    });
  }

  remove(path: string): void {
    guarded(path, () => {
      if (!existsSync(path)) return;
      rmSync(path, { force: true });
      syncFolder(path);
    });
  }

  private writeWhole(path: string, bytes: Uint8Array): void {
    const descriptor = openSync(path, "w", OWNER_ALONE);
    try {
      writeAll(this.write, descriptor, bytes);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}

class DiskAppendFile implements AppendFile {
  private length: number;
  private isOpen = true;

  constructor(
    readonly path: string,
    private readonly descriptor: number,
    private readonly write: WriteSync,
  ) {
    this.length = fstatSync(descriptor).size;
  }

  get size(): number {
    return this.length;
  }

  append(bytes: Uint8Array): void {
    this.checkOpen();
    guarded(this.path, () => {
      try {
        writeAll(this.write, this.descriptor, bytes);
      } catch (error) {
        ftruncateSync(this.descriptor, this.length);
        throw error;
      }
      this.length += bytes.length;
    });
  }

  sync(): void {
    this.checkOpen();
    guarded(this.path, () => fsyncSync(this.descriptor));
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    guarded(this.path, () => closeSync(this.descriptor));
  }

  private checkOpen(): void {
    if (!this.isOpen) throw new SwitchError("FILE_CLOSED", `${this.path} was closed`, { path: this.path });
  }
}

function writeAll(write: WriteSync, descriptor: number, bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length;) offset += write(descriptor, bytes, offset, bytes.length - offset);
}

function syncFolder(path: string): void {
  const descriptor = openSync(dirname(path), "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function guarded<Value>(path: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw fileError(error, { path });
  }
}
