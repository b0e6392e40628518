import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { CallRecord } from "../../src/cdr";
import { CARRIERS, refuses, sippScenario } from "../../simulators/carrier";
import type { Personality } from "../../simulators/endpoint";
import { runSipp, startSipp } from "../../simulators/sipp-wrapper/src";
import { recordsFromJson } from "../support/stages/record-json";
import { RunningSwitch } from "../support/running-switch";

/** Loopback addresses of this run's own, so that another run on this machine is not in the way. */
const NET = `127.62.${1 + (process.pid % 250)}`;
const [SWITCH, CUSTOMER, ALPHA, BETA] = [`${NET}.1`, `${NET}.2`, `${NET}.3`, `${NET}.4`];
/** Shorter than the slow carrier's ten seconds to an answer, longer than its six to ringing. */
const TIMER_B = "7s";

const CONFIG = `name: carriers
data: data
sip:
  listen: [{ address: ${SWITCH}, port: 5060, transports: [udp] }]
media: { address: ${SWITCH} }
mappingGateways: [{ name: customer, address: ${CUSTOMER} }]
routingGateways:
  - { name: alpha, address: ${ALPHA}, port: 5060, prefixes: ["44"], priority: 1, switchUntilConnect: true, timerB: ${TIMER_B} }
  - { name: beta, address: ${BETA}, port: 5060, prefixes: ["44"], priority: 2 }
`;

const xmlOf = (personality: Personality): string => {
  const xml = sippScenario(personality);
  assert(xml !== undefined, `SIPp cannot play "${personality.name}"`);
  return xml;
};

describe("carriers of SIPp before a good vendor", () => {
  let folder: string;
  let running: RunningSwitch;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "carrierlab-carriers-"));
    const config = join(folder, "switch.yaml");
    writeFileSync(config, CONFIG);
    running = await RunningSwitch.start({ config });
  });
  after(async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const records = async (): Promise<readonly CallRecord[]> => recordsFromJson(await running.query("cdr"));

  /** One call, with this carrier as the first vendor: its record. */
  async function callThrough(personality: Personality): Promise<CallRecord> {
    const known = (await records()).length;
    const server = { localPort: 5060, calls: 10, timeoutSeconds: 60 };
    const alpha = startSipp({ ...server, scenario: { xml: xmlOf(personality) }, localAddress: ALPHA });
    const beta = startSipp({ ...server, scenario: { named: "uas" }, localAddress: BETA });
    try {
      await Promise.all([alpha.ready(), beta.ready()]);
      const { statistics } = await runSipp({
        scenario: { named: "uac" },
        remote: `${SWITCH}:5060`,
        localAddress: CUSTOMER,
        service: "442079460123",
        keys: { caller: "442079460100" },
        callLengthMs: 200,
        timeoutSeconds: 40,
      });
      assert.equal(statistics?.successfulCalls, 1);
      return await recordAfter(known);
    } finally {
      await Promise.all([alpha.stop(), beta.stop()]);
    }
  }

  async function recordAfter(known: number): Promise<CallRecord> {
    for (let tries = 0; tries < 50; tries += 1) {
      const record = (await records()).find((_, index) => index >= known);
      if (record !== undefined) return record;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return assert.fail("the call left no record");
  }

  const attemptsOf = ({ attempts }: CallRecord) => attempts.map(({ gateway, status, outcome }) => [gateway, status, outcome]);
  const answered = ["beta", 200, "answered"];

  const failing = [
    { personality: refuses(503), status: 503, outcome: "refused", elapsedMs: 20 },
    { personality: CARRIERS["busy after 183"].personality, status: 486, outcome: "refused", elapsedMs: 2_200 },
    { personality: CARRIERS["503 after ringing"].personality, status: 503, outcome: "refused", elapsedMs: 1_200 },
    { personality: CARRIERS["100 then silence"].personality, status: 408, outcome: "timeout", elapsedMs: 7_000 },
  ] as const;
  for (const { personality, status, outcome, elapsedMs } of failing) {
    it(`${personality.name}: the good vendor carries the call`, async () => {
      const record = await callThrough(personality);
      assert.deepEqual(attemptsOf(record), [["alpha", status, outcome], answered]);
      const took = record.attempts[0]?.elapsedMs ?? 0;
      assert(took >= elapsedMs - 10 && took < elapsedMs + 1_000, `${took} ms with the first vendor`);
    });
  }

  it("slow: it keeps the call", async () => {
    const record = await callThrough(CARRIERS.slow.personality);
    assert.deepEqual(attemptsOf(record), [["alpha", 200, "answered"]]);
    assert(record.callerPddMs !== undefined && record.callerPddMs >= 5_990, `rang after ${record.callerPddMs} ms`);
  });

  it("Retry-After: it is left in peace by the call after", async () => {
    assert.deepEqual(attemptsOf(await callThrough(CARRIERS["Retry-After"].personality)), [["alpha", 503, "refused"], answered]);
    assert.deepEqual(attemptsOf(await callThrough(CARRIERS["Retry-After"].personality)), [answered]);
  });
});
