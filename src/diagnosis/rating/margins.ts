import { formatMoney, type Money } from "../../base";
import type { RateTable } from "../../rating";
import type { Finding } from "../finding";
import type { DoctorAccount, RatedGateway, RatingEvidence } from "./evidence";
import { bookOf, calendarsOf, customerAccounts, tableNamed, vendorAccounts } from "./links";
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
  const served = new Set(prefixes);
  const isServed = (prefix: string): boolean => {
    for (let length = 0; length <= prefix.length; length += 1) if (served.has(prefix.slice(0, length))) return true;
    return false;
  };
  for (const { prefix, perMinute: sold } of sell.rates()) {
    if (!isServed(prefix)) continue;
    const bought = buy.find(prefix)?.perMinute;
    if (bought !== undefined && sold <= bought) lost.push({ prefix, sold, bought });
  }
  return lost;
}

/** Customers that are sold minutes at the price of a vendor that may carry them, or below it, in any period (CAL-503). */
export function margins(evidence: RatingEvidence): readonly Finding[] {
  const { setting } = evidence;
  const vendors = setting.routingGateways.filter(({ account, enabled }) => account !== undefined && enabled);
  const customers = customerAccounts(setting);
  const calendars = new Set([...customers, ...vendorAccounts(setting)].flatMap((account) => calendarsOf(setting, account)));
  const week = stretches([...calendars], setting.timeZone);
  const book = bookOf(evidence);
  const inForce = new Map<string, readonly (RateTable | undefined)[]>();
  const tablesOf = (account: string): readonly (RateTable | undefined)[] => {
    const found = inForce.get(account) ?? week.map(({ at }) => tableNamed(evidence, book.tableAt(account, at)?.table ?? ""));
    inForce.set(account, found);
    return found;
  };
  const known = new Map<RateTable, Map<RateTable, Map<RatedGateway, readonly Loss[]>>>();
  const lostBetween = (sell: RateTable, buy: RateTable, vendor: RatedGateway): readonly Loss[] => {
    const ofSell = known.get(sell) ?? new Map<RateTable, Map<RatedGateway, readonly Loss[]>>();
    const ofBuy = ofSell.get(buy) ?? new Map<RatedGateway, readonly Loss[]>();
    const found = ofBuy.get(vendor) ?? losses(sell, buy, vendor);
    known.set(sell, ofSell.set(buy, ofBuy.set(vendor, found)));
    return found;
  };
  const between = (account: string, vendor: RatedGateway, place: number): readonly Loss[] => {
    const [sell, buy] = [tablesOf(account)[place], tablesOf(vendor.account ?? "")[place]];
    return sell === undefined || buy === undefined ? [] : lostBetween(sell, buy, vendor);
  };
  return customers.flatMap((account) =>
    vendors.flatMap((vendor) => lossFindings(account, vendor, week, (place) => between(account.name, vendor, place))),
  );
}

function lossFindings(
  account: DoctorAccount,
  vendor: RatedGateway,
  week: readonly Stretch[],
  lossesIn: (place: number) => readonly Loss[],
): readonly Finding[] {
  const when = new Map<string, { readonly loss: Loss; readonly in: Stretch[] }>();
  for (const [place, stretch] of week.entries()) {
    for (const loss of lossesIn(place)) {
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
