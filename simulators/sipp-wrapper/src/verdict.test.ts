import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HEADER, statisticsLine } from "../test/fixtures";
import { parseStatistics } from "./statistics";
import { judge, type ProcessEnd } from "./verdict";

const statistics = (successful: number, failed: number) =>
  parseStatistics(
    HEADER,
    statisticsLine({ "SuccessfulCall(C)": successful, "FailedCall(C)": failed, TotalCallCreated: successful + failed }),
  );

const end = (facts: Partial<ProcessEnd>): ProcessEnd => ({
  exitCode: 0,
  exitSignal: undefined,
  stderr: "",
  errors: "",
  statistics: undefined,
  stopped: false,
  overdue: false,
  ...facts,
});

/** As SIPp 3.6.1 and 3.7.3 say it. */
const said = (text: string): string => `2026-01-31\t09:00:00.000000\t1769850000.000000: ${text}\n`;

describe("judge", () => {
  const cases: readonly [string, Partial<ProcessEnd>, string, string | undefined][] = [
    ["all calls went well", { exitCode: 0, statistics: statistics(5, 0) }, "succeeded", undefined],
    [
      "exit 1 with failed calls in the statistics",
      { exitCode: 1, statistics: statistics(3, 2) },
      "failedCalls",
      "SIPP_CALLS_FAILED",
    ],
    [
      "exit 0 with failed calls in the statistics",
      { exitCode: 0, statistics: statistics(3, 2) },
      "failedCalls",
      "SIPP_CALLS_FAILED",
    ],
    [
      "exit 1 for a scenario that cannot be parsed",
      { exitCode: 1, stderr: said("Unable to load or parse 'bad.xml' xml scenario file") },
      "badScenario",
      "SIPP_SCENARIO_INVALID",
    ],
    [
      "exit 1 for a keyword that is not known",
      { exitCode: 1, stderr: said("Unsupported keyword 'nokey' in xml scenario file") },
      "badScenario",
      "SIPP_SCENARIO_INVALID",
    ],
    [
      "exit 1 for a variable",
      { exitCode: 1, stderr: said("Variable $1 is referenced 1 times!") },
      "badScenario",
      "SIPP_SCENARIO_INVALID",
    ],
    [
      "exit 1 for an unknown built-in scenario",
      { exitCode: 1, stderr: said("Invalid default scenario name 'nosuch'") },
      "missingScenario",
      "SIPP_SCENARIO_MISSING",
    ],
    [
      "exit 1 for a missing capture",
      { exitCode: 1, stderr: said("Can't open PCAP file 'no.pcap': no.pcap: No such file or directory") },
      "missingFile",
      "SIPP_FILE_MISSING",
    ],
    [
      "exit 1 for a missing injection file",
      { exitCode: 1, stderr: said("Unable to open file no.csv") },
      "missingFile",
      "SIPP_FILE_MISSING",
    ],
    ["exit 1 for a bad option", { exitCode: 1, stderr: said("Invalid argument: '-bogus'.") }, "badOption", "SIPP_OPTION_INVALID"],
    [
      "exit 255 for an address of another host",
      { exitCode: 255, stderr: said("Unable to bind main socket, errno = 99 (Cannot assign requested address)") },
      "bindFailure",
      "SIPP_BIND_FAILED",
    ],
    [
      "exit 254 for a port in use",
      { exitCode: 254, stderr: said("Unable to bind main socket, errno = 98 (Address already in use)") },
      "bindFailure",
      "SIPP_BIND_FAILED",
    ],
    [
      "exit 255 at the time limit, failed calls or not",
      { exitCode: 255, stderr: said("uac timed out after '2.004' seconds"), statistics: statistics(1, 1) },
      "timeout",
      "SIPP_TIMEOUT",
    ],
    [
      "exit 255 when nobody listens on TCP",
      { exitCode: 255, stderr: said("Error on TCP connection, remote peer probably closed the socket: Connection refused") },
      "unreachable",
      "SIPP_REMOTE_UNREACHABLE",
    ],
    [
      "exit 255 for an unknown host",
      { exitCode: 255, stderr: said("Unknown remote host 'no.invalid'.") },
      "unreachable",
      "SIPP_REMOTE_UNREACHABLE",
    ],
    ["exit 97 without a call", { exitCode: 97 }, "noCalls", "SIPP_NO_CALLS"],
    ["an exit that says nothing", { exitCode: 255 }, "fatal", "SIPP_FATAL"],
    ["exit 1 without a failed call or a complaint", { exitCode: 1, statistics: statistics(1, 0) }, "fatal", "SIPP_FATAL"],
    ["a signal of somebody else", { exitCode: undefined, exitSignal: "SIGSEGV" }, "killed", "SIPP_KILLED"],
    ["stop() without a failed call", { exitCode: 0, stopped: true, statistics: statistics(3, 0) }, "stopped", undefined],
    ["stop() before the first call", { exitCode: 99, stopped: true }, "stopped", undefined],
    ["stop() that needed SIGKILL", { exitCode: undefined, exitSignal: "SIGKILL", stopped: true }, "stopped", undefined],
    [
      "stop() after a failed call",
      { exitCode: 1, stopped: true, statistics: statistics(3, 1) },
      "failedCalls",
      "SIPP_CALLS_FAILED",
    ],
    ["a hang", { exitCode: undefined, exitSignal: "SIGKILL", overdue: true }, "timeout", "SIPP_TIMEOUT"],
    [
      "a launcher that finds no SIPp",
      { exitCode: 127, stderr: "taskset: failed to execute sipp: No such file or directory\n" },
      "notInstalled",
      "SIPP_NOT_INSTALLED",
    ],
  ];
  for (const [circumstance, facts, outcome, code] of cases) {
    it(`calls ${circumstance} "${outcome}"`, () => {
      const verdict = judge(end(facts));
      assert.equal(verdict.outcome, outcome);
      assert.equal(verdict.code, code);
    });
  }

  it("says how many calls failed and of what", () => {
    const line = statisticsLine({ "FailedCall(C)": 2, TotalCallCreated: 5, "FailedUnexpectedMessage(C)": 2 });
    const verdict = judge(end({ exitCode: 1, statistics: parseStatistics(HEADER, line) }));
    assert.equal(verdict.message, "2 of 5 calls failed (unexpectedMessage 2)");
  });

  it("shows the first message that was not expected", () => {
    const errors = `The following events occurred:\n${said("Aborting call on unexpected message for Call-Id '1': while expecting '100'")}`;
    assert.match(
      judge(end({ exitCode: 1, statistics: statistics(0, 1), errors })).message,
      /the first: Aborting call on .* '100'$/,
    );
  });

  it("repeats SIPp's complaint without its timestamp", () => {
    const verdict = judge(end({ exitCode: 1, stderr: said("Variable $1 is referenced 1 times!") }));
    assert.equal(verdict.message, "Variable $1 is referenced 1 times!");
  });
});
