import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { SwitchConfig } from "../../config";
import { SimulatedSwitch } from "../../services/vos3000d/switch-builder";
import { commandLine, CONFIG_FILE, CONFIG_TEXT, jsonOf } from "../command-line-builder";

type Listed = Pick<SwitchConfig, "mappingGateways" | "routingGateways">;

/** The cells of a gateway's line; two spaces or more lie between columns. */
const cells = (printed: string, name: string): readonly string[] =>
  (printed.split("\n").find((line) => line.startsWith(`${name} `)) ?? assert.fail(`${name} is not listed`)).split(/ {2,}/);

describe("carrierlab gateways", () => {
  it("lists customers and vendors with lines, lock and what makes a route a protect route", async () => {
    const { exitCode, printed } = await commandLine().run("gateways");
    assert.equal(exitCode, 0);
    assert.deepEqual(cells(printed, "customer").slice(0, 5), ["customer", "192.0.2.10", "44, 33", "unlimited", "noLock"]);
    assert.deepEqual(
      cells(printed, "second"),
      ["second", "192.0.2.21:5060", "44", "2", "30", "noLock", "no", "no", "yes"].map(String),
    );
    assert.equal(cells(printed, "premium")[6], "yes");
  });

  it("lists the same as JSON", async () => {
    const { mappingGateways, routingGateways } = jsonOf<Listed>(await commandLine().run("gateways", "list", "--json"));
    assert.deepEqual(
      [mappingGateways, routingGateways].map((gateways) => gateways.map(({ name }) => name)),
      [["customer"], ["vendor", "second", "premium"]],
    );
  });
});

describe("a password of a vendor", () => {
  const withPassword = (): ReturnType<typeof commandLine> => {
    const made = commandLine();
    const text = CONFIG_TEXT.replace("name: second,", "name: second, username: carrierlab, password: Hush1,");
    assert.notEqual(text, CONFIG_TEXT);
    made.files.replace(CONFIG_FILE, Buffer.from(text));
    return made;
  };

  for (const command of [
    ["gateways"],
    ["gateways", "list", "--json"],
    ["gateways", "set", "second", "--priority", "3", "--json"],
  ]) {
    it(`is not shown by ${command.join(" ")}, its user name is`, async () => {
      const { exitCode, printed } = await withPassword().run(...command);
      assert.equal(exitCode, 0);
      assert.match(printed, /carrierlab/);
      assert.doesNotMatch(printed, /Hush1/);
    });
  }
});

describe("carrierlab gateways set", () => {
  describe("while the switch does not run", () => {
    it("saves the change for the next start and leaves the configuration file alone", async () => {
      const { run, files } = commandLine();
      const { exitCode, printed } = await run(
        "gateways",
        "set",
        "vendor",
        "--lock",
        "barAllCalls",
        "--lines",
        "5",
        "--priority",
        "9",
      );
      assert.equal(exitCode, 0);
      assert.equal(printed, "vendor: lock barAllCalls, lineLimit 5, priority 9 saved; holds when the switch starts");
      assert.equal(files.read(CONFIG_FILE).toString(), CONFIG_TEXT);
      assert.deepEqual(cells((await run("gateways")).printed, "vendor").slice(3, 6), ["9", "5", "barAllCalls"]);
    });

    it("takes a limit away, and makes a protect route a normal one", async () => {
      const { run } = commandLine();
      const { printed: said } = await run("gateways", "set", "second", "--lines", "none");
      assert.match(said, /^second: lineLimit none saved;/);
      await run("gateways", "set", "premium", "--no-protect");
      const { printed } = await run("gateways");
      assert.equal(cells(printed, "second")[4], "unlimited");
      assert.equal(cells(printed, "premium")[6], "no");
    });

    it("changes a mapping gateway when told that it is one", async () => {
      const { run } = commandLine();
      assert.equal((await run("gateways", "set", "customer", "--mapping", "--lines", "12")).exitCode, 0);
      assert.equal(cells((await run("gateways")).printed, "customer")[3], "12");
    });

    for (const [what, words, code] of [
      ["a lock that is none", ["vendor", "--lock", "shut"], "GATEWAY_CHANGE_INVALID"],
      ["a limit of no line", ["vendor", "--lines", "0"], "GATEWAY_CHANGE_INVALID"],
      ["a limit that is no number", ["vendor", "--lines", "many"], "CLI_BAD_NUMBER"],
      ["a protect box of a customer", ["customer", "--mapping", "--protect"], "GATEWAY_CHANGE_INVALID"],
      ["a gateway that is not there", ["vendro", "--lines", "5"], "GATEWAY_UNKNOWN"],
      ["a customer that is not said to be one", ["customer", "--lines", "5"], "GATEWAY_UNKNOWN"],
      ["nothing to change", ["vendor"], "CLI_NO_CHANGE"],
    ] as const) {
      it(`refuses ${what} with exit code 2 and saves nothing`, async () => {
        const { run } = commandLine();
        const before = (await run("gateways", "--json")).printed;
        const { exitCode, printed, complained } = await run("gateways", "set", ...words);
        assert.deepEqual([exitCode, printed], [2, ""]);
        assert.ok(complained.endsWith(`[${code}]`), complained);
        assert.equal((await run("gateways", "--json")).printed, before);
      });
    }
  });

  describe("while the switch runs", () => {
    it("changes the running switch: the next call goes to the next vendor", async () => {
      const lab = new SimulatedSwitch({ customer: { hangsUpAfterMs: 1_000 } });
      const { run } = commandLine(lab.world);
      const { exitCode, printed } = await run("gateways", "set", "vendor", "--lock", "barCallOut");
      assert.equal(exitCode, 0);
      assert.equal(printed, "vendor: lock barCallOut saved; holds for every call from now on");
      lab.calls();
      assert.equal((await lab.record()).calleeGateway, "second");
      assert.deepEqual(lab.ladder(lab.vendor), []);
      lab.stop();
    });

    it("hands back the switch's refusal with exit code 2", async () => {
      const lab = new SimulatedSwitch();
      const { exitCode, complained } = await commandLine(lab.world).run("gateways", "set", "vendro", "--lines", "5");
      assert.equal(exitCode, 2);
      assert.match(complained, /did you mean "vendor"\? \[GATEWAY_UNKNOWN\]$/);
      lab.stop();
    });
  });
});
