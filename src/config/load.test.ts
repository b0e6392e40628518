import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { milliseconds, seconds } from "../base";
import { parseSwitchConfig } from "./load";
import { switchConfigJsonSchema } from "./schema";

const examples = path.join(__dirname, "../../examples");
const read = (name: string) => parseSwitchConfig(fs.readFileSync(path.join(examples, name), "utf8"), path.join(examples, name));

const minimal = (extra = "") => `
data: var
sip: { listen: [{ address: 192.0.2.1 }] }
media: { address: 192.0.2.1 }
mappingGateways:
  - { name: customer, address: 192.0.2.10 }
routingGateways:
  - { name: vendor, address: 192.0.2.20, prefixes: ["44"] }
${extra}`;

function problems(text: string): string {
  try {
    parseSwitchConfig(text, "switch.yaml");
  } catch (error) {
    return (error as Error).message;
  }
  return assert.fail("it was accepted");
}

describe("examples", () => {
  for (const name of fs.readdirSync(examples).filter((file) => file.endsWith(".yaml"))) {
    it(`${name} holds every rule`, () => void read(name));
  }

  it("first-call.yaml is one customer, one vendor for 44 and proxied media on loopback", () => {
    const config = read("first-call.yaml");
    assert.deepEqual(config.sip.listen, [{ address: "127.0.0.1", port: 5060, transports: ["udp", "tcp"] }]);
    assert.equal(config.mappingGateways[0]?.name, "customer");
    assert.equal(config.mappingGateways[0].address, "127.0.0.2");
    const [vendor] = config.routingGateways;
    assert.deepEqual([vendor?.name, vendor?.address, vendor?.port, vendor?.prefixes], ["vendor", "127.0.0.3", 5060, ["44"]]);
    assert.equal(config.parameters.SS_MEDIAPROXYMODE, undefined);
  });

  it("the two encrypted switches have the same mode and key", () => {
    assert.deepEqual(read("encrypted-a.yaml").parameters, read("encrypted-b.yaml").parameters);
  });
});

describe("parseSwitchConfig", () => {
  it("fills in what is absent: control on loopback, the embedded store, port 5060", () => {
    const config = parseSwitchConfig(minimal(), "/srv/switch.yaml");
    assert.deepEqual(config.control, { address: "127.0.0.1", port: 0, allowRemote: false, operators: [] });
    assert.deepEqual(config.store, { kind: "embedded", path: "carrierlab.db", fieldTables: true });
    assert.equal(config.routingGateways[0]?.port, 5060);
    assert.equal(config.data, "/srv/var");
  });

  it("reads durations with their unit", () => {
    const text = minimal().replace("}] }\nmedia", "}], timers: { t1: 250ms, timerB: 8s } }\nmedia");
    const { timers } = parseSwitchConfig(text, "x.yaml").sip;
    assert.deepEqual([timers.t1, timers.timerB], [milliseconds(250), seconds(8)]);
  });

  const refused: readonly (readonly [string, string, RegExp])[] = [
    [
      "a key that is not known, with the nearest",
      minimal("mappingGatways: []"),
      /switch\.yaml:9: "mappingGatways".*did you mean "mappingGateways"/,
    ],
    [
      "an unknown key deep inside",
      minimal().replace("prefixes", "prefixs"),
      /switch\.yaml:8: "prefixs" is not a key of routingGateways\[0\]; did you mean "prefixes"/,
    ],
    [
      "an unknown key in a relay",
      minimal().replace("media: { address", "media: { adress: 1, address"),
      /"adress" is not a key of media; did you mean "address"/,
    ],
    ["a prefix without quotes", minimal().replace('"44"', "44"), /routingGateways\[0\]\.prefixes\[0\].*quotes/],
    [
      "an address that peers cannot be told",
      minimal().replace("192.0.2.1 }]", "0.0.0.0 }]"),
      /sip\.listen\[0\]\.address.*advertise/,
    ],
    [
      "a control channel beyond loopback that nobody asked for",
      minimal("control: { address: 192.0.2.1 }"),
      /control\.address.*allowRemote/,
    ],
    [
      "two gateways of one name",
      minimal().replace(
        "{ name: customer, address: 192.0.2.10 }",
        "{ name: a, address: 192.0.2.10 }\n  - { name: a, address: 192.0.2.11 }",
      ),
      /mappingGateways\[1\]\.name.*twice/,
    ],
    [
      "two customers that cannot be told apart",
      minimal().replace(
        "{ name: customer, address: 192.0.2.10 }",
        "{ name: a, address: 192.0.2.10 }\n  - { name: b, address: 192.0.2.10 }",
      ),
      /could not be told apart/,
    ],
    [
      "a parameter that is not known",
      minimal("parameters: { SS_SESION_TIMER: 0 }"),
      /switch\.yaml:9:.*did you mean SS_SESSION_TIMER/,
    ],
    ["a parameter out of range", minimal("parameters: { SS_RTPENCRYPTIONMODE: 4 }"), /SS_RTPENCRYPTIONMODE.*0 = None/],
    [
      "a password twice",
      minimal("store: { kind: mysql, host: db, user: u, password: x, passwordEnv: Y, database: d }"),
      /not both/,
    ],
    [
      "a user name without a password",
      minimal().replace('["44"] }', '["44"], username: u }'),
      /switch\.yaml:8: routingGateways\[0\]\.username: is there without password; give both, or neither/,
    ],
    [
      "a password without a user name",
      minimal().replace('["44"] }', '["44"], password: p }'),
      /switch\.yaml:8: routingGateways\[0\]\.password: is there without username; give both, or neither/,
    ],
    [
      "a user name that a digest cannot carry",
      minimal().replace('["44"] }', `["44"], username: 'a"b', password: p }`),
      /username: .*no quote/,
    ],
    ["an unknown store", minimal("store: { kind: oracle }"), /store/],
    ["a duration without a unit", minimal().replace("}] }\nmedia", "}], timers: { t1: 250 } }\nmedia"), /sip\.timers\.t1/],
    ["text that is not YAML", "sip: [", /switch\.yaml:\d+:/],
    ["an empty file", "", /switch\.yaml:1: the file is empty/],
    ["a file of another kind", "- a", /switch\.yaml:1: the file is no list of `key: value`/],
    [
      "an address that is none, as it stands",
      minimal().replace("192.0.2.20", "192.0.2.333"),
      /\[0\]\.address: "192\.0\.2\.333" is not/,
    ],
    ["a part that is missing", minimal().replace("listen", "liste"), /sip\.listen: is missing; it takes array/],
    ["an alias that leads nowhere", minimal("name: *other"), /switch\.yaml/],
    [
      "aliases of aliases of aliases",
      `a: &a [${"x,".repeat(9)}]\nb: &b [${"*a,".repeat(9)}]\nc: &c [${"*b,".repeat(9)}]\nd: [${"*c,".repeat(9)}]`,
      /switch\.yaml: aliases/,
    ],
    ["a key twice", minimal("data: again"), /unique/i],
  ];
  for (const [what, text, message] of refused) {
    it(`refuses ${what}`, () => assert.match(problems(text), message));
  }

  const secrets: readonly (readonly [string, string])[] = [
    ["alone", minimal().replace('["44"] }', '["44"], password: Hush1 }')],
    ["of the wrong kind", minimal().replace('["44"] }', '["44"], username: u, password: [Hush1] }')],
    ["under another key", minimal().replace('["44"] }', '["44"], pasword: Hush1 }')],
    ["that YAML cannot read", minimal('password: "Hush1" x')],
    ["that YAML takes for an alias", minimal("password: *Hush1")],
  ];
  for (const [what, text] of secrets) {
    it(`never repeats a password ${what}`, () => assert.doesNotMatch(problems(text), /Hush1/));
  }

  it("names every problem, one a line", () => {
    const text = minimal("wrong: 1").replace('["44"]', '["x"]');
    assert.equal(problems(text).split("\n").length, 2);
  });
});

describe("published JSON Schema", () => {
  it("is the one that the switch holds files against", () => {
    const published = fs.readFileSync(path.join(__dirname, "../../docs/reference/switch-config.schema.json"), "utf8");
    assert.deepEqual(JSON.parse(published), JSON.parse(JSON.stringify(switchConfigJsonSchema())));
  });
});
