import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { fileError } from "./errno";

/**
 * Makes a folder and those above it; one that is there is left as it is.
 *
 * Not `mkdirSync` with `recursive`: that never returns where the folder above exists and the system says ENOENT all the same, as
 * below /proc (Node 24.21).
 *
 * @throws {SwitchError} `FILE_NOT_FOUND`, `FILE_PERMISSION`, `FILE_DISK_FULL`, `FILE_IO`.
 */
export function makeFolder(path: string): void {
  try {
    make(path);
  } catch (error) {
    throw fileError(error, { path });
  }
}

const isErrno = (error: unknown, code: string): boolean => error instanceof Error && "code" in error && error.code === code;

function make(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (isErrno(error, "EEXIST") && statSync(path).isDirectory()) return;
    if (!isErrno(error, "ENOENT") || dirname(path) === path) throw error;
    make(dirname(path));
    mkdirSync(path);
  }
}
