import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import type { CallRecord } from "../../src/cdr";
import { CARRIER_LOGIN, CARRIERS, sippScenario } from "../../simulators/carrier";
import { runSipp, startSipp, type SippResult, type SippScenario } from "../../simulators/sipp-wrapper/src";
import { recordsFromJson } from "../support/stages/record-json";
import { RunningSwitch } from "../support/running-switch";

const FOLDER = resolve(__dirname, "../../simulators/sipp-wrapper/scenarios/carriers");

/** Loopback addresses of this run's own, so that another run on this machine is not in the way. */
const NET = `127.62.${1 + (process.pid % 250)}`;
const [SWITCH, CUSTOMER, BETA] = [`${NET}.1`, `${NET}.2`, `${NET}.3`];
/** Longer than the slow carrier's six seconds to ringing, shorter than its ten to an answer and than the late carrier's 8.3. */
const TIMER_B_MS = 7_000;
/** A busy machine with thirty processes; our choice. */
const LATE_MS = 1_500;

type Ends = readonly (readonly [gateway: "it" | "beta", status: number | undefined, outcome: string])[];

interface Case {
  readonly name: string;
  /** The carrier's file in {@link FOLDER}; another scenario where one file cannot show it in time. */
  readonly scenario: SippScenario;
  /** More of its gateway in the configuration. */
  readonly gateway?: string;
  /** Calls at once; one when absent. */
  readonly calls?: number;
  /** The caller gives up while it rings. */
  readonly cancels?: boolean;
  /** How the attempts of its calls end, each way so often. */
  readonly ends: readonly (readonly [times: number, attempts: Ends])[];
  /** Milliseconds at the carrier, of each call that leaves it. */
  readonly leavesAfterMs?: number;
}

const file = (name: string): SippScenario => ({ file: join(FOLDER, `${name}.xml`) });
const login = (password: string): string => `, username: ${CARRIER_LOGIN.username}, password: ${password}`;
const kept: Ends = [["it", 200, "answered"]];
const left = (status: number, outcome = "refused"): Ends => [
  ["it", status, outcome],
  ["beta", 200, "answered"],
];

const { personality: flapping } = CARRIERS.flapping;
/** The same carrier, down from its first millisecond on. */
const isDown = sippScenario({
  ...flapping,
  inviteRules: (flapping.inviteRules ?? []).map((rule) => ({ ...rule, when: { downtime: { upMs: 1, downMs: 60_000 } } })),
});

const CASES: readonly Case[] = [
  {
    name: "503 storm",
    scenario: file("503-storm"),
    calls: 10,
    ends: [
      [1, kept],
      [9, left(503)],
    ],
  },
  { name: "Retry-After", scenario: file("retry-after"), ends: [[1, left(503)]] },
  { name: "100 then silence", scenario: file("100-then-silence"), ends: [[1, left(408, "timeout")]], leavesAfterMs: TIMER_B_MS },
  { name: "dead", scenario: file("dead"), ends: [[1, left(408, "timeout")]], leavesAfterMs: TIMER_B_MS },
  { name: "busy after 183", scenario: file("busy-after-183"), ends: [[1, left(486)]], leavesAfterMs: 2_200 },
  { name: "503 after ringing", scenario: file("503-after-ringing"), ends: [[1, left(503)]], leavesAfterMs: 1_200 },
  {
    name: "200 racing CANCEL",
    scenario: file("200-racing-cancel"),
    cancels: true,
    ends: [[1, [["it", undefined, "cancelled"]]]],
  },
  { name: "late 200", scenario: file("late-200"), ends: [[1, left(408, "timeout")]], leavesAfterMs: TIMER_B_MS },
  { name: "slow", scenario: file("slow"), ends: [[1, kept]] },
  { name: "flapping, up", scenario: file("flapping"), ends: [[1, kept]] },
  { name: "flapping, down", scenario: { xml: isDown ?? "" }, ends: [[1, left(408, "timeout")]], leavesAfterMs: TIMER_B_MS },
  {
    name: "two lines",
    scenario: file("two-lines"),
    calls: 3,
    ends: [
      [2, kept],
      [1, left(503)],
    ],
  },
  { name: "wants tech prefix", scenario: file("wants-tech-prefix"), ends: [[1, left(404)]] },
  {
    name: "wants tech prefix, and gets it",
    scenario: file("wants-tech-prefix"),
    gateway: ', gatewayPrefix: "99"',
    ends: [[1, kept]],
  },
  {
    name: "asks for a password",
    scenario: file("asks-for-a-password"),
    gateway: login(CARRIER_LOGIN.password),
    ends: [[1, kept]],
  },
  {
    name: "asks for a password, gets another",
    scenario: file("asks-for-a-password"),
    gateway: login("Thames-2"),
    ends: [[1, left(401)]],
  },
  { name: "nonce too old", scenario: file("nonce-too-old"), gateway: login(CARRIER_LOGIN.password), ends: [[1, kept]] },
];

const addressOf = (index: number): string => `${NET}.${10 + index}`;
const prefixOf = (index: number): string => `44${String(10 + index)}`;
const numberOf = (index: number): string => `${prefixOf(index)}79460123`;

const CONFIG = `name: carriers
data: data
sip:
  listen: [{ address: ${SWITCH}, port: 5060, transports: [udp] }]
media: { address: ${SWITCH} }
mappingGateways: [{ name: customer, address: ${CUSTOMER} }]
routingGateways:
${CASES.map(
  ({ gateway = "" }, index) =>
    `  - { name: it${index}, address: ${addressOf(index)}, prefixes: ["${prefixOf(index)}"], switchUntilConnect: true, timerB: ${TIMER_B_MS}ms${gateway} }`,
).join("\n")}
  - { name: beta, address: ${BETA}, prefixes: ["44"] }
`;

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
    const { calls = 1, cancels = false } = CASES[index] ?? assert.fail();
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
    const carriers = CASES.map(({ scenario }, index) => startSipp({ ...server, scenario, localAddress: addressOf(index) }));
    await Promise.all([beta, ...carriers].map((each) => each.ready()));
    const customers = await Promise.allSettled(CASES.map((_, index) => call(index)));
    // Within its thirty seconds the carrier that asked for peace has no second call.
    await call(CASES.findIndex(({ name }) => name === "Retry-After"));
    const results = await Promise.all([...carriers, beta].map((each) => each.stop()));
    outcomes = CASES.map((_, index) => {
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

  const recordsOf = (index: number): readonly CallRecord[] =>
    records.filter(({ callee }) => callee === numberOf(index)).sort((a, b) => a.startedAt - b.startedAt);
  const endsOf = ({ attempts }: CallRecord, index: number): Ends =>
    attempts.map(({ gateway, status, outcome }) => [gateway === `it${index}` ? "it" : (gateway as "beta"), status, outcome]);

  for (const [index, { name, ends, calls = 1, leavesAfterMs }] of CASES.entries()) {
    it(name, () => {
      const own = recordsOf(index).slice(0, calls);
      const { customer } = outcomes[index] ?? assert.fail();
      assert.equal(customer?.statistics?.successfulCalls, calls, "the customer's calls, as its SIPp counts them");
      const found = own.map((record) => JSON.stringify(endsOf(record, index))).sort();
      const wanted = ends.flatMap(([times, attempts]) => Array.from({ length: times }, () => JSON.stringify(attempts))).sort();
      assert.deepEqual(found, wanted);
      if (leavesAfterMs === undefined) return;
      const took = own[0]?.attempts[0]?.elapsedMs ?? 0;
      assert.ok(took >= leavesAfterMs - 10 && took < leavesAfterMs + LATE_MS, `${took} ms at the carrier`);
    });
  }

  const indexOf = (name: string): number => CASES.findIndex((each) => each.name === name);

  it("leaves a carrier in peace that asked for it with Retry-After", () => {
    const index = indexOf("Retry-After");
    const [, second, ...more] = recordsOf(index);
    assert.deepEqual([endsOf(second ?? assert.fail(), index), more], [[["beta", 200, "answered"]], []]);
  });

  it("keeps a slow carrier's call, and tells after how long it rang", () => {
    const [record] = recordsOf(indexOf("slow"));
    assert.ok(record?.callerPddMs !== undefined && record.callerPddMs >= 5_990, `rang after ${record?.callerPddMs} ms`);
  });

  for (const name of ["200 racing CANCEL", "late 200"]) {
    it(`releases the answer of "${name}": the carrier's SIPp has its ACK and its BYE`, () => {
      const { statistics } = (outcomes[indexOf(name)] ?? assert.fail()).carrier;
      assert.deepEqual([statistics?.successfulCalls, statistics?.failedCalls], [1, 0]);
      assert.equal(recordsOf(indexOf(name))[0]?.calleeGateway, name === "late 200" ? "beta" : `it${indexOf(name)}`);
    });
  }

  it("runs every file of the package", () => {
    const run = CASES.flatMap(({ scenario }) => ("file" in scenario ? [scenario.file] : []));
    const all = readdirSync(FOLDER).map((name) => join(FOLDER, name));
    assert.deepEqual([...new Set(run)].sort(), all.sort());
  });
});
