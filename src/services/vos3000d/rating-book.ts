import { SwitchError } from "../../base";
import {
  changeRating,
  isRatingKind,
  type RatingChange,
  type RatingKind,
  type RatingValues,
  type SwitchConfig,
} from "../../config";
import type { Files } from "../../ports";

type Saved = Readonly<Partial<Record<RatingKind, Readonly<Record<string, RatingValues>>>>>;

/** In this order everything is there before something refers to it. */
const ORDER: readonly RatingKind[] = ["rateTables", "workCalendars", "periodRates", "accounts", "rateGroups"];

/**
 * What operators have changed of calendars, rate tables, period rates and accounts since the configuration file was written: the file
 * `rating.json` in the data folder. The configuration file itself is never written.
 */
export class RatingBook {
  private saved: Saved;

  /** @throws {SwitchError} `RATING_FILE_BROKEN`. */
  constructor(
    private readonly files: Files,
    private readonly folder: string,
  ) {
    this.saved = this.read();
  }

  /** A configuration with every saved change. @throws {SwitchError} `RATING_FILE_BROKEN` when one does not fit any more. */
  applied(configured: SwitchConfig): SwitchConfig {
    let config = configured;
    const removals: RatingChange[] = [];
    for (const kind of ORDER) {
      for (const [name, values] of Object.entries(this.saved[kind] ?? {})) {
        const change = { kind, name, values };
        if (values === null) removals.unshift(change);
        else config = this.apply(config, change);
      }
    }
    for (const change of removals) config = this.apply(config, change);
    return config;
  }

  /** Keeps a change that `changed` has in it already, before it counts. */
  save({ kind, name, values }: RatingChange, changed: SwitchConfig): void {
    const ofKind = this.saved[kind] ?? {};
    const kept =
      values === null ? null : kind === "accounts" ? { ...ofKind[name], ...values } : this.inFolder(whole(changed, kind, name));
    const saved = { ...this.saved, [kind]: { ...ofKind, [name]: kept } };
    this.files.replace(this.path, Buffer.from(`${JSON.stringify(saved, undefined, 2)}\n`));
    this.saved = saved;
  }

  private apply(config: SwitchConfig, change: RatingChange): SwitchConfig {
    const changed = changeRating(config, this.resolved(change));
    if (changed.ok) return changed.value;
    // What the configuration file does not have any more needs no change.
    if (changed.failure.code === "RATING_UNKNOWN") return config;
    throw this.broken(changed.failure.message);
  }

  /** A file of the data folder is named relative to it: the folder may move. */
  private inFolder(values: RatingValues): RatingValues {
    const file = values?.file;
    const isOurs = typeof file === "string" && file.startsWith(`${this.folder}/`);
    return isOurs ? { ...values, file: file.slice(this.folder.length + 1) } : values;
  }

  private resolved({ kind, name, values }: RatingChange): RatingChange {
    const file = kind === "rateTables" ? values?.file : undefined;
    if (typeof file !== "string" || file.startsWith("/")) return { kind, name, values };
    return { kind, name, values: { ...values, file: `${this.folder}/${file}` } };
  }

  private read(): Saved {
    if (!this.files.exists(this.path)) return {};
    let content: unknown;
    try {
      content = JSON.parse(this.files.read(this.path).toString("utf8"));
    } catch (cause) {
      throw this.broken("it is not readable as JSON", cause);
    }
    if (typeof content === "object" && content !== null && Object.keys(content).every(isRatingKind)) return content;
    throw this.broken("it holds no changes");
  }

  private broken(why: string, cause?: unknown): SwitchError {
    return new SwitchError("RATING_FILE_BROKEN", `${this.path}: ${why}; mend it or remove it`, { path: this.path }, cause);
  }

  private get path(): string {
    return `${this.folder}/rating.json`;
  }
}

/** An object as it is after a change, with every key, so that nothing of an object that the file has under its name comes back. */
function whole(config: SwitchConfig, kind: RatingKind, name: string): RatingValues {
  const { name: _name, ...values } = config[kind].find((each) => each.name === name) ?? { name };
  return kind === "rateTables" && !("file" in values) ? { ...values, file: null } : values;
}
