import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Finding } from "../../diagnosis";
import { commandLine, jsonOf, type Ended } from "../command-line-builder";

const rulesOn = (ended: Ended, subject: string): readonly string[] =>
  jsonOf<readonly Finding[]>(ended)
    .filter((finding) => finding.subject === subject)
    .map(({ rule }) => rule);

describe("carrierlab doctor", () => {
  it("prints each finding with its cost and its mend, and fails when one is an error", async () => {
    const { exitCode, printed } = await commandLine().run("doctor");
    assert.equal(exitCode, 1);
    assert.match(printed, /^error {3}ROUTE_\w+ {2}vendor\n {2}.+\n {2}cost: .+\n {2}mend: .+$/m);
  });

  it("sees what operators changed since: a protect route that is none any more", async () => {
    const { run } = commandLine();
    const before = rulesOn(await run("doctor", "--json"), "premium");
    await run("gateways", "set", "premium", "--no-protect");
    assert.notDeepEqual(rulesOn(await run("doctor", "--json"), "premium"), before);
  });
});

describe("carrierlab doctor with call records", () => {
  const RECORDS = "/switch/records.json";
  const rules = (ended: Ended): readonly string[] =>
    jsonOf<readonly Finding[]>(ended).map(({ rule, subject }) => `${rule} ${subject}`);
  const call = (flowNo: number, day: string, changes: object = {}) => ({
    flowNo: String(flowNo),
    callId: String(flowNo),
    caller: "442079460001",
    callee: "442079460123",
    calleeGateway: "vendor",
    startedAt: `${day}T09:00:00.000Z`,
    answeredAt: `${day}T09:00:01.000Z`,
    endedAt: `${day}T09:00:11.000Z`,
    endReason: "Normal release",
    endDirection: "caller",
    attempts: [{ gateway: "vendor", startedAt: `${day}T09:00:00.000Z`, elapsedMs: 1000, status: 200, outcome: "answered" }],
    ...changes,
  });
  const refused = (flowNo: number, day: string) =>
    call(flowNo, day, {
      attempts: [{ gateway: "vendor", startedAt: `${day}T09:00:00.000Z`, elapsedMs: 20, status: 503, outcome: "refused" }],
    });
  const withRecords = (records: unknown) => {
    const made = commandLine();
    made.files.replace(RECORDS, Buffer.from(typeof records === "string" ? records : JSON.stringify(records)));
    return made.run("doctor", "--json", "--records", RECORDS);
  };
  const quietDays = Array.from({ length: 40 }, (_, index) => call(index, "2026-03-01"));

  it("finds in them what no configuration tells: a vendor whose 503 rise, in any order of the file", async () => {
    const bad = Array.from({ length: 20 }, (_, index) => refused(100 + index, "2026-03-02"));
    assert.ok(rules(await withRecords([...bad, ...quietDays])).includes("ROUTE_503_RISE vendor"));
    assert.ok(!rules(await withRecords(quietDays)).includes("ROUTE_503_RISE vendor"));
  });

  it("counts the calls of the busiest day on one caller number", async () => {
    const busy = Array.from({ length: 501 }, (_, index) => call(index, "2026-03-02"));
    assert.ok(rules(await withRecords(busy)).includes("POOL_NONE_FOR_LOAD vendor"));
    assert.ok(!rules(await withRecords(busy.slice(1))).includes("POOL_NONE_FOR_LOAD vendor"));
  });

  const refusals: readonly (readonly [string, unknown, RegExp])[] = [
    ["something that is no JSON", "{", /it is not JSON; `carrierlab cdr --json > FILE` writes one/],
    ["something that is no list", {}, /no list of call records/],
    ["a record without its numbers", [{ ...call(1, "2026-03-01"), caller: undefined }], /record 1: caller: /],
    [
      "an attempt without its moment",
      [call(1, "2026-03-01", { attempts: [{ gateway: "vendor" }] })],
      /record 1: attempts.0.startedAt: /,
    ],
  ];
  for (const [what, records, words] of refusals) {
    it(`refuses ${what}`, async () => {
      const { exitCode, complained } = await withRecords(records);
      assert.equal(exitCode, 2);
      assert.match(complained, words);
      assert.match(complained, /CLI_BAD_RECORDS/);
    });
  }

  it("refuses a file that is not there", async () => {
    const { complained } = await commandLine().run("doctor", "--records", "/switch/none.json");
    assert.match(complained, /it is not there/);
  });
});

describe("carrierlab doctor for a call centre", () => {
  it("wants a pool on every gateway, and knows no other profile", async () => {
    const { run } = commandLine();
    const wanted = "POOL_CALL_CENTRE";
    assert.ok(rulesOn(await run("doctor", "--json", "--profile", "outbound-call-center"), "vendor").includes(wanted));
    assert.ok(!rulesOn(await run("doctor", "--json"), "vendor").includes(wanted));
    assert.match((await run("doctor", "--profile", "wholesale")).complained, /CLI_BAD_PROFILE/);
  });
});
