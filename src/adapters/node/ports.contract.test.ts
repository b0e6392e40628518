import assert from "node:assert/strict";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { LogFields, LogLevel } from "../../ports";
import { clockContract } from "../../ports/clock.contract";
import { filesContract } from "../../ports/files.contract";
import { logContract } from "../../ports/log.contract";
import { DiskFiles } from "./disk-files";
import { JsonLog } from "./json-log";
import { SystemClock } from "./system-clock";

clockContract("system", () => ({
  clock: new SystemClock(),
  until: async (done) => {
    for (let waited = 0; !done(); waited += 1) {
      assert.ok(waited < 5_000, "did not happen within 5 s");
      await sleep(1);
    }
  },
}));

filesContract("disk", () => {
  const folder = mkdtempSync(join(tmpdir(), "carrierlab-files-"));
  const fullDevice = openSync("/dev/full", "w");
  let room = Infinity;
  // Linux writes what fits and reports the full disk at the next write; the same is done here.
  const files = new DiskFiles((descriptor, bytes, offset, length) => {
    if (room === 0) return writeSync(fullDevice, bytes, offset, length);
    const written = writeSync(descriptor, bytes, offset, Math.min(length, room));
    room -= written;
    return written;
  });
  return {
    files,
    folder,
    fillDiskAfter: (bytes) => (room = bytes),
    mend: () => (room = Infinity),
    close: () => {
      closeSync(fullDevice);
      rmSync(folder, { recursive: true, force: true });
    },
  };
});

logContract("JSON lines", () => {
  const lines: string[] = [];
  return {
    log: new JsonLog({ level: "debug", write: (line) => lines.push(line) }),
    written: () =>
      lines.map((line) => {
        assert.ok(line.endsWith("\n") && !line.slice(0, -1).includes("\n"));
        const { time, level, event, ...fields } = JSON.parse(line) as {
          time: string;
          level: LogLevel;
          event: string;
        } & LogFields;
        assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        return { level, event, fields };
      }),
  };
});
