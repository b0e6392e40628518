import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { requestOf, sdpOf, World } from "./call-builder";

type Vendor = NonNullable<NonNullable<ConstructorParameters<typeof World>[0]>["vendors"]>[number];

const POOL = { enabled: true, forwarding: false, numbers: ["8801700000001"], multiplexes: 0, rotation: "Poll" as const };

/** What a vendor is sent for one call, and the world in which it was. */
function sent(vendor: Partial<Vendor>, headers: Readonly<Record<string, string>> = {}) {
  const world = new World({ vendors: [{ name: "vendor", ...vendor }] });
  const customer = world.callArrives({ headers });
  const { outgoing } = world.vendor();
  assert.ok(outgoing !== undefined, "the vendor was sent nothing");
  const lines = [
    outgoing.uri,
    outgoing.from,
    outgoing.to,
    ...(outgoing.headers ?? []).map(({ name, value }) => `${name}: ${value}`),
  ];
  return { world, customer, outgoing, lines, asserted: lines.filter((line) => line.startsWith("P-Asserted-Identity: ")) };
}

const from = (uri: string, name = "") => ({ From: `${name === "" ? "" : `"${name}" `}<${uri}>` });

describe("outgoingParties", () => {
  describe("numbers", () => {
    it("puts the gateway prefix before the transformed number, in the request and in To, with # escaped", () => {
      const { outgoing, world } = sent({ gatewayPrefix: "#9*", calleeTransforms: [{ match: "44", replace: "0044" }] });
      assert.equal(outgoing.uri, "sip:%239*00442079460123@198.51.100.1:5060");
      assert.equal(outgoing.to, "<sip:%239*00442079460123@198.51.100.1>");
      world.vendor().refuses(486);
      const { callee, calleeOut } = world.record();
      assert.deepEqual([callee, calleeOut], ["442079460123", "#9*00442079460123"]);
    });

    it("sends no + inside a number: the gateway prefix stands before its digits", () => {
      const world = new World({ vendors: [{ name: "vendor", gatewayPrefix: "*99" }] });
      world.callArrives({ uri: "sip:+442079460123@192.0.2.1" });
      assert.equal(world.vendor().outgoing?.uri, "sip:*99442079460123@198.51.100.1:5060");
    });

    it("transforms numbers alone: a name goes on as it came", () => {
      const { outgoing } = sent({ callerTransforms: [{ match: "", replace: "00" }] }, from("sip:alice@192.0.2.10"));
      assert.equal(outgoing.from, "<sip:alice@192.0.2.1>");
    });
  });

  describe("what a caller may not write", () => {
    it("keeps escapes of a caller's name escaped, also in the identity that the switch asserts", () => {
      const uri = "sip:1%0D%0AX-Evil:%20yes%3E@192.0.2.10";
      const { lines } = sent({ assertsIdentity: true, callerTransforms: [{ match: "1", replace: "2" }] }, from(uri));
      for (const line of lines) assert.doesNotMatch(line, /[\r\n]|yes>/);
    });
  });

  describe("the asserted identity", () => {
    it("is the number in From, not what the customer asserted (CLI-091)", () => {
      const { asserted } = sent(
        { assertsIdentity: true, callerTransforms: [{ match: "44", replace: "0044" }] },
        { "P-Asserted-Identity": "<sip:442079460001@example.com>" },
      );
      assert.deepEqual(asserted, ["P-Asserted-Identity: <sip:00442079460001@192.0.2.1>"]);
    });

    it("is the customer's own for a caller who is anonymous in From", () => {
      const identity = { "P-Asserted-Identity": "<tel:+442079460001>" };
      const anonymous = from("sip:anonymous@anonymous.invalid", "Anonymous");
      assert.deepEqual(sent({ assertsIdentity: true }, { ...anonymous, ...identity }).asserted, [
        "P-Asserted-Identity: <tel:+442079460001>",
      ]);
      assert.deepEqual(sent({ assertsIdentity: true }, anonymous).asserted, []);
    });
  });

  describe("a number of the pool", () => {
    const leaky = {
      ...from("sip:442079460001@192.0.2.10", "Alice"),
      "P-Asserted-Identity": '"Alice" <sip:442079460001@example.com>',
      "P-Preferred-Identity": "<sip:442079460001@example.com>",
      "Remote-Party-ID": '"Alice" <sip:442079460001@example.com>;party=calling',
      Privacy: "id",
      "Call-Info": "<http://example.com/442079460001>",
      "X-Caller": "442079460001",
      "X-Account": "7",
    };

    it("is all that the vendor learns of the caller (CLI-092)", () => {
      const { lines, asserted } = sent({ callerPool: POOL }, leaky);
      for (const line of lines) assert.doesNotMatch(line, /442079460001|Alice/);
      assert.deepEqual(asserted, ["P-Asserted-Identity: <sip:8801700000001@192.0.2.1>"]);
      assert.ok(lines.includes("X-Account: 7"), "what tells nothing goes on");
    });

    it("is shown for a caller who asks for privacy of a private gateway", () => {
      const { outgoing } = sent({ callerPool: POOL, callerIdentity: "private" }, leaky);
      assert.equal(outgoing.from, "<sip:8801700000001@192.0.2.1>");
    });

    it("is not given away inside the call", () => {
      const { world, customer } = sent({ callerPool: POOL }, leaky);
      world.vendor().answers(sdpOf("198.51.100.1", 5000));
      const identity = { "P-Asserted-Identity": "<sip:442079460001@example.com>", "X-Account": "7" };
      const info = requestOf("INFO", "sip:192.0.2.1", identity);
      customer.listener.onRequest(customer, info, () => undefined);
      customer.listener.onOffer(customer, undefined, requestOf("INVITE", "sip:192.0.2.1", identity));
      const did = world.vendor().did.filter((what) => /INFO|offer/.test(what));
      assert.equal(did.length, 2);
      for (const what of did) assert.match(what, /X-Account: 7/);
      for (const what of did) assert.doesNotMatch(what, /442079460001/);
    });

    it("is the Caller of the record, which keeps the caller's own number beside it (CLI-095)", () => {
      const { world } = sent({ callerPool: POOL });
      world.vendor().refuses(486);
      const { caller, callerOut, poolNumber } = world.record();
      assert.deepEqual([caller, callerOut, poolNumber], ["442079460001", "8801700000001", "8801700000001"]);
    });

    it("leaves the record with the gateway that was left (CLI-060)", () => {
      const world = new World({ vendors: [{ name: "one", callerPool: POOL }, { name: "two" }] });
      world.callArrives();
      world.vendor().refuses(503);
      world.vendor(1).refuses(486);
      const { callerOut, poolNumber } = world.record();
      assert.deepEqual([callerOut, poolNumber], ["442079460001", undefined]);
    });
  });
});
