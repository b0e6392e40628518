import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation } from "../adapters/sim";
import { after, formatMoney, inSeconds, moneyOf, seconds, times, type Duration, type Money } from "../base";
import type { AccountTerms } from "./account";
import { AccountLedger } from "./account-ledger";
import type { OverdraftReading } from "./affordable";
import type { CallMoney } from "./call-money";
import { charge, type Rate } from "./rate-table";
import { tariffOf } from "./tariff";

const CENT_A_SECOND: Rate = { prefix: "880", perMinute: moneyOf("0.60"), period: 1 };
const SIXTY_A_MINUTE: Rate = { ...CENT_A_SECOND, period: 60 };

interface Bank {
  readonly money?: string;
  readonly limit?: string;
  readonly advanceMinutes?: number;
  readonly reading?: OverdraftReading;
  readonly terms?: Partial<AccountTerms>;
}

/** One account, Acme, and calls that end when their money does. */
class Desk {
  readonly clock = createSimulation({ seed: 1 }).clock;
  readonly ledger: AccountLedger;
  readonly ended: string[] = [];
  private readonly startedAt = this.clock.now();
  private readonly calls = new Map<string, { readonly rate: Rate; readonly money: CallMoney; readonly answeredAt: number }>();

  constructor({ money = "0", limit = "0", advanceMinutes = 1, reading = "full", terms = {} }: Bank = {}) {
    this.terms = { name: "Acme", limit: limit === "-1" ? undefined : moneyOf(limit), isLocked: false, ...terms };
    const rules = () => ({ advance: seconds(60 * advanceMinutes), reading });
    this.ledger = new AccountLedger({ clock: this.clock, accounts: [this.terms], rules });
    this.ledger.book("Acme", moneyOf(money));
  }

  private readonly terms: AccountTerms;

  /** Asks for a call; true when it was admitted. It rings until it is answered. */
  rings(name: string, rate = CENT_A_SECOND): boolean {
    const reserved = this.ledger.reserve("Acme", tariffOf(rate), () => this.end(name, "cut"));
    if (reserved.ok) this.calls.set(name, { rate, money: reserved.value, answeredAt: Number.NaN });
    return reserved.ok;
  }

  answers(name: string): void {
    const { money, rate } = this.call(name);
    this.calls.set(name, { rate, money, answeredAt: this.clock.now() });
    money.answered(this.clock.now());
  }

  calling(name: string, rate = CENT_A_SECOND): void {
    assert.ok(this.rings(name, rate), `${name} was refused`);
    this.answers(name);
  }

  /** The call is over: its fee is booked, and what it had reserved is given back. */
  end(name: string, how = "hung up"): void {
    const { rate, money, answeredAt } = this.call(name);
    const talked = Number.isNaN(answeredAt) ? 0 : Math.min((this.clock.now() - answeredAt) / 1_000, money.coveredSeconds * 1_000);
    money.stop();
    this.ledger.book("Acme", (0n - charge(rate, talked).fee) as Money);
    money.release();
    this.calls.delete(name);
    this.ended.push(`${name} ${how} at ${inSeconds((this.clock.now() - this.startedAt) as Duration)} s`);
  }

  change(terms: Partial<AccountTerms>): void {
    this.ledger.configure([{ ...this.terms, ...terms }]);
  }

  pass(time: Duration): void {
    this.clock.advance(time);
  }

  get figures(): { readonly money: string; readonly reserved: string; readonly available: string } {
    const { money, reserved, available } = this.ledger.standing("Acme") ?? assert.fail("no account");
    return {
      money: formatMoney(money),
      reserved: formatMoney(reserved),
      available: available === undefined ? "unlimited" : formatMoney(available),
    };
  }

  get names(): readonly string[] {
    return [...this.calls.keys()];
  }

  private call(name: string) {
    return this.calls.get(name) ?? assert.fail(`no call ${name}`);
  }
}

describe("the account ledger", () => {
  it("has as available what is booked and the limit beside it (BAL-002)", () => {
    const available = (money: string, limit: string) => new Desk({ money, limit }).figures.available;
    assert.deepEqual([available("2.00", "0"), available("2.00", "10.00"), available("-9.40", "10.00")], ["2", "12", "0.6"]);
  });

  it("admits a call that can pay the advance time, and no other (BAL-003, BAL-006)", () => {
    assert.equal(new Desk({ money: "0.59" }).rings("x"), false);
    assert.equal(new Desk({ money: "0.60" }).rings("x"), true);
    assert.equal(new Desk({ money: "-10.00", limit: "10.00" }).rings("x"), false);
    assert.equal(new Desk({ money: "8.99", advanceMinutes: 15 }).rings("x"), false);
    assert.equal(new Desk({ money: "9.00", advanceMinutes: 15 }).rings("x"), true);
  });

  it("reserves for each of many calls in one moment, and refuses the rest (BAL-007, BAL-008)", () => {
    const desk = new Desk({ money: "10.00" });
    const admitted = Array.from({ length: 50 }, (_, index) => desk.rings(`call ${index}`)).filter((is) => is);
    assert.equal(admitted.length, 16);
    assert.deepEqual(desk.figures, { money: "10", reserved: "9.6", available: "0.4" });
  });

  it("gives back what a call that was never answered had reserved (BAL-009)", () => {
    const desk = new Desk({ money: "1.00" });
    desk.rings("x");
    assert.equal(desk.figures.available, "0.4");
    desk.pass(seconds(50));
    desk.end("x");
    assert.deepEqual(desk.figures, { money: "1", reserved: "0", available: "1" });
    assert.deepEqual(desk.clock.armed(), []);
  });

  it("cuts a call when the money is gone (BAL-010)", () => {
    const desk = new Desk({ money: "1.00" });
    desk.calling("x");
    desk.pass(seconds(600));
    assert.deepEqual(desk.ended, ["x cut at 100 s"]);
    assert.deepEqual(desk.figures, { money: "0", reserved: "0", available: "0" });
  });

  it("counts from the answer: ringing costs nothing", () => {
    const desk = new Desk({ money: "1.00" });
    desk.rings("x");
    desk.pass(seconds(30));
    desk.answers("x");
    desk.pass(seconds(600));
    assert.deepEqual(desk.ended, ["x cut at 130 s"]);
  });

  it("cuts the advance time before that in the early reading (BAL-011)", () => {
    const desk = new Desk({ money: "1.00", reading: "early" });
    desk.calling("x");
    desk.pass(seconds(600));
    assert.deepEqual(desk.ended, ["x cut at 40 s"]);
    assert.equal(desk.figures.money, "0.6");
    assert.equal(new Desk({ money: "0.60", reading: "early" }).rings("x"), false);
    assert.equal(new Desk({ money: "0.61", reading: "early" }).rings("x"), true);
  });

  const dearer: Rate = { ...CENT_A_SECOND, perMinute: moneyOf("1.20") };

  it("lets two calls of one account last equally long (BAL-012)", () => {
    const desk = new Desk({ money: "2.00" });
    desk.calling("x");
    desk.calling("y", dearer);
    desk.pass(seconds(600));
    assert.deepEqual(desk.ended, ["x cut at 66 s", "y cut at 66 s"]);
    assert.equal(desk.figures.money, "0.02");
  });

  it("shares in the same way when one was answered a moment later: neither lasts a cycle longer", () => {
    const desk = new Desk({ money: "2.40" });
    desk.calling("x");
    desk.pass(seconds(0.003));
    desk.calling("y", dearer);
    desk.pass(seconds(600));
    // 0.60 is left at 60 s, which pays 20 seconds of 0.03.
    assert.deepEqual(desk.ended, ["x cut at 80 s", "y cut at 80.003 s"]);
    assert.equal(desk.figures.money, "0");
  });

  it("begins no cycle that cannot be paid (BAL-013)", () => {
    const desk = new Desk({ money: "1.00" });
    desk.calling("x", SIXTY_A_MINUTE);
    desk.pass(seconds(600));
    assert.deepEqual(desk.ended, ["x cut at 60 s"]);
    assert.deepEqual(desk.figures, { money: "0.4", reserved: "0", available: "0.4" });
  });

  it("lets a payment extend a call that is up (BAL-015)", () => {
    const desk = new Desk({ money: "1.00" });
    desk.calling("x");
    desk.pass(seconds(50));
    desk.ledger.book("Acme", moneyOf("5.00"));
    assert.equal(desk.figures.money, "6");
    desk.pass(seconds(900));
    assert.deepEqual(desk.ended, ["x cut at 600 s"]);
  });

  it("lets a raised limit extend a call that is up", () => {
    const desk = new Desk({ money: "1.00" });
    desk.calling("x");
    desk.pass(seconds(99));
    desk.change({ limit: moneyOf("1.00") });
    desk.pass(seconds(900));
    assert.deepEqual(desk.ended, ["x cut at 200 s"]);
    assert.equal(desk.figures.money, "-1");
  });

  it("ends a call whose limit was lowered at the end of what it had reserved, and refuses new ones at once (BAL-016)", () => {
    const desk = new Desk({ money: "-2.00", limit: "10.00" });
    desk.calling("x");
    desk.pass(seconds(30));
    desk.change({ limit: moneyOf("0") });
    assert.equal(desk.rings("y"), false);
    desk.pass(seconds(600));
    assert.deepEqual(desk.ended, ["x cut at 60 s"]);
  });

  it("cuts nothing when the account is locked or expires under a call", () => {
    const desk = new Desk({ money: "2.00", limit: "10.00", terms: { validUntil: undefined } });
    desk.calling("x");
    desk.change({ isLocked: true, validUntil: after(desk.clock.wallClock(), seconds(1)) });
    desk.pass(seconds(600));
    assert.deepEqual([desk.ended, desk.names], [[], ["x"]]);
    assert.equal(desk.rings("y"), false);
  });

  it("admits everything without a limit, and cuts nothing (BAL-004)", () => {
    const desk = new Desk({ money: "-5000.00", limit: "-1" });
    for (let index = 0; index < 100; index += 1) desk.calling(`call ${index}`);
    assert.equal(desk.ledger.talkTime("Acme", tariffOf(CENT_A_SECOND)), 2_147_483_647);
    desk.pass(times(seconds(3600), 10));
    assert.deepEqual(desk.ended, []);
    assert.equal(desk.figures.available, "unlimited");
  });

  it("says why an account does not pay, in the order of BAL-023", () => {
    const desk = new Desk();
    const bars = (terms: Partial<AccountTerms>) => {
      desk.change(terms);
      return desk.ledger.barOf("Acme");
    };
    const { clock, ledger } = desk;
    assert.equal(ledger.barOf("Nobody"), "unknownAccount");
    assert.equal(bars({}), undefined);
    assert.equal(bars({ validUntil: clock.wallClock() }), "expired");
    assert.equal(bars({ validUntil: after(clock.wallClock(), seconds(1)) }), undefined);
    assert.equal(bars({ validUntil: clock.wallClock(), isLocked: true }), "locked");
  });

  it("lets a call for nothing begin without money, and never cuts it", () => {
    const desk = new Desk();
    desk.calling("x", { ...CENT_A_SECOND, perMinute: 0n as Money });
    desk.ledger.book("Acme", moneyOf("1.00"));
    desk.calling("y");
    desk.pass(seconds(7200));
    assert.deepEqual(desk.ended, ["y cut at 100 s"]);
  });

  it("charges a million calls of 0.0001 to the last digit (BAL-024)", () => {
    const desk = new Desk({ money: "100.0000" });
    for (let call = 0; call < 1_000_000; call += 1) desk.ledger.book("Acme", moneyOf("-0.0001"));
    assert.equal(desk.figures.money, "0");
    assert.equal(desk.rings("x", { ...CENT_A_SECOND, perMinute: moneyOf("0.0001") }), false);
  });
});
