import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changeGateway, type GatewayChange } from "./change-gateway";
import { parseSwitchConfig } from "./load";

const config = parseSwitchConfig(
  `
data: data
sip: { listen: [{ address: 192.0.2.1 }] }
media: { address: 192.0.2.1 }
mappingGateways: [{ name: customer, address: 192.0.2.10 }, { name: other, address: 192.0.2.11 }]
routingGateways:
  - { name: first, address: 192.0.2.20, prefixes: ["44"], lineLimit: 5, timerB: 4s, callerPool: { numbers: ["442079460001"], multiplexes: 2 } }
  - { name: second, address: 192.0.2.21, prefixes: ["44"] }
`,
  "switch.yaml",
);

const change = (values: GatewayChange, name = "first") =>
  changeGateway(config, { kind: "routingGateways", name, change: values });

function gatewayAfter(values: GatewayChange) {
  const changed = change(values);
  assert.ok(changed.ok, JSON.stringify(changed));
  return changed.value.routingGateways[0] ?? assert.fail();
}

function refusalOf(values: GatewayChange, name?: string): string {
  const changed = change(values, name);
  assert.ok(!changed.ok);
  return changed.failure.message;
}

describe("changing a gateway", () => {
  it("changes what is named and nothing else", () => {
    const before = config.routingGateways[0] ?? assert.fail();
    assert.deepEqual(gatewayAfter({ lock: "barAllCalls" }), { ...before, lock: "barAllCalls" });
  });

  it("leaves the configuration that it was given alone", () => {
    gatewayAfter({ priority: 9 });
    assert.equal(config.routingGateways[0]?.priority, 1);
  });

  it("reads durations as the file does", () => {
    assert.equal(gatewayAfter({ timerB: "1.5s" }).timerB, 1_500_000);
  });

  it("puts a key back to its default with null", () => {
    assert.equal(gatewayAfter({ lineLimit: null }).lineLimit, undefined);
    assert.equal(gatewayAfter({ priority: null }).priority, 1);
  });

  it("keeps the other keys inside a key that has keys of its own", () => {
    const { callerPool } = gatewayAfter({ callerPool: { rotation: "Poll" } });
    assert.deepEqual(callerPool, {
      enabled: false,
      forwarding: false,
      numbers: ["442079460001"],
      multiplexes: 2,
      rotation: "Poll",
    });
  });

  it("names the gateway, the value and the rule of a value that breaks one", () => {
    assert.match(refusalOf({ lineLimit: 0 }), /^routing gateway "first": lineLimit: 0 is not allowed: .*>=1/);
  });

  it("proposes the nearest key to an unknown one", () => {
    assert.equal(
      refusalOf({ lineLimt: 3 }),
      'routing gateway "first": "lineLimt" is not a key of a routing gateway; did you mean "lineLimit"?',
    );
  });

  it("proposes the nearest gateway to an unknown one", () => {
    assert.equal(refusalOf({}, "frst"), 'no routing gateway is called "frst"; did you mean "first"?');
  });

  it("refuses to take a required key away", () => {
    assert.match(refusalOf({ address: null }), /^routing gateway "first": address: /);
  });

  it("refuses another name", () => {
    assert.match(refusalOf({ name: "third" }), /keeps its name/);
  });

  it("holds the rules between gateways", () => {
    const taken = changeGateway(config, { kind: "mappingGateways", name: "other", change: { address: "192.0.2.10" } });
    assert.ok(!taken.ok);
    assert.match(taken.failure.message, /192\.0\.2\.10 port any is also "customer"/);
  });
});
