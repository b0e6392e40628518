/** A file opened for appending. */
export interface AppendFile {
  readonly path: string;
  /** Bytes in the file, those appended included. */
  readonly size: number;
  /**
   * Appends all bytes or throws; what was written in part is cut off again, so that the file never ends in a torn record by our doing.
   *
   * @throws {SwitchError} `FILE_DISK_FULL`, `FILE_IO`.
   */
  append(bytes: Uint8Array): void;
  /** Forces what was appended to the disk (fsync). */
  sync(): void;
  close(): void;
}

/**
 * Files. Synchronous on purpose: the journal must be written before a call's release goes on, and an append is microseconds.
 * Paths are absolute or relative to the process; `/` separates.
 *
 * @throws {SwitchError} `FILE_NOT_FOUND`, `FILE_DISK_FULL`, `FILE_PERMISSION`, `FILE_IO`.
 */
export interface Files {
  /** Opens for appending; makes the file and its folders when they are not there. */
  openAppend(path: string): AppendFile;
  read(path: string): Buffer;
  /** Replaces the file's content so that a reader or a crash sees either the old or the new whole. */
  replace(path: string, bytes: Uint8Array): void;
  exists(path: string): boolean;
  /** Names in a folder, sorted; empty when the folder is not there. */
  list(folder: string): readonly string[];
  rename(from: string, to: string): void;
  /** Removes a file; harmless when it is not there. */
  remove(path: string): void;
}
