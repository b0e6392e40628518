import { NO_MONEY, type Money } from "../base";
import type { AccountStanding, AccountTerms } from "./account";
import type { CallMoney } from "./call-money";

/** One account's money: what is booked, what calls have reserved, and which of them are up. */
export class AccountMoney {
  money: Money = NO_MONEY;
  /** Undefined: no configuration has the account any more; calls that are up go on. */
  terms: AccountTerms | undefined;
  private reserved: Money = NO_MONEY;
  private readonly calls = new Set<CallMoney>();
  private readonly up = new Set<CallMoney>();
  /** What bounds the needs of all calls that are up: see {@link Tariff.minute}. */
  private minutes = 0n;
  private lumps = 0n;

  constructor(readonly name: string) {}

  /** Calls whose covered time runs. */
  get running(): ReadonlySet<CallMoney> {
    return this.up;
  }

  get isIdle(): boolean {
    return this.calls.size === 0;
  }

  /** What a new call finds: money plus limit less what is reserved (BAL-002); undefined: unlimited. */
  get available(): Money | undefined {
    const limit = this.terms === undefined ? NO_MONEY : this.terms.limit;
    return limit === undefined ? undefined : ((this.money + limit - this.reserved) as Money);
  }

  standing(terms: AccountTerms): AccountStanding {
    const { money, reserved, available } = this;
    return { ...terms, money, reserved, available, calls: this.calls.size };
  }

  /** At least what all calls that are up need for the next `seconds`. Cheap, so that the exact sum is made only near the end. */
  mostNeeded(seconds: number): bigint {
    return (this.minutes * BigInt(Math.ceil(seconds))) / 60n + 1n + this.lumps;
  }

  reserve(amount: Money): void {
    this.reserved = (this.reserved + amount) as Money;
  }

  open(call: CallMoney): void {
    this.calls.add(call);
  }

  close(call: CallMoney): void {
    this.calls.delete(call);
  }

  starts(call: CallMoney): void {
    if (this.up.has(call)) return;
    this.up.add(call);
    this.count(call, 1n);
  }

  stops(call: CallMoney): void {
    if (this.up.delete(call)) this.count(call, -1n);
  }

  private count({ tariff: { minute, lump } }: CallMoney, sign: 1n | -1n): void {
    this.minutes += sign * minute;
    this.lumps += sign * lump;
  }
}
