import assert from "node:assert/strict";
import { UsageError } from "../../../src/base";
import type { Lab } from "../lab";
import { expected } from "./expect";

/** Digits behind the point of a sum. Rates have at most as many: a sum is a whole number of millionths. */
const SCALE = 6;

/** `0.025`, `$23.75` in millionths; no floating point on the way. */
function inMillionths(text: string): bigint {
  const [, whole, fraction = ""] = /^\$?(\d+)(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  if (whole === undefined) throw new UsageError("STEP_BAD_MONEY", `"${text}" is no amount such as $0.08`, { text });
  return BigInt(whole + fraction.padEnd(SCALE, "0"));
}

function inDollars(millionths: bigint): string {
  const digits = millionths.toString().padStart(SCALE + 1, "0");
  const fraction = digits.slice(-SCALE).replace(/0{1,4}$/, "");
  return `$${digits.slice(0, -SCALE)}.${fraction}`;
}

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
    bill.cost += BigInt(minutes) * inMillionths(rate);
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
    shown(vendor, calls, minutes, inMillionths(cost)),
  );
  assert.deepEqual(found, [...wanted].sort());
}

/** What all calls that have ended cost together. */
export async function assertTotal(lab: Lab, wanted: string): Promise<void> {
  const total = [...(await bills(lab)).values()].reduce((sum, { cost }) => sum + cost, 0n);
  assert.ok(total === inMillionths(wanted), expected("cost of all calls", wanted, inDollars(total)));
}
