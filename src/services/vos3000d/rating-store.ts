import { success, type Result } from "../../base";
import { changeRating, type RatingChange, type RatingChangeFailure, type SwitchConfig } from "../../config";
import type { Files } from "../../ports";
import { rateCsv, type RateTable } from "../../rating";
import { readRates, removeOldRates, storeRates } from "./imported-rates";
import { RateTableShelf } from "./rate-book";
import { RatingBook } from "./rating-book";

/** A file of rates and the table that it becomes. */
export interface RateImport {
  readonly name: string;
  readonly bytes: Buffer;
  /** What the file is called in messages. */
  readonly file: string;
}

/** Calendars, rate tables, period rates and accounts of a switch: as configured, as changed since, and the tables in memory. */
export class RatingStore {
  private readonly book: RatingBook;
  private readonly shelf: RateTableShelf;

  /** @throws {SwitchError} `RATING_FILE_BROKEN`. */
  constructor(
    private readonly files: Files,
    private readonly folder: string,
  ) {
    this.book = new RatingBook(files, folder);
    this.shelf = new RateTableShelf(files);
  }

  /** A configuration with every saved change. @throws {SwitchError} `RATING_FILE_BROKEN`. */
  applied(configured: SwitchConfig): SwitchConfig {
    return this.book.applied(configured);
  }

  /** @throws {SwitchError} `RATES_BAD_FILE`. */
  tablesOf(config: SwitchConfig): readonly RateTable[] {
    return this.shelf.tablesOf(config);
  }

  /** Changes one object and saves the change; refused or thrown, everything stays as it was. @throws {SwitchError} `RATES_BAD_FILE`. */
  change(config: SwitchConfig, change: RatingChange): Result<SwitchConfig, RatingChangeFailure> {
    const changed = changeRating(config, change);
    if (!changed.ok) return changed;
    this.shelf.tablesOf(changed.value);
    this.book.save(change, changed.value);
    if (change.kind === "rateTables") this.removeOld(changed.value, change.name);
    return changed;
  }

  /** Reads a file of rates and makes it a table; nothing of a file with a bad line counts. @throws {SwitchError} `RATES_BAD_FILE`. */
  async read(rates: RateImport, turn: () => Promise<void>): Promise<RateTable> {
    return readRates(rates, turn);
  }

  /** The file of a table of the configuration, as it could be imported. */
  fileOf(config: SwitchConfig, name: string): Buffer | undefined {
    const table = this.tablesOf(config).find((each) => each.name === name);
    const file = config.rateTables.find((each) => each.name === name)?.file;
    if (table === undefined) return undefined;
    return file === undefined ? rateCsv(table) : this.files.read(file);
  }

  /** Puts a table that was {@link read} in the place of the one of its name, or beside the others. */
  put(config: SwitchConfig, { name, bytes }: RateImport, table: RateTable): Result<SwitchConfig, RatingChangeFailure> {
    const file = storeRates(this.files, this.folder, { name, bytes });
    const change = { kind: "rateTables", name, values: { file, rates: [] } } as const;
    const changed = changeRating(config, change);
    if (!changed.ok) {
      this.files.remove(file);
      return changed;
    }
    const entry = changed.value.rateTables.find((each) => each.name === name);
    if (entry !== undefined) this.shelf.keep(entry, table);
    this.book.save(change, changed.value);
    this.removeOld(changed.value, name);
    return success(changed.value);
  }

  private removeOld(config: SwitchConfig, name: string): void {
    removeOldRates(this.files, this.folder, { name, file: config.rateTables.find((each) => each.name === name)?.file });
  }
}
