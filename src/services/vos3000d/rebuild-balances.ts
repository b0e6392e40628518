import { formatMoney, moneyOf, NO_MONEY, type Money } from "../../base";
import { journaledRecords, type CallRecord } from "../../cdr";
import type { SwitchConfig } from "../../config";
import type { Files, Log } from "../../ports";
import { AccountStore, feesOf, type AccountOverrides } from "./account-store";
import { journalFolder } from "./records";

export interface RebuildOptions {
  readonly files: Files;
  readonly log: Log;
  readonly config: SwitchConfig;
  /** Every record that the database has. */
  readonly stored: AsyncIterable<CallRecord>;
}

/**
 * Writes the snapshot of balances anew: all that was opened and paid, less the fees of all records, those of the journal included. Returns
 * the balances. The switch must not run meanwhile.
 *
 * @throws {SwitchError} `ACCOUNTS_BROKEN` when the changes are damaged too, and what the database throws.
 */
export async function rebuildBalances({
  files,
  log,
  config,
  stored,
}: RebuildOptions): Promise<readonly { name: string; money: string }[]> {
  const store = new AccountStore(files, config.data, log);
  const accounts = new Map<string, { money: Money; terms: AccountOverrides }>();
  const kept = (name: string) => accounts.get(name) ?? { money: NO_MONEY, terms: {} };
  const book = (name: string, amount: bigint): void => {
    const { money, terms } = kept(name);
    accounts.set(name, { money: (money + amount) as Money, terms });
  };
  const changes = store.changes();
  for (const change of changes) {
    if (change.kind !== "terms") book(change.account, moneyOf(change.amount));
    else
      accounts.set(change.account, {
        money: kept(change.account).money,
        terms: { ...kept(change.account).terms, ...change.terms },
      });
  }
  const journaled = new Map(journaledRecords(files, journalFolder(config)).map((record) => [record.flowNo, record]));
  const charge = Math.max(0, ...[...journaled.values()].map(({ chargeNo = 0 }) => chargeNo));
  const subtract = (record: CallRecord): void => {
    for (const [name, fee] of feesOf(record)) book(name, 0n - fee);
  };
  for await (const record of stored) {
    // A record that was loaded and has not left the journal is one record.
    journaled.delete(record.flowNo);
    subtract(record);
  }
  for (const record of journaled.values()) subtract(record);
  store.save({ charge, seq: changes.at(-1)?.seq ?? 0, accounts });
  return [...accounts].map(([name, { money }]) => ({ name, money: formatMoney(money) }));
}
