import { formatMoney, moneyOf, NO_MONEY, parseMoney, SwitchError, type Money } from "../../base";
import { decodeFrames, encodeFrame, type CallRecord } from "../../cdr";
import type { AppendFile, Files, Log } from "../../ports";

/** What operators have changed of an account; absent: as configured. `null`: no limit, valid for ever. */
export interface AccountOverrides {
  readonly limit?: string | null;
  readonly isLocked?: boolean;
  readonly validUntil?: number | null;
}

/** One entry of the journal of changes, in the order of `seq`. Money is decimal text. */
export type AccountChange = { readonly seq: number; readonly at: string; readonly account: string } & (
  | { readonly kind: "opened"; readonly amount: string }
  /** Below zero: a deduction that is no call, such as a rent. */
  | { readonly kind: "paid"; readonly amount: string; readonly note?: string }
  | { readonly kind: "terms"; readonly terms: AccountOverrides }
);

/** A change that has no place in the journal yet. */
export type NewAccountChange = Without<AccountChange, "seq">;
type Without<Change, Key extends keyof Change> = Change extends unknown ? Omit<Change, Key> : never;

/** An account as it is kept. */
export interface KeptAccount {
  readonly money: Money;
  readonly terms: AccountOverrides;
}

/** Charged calls are numbered in the order of their records; the snapshot says up to which of both it holds. */
export interface KeptBalances {
  readonly charge: number;
  readonly seq: number;
  readonly accounts: ReadonlyMap<string, KeptAccount>;
}

const SNAPSHOT = "balances";
const CHANGES = "changes.journal";
const LINE_END = 0x0a;
const NOTHING: KeptBalances = { charge: 0, seq: 0, accounts: new Map() };

/**
 * The files of balances in a switch's data folder, `accounts/`: a snapshot, and beside it the journal of all that changed them and was no
 * call. Calls are in the journal of records until a snapshot holds them.
 *
 * What is appended is on the disk before {@link append} returns. A torn end is a change that nobody was told to have been made: it is
 * put aside. Anything else that cannot be read is an error, since a balance without it would be wrong.
 */
export class AccountStore {
  private readonly folder: string;
  private file: AppendFile | undefined;

  constructor(
    private readonly files: Files,
    dataFolder: string,
    private readonly log: Log,
  ) {
    this.folder = `${dataFolder}/accounts`;
  }

  /**
   * What snapshot and changes come to, fees of calls beyond the snapshot not included.
   *
   * @throws {SwitchError} `ACCOUNTS_BROKEN`: name of the file, what is wrong and the mend.
   */
  load(): KeptBalances {
    const snapshot = this.readSnapshot() ?? NOTHING;
    return applied(snapshot, this.readChanges(), this.path(CHANGES));
  }

  /** Every change ever made: what balances are made of when the snapshot is lost. */
  changes(): readonly AccountChange[] {
    const changes = this.readChanges();
    applied(NOTHING, changes, this.path(CHANGES));
    return changes;
  }

  /**
   * A change that was written and could not be synced counts: a kill leaves it there, and only a loss of power could take it.
   *
   * @throws {SwitchError} `FILE_DISK_FULL` and its like: nothing was changed.
   */
  append(change: AccountChange): void {
    this.file ??= this.files.openAppend(this.path(CHANGES));
    this.file.append(encodeFrame(JSON.stringify(change)));
    try {
      this.file.sync();
    } catch (error) {
      if (!(error instanceof SwitchError)) throw error;
      this.log.write("error", "account.changes.notSynced", { path: this.path(CHANGES), code: error.code });
    }
  }

  /** Replaces the snapshot, in one step. @throws {SwitchError} `FILE_DISK_FULL` and its like: the old one stays. */
  save({ charge, seq, accounts }: KeptBalances): void {
    const rows = [...accounts].map(([name, { money, terms }]) => [name, formatMoney(money), terms]);
    this.files.replace(this.path(SNAPSHOT), encodeFrame(JSON.stringify({ version: 1, charge, seq, accounts: rows })));
  }

  close(): void {
    this.file?.close();
    this.file = undefined;
  }

  private path(name: string): string {
    return `${this.folder}/${name}`;
  }

  private readSnapshot(): KeptBalances | undefined {
    const path = this.path(SNAPSHOT);
    if (!this.files.exists(path)) return undefined;
    const { payloads, damage } = decodeFrames(this.files.read(path));
    const [text] = payloads;
    const snapshot = text === undefined || damage.length > 0 ? undefined : snapshotOf(text);
    if (snapshot === undefined)
      throw broken(path, "it is damaged; `carrierlab account rebuild` makes it anew from the changes and the call records");
    return snapshot;
  }

  private readChanges(): readonly AccountChange[] {
    const path = this.path(CHANGES);
    if (!this.files.exists(path)) return [];
    const bytes = this.files.read(path);
    const { payloads, damage } = decodeFrames(bytes);
    const torn = damage.at(-1);
    if (torn?.kind === "torn") this.cutTorn(path, bytes, torn.offset);
    return payloads.flatMap((text) => changeOf(text) ?? []);
  }

  /** A write that was cut short: it is kept beside the file, and nothing is ever written behind it. */
  private cutTorn(path: string, bytes: Buffer, offset: number): void {
    if (bytes.at(-1) === LINE_END) throw broken(path, "its last change is damaged; bring it back from a copy");
    this.log.write("warn", "account.changes.torn", { path, bytes: bytes.length - offset });
    this.files.replace(`${path}.torn`, bytes.subarray(offset));
    this.files.replace(path, bytes.subarray(0, offset));
  }
}

/** Fees of one record by account: what its customer pays, and what the vendor that carried it is paid. */
export const feesOf = ({ price, cost }: Pick<CallRecord, "price" | "cost">): readonly (readonly [string, Money])[] =>
  [price, cost].flatMap((side) => (side === undefined ? [] : [[side.account, moneyOf(side.fee)] as const]));

/** Balances after one more change. */
function applied(kept: KeptBalances, changes: readonly AccountChange[], path: string): KeptBalances {
  const accounts = new Map(kept.accounts);
  let { seq } = kept;
  for (const change of changes) {
    if (change.seq <= kept.seq) continue;
    if (change.seq !== seq + 1) throw broken(path, `change ${seq + 1} is missing in it; bring it back from a copy`);
    seq = change.seq;
    const { money, terms } = accounts.get(change.account) ?? { money: NO_MONEY, terms: {} };
    accounts.set(
      change.account,
      change.kind === "terms"
        ? { money, terms: { ...terms, ...change.terms } }
        : { money: (money + moneyOf(change.amount)) as Money, terms },
    );
  }
  return { charge: kept.charge, seq, accounts };
}

function snapshotOf(text: string): KeptBalances | undefined {
  const value = parsed(text) as { version?: unknown; charge?: unknown; seq?: unknown; accounts?: unknown } | undefined;
  const { charge, seq } = value ?? {};
  if (value?.version !== 1 || typeof charge !== "number" || typeof seq !== "number" || !Array.isArray(value.accounts))
    return undefined;
  const rows = value.accounts as readonly (readonly [string, string, AccountOverrides])[];
  return { charge, seq, accounts: new Map(rows.map(([name, money, terms]) => [name, { money: moneyOf(money), terms }])) };
}

function changeOf(text: string): AccountChange | undefined {
  const change = parsed(text) as AccountChange | undefined;
  if (typeof change?.seq !== "number" || typeof change.account !== "string") return undefined;
  return change.kind === "terms" || parseMoney(change.amount) !== undefined ? change : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const broken = (path: string, why: string): SwitchError => new SwitchError("ACCOUNTS_BROKEN", `${path}: ${why}`, { path });
