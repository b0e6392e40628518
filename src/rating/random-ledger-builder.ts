import { SeededRandom, createSimulation } from "../adapters/sim";
import { formatMoney, moneyOf, seconds, type Money } from "../base";
import type { Random } from "../ports";
import { AccountLedger } from "./account-ledger";
import type { CallMoney } from "./call-money";
import { charge, EXACT_CHARGE, type Rate } from "./rate-table";
import { tariffOf } from "./tariff";

/** What a run of random calls, rates, payments and failures came to. */
export interface LedgerRun {
  /** Moments at which an account stood below its limit, and sums that do not add up; empty when all is well. */
  readonly faults: readonly string[];
  readonly admitted: number;
  readonly refused: number;
  readonly cut: number;
}

const CENTS = 100_000_000n;
const EVENTS = 600;

interface Held {
  readonly account: string;
  readonly rate: Rate;
  readonly money: CallMoney;
  answeredAt: number | undefined;
}

/** Accounts with limits from 0 to 50, and things that happen to them at random; the same for the same seed. */
export function randomLedgerRun(seed: number, accounts: number): LedgerRun {
  return new Run(seed, accounts).play();
}

class Run {
  private readonly clock;
  private readonly random: Random;
  private readonly ledger: AccountLedger;
  private readonly names: readonly string[];
  private readonly calls = new Set<Held>();
  private readonly due = new Map<string, bigint>();
  private readonly faults: string[] = [];
  private counts = { admitted: 0, refused: 0, cut: 0 };

  constructor(
    private readonly seed: number,
    accounts: number,
  ) {
    this.clock = createSimulation({ seed }).clock;
    this.random = SeededRandom.fromSeed(seed);
    this.names = Array.from({ length: accounts }, (_, index) => `account ${index + 1}`);
    const reading = this.random.between(0, 4) === 0 ? "early" : "full";
    const advance = seconds(60 * this.random.between(1, 3));
    this.ledger = new AccountLedger({
      clock: this.clock,
      accounts: this.names.map((name) => ({ name, limit: this.amount(5_000), isLocked: false })),
      rules: () => ({ advance, reading }),
    });
    for (const name of this.names) this.book(name, this.amount(1_000));
  }

  play(): LedgerRun {
    for (let event = 0; event < EVENTS; event += 1) {
      this.happen();
      this.clock.advance(seconds(this.random.between(0, 60_000) / 1_000));
      this.look();
    }
    for (const call of [...this.calls]) this.end(call);
    this.look();
    for (const { name, money, reserved } of this.ledger.standings()) {
      if (money !== this.due.get(name))
        this.faults.push(`seed ${this.seed}: ${name} has ${formatMoney(money)} and not what adds up`);
      if (reserved !== 0n) this.faults.push(`seed ${this.seed}: ${formatMoney(reserved)} of ${name} is still reserved`);
    }
    if (this.clock.armed().length > 0) this.faults.push(`seed ${this.seed}: timers are left`);
    return { faults: this.faults, ...this.counts };
  }

  private happen(): void {
    const [held] = this.calls;
    const kind = this.random.between(1, 100);
    // Several calls at once find the same accounts: a fifth of them carries nearly all traffic.
    if (kind <= 60) for (let call = this.random.between(1, 4); call > 0; call -= 1) this.call();
    else if (kind <= 75) this.book(this.name(), this.amount(300));
    else if (held !== undefined && kind <= 85) this.end(held);
    else for (const call of this.calls) if (call.answeredAt === undefined) this.answer(call);
  }

  private call(): void {
    const account = this.name();
    const rate: Rate = {
      prefix: "",
      perMinute: (BigInt(this.random.between(1, 200)) * CENTS) as Money,
      period: [1, 6, 30, 60][this.random.between(0, 3)] ?? 1,
      ...(this.random.between(0, 3) === 0 ? { steps: [{ seconds: 30, fee: this.amount(20) }] } : {}),
    };
    const reserved = this.ledger.reserve(account, tariffOf(rate), () => {
      this.counts.cut += 1;
      for (const each of this.calls) if (each.money === (reserved.ok ? reserved.value : undefined)) this.end(each);
    });
    if (!reserved.ok) return void (this.counts.refused += 1);
    this.counts.admitted += 1;
    const held: Held = { account, rate, money: reserved.value, answeredAt: undefined };
    this.calls.add(held);
    if (this.random.between(0, 3) > 0) this.answer(held);
  }

  private answer(call: Held): void {
    call.answeredAt = this.clock.now();
    call.money.answered(this.clock.now());
  }

  private end(call: Held): void {
    this.calls.delete(call);
    const { account, rate, money, answeredAt } = call;
    const talkedMs =
      answeredAt === undefined ? 0 : Math.min((this.clock.now() - answeredAt) / 1_000, money.coveredSeconds * 1_000);
    money.stop();
    this.book(account, 0n - charge(rate, Math.round(talkedMs), EXACT_CHARGE).fee);
    money.release();
  }

  private book(name: string, amount: bigint): void {
    this.ledger.book(name, amount as Money);
    this.due.set(name, (this.due.get(name) ?? 0n) + amount);
  }

  private look(): void {
    for (const { name, available } of this.ledger.standings()) {
      if (available !== undefined && available < moneyOf("0"))
        this.faults.push(`seed ${this.seed}: ${name} stands ${formatMoney(available)} beyond its limit`);
    }
  }

  private name(): string {
    const among = this.random.between(0, 9) === 0 ? this.names.length : Math.max(1, Math.floor(this.names.length / 5));
    return this.names[this.random.between(0, among - 1)] ?? "";
  }

  private amount(cents: number): Money {
    return (BigInt(this.random.between(0, cents)) * CENTS) as Money;
  }
}
