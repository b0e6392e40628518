import { formatMoney } from "../../base";
import type { RateTable } from "../../rating";
import type { Finding } from "../finding";
import type { RatingEvidence } from "./evidence";
import { customerAccounts, listed, periodRatesOf, sellingPeriodRates, tableNamed } from "./links";

/** Tables between which the time of a call chooses, and what chooses. */
interface Choice {
  readonly subject: string;
  readonly tables: readonly RateTable[];
}

/** Each period rate, and each customer with several of them. A vendor may serve a prefix by day alone (CAL-505). */
function choices(evidence: RatingEvidence): readonly Choice[] {
  const { setting } = evidence;
  const found = (names: readonly string[]): readonly RateTable[] =>
    [...new Set(names)].flatMap((name) => tableNamed(evidence, name) ?? []);
  const single = sellingPeriodRates(setting).map(({ name, workingTable, nonWorkingTable }) => ({
    subject: name,
    tables: found([workingTable, nonWorkingTable]),
  }));
  const chains = customerAccounts(setting).flatMap((account) => {
    const rates = periodRatesOf(setting, account);
    if (rates.length < 2) return [];
    return [
      { subject: account.name, tables: found([...rates.map((rate) => rate.workingTable), rates.at(-1)?.nonWorkingTable ?? ""]) },
    ];
  });
  return [...single, ...chains];
}

/** What `table` lacks of the prefixes of `other`: those that get no rate by it, and those that a shorter prefix answers. */
function gaps(table: RateTable, other: RateTable): { readonly missing: readonly string[]; readonly hidden: readonly string[] } {
  const missing: string[] = [];
  const hidden: string[] = [];
  for (const { prefix, perMinute } of other.rates()) {
    if (table.rateOf(prefix) !== undefined) continue;
    const shorter = table.find(prefix);
    if (shorter === undefined) missing.push(prefix);
    else
      hidden.push(
        `${prefix} (${shorter.prefix || "the empty prefix"} gives ${formatMoney(shorter.perMinute)} instead of ${formatMoney(perMinute)})`,
      );
  }
  return { missing, hidden };
}

/** Tables of one choice that do not have the same prefixes (CAL-312, CAL-313, CAL-315), in either direction. */
export function prefixSets(evidence: RatingEvidence): readonly Finding[] {
  const seen = new Set<string>();
  return choices(evidence).flatMap(({ subject, tables }) =>
    tables.flatMap((table) =>
      tables.flatMap((other) => {
        const pair = JSON.stringify([table.name, other.name]);
        if (table === other || seen.has(pair)) return [];
        seen.add(pair);
        return gapFindings(subject, table, other);
      }),
    ),
  );
}

function gapFindings(subject: string, table: RateTable, other: RateTable): readonly Finding[] {
  const { missing, hidden } = gaps(table, other);
  const found: Finding[] = [];
  if (missing.length > 0)
    found.push({
      rule: "RATE_PREFIX_MISSING",
      severity: "error",
      subject,
      finding: `table "${table.name}" lacks ${listed(missing)}, which "${other.name}" has`,
      cost: `while "${table.name}" is in force such calls are refused, or carried for nothing`,
      mend: `add ${missing.length === 1 ? "it" : "them"} to "${table.name}"; a new table is best made by copying "${other.name}" and changing its values`,
      behaviours: ["CAL-315", "CAL-312"],
    });
  if (hidden.length > 0)
    found.push({
      rule: "RATE_PREFIX_HIDDEN",
      severity: "error",
      subject,
      finding: `table "${table.name}" lacks ${listed(hidden)}`,
      cost: "the call goes on at the rate of the shorter prefix, and nothing shows that it is the wrong one",
      mend: `add the longer prefixes to "${table.name}"`,
      behaviours: ["CAL-313", "CAL-315"],
    });
  return found;
}

/** Off-peak rates above the peak rate (CAL-317). */
export function dearNights(evidence: RatingEvidence): readonly Finding[] {
  return sellingPeriodRates(evidence.setting).flatMap(({ name, workingTable, nonWorkingTable }): readonly Finding[] => {
    const [day, night] = [tableNamed(evidence, workingTable), tableNamed(evidence, nonWorkingTable)];
    if (day === undefined || night === undefined) return [];
    const dear: string[] = [];
    for (const { prefix, perMinute } of night.rates()) {
      const byDay = day.rateOf(prefix);
      if (byDay !== undefined && perMinute > byDay.perMinute)
        dear.push(`${prefix || "the empty prefix"} at ${formatMoney(perMinute)} after ${formatMoney(byDay.perMinute)}`);
    }
    if (dear.length === 0) return [];
    return [
      {
        rule: "RATE_NIGHT_DEARER",
        severity: "warning",
        subject: name,
        finding: `"${night.name}" is dearer than "${day.name}" for ${listed(dear)}`,
        cost: "customers call elsewhere in the hours in which the lines are idle",
        mend: "set the rate of the non-working hours below that of the working hours, and look whether the two tables were exchanged",
        behaviours: ["CAL-317"],
      },
    ];
  });
}
