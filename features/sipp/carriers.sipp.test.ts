import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import type { CallRecord } from "../../src/cdr";
import { CARRIERS, sippScenario } from "../../simulators/carrier";
import { runSipp, startSipp, type SippResult, type SippScenario } from "../../simulators/sipp-wrapper/src";
import {
  assertEnded,
  attemptsOf,
  carrierGateways,
  numberOf,
  recordsOf,
  SIPP_CARRIERS,
  type SippCarrier,
} from "../support/sipp-carriers";
import { recordsFromJson } from "../support/stages/record-json";
import { RunningSwitch } from "../support/running-switch";

const FOLDER = resolve(__dirname, "../../simulators/sipp-wrapper/scenarios/carriers");

/** Loopback addresses of this run's own, so that another run on this machine is not in the way. */
const NET = `127.62.${1 + (process.pid % 250)}`;
const [SWITCH, CUSTOMER, BETA] = [`${NET}.1`, `${NET}.2`, `${NET}.3`];
const { personality: flapping } = CARRIERS.flapping;
const DOWN = sippScenario({
  ...flapping,
  inviteRules: (flapping.inviteRules ?? []).map((rule) => ({ ...rule, when: { downtime: { upMs: 1, downMs: 60_000 } } })),
});

const fileOf = (name: string): string => join(FOLDER, `${name}.xml`);
const scenarioOf = ({ file }: SippCarrier): SippScenario => (file === undefined ? { xml: DOWN ?? "" } : { file: fileOf(file) });
const addressOf = (index: number): string => `${NET}.${10 + index}`;

const CONFIG = JSON.stringify({
  name: "carriers",
  data: "data",
  sip: { listen: [{ address: SWITCH, port: 5060, transports: ["udp"] }] },
  media: { address: SWITCH },
  mappingGateways: [{ name: "customer", address: CUSTOMER }],
  routingGateways: carrierGateways(SIPP_CARRIERS).map((gateway, index) => ({
    ...gateway,
    address: gateway.name === "beta" ? BETA : addressOf(index),
  })),
});

/** Calls, and gives up after two seconds of ringing. */
const GIVES_UP = `<?xml version="1.0" encoding="ISO-8859-1" ?>
<scenario name="gives-up">
${[
  ["INVITE", "[branch]", "", "1 INVITE"],
  ["CANCEL", "[branch-4]", "", "1 CANCEL"],
  ["ACK", "[branch-7]", "[peer_tag_param]", "1 ACK"],
]
  .map(
    ([method = "", branch = "", tag = "", cseq = ""]) => `  <send${method === "INVITE" ? ' retrans="500"' : ""}><![CDATA[

${method} sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${branch}
From: <sip:[caller]@[local_ip]:[local_port]>;tag=[pid]-[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>${tag}
Call-ID: [call_id]
CSeq: ${cseq}
Contact: <sip:[caller]@[local_ip]:[local_port]>
Max-Forwards: 70
${
  method === "INVITE"
    ? "Content-Type: application/sdp\nContent-Length: [len]\n\nv=0\no=sipp 1 1 IN IP4 [local_ip]\ns=-\nc=IN IP4 [local_ip]\nt=0 0\nm=audio [auto_media_port] RTP/AVP 8\n"
    : "Content-Length: 0\n"
}
]]></send>
${
  method === "INVITE"
    ? '  <recv response="100" optional="true"/>\n  <recv response="180"/>\n  <pause milliseconds="2000"/>'
    : method === "CANCEL"
      ? '  <recv response="200"/>\n  <recv response="487"/>'
      : ""
}`,
  )
  .join("\n")}
</scenario>
`;

/** What each carrier's SIPp and its customer's have to say, and the records of their calls. */
interface Outcome {
  readonly carrier: SippResult;
  readonly customer: SippResult | undefined;
}

describe("carriers of SIPp before a good vendor, all at once", () => {
  let folder: string;
  let running: RunningSwitch;
  let outcomes: readonly Outcome[] = [];
  let records: readonly CallRecord[] = [];

  const allRecords = async (): Promise<readonly CallRecord[]> => recordsFromJson(await running.query("cdr"));
  const call = (index: number) => {
    const { calls = 1, cancels = false } = SIPP_CARRIERS[index] ?? assert.fail();
    return runSipp({
      scenario: cancels ? { xml: GIVES_UP } : { named: "uac" },
      remote: `${SWITCH}:5060`,
      localAddress: CUSTOMER,
      service: numberOf(index),
      keys: { caller: "442079460100" },
      media: { port: 20_000 + 100 * index },
      calls,
      callsPerSecond: 40,
      callLengthMs: 1_000,
      timeoutSeconds: 40,
    });
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "carrierlab-carriers-"));
    const config = join(folder, "switch.yaml");
    writeFileSync(config, CONFIG);
    running = await RunningSwitch.start({ config });
    const server = { localPort: 5060, calls: 1_000, timeoutSeconds: 90 };
    const beta = startSipp({ ...server, scenario: { named: "uas" }, localAddress: BETA });
    const carriers = SIPP_CARRIERS.map((carrier, index) =>
      startSipp({ ...server, scenario: scenarioOf(carrier), localAddress: addressOf(index) }),
    );
    await Promise.all([beta, ...carriers].map((each) => each.ready()));
    const customers = await Promise.allSettled(SIPP_CARRIERS.map((_, index) => call(index)));
    // Within its thirty seconds the carrier that asked for peace has no second call.
    await call(SIPP_CARRIERS.findIndex(({ name }) => name === "Retry-After"));
    const results = await Promise.all([...carriers, beta].map((each) => each.stop()));
    outcomes = SIPP_CARRIERS.map((_, index) => {
      const settled = customers[index];
      return {
        carrier: results[index] ?? assert.fail(),
        customer: settled?.status === "fulfilled" ? settled.value : undefined,
      };
    });
    records = await allRecords();
  });
  after(async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [index, carrier] of SIPP_CARRIERS.entries()) {
    it(carrier.name, () => {
      const { customer } = outcomes[index] ?? assert.fail();
      assert.equal(customer?.statistics?.successfulCalls, carrier.calls ?? 1, "the customer's calls, as its SIPp counts them");
      assertEnded(carrier, records, index);
    });
  }

  const indexOf = (name: string): number => SIPP_CARRIERS.findIndex((each) => each.name === name);

  it("leaves a carrier in peace that asked for it with Retry-After", () => {
    const index = indexOf("Retry-After");
    const [, second, ...more] = recordsOf(records, index);
    assert.deepEqual([attemptsOf(second ?? assert.fail(), index), more], [[["beta", 200, "answered"]], []]);
  });

  it("keeps a slow carrier's call, and tells after how long it rang", () => {
    const [record] = recordsOf(records, indexOf("slow"));
    assert.ok(record?.callerPddMs !== undefined && record.callerPddMs >= 5_990, `rang after ${record?.callerPddMs} ms`);
  });

  for (const name of ["200 racing CANCEL", "late 200"]) {
    it(`releases the answer of "${name}": the carrier's SIPp has its ACK and its BYE`, () => {
      const { statistics } = (outcomes[indexOf(name)] ?? assert.fail()).carrier;
      assert.deepEqual([statistics?.successfulCalls, statistics?.failedCalls], [1, 0]);
      assert.equal(recordsOf(records, indexOf(name))[0]?.calleeGateway, name === "late 200" ? "beta" : `it${indexOf(name)}`);
    });
  }

  it("runs every file of the package", () => {
    const run = SIPP_CARRIERS.flatMap(({ file }) => (file === undefined ? [] : [fileOf(file)]));
    const all = readdirSync(FOLDER).map((name) => join(FOLDER, name));
    assert.deepEqual([...new Set(run)].sort(), all.sort());
  });
});
