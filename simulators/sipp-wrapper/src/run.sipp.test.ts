import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { temporaryFolder } from "../test/fixtures";
import { SippError, type SippErrorCode } from "./errors";
import type { SippOptions } from "./options";
import { runSipp, startSipp, type SippRun } from "./run";
import { sippVersion } from "./version";

/** Addresses somewhere in the loopback network, so that neither the host nor another run is in the way. */
const NET = `127.60.${1 + (process.pid % 250)}`;
const CALLER = `${NET}.2`;
const CALLED = `${NET}.3`;
const NOBODY = `${NET}.4:5999`;

const calling = (options: Partial<SippOptions> = {}): SippOptions => ({
  scenario: { named: "uac" },
  remote: `${CALLED}:5060`,
  localAddress: CALLER,
  calls: 20,
  callsPerSecond: 100,
  callLengthMs: 100,
  timeoutSeconds: 20,
  ...options,
});

const answering = (options: Partial<SippOptions> = {}): SippOptions => ({
  scenario: { named: "uas" },
  localAddress: CALLED,
  localPort: 5060,
  calls: 1_000_000,
  timeoutSeconds: 120,
  ...options,
});

async function failure(options: SippOptions, code: SippErrorCode): Promise<SippError> {
  const error = await runSipp(options).then(
    (result) => assert.fail(`the run ended "${result.outcome}"`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof SippError, String(error));
  assert.equal(error.code, code, error.message);
  return error;
}

describe("SIPp", () => {
  it("is installed", async () => {
    const { version } = await sippVersion();
    assert.match(version, /^3\.[67]/);
  });
});

describe("calls between two SIPp", () => {
  let server: SippRun;
  before(async () => {
    server = startSipp(answering({ media: { echo: true } }));
    assert.deepEqual(await server.ready(), { transport: "udp", address: CALLED, port: 5060 });
  });
  after(async () => {
    const { outcome } = await server.stop();
    assert.equal(outcome, "stopped");
  });

  it("all succeed, and both sides count them", async () => {
    const before = (await server.statistics())?.incomingCalls ?? 0;
    const { statistics, durationMs } = await runSipp(calling());
    assert.equal(statistics?.successfulCalls, 20);
    assert.equal(statistics.failedCalls, 0);
    assert.equal(statistics.currentCalls, 0);
    assert.deepEqual([...statistics.responseTimes.keys()], ["answer", "release"]);
    assert.ok(statistics.callLength.meanMs >= 100, `mean call length ${statistics.callLength.meanMs} ms`);
    assert.ok(durationMs >= 290, "20 calls at 100 a second, each of 100 ms, last 190 + 100 ms at least");
    let incoming = before;
    while (incoming < before + 20) incoming = (await server.statistics())?.incomingCalls ?? 0;
    assert.equal(incoming, before + 20);
  });

  it("carry caller and callee of an injection file", async () => {
    const rows = [["442079460123"], ["442079460124"]];
    const { output } = await runSipp(
      calling({
        scenario: { xml: INJECTED },
        remote: NOBODY,
        calls: 2,
        injections: [{ order: "SEQUENTIAL", rows }],
        trace: { messages: true },
      }),
    );
    for (const [number] of rows) assert.ok(output.messages.includes(`OPTIONS sip:${number}@`), number);
  });

  it("play a capture and a raw audio file", async () => {
    using folder = temporaryFolder();
    const audio = join(folder.path, "silence.alaw");
    writeFileSync(audio, Buffer.alloc(8_000, 0xd5));
    const media = { rtpStream: { file: audio, loops: -1 } };
    const { statistics } = await runSipp(calling({ scenario: { named: "uac-rtp-stream" }, calls: 3, callLengthMs: 400, media }));
    assert.equal(statistics?.successfulCalls, 3);
  });

  it("end gracefully: those that are up are finished, no new one begins", async () => {
    const run = startSipp(calling({ calls: 100_000, callsPerSecond: 50, callLengthMs: 500 }));
    let live = await run.statistics();
    while ((live?.createdCalls ?? 0) === 0) live = await run.statistics();
    const result = await run.stop();
    assert.equal(result.outcome, "stopped");
    assert.equal(result.statistics?.failedCalls, 0);
    assert.equal(result.statistics.currentCalls, 0);
    assert.equal(result.statistics.successfulCalls, result.statistics.createdCalls);
  });
});

describe("calls over TCP", () => {
  it("all succeed", async () => {
    await using server = startSipp(answering({ localPort: 5070, transport: "t1" }));
    assert.deepEqual(await server.ready(), { transport: "tcp", address: CALLED, port: 5070 });
    const { statistics } = await runSipp(calling({ remote: `${CALLED}:5070`, transport: "t1" }));
    assert.equal(statistics?.successfulCalls, 20);
  });
});

describe("a run that fails says why", () => {
  it("when nobody answers: the calls failed after their retransmissions", async () => {
    const error = await failure(calling({ remote: NOBODY, calls: 2, maxRetransmissions: 1 }), "SIPP_CALLS_FAILED");
    assert.equal(error.result?.statistics?.failures.maxUdpRetransmissions, 2);
    assert.equal(error.result.statistics.retransmissions, 2);
  });

  it("when the time limit comes first", async () => {
    await failure(calling({ remote: NOBODY, calls: 1, timeoutSeconds: 1 }), "SIPP_TIMEOUT");
  });

  it("when nobody listens on TCP", async () => {
    await failure(calling({ remote: NOBODY, transport: "t1" }), "SIPP_REMOTE_UNREACHABLE");
  });

  it("when the answer is not the one expected", async () => {
    await using server = startSipp(answering({ scenario: { xml: REFUSING }, localPort: 5071 }));
    await server.ready();
    const error = await failure(calling({ remote: `${CALLED}:5071`, calls: 3 }), "SIPP_CALLS_FAILED");
    assert.equal(error.result?.statistics?.failures.unexpectedMessage, 3);
    assert.match(error.result.output.errors, /486 Busy Here/);
  });

  it("when the scenario is no scenario", async () => {
    await failure(calling({ scenario: { xml: "<scenario><send>" } }), "SIPP_SCENARIO_INVALID");
    await failure(calling({ scenario: { xml: INJECTED.replaceAll("[field0]", "[no_such_word]") } }), "SIPP_SCENARIO_INVALID");
  });

  it("when there is no such scenario", async () => {
    await failure(calling({ scenario: { file: "/no/such/scenario.xml" } }), "SIPP_SCENARIO_MISSING");
    await failure(calling({ scenario: { builtIn: "no-such" } }), "SIPP_SCENARIO_MISSING");
  });

  it("when the port is taken or the address is another host's", async () => {
    const socket = createSocket("udp4").bind(0, CALLED);
    await once(socket, "listening");
    try {
      await failure(answering({ localPort: socket.address().port }), "SIPP_BIND_FAILED");
    } finally {
      socket.close();
    }
    await failure(answering({ localAddress: "192.0.2.1" }), "SIPP_BIND_FAILED");
  });

  it("when the scenario wants injected fields and there are none", async () => {
    await failure(calling({ scenario: { xml: INJECTED } }), "SIPP_OPTION_INVALID");
  });

  it("when an argument is not one of SIPp's", async () => {
    await failure(calling({ extraArguments: ["-no_such_argument"] }), "SIPP_OPTION_INVALID");
  });
});

describe("a server with a call that never ends", () => {
  it("is stopped within its bounds", async () => {
    await using server = startSipp(answering({ localPort: 5072 }));
    await server.ready();
    await using caller = startSipp(calling({ remote: `${CALLED}:5072`, calls: 1, callLengthMs: 60_000 }));
    while (((await server.statistics())?.currentCalls ?? 0) === 0);
    const startedAt = performance.now();
    await server.stop({ drainMs: 300, interruptMs: 500 });
    await caller.stop({ drainMs: 100, interruptMs: 300 });
    assert.ok(performance.now() - startedAt < 3_000, "300 + 500 ms and 100 + 300 ms, and time to be scheduled");
  });
});

const INJECTED = `<?xml version="1.0"?>
<scenario name="options">
  <send><![CDATA[

    OPTIONS sip:[field0]@[remote_ip]:[remote_port] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    From: <sip:sipp@[local_ip]:[local_port]>;tag=[call_number]
    To: <sip:[field0]@[remote_ip]:[remote_port]>
    Call-ID: [call_id]
    CSeq: 1 OPTIONS
    Max-Forwards: 70
    Content-Length: 0

  ]]></send>
</scenario>
`;

const REFUSING = `<?xml version="1.0"?>
<scenario name="busy">
  <recv request="INVITE"/>
  <send><![CDATA[

    SIP/2.0 486 Busy Here
    [last_Via:]
    [last_From:]
    [last_To:];tag=[call_number]
    [last_Call-ID:]
    [last_CSeq:]
    Content-Length: 0

  ]]></send>
  <recv request="ACK" optional="true"/>
</scenario>
`;
