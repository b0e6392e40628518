import assert from "node:assert/strict";
import { formatMoney, parseMoney, SwitchError, UsageError } from "../../../src/base";
import { parseSwitchConfig } from "../../../src/config";
import type { AccountReport } from "../../../src/services/vos3000d";
import type { Lab } from "../lab";

/** What an account shows under each name that scenarios use. */
const FIELDS: Readonly<Record<string, (account: AccountReport) => string>> = {
  money: ({ money }) => money,
  limit: ({ limit }) => limit,
  reserved: ({ reserved }) => reserved,
  available: ({ available }) => available,
  calls: ({ calls }) => String(calls),
};

/** `1.00` as the switch writes it: `1`. */
export const amountOf = (text: string): string => {
  const amount = parseMoney(text);
  return amount === undefined ? text : formatMoney(amount);
};

/** The accounts of the first switch as an operator sees them at this moment. */
export async function accountsOf(lab: Lab): Promise<readonly AccountReport[]> {
  return (await (await lab.running()).ask(lab.firstSwitch, "accounts")) as readonly AccountReport[];
}

export async function accountNamed(lab: Lab, name: string): Promise<AccountReport> {
  const account = (await accountsOf(lab)).find((each) => each.name === name);
  if (account === undefined) throw new UsageError("STEP_NO_ACCOUNT", `the switch has no account "${name}"`, { name });
  return account;
}

/** What a configuration is told in which an account has this limit; nothing when it is taken. */
export function refusalOfLimit(limit: string): string {
  const text = JSON.stringify({
    sip: { listen: [{ address: "192.0.2.1" }] },
    media: { address: "192.0.2.1" },
    data: "/data",
    mappingGateways: [],
    routingGateways: [],
    accounts: [{ name: "Acme", limit }],
  });
  try {
    parseSwitchConfig(text, "switch.yaml");
  } catch (error) {
    if (error instanceof SwitchError) return error.message;
    throw error;
  }
  return "";
}

/** An account shows what a table says. */
export async function assertAccount(lab: Lab, name: string, wanted: Readonly<Record<string, string>>): Promise<void> {
  const account = await accountNamed(lab, name);
  const found = Object.keys(wanted).map((field) => {
    const read = FIELDS[field];
    if (read === undefined)
      throw new UsageError("STEP_UNKNOWN_FIELD", `accounts have no "${field}": ${Object.keys(FIELDS).join(", ")}`, { field });
    return [field, read(account)];
  });
  assert.deepEqual(
    Object.fromEntries(found),
    Object.fromEntries(Object.entries(wanted).map(([field, text]) => [field, amountOf(text)])),
  );
}
