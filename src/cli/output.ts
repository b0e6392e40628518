import { toJson } from "../services/control";
import type { CliWorld } from "./world";

/** A column of a table: its title and how a row shows in it. */
export type Column<Row> = readonly [title: string, cell: (row: Row) => string | number | undefined];

/** Rows as aligned text, numbers to the right; `nothing` when there is none. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], nothing: string): string {
  if (rows.length === 0) return nothing;
  const cells = rows.map((row) => columns.map(([, cell]) => cell(row) ?? ""));
  const widths = columns.map(([title], column) => Math.max(title.length, ...cells.map((row) => String(row[column]).length)));
  const line = (row: readonly (string | number)[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return typeof cell === "number" ? String(cell).padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [line(columns.map(([title]) => title)), ...cells.map(line)].join("\n");
}

/** Prints `value` as JSON when asked to, as text otherwise. */
export function show(world: CliWorld, isJson: boolean | undefined, value: unknown, text: () => string): void {
  world.print(isJson === true ? JSON.stringify(JSON.parse(toJson(value)), undefined, 2) : text());
}
