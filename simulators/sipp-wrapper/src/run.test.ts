import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fakeSipp, statisticsFile, temporaryFolder } from "../test/fixtures";
import { SippError, type SippErrorCode } from "./errors";
import type { SippOptions } from "./options";
import { runSipp, startSipp, type SippRun } from "./run";
import { sippVersion } from "./version";

/** The error of a run that is to fail with `code`. */
async function failure(options: SippOptions, code: SippErrorCode): Promise<SippError> {
  const error = await runSipp(options).then(
    () => assert.fail("the run succeeded"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof SippError, String(error));
  assert.equal(error.code, code);
  return error;
}

interface Recorded {
  readonly words: readonly string[];
  readonly folder: string;
  readonly pid: number;
}

async function recorded(path: string): Promise<Recorded> {
  while (!existsSync(path) || readFileSync(path, "utf8") === "") await new Promise((resolve) => setImmediate(resolve));
  return JSON.parse(readFileSync(path, "utf8")) as Recorded;
}

async function started(run: SippRun, path: string): Promise<Recorded> {
  const record = await recorded(path);
  assert.equal(record.pid, run.pid);
  return record;
}

describe("runSipp", () => {
  it("resolves to the statistics when every call succeeded", async () => {
    const statistics = statisticsFile({ "SuccessfulCall(C)": 1 }, { "SuccessfulCall(C)": 5, TotalCallCreated: 5 });
    const result = await runSipp(fakeSipp({ statistics }));
    assert.equal(result.outcome, "succeeded");
    assert.equal(result.statistics?.successfulCalls, 5);
    assert.equal(result.exitCode, 0);
  });

  it("rejects with the statistics when a call failed", async () => {
    const statistics = statisticsFile({ "SuccessfulCall(C)": 4, "FailedCall(C)": 1, TotalCallCreated: 5 });
    const error = await failure(fakeSipp({ statistics, exitCode: 1 }), "SIPP_CALLS_FAILED");
    assert.equal(error.result?.statistics?.failedCalls, 1);
    assert.equal(error.result?.exitCode, 1);
  });

  it("tells a missing scenario file from a failed call without starting anything", async () => {
    await failure(fakeSipp({}, { scenario: { file: "/no/such/scenario.xml" } }), "SIPP_SCENARIO_MISSING");
  });

  it("tells a missing program from a failed call", async () => {
    await failure({ scenario: { builtIn: "uac" }, remote: "192.0.2.1", command: "/no/such/sipp" }, "SIPP_NOT_INSTALLED");
  });

  it("names an injection or audio file that is missing", async () => {
    await failure(fakeSipp({}, { injections: [{ file: "/no/such.csv" }] }), "SIPP_FILE_MISSING");
    await failure(fakeSipp({}, { scenario: { named: "uac-pcap" }, media: { pcap: "/no/such.pcap" } }), "SIPP_FILE_MISSING");
  });

  it("asks for audio when the scenario plays some and none is given", async () => {
    await failure(fakeSipp({}, { scenario: { named: "uac-pcap" } }), "SIPP_OPTION_INVALID");
  });

  it("says so when the statistics are not what SIPp writes", async () => {
    await failure(fakeSipp({ statistics: "not;statistics\n1;2\n" }), "SIPP_STATISTICS_UNREADABLE");
  });

  it("says so when another process ended SIPp", async () => {
    const error = await failure(fakeSipp({ killSelf: true, runMs: 60_000 }), "SIPP_KILLED");
    assert.equal(error.result?.exitSignal, "SIGKILL");
  });

  for (const [option, options] of Object.entries({
    calls: { calls: 0 },
    callsPerSecond: { callsPerSecond: 0 },
    localPort: { localPort: 65_536 },
    timeoutSeconds: { timeoutSeconds: 1.5 },
    remote: { remote: "-sf" },
    injections: { injections: [{ order: "SEQUENTIAL", rows: [["a;b"]] }] },
    "media.port": { media: { port: 80 } },
  } satisfies Record<string, Partial<SippOptions>>)) {
    it(`refuses a bad ${option} by its name`, async () => {
      const error = await failure(fakeSipp({}, options), "SIPP_OPTION_INVALID");
      assert.ok(error.message.startsWith(`option ${option}: `), error.message);
    });
  }

  it("gives SIPp the XML text, the injected rows and the audio as files, and removes them", async () => {
    using folder = temporaryFolder();
    const recordTo = join(folder.path, "record.json");
    const audio = join(folder.path, "tone.alaw");
    writeFileSync(audio, "audio");
    const options: Partial<SippOptions> = {
      scenario: { xml: '<scenario><exec rtp_stream="[media_file]"/></scenario>' },
      injections: [{ order: "SEQUENTIAL", rows: [["442079460100", "442079460123"]] }],
      media: { rtpStream: { file: audio, loops: -1 } },
    };
    const run = startSipp(fakeSipp({ recordTo, runMs: 60_000 }, options));
    const { words, folder: runFolder } = await started(run, recordTo);
    const argument = (flag: string): string => words[words.indexOf(flag) + 1] ?? "";
    assert.equal(readFileSync(argument("-sf"), "utf8"), `<scenario><exec rtp_stream="${audio},-1,8"/></scenario>`);
    assert.equal(readFileSync(argument("-inf"), "utf8"), "SEQUENTIAL\n442079460100;442079460123;\n");
    await run.stop();
    assert.ok(!existsSync(runFolder));
  });

  it("hides the password in the command line that it reports", async () => {
    const result = await runSipp(fakeSipp({}, { credentials: { user: "acme", password: "hunter2" } }));
    assert.ok(!result.commandLine.includes("hunter2"));
    assert.ok(result.commandLine.includes("acme"));
  });

  it("keeps the end of a long output only", async () => {
    const result = await runSipp(fakeSipp({ stdoutBytes: 5_000_000, log: "0123456789" }, { maxLogBytes: 4 }));
    assert.equal(result.output.stdout, "xxxx");
    assert.equal(result.output.errors, "6789");
  });
});

describe("startSipp", () => {
  it("gives live statistics", async () => {
    using folder = temporaryFolder();
    const recordTo = join(folder.path, "record.json");
    const statistics = statisticsFile({ "SuccessfulCall(C)": 3 });
    await using run = startSipp(fakeSipp({ statistics, recordTo, runMs: 60_000 }));
    await started(run, recordTo);
    let live = await run.statistics();
    while (live === undefined) live = await run.statistics();
    assert.equal(live.successfulCalls, 3);
  });

  it("rejects ready() with the reason when SIPp ends first", async () => {
    const run = startSipp(
      fakeSipp({ exitCode: 254, stderr: "x: Unable to bind main socket, errno = 98 (Address already in use)\n" }),
    );
    await assert.rejects(run.ready(), (error: unknown) => error instanceof SippError && error.code === "SIPP_BIND_FAILED");
  });

  for (const [circumstance, ignore, signal] of [
    ["ends on SIGUSR1", [], undefined],
    ["needs SIGINT", ["SIGUSR1"], undefined],
    ["needs SIGKILL", ["SIGUSR1", "SIGINT"], "SIGKILL"],
  ] as const) {
    it(`stops a SIPp that ${circumstance}, leaving no process and no file`, async () => {
      using folder = temporaryFolder();
      const recordTo = join(folder.path, "record.json");
      const run = startSipp(fakeSipp({ ignore, recordTo, runMs: 60_000 }));
      const record = await started(run, recordTo);
      const result = await run.stop({ drainMs: 30, interruptMs: 30 });
      assert.equal(result.outcome, "stopped");
      assert.equal(result.exitSignal, signal);
      assert.ok(!existsSync(record.folder));
      assert.throws(() => process.kill(record.pid, 0), /ESRCH/);
    });
  }

  it("may be stopped twice and after its end", async () => {
    const run = startSipp(fakeSipp({ statistics: statisticsFile({ "SuccessfulCall(C)": 1 }) }));
    assert.equal((await run.finished).outcome, "succeeded");
    const [first, second] = await Promise.all([run.stop(), run.stop()]);
    assert.equal(first.outcome, "succeeded");
    assert.equal(second, first);
  });

  it("stops when the signal is aborted", async () => {
    const controller = new AbortController();
    using folder = temporaryFolder();
    const recordTo = join(folder.path, "record.json");
    const run = startSipp(fakeSipp({ recordTo, runMs: 60_000 }, { signal: controller.signal }));
    await started(run, recordTo);
    controller.abort();
    assert.equal((await run.finished).outcome, "stopped");
  });

  it("leaves nothing behind when its options are refused", () => {
    using folder = temporaryFolder();
    const before = process.env["TMPDIR"];
    process.env["TMPDIR"] = folder.path;
    try {
      assert.throws(() => startSipp(fakeSipp({}, { scenario: { file: "/no/such.xml" } })), SippError);
      assert.deepEqual(readdirSync(folder.path), []);
    } finally {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
    }
  });
});

describe("sippVersion", () => {
  it("says so when SIPp is not installed", async () => {
    await assert.rejects(
      sippVersion("/no/such/sipp"),
      (error: unknown) => error instanceof SippError && error.code === "SIPP_NOT_INSTALLED",
    );
  });
});
