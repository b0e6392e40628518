import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation } from "../../adapters/sim";
import { parseSwitchConfig } from "../../config";
import { GatewayBook } from "./gateway-book";

const configOf = (routingGateways: string) =>
  parseSwitchConfig(
    `
data: /switch
sip: { listen: [{ address: 192.0.2.1 }] }
media: { address: 192.0.2.1 }
mappingGateways: [{ name: customer, address: 192.0.2.10 }]
routingGateways: [${routingGateways}]
`,
    "/switch/switch.yaml",
  );
const ONE = '{ name: vendor, address: 192.0.2.20, prefixes: ["44"] }';
const config = configOf(ONE);
const PATH = "/switch/gateways.json";

const disk = () => createSimulation({ seed: 1 }).disk("switch");
const vendorOf = (book: GatewayBook) => book.current.routingGateways[0] ?? assert.fail();

describe("the gateway book", () => {
  it("is the configuration as long as nothing was changed", () => {
    assert.deepEqual(new GatewayBook(disk(), config).current, config);
  });

  it("starts again with what was changed, and with all changes of one gateway", () => {
    const files = disk();
    const book = new GatewayBook(files, config);
    assert.ok(book.change("routingGateways", "vendor", { lock: "barAllCalls", callerPool: { multiplexes: 3 } }).ok);
    assert.ok(book.change("routingGateways", "vendor", { priority: 7, callerPool: { rotation: "Poll" } }).ok);
    const { lock, priority, callerPool } = vendorOf(new GatewayBook(files, config));
    assert.deepEqual([lock, priority, callerPool.multiplexes, callerPool.rotation], ["barAllCalls", 7, 3, "Poll"]);
  });

  it("stays as it was when a change is refused", () => {
    const files = disk();
    const book = new GatewayBook(files, config);
    assert.ok(!book.change("routingGateways", "vendor", { priority: 2, lineLimit: 0 }).ok);
    assert.deepEqual(book.current, config);
    assert.ok(!files.exists(PATH));
  });

  it("keeps user name and password together over changes, too", () => {
    const book = new GatewayBook(disk(), config);
    const alone = book.change("routingGateways", "vendor", { username: "carrierlab" });
    assert.ok(!alone.ok);
    assert.match(alone.failure.message, /^routing gateway "vendor": username: is there without password/);
    assert.ok(book.change("routingGateways", "vendor", { username: "carrierlab", password: "Hush1" }).ok);
    const gone = book.change("routingGateways", "vendor", { username: null });
    assert.ok(!gone.ok);
    assert.doesNotMatch(gone.failure.message, /Hush1/);
  });

  it("passes over a gateway that the file does not have any more", () => {
    const files = disk();
    assert.ok(new GatewayBook(files, config).change("routingGateways", "vendor", { priority: 2 }).ok);
    const other = configOf('{ name: other, address: 192.0.2.21, prefixes: ["44"] }');
    assert.deepEqual(new GatewayBook(files, other).current, other);
  });

  it("says which file is broken, and that it can be removed", () => {
    const files = disk();
    assert.ok(new GatewayBook(files, config).change("routingGateways", "vendor", { priority: 2 }).ok);
    files.replace(PATH, Buffer.from("{"));
    assert.throws(() => new GatewayBook(files, config), { code: "GATEWAY_FILE_BROKEN", message: /gateways\.json: .*remove it/ });
    files.replace(PATH, Buffer.from('{"routingGateways":{"vendor":{"priority":-1}}}'));
    assert.throws(() => new GatewayBook(files, config), { code: "GATEWAY_FILE_BROKEN", message: /priority: -1/ });
  });
});
