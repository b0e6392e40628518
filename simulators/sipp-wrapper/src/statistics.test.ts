import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HEADER, statisticsLine } from "../test/fixtures";
import { SippError } from "./errors";
import { parseStatistics } from "./statistics";

const parse = (columns: Readonly<Record<string, string | number>>) => parseStatistics(HEADER, statisticsLine(columns));

describe("parseStatistics", () => {
  it("reads cumulative counts by their names", () => {
    const statistics = parse({
      "SuccessfulCall(P)": 7,
      "SuccessfulCall(C)": 997,
      "FailedCall(C)": 3,
      "Retransmissions(C)": 12,
      TotalCallCreated: 1000,
      CurrentCall: 0,
      "CallRate(C)": 99.8,
    });
    assert.equal(statistics.successfulCalls, 997);
    assert.equal(statistics.failedCalls, 3);
    assert.equal(statistics.retransmissions, 12);
    assert.equal(statistics.createdCalls, 1000);
    assert.equal(statistics.callRate, 99.8);
  });

  it("does not depend on the order of the columns", () => {
    const columns = { "SuccessfulCall(C)": 4, "FailedCall(C)": 1 };
    const names = HEADER.split(";");
    const values = statisticsLine(columns).split(";");
    const reversed = parseStatistics([...names].reverse().join(";"), [...values].reverse().join(";"));
    assert.equal(reversed.successfulCalls, 4);
    assert.equal(reversed.failedCalls, 1);
  });

  it("tells the kinds of failure apart", () => {
    const { failures } = parse({ "FailedMaxUDPRetrans(C)": 2, "FailedUnexpectedMessage(C)": 5 });
    assert.equal(failures.maxUdpRetransmissions, 2);
    assert.equal(failures.unexpectedMessage, 5);
    assert.equal(failures.tcpConnect, 0);
  });

  it("counts a kind of failure that the version does not know as 0", () => {
    const header = HEADER.replace("FailedTestDoesntMatch(C)", "FailedOfTomorrow(C)");
    assert.equal(parseStatistics(header, statisticsLine({ "FailedTestDoesntMatch(C)": 9 })).failures.testDoesNotMatch, 0);
  });

  it("reads times of day as durations", () => {
    // 1 h 2 min 3 s = 3,723 s; 1.5 s and 250 us = 1,500.25 ms.
    const statistics = parse({ "ElapsedTime(C)": "01:02:03", "CallLength(C)": "00:00:01:500250" });
    assert.equal(statistics.elapsedSeconds, 3_723);
    assert.equal(statistics.callLength.meanMs, 1_500.25);
  });

  it("names each response time that the scenario defines", () => {
    const header = HEADER.replaceAll("ResponseTime1", "ResponseTimeanswer");
    const line = statisticsLine({ "ResponseTime1(C)": "00:00:00:040000", "ResponseTime1StDev(C)": "00:00:00:002000" });
    const { responseTimes } = parseStatistics(header, line);
    assert.deepEqual([...responseTimes], [["answer", { meanMs: 40, deviationMs: 2 }]]);
  });

  for (const [flaw, header, line] of [
    ["a column is missing", HEADER.replace("SuccessfulCall(C)", "Other(C)"), statisticsLine()],
    ["a count is no number", HEADER, statisticsLine({ "FailedCall(C)": "many" })],
    ["the line is cut short", HEADER, statisticsLine().slice(0, 100)],
    ["a duration is no duration", HEADER, statisticsLine({ "ElapsedTime(C)": "soon" })],
  ] as const) {
    it(`refuses a line in which ${flaw}`, () => {
      assert.throws(
        () => parseStatistics(header, line),
        (error: unknown) => error instanceof SippError && error.code === "SIPP_STATISTICS_UNREADABLE",
      );
    });
  }
});
