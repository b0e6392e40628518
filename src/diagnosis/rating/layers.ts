import { TimeZone } from "../../base";
import type { Finding } from "../finding";
import type { RatingEvidence } from "./evidence";
import { customerAccounts, vendorAccounts } from "./links";

/** One of the four layers of time routing, and whether it is there (CAL-513). */
export interface RatingLayer {
  readonly number: 1 | 2 | 3 | 4;
  readonly name: "work calendar" | "period rate" | "least-cost routing" | "account binding";
  readonly state: "done" | "missing";
  /** What is there, or what is to be done. */
  readonly says: string;
}

/** The four layers: calendar, period rates, several priced vendors, bound accounts (CAL-512, CAL-513). */
export function ratingLayers({ setting }: RatingEvidence): readonly RatingLayer[] {
  const { workCalendars, periodRates } = setting;
  const layer = (
    number: RatingLayer["number"],
    name: RatingLayer["name"],
    missing: string | undefined,
    done: string,
  ): RatingLayer => ({ number, name, state: missing === undefined ? "done" : "missing", says: missing ?? done });
  return [
    layer(
      1,
      "work calendar",
      workCalendars.length === 0 ? "define working days, hours and holidays in a work calendar" : undefined,
      `${workCalendars.length} in ${new TimeZone(setting.timeZone).name}`,
    ),
    layer(
      2,
      "period rate",
      periodRates.length === 0 ? "bind a day and a night table to the calendar in a period rate" : undefined,
      `${periodRates.length}`,
    ),
    layer(
      3,
      "least-cost routing",
      vendorProblem(setting),
      `${vendorAccounts(setting).length} vendor accounts with rates by period`,
    ),
    layer(4, "account binding", bindingProblem(setting), `${customerAccounts(setting).length} customers`),
  ];
}

function vendorProblem(setting: RatingEvidence["setting"]): string | undefined {
  const serving = setting.routingGateways.filter(({ enabled }) => enabled);
  const prefixes = serving.flatMap((gateway) => gateway.prefixes);
  if (!prefixes.some((prefix, index) => prefixes.indexOf(prefix) !== index))
    return "configure several gateways for each prefix, with priorities";
  const unpriced = serving.filter(({ account }) => account === undefined).map(({ name }) => name);
  if (unpriced.length > 0) return `give ${unpriced.join(", ")} a vendor account with buying rates`;
  const flat = vendorAccounts(setting)
    .filter(({ periodRates }) => periodRates.length === 0)
    .map(({ name }) => name);
  return flat.length === 0
    ? undefined
    : `create a day and a night buying table for ${flat.join(", ")} and bind them in a period rate`;
}

function bindingProblem(setting: RatingEvidence["setting"]): string | undefined {
  const without = setting.mappingGateways.filter(({ account }) => account === undefined).map(({ name }) => name);
  if (without.length > 0) return `give the customer ${without.join(", ")} an account`;
  const unbound = customerAccounts(setting)
    .filter(({ periodRates }) => periodRates.length === 0)
    .map(({ name }) => name);
  return unbound.length === 0 ? undefined : `assign a period rate to the account ${unbound.join(", ")}`;
}

/** Missing layers, where at least one is there: a switch without any of them does not mean to route by time. */
export function missingLayers(evidence: RatingEvidence): readonly Finding[] {
  const { workCalendars, periodRates } = evidence.setting;
  if (workCalendars.length === 0 && periodRates.length === 0) return [];
  return ratingLayers(evidence)
    .filter(({ state }) => state === "missing")
    .map(({ number, name, says }) => ({
      rule: "RATE_LAYER_MISSING",
      severity: number === 3 ? "info" : "warning",
      subject: `layer ${number}, ${name}`,
      finding: `of the four layers of time routing this one is missing: ${name}`,
      cost: "rates and vendors do not switch by time as a whole: the layers that are there have no effect, or a part of it",
      mend: says,
      behaviours: ["CAL-512", "CAL-513"],
    }));
}
