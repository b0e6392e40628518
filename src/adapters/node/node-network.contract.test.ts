import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { networkContract } from "../../ports/network.contract";
import { NodeNetwork } from "./node-network";

networkContract("node", () => ({
  network: new NodeNetwork(),
  address: "127.0.0.1",
  address6: "::1",
  until: async (done) => {
    for (let waited = 0; !done(); waited += 2) {
      assert.ok(waited < 5_000, "did not happen within 5 s");
      await sleep(2);
    }
  },
  pause: () => sleep(50),
}));
