import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation, SimulatedDatabase } from "../../adapters/sim";
import { SqliteDatabase } from "../../adapters/sql";
import type { AccountReport } from "../../services/vos3000d";
import { commandLine, CONFIG_FILE, CONFIG_TEXT, jsonOf } from "../command-line-builder";

const ACCOUNTS = `
accounts:
  - { name: Acme, balance: "10.00", limit: "5" }
  - { name: Bravo }
`;

function withAccounts() {
  const simulation = createSimulation({ seed: 1 });
  const line = commandLine(simulation, new SimulatedDatabase(new SqliteDatabase({ path: ":memory:" })));
  line.files.replace(CONFIG_FILE, Buffer.from(CONFIG_TEXT + ACCOUNTS));
  const acme = async () => jsonOf<AccountReport>(await line.run("account", "show", "Acme", "--json"));
  return { ...line, acme };
}

describe("carrierlab account, beside a switch that does not run", () => {
  it("lists what the configuration begins with", async () => {
    const { run } = withAccounts();
    const { exitCode, printed } = await run("account");
    assert.equal(exitCode, 0);
    const rows = printed.split("\n").map((line) => line.split(/ {2,}/));
    assert.deepEqual(rows[0], ["account", "money", "limit", "reserved", "available", "calls", "lock", "valid until"]);
    assert.deepEqual(rows[1], ["Acme", "10", "5", "0", "15", "0", "noLock", "ever"]);
    assert.deepEqual(rows[2]?.slice(0, 5), ["Bravo", "0", "0", "0", "0"]);
  });

  it("books payments and deductions, and keeps them", async () => {
    const { run, acme } = withAccounts();
    await run("account", "pay", "Acme", "2.50", "--note", "cash");
    const { exitCode } = await run("account", "pay", "Acme", "1", "--deduct");
    assert.equal(exitCode, 0);
    assert.equal((await acme()).money, "11.5");
    const said = (await run("account", "statement", "Acme")).printed.split("\n").slice(1);
    assert.deepEqual(
      said.map((line) => line.split(/ {2,}/).slice(1)),
      [
        ["Acme", "opened", "10"],
        ["Acme", "paid", "2.5", "cash"],
        ["Acme", "paid", "-1"],
      ],
    );
  });

  it("changes limit, lock and validity, and takes them back", async () => {
    const { run, acme } = withAccounts();
    await run("account", "limit", "Acme", "unlimited");
    await run("account", "lock", "Acme");
    await run("account", "valid", "Acme", "2026-12-31T00:00");
    const changed = await acme();
    assert.deepEqual([changed.limit, changed.lock, changed.validUntil], ["unlimited", "locked", "2026-12-31T00:00:00.000Z"]);
    await run("account", "lock", "Acme", "--off");
    await run("account", "valid", "Acme", "ever");
    const back = await acme();
    assert.deepEqual([back.lock, back.validUntil], ["noLock", undefined]);
  });

  it("turns a floor of another system into a limit, and says so (BAL-005)", async () => {
    const { run, acme } = withAccounts();
    const { exitCode, complained } = await run("account", "limit", "Acme", "--floor=-1000");
    assert.deepEqual([exitCode, complained], [0, "carrierlab: a floor of -1000 is an overdraft limit of 1000"]);
    assert.equal((await acme()).limit, "1000");
    assert.match((await run("account", "limit", "Acme", "--floor=1")).complained, /CLI_BAD_FLOOR/);
  });

  it("refuses what is no amount, no limit and no account, and says the rule", async () => {
    const { run, acme } = withAccounts();
    for (const [words, said] of [
      [["pay", "Acme", "1,50"], /no amount.*ACCOUNT_BAD_AMOUNT/],
      [["limit", "Acme", "1,50"], /0 or more, or -1.*ACCOUNT_BAD_LIMIT/],
      [["pay", "Acne", "1"], /Acme.*ACCOUNT_UNKNOWN/],
      [["available", "Acme", "442079460123"], /CONTROL_UNREACHABLE/],
    ] as const) {
      const { exitCode, complained } = await run("account", ...words);
      assert.notEqual(exitCode, 0);
      assert.match(complained, said);
    }
    assert.equal((await acme()).money, "10");
  });

  it("makes a damaged snapshot anew from changes and records", async () => {
    const { run, files, acme } = withAccounts();
    await run("account", "pay", "Acme", "2.50");
    files.replace("/switch/accounts/balances", Buffer.from("damage"));
    assert.match((await run("account")).complained, /ACCOUNTS_BROKEN/);
    const { exitCode } = await run("account", "rebuild");
    assert.equal(exitCode, 0);
    assert.equal((await acme()).money, "12.5");
  });
});
