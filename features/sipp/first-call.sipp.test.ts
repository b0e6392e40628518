import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import type { CallRecord } from "../../src/cdr";
import type { Vos3000dStatus } from "../../src/services/vos3000d";
import { runSipp, startSipp, type SippOptions, type SippRun } from "../../simulators/sipp-wrapper/src";
import { residentMb } from "../../bench/lib/process-cost";
import { RunningSwitch } from "../support/running-switch";
import { recordsFromJson } from "../support/stages/record-json";

const EXAMPLE = resolve(__dirname, "../../examples/first-call.yaml");
/** The example's addresses moved, so that a switch that somebody runs on this machine, or another run, is not in the way. */
const NET = `127.61.${1 + (process.pid % 250)}`;
const net = (last: number): string => `${NET}.${last}`;
const [SWITCH, CUSTOMER, VENDOR] = [net(1), net(2), net(3)];

const CALLS = 1_000;
const CALLS_PER_SECOND = 100;
/** 64*T1 (RFC 3261 table 4), the longest that a finished call leaves a timer behind, and time to look. */
const QUIET_MS = 60_000;
/** What the collector of the runtime may keep after ten seconds of load; our choice. A leak of a call is tens of kilobytes. */
const MEMORY_ALLOWANCE_MB = 96;

const calling = (options: Partial<SippOptions> = {}): SippOptions => ({
  scenario: { named: "uac" },
  remote: `${SWITCH}:5060`,
  localAddress: CUSTOMER,
  service: "442079460123",
  keys: { caller: "442079460100" },
  callLengthMs: 500,
  timeoutSeconds: 60,
  ...options,
});

interface Idle {
  readonly status: Vos3000dStatus;
  readonly memoryMb: number;
}

async function look(running: RunningSwitch): Promise<Idle> {
  const status = (await running.ask("status")) as Vos3000dStatus;
  const pids = await Promise.all([running.pidOf("vos3000d"), running.pidOf("mbx3000d")]);
  return { status, memoryMb: pids.reduce((sum, pid) => sum + residentMb(pid), 0) };
}

/** Sockets, sessions, transactions, timers: what must be as it was before the first call. */
const held = ({ calls, sessions, transactions, timers, sockets }: Vos3000dStatus) => ({
  calls,
  sessions,
  transactions,
  timers: Object.keys(timers).sort(),
  // Those of the control channels belong to who is looking.
  sockets: sockets.filter((socket) => socket.includes(SWITCH)).sort(),
});

/** Waits for what a call leaves behind to go, and for the services, which give memory back once they have been quiet for a while. */
async function untilIdle(running: RunningSwitch, idle: Idle): Promise<Idle> {
  const end = performance.now() + QUIET_MS;
  for (;;) {
    const now = await look(running);
    const isQuiet = JSON.stringify(held(now.status)) === JSON.stringify(held(idle.status));
    if ((isQuiet && now.memoryMb < idle.memoryMb + MEMORY_ALLOWANCE_MB) || performance.now() > end) return now;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

describe("examples/first-call.yaml between two SIPp", () => {
  let folder: string;
  let running: RunningSwitch;
  let vendor: SippRun;
  let idle: Idle;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "carrierlab-first-call-"));
    const config = join(folder, "switch.yaml");
    const text = readFileSync(EXAMPLE, "utf8")
      .replaceAll("127.0.0.", `${NET}.`)
      .replace(/^data: .*$/m, "data: data");
    writeFileSync(config, text);
    running = await RunningSwitch.start({ config });
    vendor = startSipp({
      scenario: { named: "uas" },
      localAddress: VENDOR,
      localPort: 5060,
      calls: 1_000_000,
      timeoutSeconds: 300,
      media: { echo: true },
    });
    await vendor.ready();
    idle = await look(running);
  });
  after(async () => {
    await vendor.stop();
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const records = async (): Promise<readonly CallRecord[]> => recordsFromJson(await running.query("cdr"));

  it(`carries ${CALLS} calls at ${CALLS_PER_SECOND} a second, voice there and its echo back, with a record for each`, async () => {
    const audio = join(folder, "voice.alaw");
    writeFileSync(audio, Buffer.alloc(8_000, 0x5a));
    const { statistics } = await runSipp(
      calling({
        scenario: { named: "uac-rtp-stream" },
        calls: CALLS,
        callsPerSecond: CALLS_PER_SECOND,
        media: { rtpStream: { file: audio, loops: -1 } },
      }),
    );
    assert.equal(statistics?.successfulCalls, CALLS);
    assert.equal(statistics.failedCalls, 0);

    const stored = await records();
    assert.equal(stored.length, CALLS);
    assert.equal(new Set(stored.map(({ flowNo }) => flowNo)).size, CALLS);
    for (const { answeredAt, media, callerGateway, calleeGateway, attempts } of stored) {
      assert.deepEqual([callerGateway, calleeGateway, attempts.length], ["customer", "vendor", 1]);
      assert.notEqual(answeredAt, undefined);
      assert.notEqual(media?.fromA.forwarded ?? 0, 0, "the vendor heard the customer");
      assert.notEqual(media?.fromB.forwarded ?? 0, 0, "the customer heard the echo");
    }
    // 25 packets of 20 ms a call; SIPp itself begins late or skips some when the machine is busy.
    const echoed = stored.reduce((sum, { media }) => sum + (media?.fromB.forwarded ?? 0), 0);
    assert.ok(echoed > CALLS * 25 * 0.8, `${echoed} packets came back`);
  });

  it("is back to its idle sockets, timers and memory", async () => {
    const now = await untilIdle(running, idle);
    assert.deepEqual(held(now.status), held(idle.status));
    assert.deepEqual(await running.ask("leaks"), []);
    assert.ok(
      now.memoryMb < idle.memoryMb + MEMORY_ALLOWANCE_MB,
      `${Math.round(now.memoryMb)} MB, ${Math.round(idle.memoryMb)} MB before the first call`,
    );
  });

  it("carries every call when each message may be lost: both sides send again", async () => {
    const known = (await records()).length;
    // A tenth of what SIPp sends and receives; seven tries of one message all fail once in ten million.
    const { statistics } = await runSipp(calling({ calls: 200, callsPerSecond: 50, extraArguments: ["-lost", "10"] }));
    assert.equal(statistics?.successfulCalls, 200);
    assert.ok(statistics.retransmissions > 0, "nothing was sent again");
    await untilIdle(running, idle);
    assert.equal((await records()).length, known + 200);
  });

  it("answers one call for an INVITE that is sent twice", async () => {
    const known = (await records()).length;
    const { statistics } = await runSipp(calling({ scenario: { xml: twice() }, calls: 20, callsPerSecond: 20 }));
    assert.equal(statistics?.successfulCalls, 20);
    await untilIdle(running, idle);
    assert.equal((await records()).length, known + 20);
  });

  it("carries calls over TCP", async () => {
    const { statistics } = await runSipp(calling({ transport: "t1", calls: 50, callsPerSecond: 50 }));
    assert.equal(statistics?.successfulCalls, 50);
  });
});

/** `uac` that sends its INVITE again, byte for byte, when it has the 100 to the first. */
function twice(): string {
  const text = readFileSync(resolve(__dirname, "../../simulators/sipp-wrapper/scenarios/uac.xml"), "latin1");
  const [invite = ""] = /<send [^]*?<\/send>/.exec(text) ?? [];
  // SIPp makes a branch from the place of a message in the scenario; `[branch-2]` is that of the message two before.
  const again = invite.replace(' start_rtd="answer"', "").replace("[branch]", "[branch-2]");
  return text.replace(invite, `${invite}\n  <recv response="100"/>\n  ${again}`);
}
