import type { Files } from "../ports";
import { decodeFrames } from "./journal-frame";
import { SEGMENT_NAME } from "./journal";
import { decodeRecord } from "./record-codec";
import type { CallRecord } from "./record";

/**
 * The records that lie in a journal's folder, in the order in which they were written; nothing is changed there. What is damaged is passed
 * over: the journal itself reports it and puts it aside.
 *
 * @throws {SwitchError} `FILE_IO` and its like when a segment cannot be read.
 */
export function journaledRecords(files: Files, folder: string): readonly CallRecord[] {
  return files
    .list(folder)
    .filter((name) => SEGMENT_NAME.test(name))
    .flatMap((name) => decodeFrames(files.read(`${folder}/${name}`)).payloads)
    .flatMap((payload) => {
      const decoded = decodeRecord(payload);
      return decoded.ok ? [decoded.value] : [];
    });
}
