import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { WallTime } from "../base";
import { routedQuery } from "./routed-query";
import { routingSnapshot } from "./snapshot";

const snapshot = routingSnapshot({
  mappingGateways: [
    {
      name: "acme",
      enabled: true,
      lock: "noLock",
      callerTransforms: [{ match: "0", replace: "44" }],
      calleeTransforms: [{ match: "00", replace: "" }],
    },
  ],
  routingGateways: [],
});

const routed = (caller: string, callee: string, from = "acme") => {
  const query = routedQuery(snapshot, { caller, callee, from, at: 0 as WallTime });
  return [query.caller, query.callee];
};

describe("the numbers of Routing Analysis", () => {
  it("are those after the transforms of the mapping gateway, like a call's", () => {
    assert.deepEqual(routed("02079460001", "00442079460123"), ["442079460001", "442079460123"]);
  });

  it("lose + and separators first", () => assert.deepEqual(routed("+44 20", "+44-20.7946"), ["+44 20", "44207946"]));

  it("stay as they are when they are names, or from nobody that is known", () => {
    assert.deepEqual(routed("anonymous", "alice"), ["anonymous", "alice"]);
    assert.deepEqual(routed("020", "0044", "nobody"), ["020", "0044"]);
  });
});
