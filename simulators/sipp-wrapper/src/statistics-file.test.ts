import assert from "node:assert/strict";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { HEADER, statisticsFile, statisticsLine, temporaryFolder } from "../test/fixtures";
import { readStatisticsFile } from "./statistics-file";

describe("readStatisticsFile", () => {
  it("gives the last whole line and not the one that is being written", async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "statistics.csv");
    writeFileSync(path, statisticsFile({ "SuccessfulCall(C)": 1 }, { "SuccessfulCall(C)": 2 }));
    appendFileSync(path, statisticsLine({ "SuccessfulCall(C)": 3 }).slice(0, 200));
    assert.equal((await readStatisticsFile(path))?.successfulCalls, 2);
  });

  it("reads the end of a file of many hours", async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, "statistics.csv");
    const lines = Array.from({ length: 5_000 }, (_, second) => ({ "SuccessfulCall(C)": second }));
    writeFileSync(path, statisticsFile(...lines));
    assert.equal((await readStatisticsFile(path))?.successfulCalls, 4_999);
  });

  for (const [state, text] of [
    ["is empty", ""],
    ["holds a part of its header", HEADER.slice(0, 50)],
    ["holds its header only", `${HEADER}\n`],
    ["holds its header and a part of a line", `${HEADER}\n${statisticsLine().slice(0, 30)}`],
  ] as const) {
    it(`gives nothing while the file ${state}`, async () => {
      using folder = temporaryFolder();
      const path = join(folder.path, "statistics.csv");
      writeFileSync(path, text);
      assert.equal(await readStatisticsFile(path), undefined);
    });
  }

  it("gives nothing when there is no file", async () => {
    using folder = temporaryFolder();
    assert.equal(await readStatisticsFile(join(folder.path, "none.csv")), undefined);
  });
});
