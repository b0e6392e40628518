import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation } from "../../adapters/sim";
import { seconds } from "../../base";
import type { CallRecord } from "../../cdr";
import { parseSwitchConfig } from "../../config";
import { AccountBook } from "./account-book";

const configOf = (accounts: string) =>
  parseSwitchConfig(
    `
data: /switch
sip: { listen: [{ address: 192.0.2.1 }] }
media: { address: 192.0.2.1 }
mappingGateways: []
routingGateways: []
accounts: ${accounts}
`,
    "/switch/switch.yaml",
  );
const ACME = '[{ name: Acme, balance: "10.00", limit: "5.00" }]';
const CHANGES = "/switch/accounts/changes.journal";
const SNAPSHOT = "/switch/accounts/balances";

/** A record of a call that cost Acme so much, as far as balances care. */
const costing = (fee: string): CallRecord => ({ price: { account: "Acme", fee } }) as CallRecord;

/** One disk, and the books that are opened on it one after another. */
class Shelf {
  private readonly world = createSimulation({ seed: 1 });
  readonly disk = this.world.disk("switch");

  open(journaled: readonly CallRecord[] = [], accounts = ACME): AccountBook {
    const { clock, log } = this.world;
    const rules = () => ({ advance: seconds(60), reading: "full" as const });
    return new AccountBook({ files: this.disk, clock, log, config: configOf(accounts), rules, journaled });
  }

  /** Changes the bytes of a file. */
  alter(path: string, change: (bytes: Buffer) => Buffer): void {
    this.disk.replace(path, change(this.disk.read(path)));
  }
}

const moneyIn = (book: AccountBook): string | undefined => book.reports()[0]?.money;

describe("the account book", () => {
  it("begins with the configured balance, once", () => {
    const shelf = new Shelf();
    assert.equal(moneyIn(shelf.open()), "10");
    assert.equal(moneyIn(shelf.open([], '[{ name: Acme, balance: "99.00" }]')), "10");
  });

  it("keeps payments and deductions, in the moment in which they are confirmed", () => {
    const shelf = new Shelf();
    const book = shelf.open();
    assert.ok(book.pay("Acme", "2.50", "cash").ok && book.pay("Acme", "-1", "rent").ok);
    shelf.disk.losePower();
    assert.equal(moneyIn(shelf.open()), "11.5");
  });

  it("refuses an amount that is none, and an account that is not there", () => {
    const book = new Shelf().open();
    const codes = [book.pay("Acme", "1,50"), book.pay("Acme", "0"), book.pay("Acne", "1")].map((paid) =>
      paid.ok ? "" : paid.failure.code,
    );
    assert.deepEqual(codes, ["ACCOUNT_BAD_AMOUNT", "ACCOUNT_BAD_AMOUNT", "ACCOUNT_UNKNOWN"]);
    assert.equal(moneyIn(book), "10");
  });

  it("keeps changed terms over a restart, and lets the file speak where nothing was changed", () => {
    const shelf = new Shelf();
    const book = shelf.open();
    assert.ok(book.change("Acme", { limit: "-1" }).ok && book.change("Acme", { isLocked: true }).ok);
    const [kept] = shelf.open().reports();
    assert.deepEqual([kept?.limit, kept?.lock, kept?.available], ["unlimited", "locked", "unlimited"]);
    assert.ok(shelf.open().change("Acme", { isLocked: false, limit: "7" }).ok);
    assert.equal(shelf.open().reports()[0]?.limit, "7");
    const refused = shelf.open().change("Acme", { limit: "-1000" });
    assert.match(refused.ok ? "" : refused.failure.message, /a floor of -1000 is a limit of 1000/);
  });

  it("charges each record once, whether the snapshot holds it, the journal, or both", () => {
    const shelf = new Shelf();
    const book = shelf.open();
    const first = book.book(costing("1.00"));
    book.save();
    const second = book.book(costing("0.25"));
    assert.equal(moneyIn(book), "8.75");
    for (const journaled of [[first, second], [second]]) assert.equal(moneyIn(shelf.open(journaled)), "8.75");
  });

  it("numbers on behind what the journal holds", () => {
    const shelf = new Shelf();
    const first = shelf.open().book(costing("1.00"));
    const book = shelf.open([first]);
    const second = book.book(costing("1.00"));
    book.save();
    assert.equal(moneyIn(shelf.open([first, second])), "8");
  });

  it("gives a record that changes no balance no number", () => {
    assert.equal(new Shelf().open().book(costing("0")).chargeNo, undefined);
  });

  it("confirms nothing that the disk does not take", () => {
    const shelf = new Shelf();
    const book = shelf.open();
    for (const operation of ["append", "replace"] as const) shelf.disk.fail(operation, "FILE_DISK_FULL");
    assert.throws(() => book.pay("Acme", "5"), { code: "FILE_DISK_FULL" });
    assert.throws(() => book.change("Acme", { limit: "9" }), { code: "FILE_DISK_FULL" });
    assert.throws(() => book.save(), { code: "FILE_DISK_FULL" });
    assert.deepEqual([moneyIn(book), book.reports()[0]?.limit], ["10", "5"]);
    shelf.disk.mend();
    assert.ok(book.pay("Acme", "5").ok);
    assert.equal(moneyIn(shelf.open()), "15");
  });

  it("counts a change that was written but not synced, and goes on behind it", () => {
    const shelf = new Shelf();
    const book = shelf.open();
    shelf.disk.fail("sync", "FILE_IO");
    assert.ok(book.pay("Acme", "1").ok);
    shelf.disk.mend();
    assert.ok(book.pay("Acme", "1").ok);
    assert.equal(moneyIn(shelf.open()), "12");
  });

  it("puts a torn end aside, and writes on behind the last whole change", () => {
    const shelf = new Shelf();
    shelf.open().pay("Acme", "1");
    shelf.open().pay("Acme", "1");
    shelf.alter(CHANGES, (bytes) => bytes.subarray(0, -5));
    const book = shelf.open();
    assert.equal(moneyIn(book), "11");
    assert.ok(shelf.disk.exists(`${CHANGES}.torn`));
    book.pay("Acme", "3");
    assert.equal(moneyIn(shelf.open()), "14");
  });

  it("does not start on a damaged file: a balance without it would be wrong", () => {
    const shelf = new Shelf();
    const book = shelf.open();
    book.pay("Acme", "1");
    book.pay("Acme", "1");
    const flip = (at: number) => (bytes: Buffer) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      return changed;
    };
    const whole = shelf.disk.read(CHANGES);
    for (const at of [30, whole.length - 10]) {
      shelf.alter(CHANGES, () => flip(at)(whole));
      assert.throws(() => shelf.open(), { code: "ACCOUNTS_BROKEN", message: /bring it back from a copy/ });
    }
    shelf.alter(CHANGES, () => whole);
    shelf.open().save();
    shelf.alter(SNAPSHOT, flip(40));
    assert.throws(() => shelf.open(), { code: "ACCOUNTS_BROKEN", message: /account rebuild/ });
  });
});
