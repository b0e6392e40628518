import { SwitchError } from "../../base";
import type { Files } from "../../ports";
import { RateFileReader, type RateTable } from "../../rating";

/** Lines that are read before other work has its turn: a few milliseconds. Our choice. */
const LINES_AT_ONCE = 2_000;

/**
 * Reads a file of rates without holding up what else the process does.
 *
 * @param turn lets others have their turn
 * @throws {SwitchError} `RATES_BAD_FILE`, a line for each bad line of the file.
 */
export async function readRates(
  { name, bytes, file }: { readonly name: string; readonly bytes: Buffer; readonly file: string },
  turn: () => Promise<void>,
): Promise<RateTable> {
  const reader = new RateFileReader(name, bytes);
  while (!reader.read(LINES_AT_ONCE)) await turn();
  const read = reader.end();
  if (read.ok) return read.value;
  const lines = read.failure.map(({ line, message }) => `${file}:${line}: ${message}`);
  throw new SwitchError("RATES_BAD_FILE", lines.join("\n"), { file, table: name, problems: lines.length });
}

/** Where imported tables lie in the data folder. */
const folderOf = (data: string): string => `${data}/rate-tables`;
const baseOf = (name: string): string => encodeURIComponent(name);

/** Numbers of the files of one table, which grow: a table is never overwritten. */
function numbersOf(files: Files, data: string, name: string): readonly number[] {
  const start = `${baseOf(name)}.`;
  return files
    .list(folderOf(data))
    .filter((each) => each.startsWith(start) && each.endsWith(".csv"))
    .map((each) => Number(each.slice(start.length, -".csv".length)))
    .filter(Number.isInteger);
}

/** Writes a file of rates that was read without a problem into the data folder, and says where. */
export function storeRates(
  files: Files,
  data: string,
  { name, bytes }: { readonly name: string; readonly bytes: Buffer },
): string {
  const number = Math.max(0, ...numbersOf(files, data, name)) + 1;
  const path = `${folderOf(data)}/${baseOf(name)}.${number}.csv`;
  files.replace(path, bytes);
  return path;
}

/** Takes files of a table away that no configuration names any more. */
export function removeOldRates(
  files: Files,
  data: string,
  { name, file }: { readonly name: string; readonly file: string | undefined },
): void {
  for (const number of numbersOf(files, data, name)) {
    const path = `${folderOf(data)}/${baseOf(name)}.${number}.csv`;
    if (path !== file) files.remove(path);
  }
}
