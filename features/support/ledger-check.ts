import { formatMoney, moneyOf, NO_MONEY, type Money } from "../../src/base";
import type { CallRecord } from "../../src/cdr";
import type { AccountChange, AccountReport } from "../../src/services/vos3000d";
import { readSipText, header, methodOf, type LegReport } from "../../simulators/endpoint";
import type { Lab } from "./lab";

/**
 * What does not add up after a scenario, in sentences; looked for after every one, whatever it is about.
 *
 * Each account's balance is what was opened and paid less the fees of all records, to the last digit, and nothing is reserved. Each
 * call that a party made and that got past the switch's SIP stack has one record, and each record is of a call that was made.
 */
export async function ledgerFaults(lab: Lab): Promise<readonly string[]> {
  const faults: string[] = [];
  const records = new Map<string, readonly CallRecord[]>();
  for (const { name, rating } of lab.settings.switches) {
    const own = [...(await lab.stage.records(name)), ...(await lab.stage.archivedRecords(name))];
    records.set(name, own);
    if ((rating?.accounts ?? []).length > 0) faults.push(...(await balanceFaults(lab, name, own)));
  }
  return [...faults, ...(await recordFaults(lab, records))];
}

async function balanceFaults(lab: Lab, name: string, records: readonly CallRecord[]): Promise<readonly string[]> {
  const accounts = (await lab.stage.ask(name, "accounts")) as readonly AccountReport[];
  const changes = (await lab.stage.ask(name, "accountChanges")) as readonly AccountChange[];
  const sums = new Map<string, bigint>();
  const add = (account: string, amount: bigint): unknown => sums.set(account, (sums.get(account) ?? 0n) + amount);
  for (const change of changes) if (change.kind !== "terms") add(change.account, moneyOf(change.amount));
  for (const side of records.flatMap(({ price, cost }) => [price, cost])) {
    if (side !== undefined) add(side.account, -BigInt(moneyOf(side.fee)));
  }
  return accounts.flatMap(({ name: account, money, reserved, calls }) => {
    const due = formatMoney((sums.get(account) ?? NO_MONEY) as Money);
    return [
      ...(money === due ? [] : [`ledger of switch ${name}: ${account} has ${money}; paid in less all fees is ${due}`]),
      ...(reserved === "0" && calls === 0
        ? []
        : [`ledger of switch ${name}: ${reserved} of ${account} is reserved for ${calls} calls`]),
    ];
  });
}

/** Statuses that the SIP stack gives by itself, before there is a call. */
const BEFORE_ANY_CALL = new Set([400, 405, 406, 413, 414, 415, 416, 420, 421, 422, 423, 481, 482, 483, 491, 500, 501, 503, 505]);

async function recordFaults(lab: Lab, bySwitch: ReadonlyMap<string, readonly CallRecord[]>): Promise<readonly string[]> {
  const all = [...bySwitch.values()].flat();
  const counts = new Map<string, number>();
  for (const { callerCallId } of all) counts.set(callerCallId, (counts.get(callerCallId) ?? 0) + 1);
  const faults: string[] = [];
  const placed = new Set<string>();
  for (const party of lab.partyNames) {
    for (const leg of await lab.stage.legs(party)) {
      if (leg.role !== "caller") continue;
      placed.add(leg.id);
      const count = counts.get(leg.id) ?? 0;
      if (count > 1) faults.push(`${count} records of one call of ${party} to ${leg.number}`);
      if (count === 0 && needsRecord(leg)) faults.push(`no record of the call of ${party} to ${leg.number} (${leg.finalStatus})`);
    }
  }
  if (bySwitch.size === 1) faults.push(...(await unplaced(lab, all, placed)));
  return faults;
}

const needsRecord = ({ finalStatus }: LegReport): boolean => finalStatus !== undefined && !BEFORE_ANY_CALL.has(finalStatus);

/** Records of calls that no party made; what a party sent as raw bytes counts as made. */
async function unplaced(lab: Lab, records: readonly CallRecord[], placed: Set<string>): Promise<readonly string[]> {
  const strange = records.filter(({ callerCallId }) => !placed.has(callerCallId));
  if (strange.length === 0) return [];
  for (const party of lab.partyNames) {
    for (const { direction, text } of await lab.stage.messages(party)) {
      const message = direction === "sent" ? readSipText(Buffer.from(text, "latin1")) : undefined;
      if (message !== undefined && methodOf(message) === "INVITE") placed.add(header(message, "Call-ID") ?? "");
    }
  }
  return strange
    .filter(({ callerCallId }) => !placed.has(callerCallId))
    .map(({ callee, callerIp }) => `a record of a call from ${callerIp} to ${callee} that nobody made`);
}
