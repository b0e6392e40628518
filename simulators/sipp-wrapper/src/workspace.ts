import { rmSync, mkdtempSync, writeFileSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Folders of runs that have not ended, removed when the process exits in the middle of one. */
const unfinished = new Set<string>();
let exitHookInstalled = false;

/** A run's own temporary folder. SIPp runs in it, so that whatever it writes is removed with it. */
export class Workspace {
  readonly folder: string;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "sipp-wrapper-"));
    unfinished.add(this.folder);
    if (!exitHookInstalled) process.once("exit", removeUnfinished);
    exitHookInstalled = true;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): string {
    const path = this.path(name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }

  /** The last `maxBytes` of a file; empty when it is not there. */
  async readEnd(name: string, maxBytes: number): Promise<string> {
    try {
      const file = await open(this.path(name), "r");
      try {
        const { size } = await file.stat();
        const length = Math.min(size, maxBytes);
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
        return buffer.toString("utf8", 0, bytesRead);
      } finally {
        await file.close();
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
      throw error;
    }
  }

  /** For a run that was refused before it began. */
  removeNow(): void {
    rmSync(this.folder, { recursive: true, force: true });
    unfinished.delete(this.folder);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
    unfinished.delete(this.folder);
  }
}

function removeUnfinished(): void {
  for (const folder of unfinished) rmSync(folder, { recursive: true, force: true });
}
