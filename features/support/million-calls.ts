import { createSimulation } from "../../src/adapters/sim";
import { seconds, type Money } from "../../src/base";
import { AccountLedger, charge, tariffOf, type Rate } from "../../src/rating";

const ACCOUNT = "Acme";
/** Each call talks for half a minute of a cycle of one. */
const TALK_MS = 30_000;

/** One account and very many small fees. */
export class MillionCalls {
  private readonly rate: Rate;
  private readonly ledger = new AccountLedger({
    clock: createSimulation({ seed: 1 }).clock,
    accounts: [{ name: ACCOUNT, limit: 0n as Money, isLocked: false }],
    rules: () => ({ advance: seconds(60), reading: "full" }),
  });

  constructor(perMinute: Money, balance: Money) {
    this.rate = { prefix: "", perMinute, period: 60 };
    this.pay(balance);
  }

  charge(count: number): void {
    for (let call = 0; call < count; call += 1) {
      this.ledger.book(ACCOUNT, (0n - charge(this.rate, TALK_MS).fee) as Money);
    }
  }

  pay(amount: Money): void {
    this.ledger.book(ACCOUNT, amount);
  }

  get money(): Money {
    return this.ledger.standing(ACCOUNT)?.money ?? (0n as Money);
  }

  canCall(): boolean {
    return this.ledger.talkTime(ACCOUNT, tariffOf(this.rate)) > 0;
  }
}
