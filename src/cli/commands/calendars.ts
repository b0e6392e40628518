import { UsageError } from "../../base";
import { loadSwitchConfig, type RatingValues, type SwitchConfig } from "../../config";
import { WEEKDAYS, type Weekday } from "../../rating";
import { withSavedChanges } from "../../services/vos3000d";
import { show, table } from "../output";
import { changeRatingOf, sinceText } from "../rating-changes";
import type { AddCommand } from "./index";

interface Options {
  readonly config: string;
  readonly json?: boolean;
}

interface SetOptions extends Options {
  readonly days?: string;
  readonly hours?: string;
  readonly holidays?: string;
}

type Calendar = SwitchConfig["workCalendars"][number];

const CONFIG = ["--config <file>", "the switch's configuration"] as const;

/** `mon-fri`, `sun,tue` or `none`. */
function daysOf(text: string): readonly Weekday[] {
  if (text === "none") return [];
  const dayOf = (name: string): number => {
    const day = WEEKDAYS.indexOf(name as Weekday);
    if (day < 0) throw new UsageError("CLI_BAD_DAYS", `"${text}": days are like mon-fri or sun,tue; none is no day`);
    return day;
  };
  return text.split(",").flatMap((part) => {
    const [from = "", to = from] = part.trim().split("-");
    const [first, last] = [dayOf(from), dayOf(to)];
    return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, index) => WEEKDAYS[(first + index) % 7] ?? "sun");
  });
}

function valuesOf({ days, hours, holidays }: SetOptions): RatingValues {
  const [, start, end] = /^(\S+)-(\S+)$/.exec(hours ?? "") ?? [];
  if (hours !== undefined && end === undefined) throw new UsageError("CLI_BAD_HOURS", `"${hours}": hours are like 08:00-18:00`);
  const given = Object.entries({
    ...{ start, end },
    workingDays: days === undefined ? undefined : daysOf(days),
    holidays: holidays === undefined ? undefined : holidays === "none" ? [] : holidays.split(",").map((day) => day.trim()),
  });
  const set = given.filter(([, value]) => value !== undefined);
  if (set.length === 0) throw new UsageError("CLI_NO_CHANGE", "nothing to set: give --days, --hours or --holidays");
  return Object.fromEntries(set);
}

const hoursText = ({ start, end, hours }: Calendar): string =>
  [`${start}-${end}`, ...Object.entries(hours).map(([day, own]) => `${day} ${own.start}-${own.end}`)].join(", ");

/** `carrierlab calendars`: the work calendars of a switch, and changes of them. */
export const addCalendars: AddCommand = (program, world) => {
  const calendars = program.command("calendars").description("work calendars of a switch: working days, hours and holidays");
  calendars
    .command("list", { isDefault: true })
    .description("all work calendars, with what `calendars set` has changed")
    .requiredOption(...CONFIG)
    .option("--json", "as JSON")
    .action(({ config: file, json }: Options) => {
      const { workCalendars } = withSavedChanges(world.files, loadSwitchConfig(world.files, file));
      show(world, json, workCalendars, () =>
        table<Calendar>(
          [
            ["name", ({ name }) => name],
            ["days", ({ workingDays }) => workingDays.join(" ")],
            ["hours", hoursText],
            ["holidays", ({ holidays }) => holidays.join(" ")],
          ],
          workCalendars,
          "none",
        ),
      );
    });
  calendars
    .command("set <name>")
    .description("adds a work calendar or changes one, for every call from now on and for every account that it decides for")
    .requiredOption(...CONFIG)
    .option("--days <days>", "working days, such as mon-fri or sun,tue; none")
    .option("--hours <hours>", "such as 08:00-18:00; an end of 00:00 is the end of the day")
    .option("--holidays <dates>", "2026-03-26 is that day alone, 03-26 every year; separated by commas; none")
    .action(async (name: string, options: SetOptions) => {
      const change = { kind: "workCalendars", name, values: valuesOf(options) } as const;
      const since = await changeRatingOf(world, loadSwitchConfig(world.files, options.config), change);
      world.print(`${name}: ${Object.keys(change.values ?? {}).join(", ")} saved; ${sinceText(since)}`);
    });
  calendars
    .command("remove <name>")
    .description("takes a work calendar away; one that something refers to stays")
    .requiredOption(...CONFIG)
    .action(async (name: string, { config: file }: Options) => {
      const since = await changeRatingOf(world, loadSwitchConfig(world.files, file), {
        kind: "workCalendars",
        name,
        values: null,
      });
      world.print(`${name}: taken away; ${sinceText(since)}`);
    });
};
