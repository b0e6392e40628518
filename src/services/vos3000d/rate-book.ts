import { moneyOf, SwitchError, TimeZone } from "../../base";
import type { SwitchConfig } from "../../config";
import type { Files } from "../../ports";
import { parseRateCsv, RateBook, RateTable, workCalendarOf } from "../../rating";

type RateTableConfig = SwitchConfig["rateTables"][number];

/** Prices of a configuration: accounts, rate tables, calendars and period rates. */
export function rateBook(config: SwitchConfig, tables: readonly RateTable[]): RateBook {
  return new RateBook({
    zone: new TimeZone(config.timeZone),
    calendars: config.workCalendars.map(workCalendarOf),
    tables,
    periodRates: config.periodRates,
    accounts: config.accounts,
    rateGroups: config.rateGroups,
  });
}

/** The rate tables of configurations. A table that two of them share is made once: a million rates take seconds to read. */
export class RateTableShelf {
  private readonly made = new WeakMap<RateTableConfig, RateTable>();

  constructor(private readonly files: Files) {}

  /** @throws {SwitchError} `RATES_BAD_FILE`, a line for each bad line of the file, and what {@link Files} throws. */
  tablesOf({ rateTables }: Pick<SwitchConfig, "rateTables">): readonly RateTable[] {
    return rateTables.map((table) => {
      const made = this.made.get(table) ?? this.make(table);
      this.made.set(table, made);
      return made;
    });
  }

  /** Takes a table that was read already as the one that a configuration means. */
  keep(config: RateTableConfig, table: RateTable): void {
    this.made.set(config, table);
  }

  private make({ name, file, rates }: RateTableConfig): RateTable {
    if (file !== undefined) return this.read(name, file);
    return RateTable.of(
      name,
      rates.map(({ prefix, rate, period, steps }) => ({
        ...{ prefix, perMinute: moneyOf(rate), period },
        ...(steps.length === 0 ? {} : { steps: steps.map(({ seconds, fee }) => ({ seconds, fee: moneyOf(fee) })) }),
      })),
    );
  }

  private read(name: string, file: string): RateTable {
    const parsed = parseRateCsv(name, this.files.read(file));
    if (parsed.ok) return parsed.value;
    const lines = parsed.failure.map(({ line, message }) => `${file}:${line}: ${message}`);
    throw new SwitchError("RATES_BAD_FILE", lines.join("\n"), { file, table: name, problems: lines.length });
  }
}

/** The rate tables of one configuration. @throws {SwitchError} as {@link RateTableShelf.tablesOf}. */
export const rateTables = (files: Files, config: SwitchConfig): readonly RateTable[] =>
  new RateTableShelf(files).tablesOf(config);
