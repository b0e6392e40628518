import assert from "node:assert/strict";
import { milliseconds, seconds } from "../../../base";
import { networkContract } from "../../../ports/network.contract";
import { createSimulation } from "../simulation";

networkContract("simulated", () => {
  const { clock, network } = createSimulation({ seed: "network contract" });
  return {
    network: network.host("192.0.2.1", "2001:db8::10"),
    address: "192.0.2.1",
    address6: "2001:db8::10",
    until: async (done) => assert.ok(clock.runUntilTrue(done, seconds(5)), "did not happen within 5 s"),
    pause: async () => clock.advance(milliseconds(50)),
  };
});
