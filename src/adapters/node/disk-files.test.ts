import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { DiskFiles } from "./disk-files";

describe("DiskFiles", () => {
  it("replaces files so that their owner alone may read them: settings hold passwords and keys", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "carrierlab-files-"));
    try {
      const file = path.join(folder, "gateways.json");
      new DiskFiles().replace(file, Buffer.from("{}"));
      assert.equal(statSync(file).mode & 0o777, 0o600);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
