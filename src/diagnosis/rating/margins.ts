import { formatMoney, type Money } from "../../base";
import type { RateTable } from "../../rating";
import type { Finding } from "../finding";
import type { DoctorAccount, RatedGateway, RatingEvidence } from "./evidence";
import { bookOf, customerAccounts, tableNamed } from "./links";
import { stretches, weekText, type Stretch } from "./week";

/** Findings of one pair of customer and vendor; a table that is wrong as a whole need not be told row by row. */
const MOST_PREFIXES = 20;

/** A prefix that is sold at its cost or below it, between two tables. */
interface Loss {
  readonly prefix: string;
  readonly sold: Money;
  readonly bought: Money;
}

/** Prefixes that `gateway` serves and that `sell` gives away at the cost of `buy`. */
function losses(sell: RateTable, buy: RateTable, { prefixes }: RatedGateway): readonly Loss[] {
  const lost: Loss[] = [];
  for (const { prefix, perMinute: sold } of sell.rates()) {
    if (!prefixes.some((served) => prefix.startsWith(served))) continue;
    const bought = buy.find(prefix)?.perMinute;
    if (bought !== undefined && sold <= bought) lost.push({ prefix, sold, bought });
  }
  return lost;
}

/** Customers that are sold minutes at the price of a vendor that may carry them, or below it, in any period (CAL-503). */
export function margins(evidence: RatingEvidence): readonly Finding[] {
  const { setting } = evidence;
  const vendors = setting.routingGateways.filter(({ account, enabled }) => account !== undefined && enabled);
  const week = stretches(setting.workCalendars, setting.timeZone);
  const book = bookOf(evidence);
  const known = new Map<string, readonly Loss[]>();
  const between = (account: string, vendor: RatedGateway, { at }: Stretch): readonly Loss[] => {
    const [sell, buy] = [book.tableAt(account, at)?.table, book.tableAt(vendor.account ?? "", at)?.table];
    const [sellTable, buyTable] = [tableNamed(evidence, sell ?? ""), tableNamed(evidence, buy ?? "")];
    if (sellTable === undefined || buyTable === undefined) return [];
    const key = JSON.stringify([sell, buy, vendor.name]);
    const found = known.get(key) ?? losses(sellTable, buyTable, vendor);
    known.set(key, found);
    return found;
  };
  return customerAccounts(setting).flatMap((account) =>
    vendors.flatMap((vendor) => lossFindings(account, vendor, week, (stretch) => between(account.name, vendor, stretch))),
  );
}

function lossFindings(
  account: DoctorAccount,
  vendor: RatedGateway,
  week: readonly Stretch[],
  lossesIn: (stretch: Stretch) => readonly Loss[],
): readonly Finding[] {
  const when = new Map<string, { readonly loss: Loss; readonly in: Stretch[] }>();
  for (const stretch of week) {
    for (const loss of lossesIn(stretch)) {
      const key = `${loss.prefix} ${loss.sold} ${loss.bought}`;
      const found = when.get(key);
      if (found !== undefined) found.in.push(stretch);
      else if (when.size < MOST_PREFIXES) when.set(key, { loss, in: [stretch] });
    }
  }
  return [...when.values()].map(({ loss, in: parts }) => lossFinding(account, vendor, loss, weekText(parts)));
}

function lossFinding({ name }: DoctorAccount, vendor: RatedGateway, { prefix, sold, bought }: Loss, when: string): Finding {
  const isBelow = sold < bought;
  const what = prefix === "" ? "every number" : prefix;
  return {
    rule: isBelow ? "RATE_BELOW_COST" : "RATE_NO_MARGIN",
    severity: isBelow ? "error" : "warning",
    subject: what,
    finding: `${name} buys ${what} at ${formatMoney(sold)}, and ${vendor.name} takes ${formatMoney(bought)} for it, ${when}`,
    cost: isBelow ? "every minute of it loses money" : "its minutes earn nothing, and carry the risk of fraud and disputes",
    mend: `raise the rate of ${what} in that period, or keep ${vendor.name} from it then`,
    behaviours: ["CAL-503"],
  };
}
