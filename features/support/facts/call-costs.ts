import assert from "node:assert/strict";
import { formatMoney, parseMoney, UsageError, type Money } from "../../../src/base";
import type { Lab } from "../lab";
import { expected } from "./expect";

/** `0.025`, `$23.75`. */
function amountOf(text: string): Money {
  const amount = parseMoney(text.replace(/^\$/, ""));
  if (amount === undefined) throw new UsageError("STEP_BAD_MONEY", `"${text}" is no amount such as $0.08`, { text });
  return amount;
}

const inDollars = (amount: bigint): string => `$${formatMoney(amount as Money)}`;

/** What one vendor carried, and what that costs. */
interface Bill {
  calls: number;
  minutes: number;
  cost: bigint;
}

/** Each answered call costs the rate of the gateway that carried it, for every minute that began. */
async function bills(lab: Lab): Promise<ReadonlyMap<string, Bill>> {
  const gateways = lab.settings.switches.flatMap(({ routingGateways }) => routingGateways);
  const rates = new Map(gateways.map(({ name, rate }) => [name, rate]));
  const found = new Map<string, Bill>();
  for (const { calleeGateway = "", answeredAt, holdTimeMs } of await (await lab.running()).records(lab.firstSwitch)) {
    const rate = rates.get(calleeGateway);
    if (answeredAt === undefined) continue;
    if (rate === undefined) throw new UsageError("STEP_NO_RATE", `${calleeGateway} has no rate`, { calleeGateway });
    const bill = found.get(calleeGateway) ?? { calls: 0, minutes: 0, cost: 0n };
    const minutes = Math.ceil(holdTimeMs / 60_000);
    bill.calls += 1;
    bill.minutes += minutes;
    bill.cost += BigInt(minutes) * amountOf(rate);
    found.set(calleeGateway, bill);
  }
  return found;
}

/** The records of all calls that have ended add up to the rows of a table, and no vendor carried anything beside them. */
export async function assertBills(lab: Lab, rows: readonly Readonly<Record<string, string>>[]): Promise<void> {
  const shown = (name: string, calls: number | string, minutes: number | string, cost: bigint): string =>
    `${name}: ${calls} calls, ${minutes} minutes, ${inDollars(cost)}`;
  const found = [...(await bills(lab))].map(([name, { calls, minutes, cost }]) => shown(name, calls, minutes, cost)).sort();
  const wanted = rows.map(({ vendor = "", calls = "", minutes = "", cost = "" }) =>
    shown(vendor, calls, minutes, amountOf(cost)),
  );
  assert.deepEqual(found, [...wanted].sort());
}

/** What all calls that have ended cost together. */
export async function assertTotal(lab: Lab, wanted: string): Promise<void> {
  const total = [...(await bills(lab)).values()].reduce((sum, { cost }) => sum + cost, 0n);
  assert.ok(total === amountOf(wanted), expected("cost of all calls", wanted, inDollars(total)));
}
