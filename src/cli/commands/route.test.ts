import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { RoutePlan } from "../../routing";
import { commandLine, CONFIG_FILE, CONFIG_TEXT, jsonOf } from "../command-line-builder";

const question = ["route", "442079460001", "442079460123", "--from", "customer"];

describe("carrierlab route", () => {
  it("prints the gateways in order with the reason of each, protect routes last", async () => {
    const { exitCode, printed } = await commandLine().run(...question);
    assert.equal(exitCode, 0);
    assert.equal(
      printed,
      [
        "442079460123 would try, in order:",
        "  1. prefix 44 (2 digits), priority 1: vendor",
        '  2. prefix 44 (2 digits), priority 2: behind "vendor", priority 2 after 1: second',
        "  3. protect route, prefix 44 (2 digits), priority 1: tried when every normal gateway has failed: premium",
      ].join("\n"),
    );
  });

  it("prints the same plan as JSON", async () => {
    const { attempts, leftOut, refusal } = jsonOf<RoutePlan>(await commandLine().run(...question, "--json"));
    assert.deepEqual(
      attempts.map(({ gateway, isProtect }) => [gateway, isProtect]),
      [
        ["vendor", false],
        ["second", false],
        ["premium", true],
      ],
    );
    assert.deepEqual([leftOut, refusal], [[], undefined]);
  });

  it("takes a number with a plus for the same number", async () => {
    const { run } = commandLine();
    const plain = await run(...question);
    assert.deepEqual(await run("route", "442079460001", "+442079460123", "--from", "customer"), plain);
  });

  it("fails, and says why, when no gateway serves the number", async () => {
    const { exitCode, printed } = await commandLine().run("route", "442079460001", "33155501234", "--from", "customer");
    assert.equal(exitCode, 1);
    assert.match(printed, /^33155501234 is refused: /);
    assert.match(printed, /\n {2}vendor: none of its prefixes \(44\) starts 33155501234/);
  });

  it("leaves out a gateway that was locked since, with its lock", async () => {
    const { run } = commandLine();
    await run("gateways", "set", "vendor", "--lock", "barCallOut");
    const { printed } = await run(...question);
    assert.match(printed, /\n {2}1\. [^\n]*: second\n/);
    assert.match(printed, /\n {2}vendor: prefix 44 fits, but it is locked \(barCallOut\)$/);
  });

  it("sorts as the saved parameters say: by rate before priority", async () => {
    const { run, files } = commandLine();
    const rated = CONFIG_TEXT.replace("name: vendor,", 'name: vendor, rate: "0.02",').replace(
      "name: second,",
      'name: second, rate: "0.01",',
    );
    files.replace(CONFIG_FILE, Buffer.from(rated));
    const inOrder = async () => jsonOf<RoutePlan>(await run(...question, "--json")).attempts.map(({ gateway }) => gateway);
    assert.deepEqual(await inOrder(), ["vendor", "second", "premium"]);
    await run("parameters", "set", "SS_GATEWAYFEERATEROUTESORTCONFIG", "1");
    assert.deepEqual(await inOrder(), ["second", "vendor", "premium"]);
  });

  it("prints for docs/routing.md and its example what stands there", async () => {
    const { run, files } = commandLine();
    const file = (name: string) => readFileSync(join(__dirname, "../../..", name), "utf8");
    files.replace(CONFIG_FILE, Buffer.from(file("examples/failover-protect-pool.yaml")));
    const { printed } = await run("route", "442079460001", "442079460123", "--from", "acme");
    assert.ok(file("docs/routing.md").includes(`\n\`\`\`\n${printed}\n\`\`\`\n`), printed);
  });

  it("refuses an instant that is none with exit code 2 and a stable code", async () => {
    const { exitCode, printed, complained } = await commandLine().run(...question, "--at", "yesterday");
    assert.deepEqual([exitCode, printed], [2, ""]);
    assert.match(complained, /--at yesterday.*\[CLI_BAD_INSTANT\]$/);
  });

  it("asks for --from", async () => {
    const { exitCode, complained } = await commandLine().run("route", "442079460001", "442079460123");
    assert.equal(exitCode, 2);
    assert.match(complained, /--from <gateway>/);
  });
});
