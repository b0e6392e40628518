import { open } from "node:fs/promises";
import { parseStatistics, type SippStatistics } from "./statistics";

/** More than twice the longest line of SIPp 3.7 (95 columns, some 2,500 bytes); our choice. */
const LONGEST_LINE_BYTES = 16_384;

/**
 * The last whole line of a statistics file that SIPp may be writing at this moment.
 *
 * Reads two pieces of bounded size however long the run. Undefined when there is no file or no whole line yet.
 *
 * @throws {SippError} `SIPP_STATISTICS_UNREADABLE` when the line is not what SIPp writes.
 */
export async function readStatisticsFile(path: string): Promise<SippStatistics | undefined> {
  const file = await openIfThere(path);
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    const head = await readAt(file, 0, Math.min(size, LONGEST_LINE_BYTES));
    const headerEnd = head.indexOf("\n");
    if (headerEnd < 0) return undefined;
    const start = Math.max(headerEnd + 1, size - LONGEST_LINE_BYTES);
    const lines = (await readAt(file, start, size - start)).split("\n");
    // What follows the last line break is a line that is still being written.
    const last = lines.slice(0, -1).findLast((line) => line.trim() !== "");
    return last === undefined ? undefined : parseStatistics(head.slice(0, headerEnd), last);
  } finally {
    await file.close();
  }
}

type OpenFile = Awaited<ReturnType<typeof open>>;

async function openIfThere(path: string): Promise<OpenFile | undefined> {
  try {
    return await open(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function readAt(file: OpenFile, position: number, length: number): Promise<string> {
  if (length <= 0) return "";
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.toString("latin1", 0, bytesRead);
}
