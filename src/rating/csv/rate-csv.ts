import { failed, formatMoney, nearestOf, parseMoney, success, type Money, type Result } from "../../base";
import { MAX_RATES, MAX_RATE_PREFIX, RateTableBuilder, type Rate, type RateStep, type RateTable } from "../rate-table";
import { CsvReader, type CsvFault } from "./read-csv";

/** What is wrong with one line of a file of rates: the rule that it breaks, and the mend. */
export interface RateLineProblem {
  /** The first line is 1. */
  readonly line: number;
  readonly message: string;
}

/** Most problems that are told of one file; the last one then says how many more there are. */
export const MAX_LINE_PROBLEMS = 10_000;

/** Largest file of rates that is read, in bytes. */
export const MAX_RATE_FILE_BYTES = 256 * 1_048_576;

/** Longest billing cycle and longest step, in seconds. */
const MAX_SECONDS = 3_600;
/** Most steps of a rate; our choice. */
const MAX_STEPS = 8;

const COLUMNS = ["prefix", "rate", "period", "steps"] as const;
type Column = (typeof COLUMNS)[number];

const NOTHING = Buffer.alloc(0);

const MENDS: Readonly<Record<CsvFault, string>> = {
  "quote inside a field": "put the whole field in quotes and double the quotes in it",
  "text after a closing quote": "double the quotes that belong to the text",
  "a quote that is never closed": "close it",
};

const isPrefix = (text: string): boolean => text.length <= MAX_RATE_PREFIX && /^[0-9*#]*$/.test(text);
const isRate = (text: string): boolean => /^\d{1,9}(\.\d{1,9})?$/.test(text);

function secondsOf(text: string): number | undefined {
  if (!/^\d{1,4}$/.test(text)) return undefined;
  const count = Number(text);
  return count >= 1 && count <= MAX_SECONDS ? count : undefined;
}

/** `60:0.06 10:0.01`: seconds and price of each step. */
function stepsOf(text: string): readonly RateStep[] | undefined {
  const steps: RateStep[] = [];
  for (const part of text.split(" ")) {
    const [time = "", fee = "", ...rest] = part.split(":");
    const seconds = secondsOf(time);
    if (seconds === undefined || !isRate(fee) || rest.length > 0) return undefined;
    steps.push({ seconds, fee: parseMoney(fee) as Money });
  }
  return steps.length <= MAX_STEPS ? steps : undefined;
}

const stepsText = (steps: readonly RateStep[]): string =>
  steps.map(({ seconds, fee }) => `${seconds}:${formatMoney(fee)}`).join(" ");

/**
 * A rate table from comma-separated values, read a piece at a time, so that a million lines hold nobody up.
 *
 * The first line names the columns: `prefix` and `rate`, and if wanted `period` (seconds, 60 when empty) and `steps`. A file with one bad
 * line gives no table; every bad line is told.
 */
export class RateFileReader {
  private readonly problems: RateLineProblem[] = [];
  private more = 0;
  private readonly csv: CsvReader;
  private columns: readonly Column[] | undefined;
  private readonly builder: RateTableBuilder;
  /** Lines of the rates so far, to name the first of two. */
  private lines = new Uint32Array(64);
  private count = 0;
  private readonly seenTwice = new Map<string, number>();

  constructor(name: string, bytes: Buffer) {
    this.builder = new RateTableBuilder(name);
    const isTooLong = bytes.length > MAX_RATE_FILE_BYTES;
    if (isTooLong) this.tell(1, `the file has over ${MAX_RATE_FILE_BYTES} bytes: share its rates out among tables`);
    this.csv = new CsvReader(isTooLong ? NOTHING : bytes, (fields, line, fault) => this.record(fields, line, fault));
  }

  /** Reads at most so many lines more; true when there is none left. */
  read(lines: number): boolean {
    return this.csv.read(lines);
  }

  private record(fields: readonly string[], line: number, fault: CsvFault | undefined): void {
    if (fault !== undefined) this.tell(line, `${fault}: ${MENDS[fault]}`);
    else if (this.columns === undefined) this.header(fields, line);
    else this.rate(this.columns, fields, line);
  }

  /** The table, or every bad line, once all lines were read. */
  end(): Result<RateTable, readonly RateLineProblem[]> {
    if (this.columns === undefined && this.problems.length === 0)
      this.tell(1, "the file is empty: its first line names the columns, prefix,rate,period");
    if (this.problems.length === 0) return success(this.builder.build());
    if (this.more === 0) return failed(this.problems);
    const last = this.problems.at(-1)?.line ?? 0;
    return failed([...this.problems, { line: last, message: `${this.more} more lines are wrong` }]);
  }

  private header(fields: readonly string[], line: number): void {
    const names = fields.map((field) => field.trim().toLowerCase());
    // Even a header that is wrong is one: the lines below it are no headers.
    this.columns = names as Column[];
    for (const name of names) {
      if ((COLUMNS as readonly string[]).includes(name)) continue;
      const near = nearestOf(name, COLUMNS);
      const mend = near === undefined ? `the columns are ${COLUMNS.join(", ")}` : `did you mean "${near}"?`;
      this.tell(line, `"${name}" is no column: ${mend}`);
    }
    for (const needed of ["prefix", "rate"] as const)
      if (!names.includes(needed)) this.tell(line, `there is no column "${needed}": name it in the first line`);
    if (new Set(names).size < names.length) this.tell(line, "a column stands there twice: name each once");
  }

  private rate(columns: readonly Column[], fields: readonly string[], line: number): void {
    if (fields.length !== columns.length)
      return this.tell(
        line,
        `${fields.length} fields, the first line has ${columns.length}: write one for each of ${columns.join(", ")}`,
      );
    const of = (column: Column): string => fields[columns.indexOf(column)] ?? "";
    const [prefix, price, period, steps] = [of("prefix"), of("rate"), of("period"), of("steps")];
    if (!isPrefix(prefix))
      return this.tell(line, `"${prefix}" is no prefix: at most ${MAX_RATE_PREFIX} of 0-9, * and #, without + and spaces`);
    if (!isRate(price))
      return this.tell(
        line,
        `"${price}" is no rate: a decimal number such as 0.025, with at most nine digits on either side of the point`,
      );
    const seconds = period === "" ? 60 : secondsOf(period);
    if (seconds === undefined)
      return this.tell(line, `"${period}" is no period: whole seconds from 1 to ${MAX_SECONDS}, 60 when empty`);
    const stepped = steps === "" ? undefined : stepsOf(steps);
    if (steps !== "" && stepped === undefined)
      return this.tell(line, `"${steps}" are no steps: at most ${MAX_STEPS} of seconds:price, as in 60:0.06 6:0.006`);
    this.add({ prefix, perMinute: parseMoney(price) as Money, period: seconds, ...(stepped && { steps: stepped }) }, line);
  }

  private add(rate: Rate, line: number): void {
    const refused = this.builder.add(rate);
    if (refused === "full") return this.tell(line, `a table has at most ${MAX_RATES} rates: share them out among tables`);
    if (refused !== undefined) {
      const first = this.seenTwice.get(rate.prefix) ?? this.lineOf(rate.prefix);
      this.seenTwice.set(rate.prefix, first);
      return this.tell(line, `prefix ${rate.prefix || "(empty)"} has a rate in line ${first} already: keep one of them`);
    }
    if (this.count === this.lines.length) {
      const grown = new Uint32Array(this.lines.length * 2);
      grown.set(this.lines);
      this.lines = grown;
    }
    this.lines[this.count] = line;
    this.count += 1;
  }

  private lineOf(prefix: string): number {
    return this.lines[this.builder.placeOf(prefix) ?? 0] ?? 0;
  }

  private tell(line: number, message: string): void {
    if (this.problems.length < MAX_LINE_PROBLEMS) this.problems.push({ line, message });
    else this.more += 1;
  }
}

/** A whole file at once: see {@link RateFileReader}. */
export function parseRateCsv(name: string, bytes: Buffer): Result<RateTable, readonly RateLineProblem[]> {
  const reader = new RateFileReader(name, bytes);
  reader.read(Infinity);
  return reader.end();
}

/** Lines that are joined before they become bytes. */
const LINES_AT_ONCE = 10_000;

/** A rate table as comma-separated values, which {@link parseRateCsv} reads back to an equal table. */
export function rateCsv(table: RateTable): Buffer {
  const parts: Buffer[] = [];
  let hasSteps = false;
  for (const { steps } of table.rates()) hasSteps ||= steps !== undefined;
  let lines = [hasSteps ? "prefix,rate,period,steps" : "prefix,rate,period"];
  for (const { prefix, perMinute, period, steps } of table.rates()) {
    lines.push(`${prefix},${formatMoney(perMinute)},${period}${hasSteps ? `,${stepsText(steps ?? [])}` : ""}`);
    if (lines.length < LINES_AT_ONCE) continue;
    parts.push(Buffer.from(`${lines.join("\r\n")}\r\n`));
    lines = [];
  }
  if (lines.length > 0) parts.push(Buffer.from(`${lines.join("\r\n")}\r\n`));
  return Buffer.concat(parts);
}
