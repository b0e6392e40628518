import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation } from "../adapters/sim";
import { seconds } from "../base";
import type { SwitchConfig } from "../config";
import type { Log } from "../ports";
import { authoriser, ControlServer, type Authorise } from "../services/control";
import { announceControl, refuseSecondSwitch, withdrawControl } from "./control-address";
import type { CliWorld } from "./world";

const silent: Log = { write: () => undefined, with: () => silent };
const control = { address: "192.0.2.1", port: 7000 };
const config = { name: "one", data: "/var/one", control: { address: "192.0.2.1", port: 0 } } as unknown as SwitchConfig;

function scene() {
  const { clock, network, files } = createSimulation({ seed: 1 });
  const host = network.host("192.0.2.1");
  const world = { clock, network: host, files, environment: {} } as unknown as CliWorld;
  const check = async () => {
    const checked = refuseSecondSwitch(world, config);
    checked.catch(() => undefined);
    await clock.advanceSettled(seconds(5));
    return checked;
  };
  const run = (authorise?: Authorise) =>
    new ControlServer({
      ...{ network: host, local: control, log: silent, authorise, handlers: { services: () => [] } },
      onListening: () => announceControl(files, config, control, 4711),
      onError: assert.fail,
    });
  return { clock, files, check, run };
}

describe("a second switch on one data folder", () => {
  it("is refused while the first one runs, and told who that is", async () => {
    const { check, run, clock } = scene();
    await check();
    run();
    await clock.advanceSettled(seconds(1));
    await assert.rejects(check(), { code: "CLI_SWITCH_RUNS", message: /process 4711.*\/var\/one/ });
  });

  it("is refused by one that asks who we are", async () => {
    const { check, run, clock } = scene();
    run(authoriser([{ name: "root", role: "administrator", token: "secret" }]));
    await clock.advanceSettled(seconds(1));
    await assert.rejects(check(), { code: "CLI_SWITCH_RUNS" });
  });

  it("may start after one that stopped, one that was killed, and one whose word cannot be read", async () => {
    const { check, run, clock, files } = scene();
    const server = run();
    await clock.advanceSettled(seconds(1));
    server.close();
    await check();
    files.replace("/var/one/control.json", Buffer.from('{"address":'));
    await check();
    withdrawControl(files, config);
    await check();
  });
});
