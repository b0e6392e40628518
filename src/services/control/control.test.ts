import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation } from "../../adapters/sim";
import { SwitchError, seconds } from "../../base";
import type { Log } from "../../ports";
import { callControl } from "./client";
import { ControlServer, type ControlHandler } from "./server";

const silent: Log = { write: () => undefined, with: () => silent };
const address = { address: "192.0.2.1", port: 7000 };

function serving(handlers: Readonly<Record<string, ControlHandler>>) {
  const { clock, network } = createSimulation({ seed: 1 });
  const server = new ControlServer({ network: network.host("192.0.2.1"), local: address, log: silent, handlers });
  const call = async (command: string, values: Readonly<Record<string, unknown>> = {}, to = address) => {
    const called = callControl({ network: network.host("192.0.2.2"), clock, address: to, command, arguments: values });
    called.catch(() => undefined);
    await clock.advanceSettled(seconds(30));
    return called;
  };
  return { call, server, clock, network };
}

describe("control channel", () => {
  it("carries a command, its arguments and its result; bigints as text", async () => {
    const { call } = serving({ add: ({ a, b }) => ({ sum: Number(a) + Number(b), key: 12345678901234567890n }) });
    assert.deepEqual(await call("add", { a: 2, b: 3 }), { sum: 5, key: "12345678901234567890" });
  });

  it("tells the code and message of a failure", async () => {
    const { call } = serving({
      refuse: () => {
        throw new SwitchError("PARAMETER_UNKNOWN", "no such parameter");
      },
    });
    await assert.rejects(call("refuse"), { code: "PARAMETER_UNKNOWN", message: "no such parameter" });
  });

  it("names the nearest command for an unknown one, inherited names included", async () => {
    const { call } = serving({ status: () => 1, calls: () => 2 });
    await assert.rejects(call("statsu"), { code: "CONTROL_UNKNOWN_COMMAND", message: /did you mean "status"/ });
    await assert.rejects(call("toString"), { code: "CONTROL_UNKNOWN_COMMAND" });
  });

  it("says that no switch answers when nobody listens", async () => {
    const { call } = serving({});
    await assert.rejects(call("status", {}, { address: "192.0.2.1", port: 7001 }), { code: "CONTROL_UNREACHABLE" });
  });

  it("knows another program that has the port by now", async () => {
    const { call, network } = serving({});
    for (const [index, greeting] of ["SSH-2.0-x", "null", '{"ok":false}'].entries()) {
      const port = 7_100 + index;
      network.host("192.0.2.1").listenTcp(
        { address: "192.0.2.1", port },
        {
          onListening: () => undefined,
          onConnection: (connection) => {
            connection.send(Buffer.from(`${greeting}\n`));
            return { onData: () => undefined, onClose: () => undefined };
          },
          onError: assert.fail,
        },
      );
      await assert.rejects(call("status", {}, { address: "192.0.2.1", port }), { code: "CONTROL_UNREACHABLE" });
    }
  });

  it("gives up on an answer that does not come", async () => {
    const { call } = serving({ wait: () => new Promise(() => undefined) });
    await assert.rejects(call("wait"), { code: "CONTROL_TIMEOUT" });
  });

  it("answers a line that is no request, and goes on", async () => {
    const { clock, network } = serving({ status: () => "fine" });
    const answers: string[] = [];
    network.host("192.0.2.2").connectTcp(address, {
      onOpen: (connection) => void connection.send(Buffer.from('nonsense\n{"id":2,"command":"status"}\n')),
      onData: (bytes) => void answers.push(...bytes.toString().trim().split("\n")),
      onClose: () => undefined,
    });
    await clock.advanceSettled(seconds(1));
    assert.match(answers[0] ?? "", /CONTROL_BAD_REQUEST/);
    assert.deepEqual(JSON.parse(answers[1] ?? ""), { id: 2, ok: true, result: "fine" });
  });
});
