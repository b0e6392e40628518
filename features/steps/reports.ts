import { Then, type DataTable } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import type { ReportDimension, ReportRow } from "../../src/store";
import type { LabWorld } from "../support/world";

/** Columns of a report as scenarios write them. */
const CELLS: Readonly<Record<string, (row: ReportRow) => string>> = {
  calls: ({ seizures }) => String(seizures),
  answered: ({ answered }) => String(answered),
  ASR: ({ asr }) => String(asr),
  ACD: ({ acd }) => String(acd ?? "none"),
  fee: ({ fee }) => fee,
  cost: ({ cost }) => cost,
  profit: ({ profit }) => profit,
};

const DIMENSIONS: readonly ReportDimension[] = ["customer", "vendor", "account", "vendorAccount", "prefix", "endReason", "day"];

Then("the report of {switch} says:", async function (this: LabWorld, name: string, table: DataTable) {
  const [titles = []] = table.raw();
  const by = DIMENSIONS.filter((dimension) => titles.includes(dimension));
  const rows = await (await this.stage).callReport(name, by);
  const cell = (title: string, row: ReportRow): string =>
    CELLS[title]?.(row) ??
    row.of[title as ReportDimension] ??
    (by.includes(title as ReportDimension) ? "nobody" : assert.fail(title));
  assert.deepEqual([titles, ...rows.map((row) => titles.map((title) => cell(title, row)))], table.raw());
});
