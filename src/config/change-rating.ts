import { failed, nearestOf, success, type Result } from "../base";
import { crossProblems, problemsOf } from "./problems";
import { ratingObjectSchemas } from "./rating-schema";
import type { SwitchConfig } from "./schema";

/** Lists of a configuration whose objects an operator adds, changes and takes away while the switch runs. */
export type RatingKind = keyof typeof ratingObjectSchemas;

/** New values by key, as a configuration file has them; a key with `null` goes back to its default. `null` as a whole takes the object away. */
export type RatingValues = Readonly<Record<string, unknown>> | null;

/** One change of one object. */
export interface RatingChange {
  readonly kind: RatingKind;
  readonly name: string;
  readonly values: RatingValues;
}

/** Why a change was refused; everything stays as it was. */
export interface RatingChangeFailure {
  readonly code: "RATING_UNKNOWN" | "RATING_IN_USE" | "RATING_CHANGE_INVALID";
  /** Names the key, the value, the rule and the mend; a line for each problem. */
  readonly message: string;
}

const WORDS: Readonly<Record<RatingKind, string>> = {
  workCalendars: "work calendar",
  rateTables: "rate table",
  periodRates: "period rate",
  accounts: "account",
  rateGroups: "rate group",
};

export const isRatingKind = (text: string): text is RatingKind => Object.hasOwn(WORDS, text);

/** What can be changed of an account here: by what it is charged. Its money and its locks are not rates. */
const ACCOUNT_KEYS = [
  "rateTable",
  "periodRates",
  "calendar",
  "missingRate",
  "spanning",
  "suppressDurationAlarm",
  "timeZone",
  "peakHours",
];

type Named = Readonly<Record<string, unknown>> & { readonly name: string };

/** What refers to an object, each in a few words. */
function references(
  { periodRates, accounts, rateGroups, mappingGateways, routingGateways }: SwitchConfig,
  kind: RatingKind,
  name: string,
): readonly string[] {
  const period = periodRates
    .filter(({ calendar, workingTable, nonWorkingTable }) =>
      kind === "workCalendars" ? calendar === name : kind === "rateTables" && [workingTable, nonWorkingTable].includes(name),
    )
    .map((each) => `period rate "${each.name}"`);
  const account = accounts
    .filter((each) => {
      if (kind === "workCalendars") return each.calendar === name;
      return kind === "rateTables" ? each.rateTable === name : kind === "periodRates" && each.periodRates.includes(name);
    })
    .map((each) => `account "${each.name}"`);
  const gateways = [...mappingGateways, ...routingGateways]
    .filter((gateway) => kind === "accounts" && gateway.account === name)
    .map((gateway) => `gateway "${gateway.name}"`);
  const groups = rateGroups
    .filter((group) => (kind === "periodRates" ? group.periodRates : kind === "accounts" ? group.accounts : []).includes(name))
    .map((group) => `rate group "${group.name}"`);
  return [...period, ...account, ...groups, ...gateways];
}

function taken(config: SwitchConfig, { kind, name }: RatingChange): Result<SwitchConfig, RatingChangeFailure> {
  const used = references(config, kind, name);
  if (used.length > 0) {
    const message = `${WORDS[kind]} "${name}" is in use by ${used.join(", ")}: bind those to another one first`;
    return failed({ code: "RATING_IN_USE", message });
  }
  const kept = (config[kind] as readonly Named[]).filter((each) => each.name !== name);
  return success({ ...config, [kind]: kept });
}

const withoutNulls = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));

/**
 * A configuration with one calendar, rate table, period rate or account added, changed or taken away, by the rules that hold for the whole
 * file. What another object refers to cannot be taken away (CAL-108).
 */
export function changeRating(config: SwitchConfig, change: RatingChange): Result<SwitchConfig, RatingChangeFailure> {
  const { kind, name, values } = change;
  const all = config[kind] as readonly Named[];
  const place = all.findIndex((each) => each.name === name);
  if (place < 0 && (values === null || kind === "accounts")) return failed(unknown(kind, name, all));
  if (values === null) return taken(config, change);
  const refuse = (messages: readonly string[]): Result<SwitchConfig, RatingChangeFailure> =>
    failed({
      code: "RATING_CHANGE_INVALID",
      message: messages.map((message) => `${WORDS[kind]} "${name}": ${message}`).join("\n"),
    });
  if ("name" in values) return refuse(["name: it keeps its name; add another one under the new name"]);
  const strangers = kind === "accounts" ? Object.keys(values).filter((key) => !ACCOUNT_KEYS.includes(key)) : [];
  if (strangers.length > 0)
    return refuse([`${strangers.join(", ")}: change that in the configuration file; here are ${ACCOUNT_KEYS.join(", ")}`]);
  const index = place < 0 ? all.length : place;
  const given = withoutNulls({ ...all[place], ...values, name });
  const parsed = ratingObjectSchemas[kind].safeParse(given);
  const where = `${kind}[${index}]`;
  const shortened = (message: string): string => message.replace(`${where}.`, "").replace(where, `a ${WORDS[kind]}`);
  if (!parsed.success) {
    const inFile = { [kind]: { [index]: given } };
    return refuse(
      parsed.error.issues.flatMap((issue) => problemsOf(issue, inFile, [kind, index])).map(({ message }) => shortened(message)),
    );
  }
  const next = {
    ...config,
    [kind]: place < 0 ? [...all, parsed.data] : all.map((each, at) => (at === place ? parsed.data : each)),
  };
  const known = new Set(crossProblems(config).map(({ message }) => message));
  const broken = crossProblems(next).filter(({ message }) => !known.has(message));
  return broken.length === 0 ? success(next) : refuse(broken.map(({ message }) => shortened(message)));
}

function unknown(kind: RatingKind, name: string, all: readonly Named[]): RatingChangeFailure {
  const near = nearestOf(
    name,
    all.map((each) => each.name),
  );
  const mend = near === undefined ? `there are ${all.length}` : `did you mean "${near}"?`;
  return { code: "RATING_UNKNOWN", message: `no ${WORDS[kind]} is called "${name}"; ${mend}` };
}
