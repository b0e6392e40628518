import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { makeFolder } from "./make-folder";

describe("makeFolder", () => {
  it("makes a folder and those above it, and leaves one that is there", () => {
    const root = mkdtempSync(path.join(tmpdir(), "make-folder-"));
    try {
      for (let times = 0; times < 2; times += 1) makeFolder(path.join(root, "a/b/c"));
      assert.ok(statSync(path.join(root, "a/b/c")).isDirectory());
      writeFileSync(path.join(root, "file"), "");
      assert.throws(() => makeFolder(path.join(root, "file")), { code: "FILE_IO" });
      assert.throws(() => makeFolder(path.join(root, "file/below")), { code: "FILE_NOT_FOUND" });
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it("comes back from where no folder can be made", { skip: !existsSync("/proc/self") }, () => {
    assert.throws(() => makeFolder("/proc/carrierlab/below"), { code: "FILE_NOT_FOUND" });
  });
});
