import { formatMoney, type Money, type WallTime } from "../../base";
import type { Log } from "../../ports";
import type { AlarmBook } from "./alarm-book";

/** A balance that has changed. */
export interface BalanceChange {
  readonly account: string;
  /** What is booked now. */
  readonly money: Money;
  /** A call's record, or a payment or a deduction that is no call. */
  readonly by: "call" | "payment";
  readonly at: WallTime;
}

/**
 * Tells operators of balances: an alarm of type 20007 when one falls below its account's floor, ended when it is back at it; and each payment
 * and deduction that is no call, as the event `account.moneyChanged` (BAL-022).
 */
export class BalanceWatch {
  private readonly below = new Set<string>();

  constructor(
    private readonly alarms: AlarmBook,
    private readonly log: Log,
    /** Undefined: the account has none. */
    private readonly floorOf: (account: string) => Money | undefined,
  ) {}

  changed({ account, money, by, at }: BalanceChange): void {
    if (by === "payment") this.log.write("info", "account.moneyChanged", { account, money: formatMoney(money) });
    const floor = this.floorOf(account);
    const isBelow = floor !== undefined && money < floor;
    if (isBelow === this.below.has(account)) return;
    if (isBelow) {
      this.below.add(account);
      this.alarms.raise({ kind: "balance", account, value: formatMoney(money), lower: formatMoney(floor) }, at);
    } else {
      this.below.delete(account);
      this.alarms.end("balance", account);
    }
  }
}
