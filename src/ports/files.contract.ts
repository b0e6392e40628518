import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Files } from "./files";

/** What the suite needs of files under test. */
export interface FilesFixture {
  readonly files: Files;
  /** An empty folder to work in. */
  readonly folder: string;
  /** Lets `bytes` more be written in all and then reports a full disk, even in the middle of one append. */
  fillDiskAfter?(bytes: number): void;
  mend?(): void;
  close?(): void;
}

const text = (bytes: Buffer): string => bytes.toString("latin1");

/** The rules of the {@link Files} port, for every adapter. */
export function filesContract(name: string, make: () => FilesFixture): void {
  describe(`Files contract: ${name}`, () => {
    let fixture: FilesFixture;
    let files: Files;
    const path = (file: string): string => `${fixture.folder}/${file}`;
    before(() => {
      fixture = make();
      files = fixture.files;
    });
    after(() => fixture.close?.());

    it("appends, knows the size, and makes folders on the way", () => {
      const file = files.openAppend(path("deep/er/journal"));
      assert.equal(file.size, 0);
      file.append(Buffer.from("one"));
      file.append(Buffer.from("two"));
      assert.equal(file.size, 6);
      assert.equal(file.path, path("deep/er/journal"));
      file.sync();
      file.close();
      file.close();
      assert.equal(text(files.read(path("deep/er/journal"))), "onetwo");
    });

    it("goes on behind what a file held", () => {
      const first = files.openAppend(path("again"));
      first.append(Buffer.from("a"));
      first.close();
      const second = files.openAppend(path("again"));
      assert.equal(second.size, 1);
      second.append(Buffer.from("b"));
      second.close();
      assert.equal(text(files.read(path("again"))), "ab");
    });

    it("shows what was appended before it is synced", () => {
      const file = files.openAppend(path("visible"));
      file.append(Buffer.from("x"));
      assert.equal(text(files.read(path("visible"))), "x");
      file.close();
    });

    it("refuses to append to a closed file with FILE_CLOSED", () => {
      const file = files.openAppend(path("closed"));
      file.close();
      assert.throws(() => file.append(Buffer.from("x")), { code: "FILE_CLOSED" });
      assert.throws(() => file.sync(), { code: "FILE_CLOSED" });
    });

    it("replaces whole, whether the file was there or not, and leaves no other name behind", () => {
      files.replace(path("replaced/state"), Buffer.from("long old content"));
      files.replace(path("replaced/state"), Buffer.from("new"));
      assert.equal(text(files.read(path("replaced/state"))), "new");
      assert.deepEqual(files.list(path("replaced")), ["state"]);
    });

    it("says FILE_NOT_FOUND for a file that is not there", () => {
      assert.throws(() => files.read(path("nothing")), { code: "FILE_NOT_FOUND" });
      assert.throws(() => files.rename(path("nothing"), path("else")), { code: "FILE_NOT_FOUND" });
      assert.equal(files.exists(path("nothing")), false);
    });

    it("lists names sorted, folders too, and nothing for a folder that is not there", () => {
      for (const name of ["c", "a", "b/inside"]) files.replace(path(`listed/${name}`), Buffer.alloc(1));
      assert.deepEqual(files.list(path("listed")), ["a", "b", "c"]);
      assert.deepEqual(files.list(path("no such folder")), []);
    });

    it("renames over an existing file", () => {
      files.replace(path("from"), Buffer.from("moved"));
      files.replace(path("to"), Buffer.from("old"));
      files.rename(path("from"), path("to"));
      assert.equal(files.exists(path("from")), false);
      assert.equal(text(files.read(path("to"))), "moved");
    });

    it("removes, and removing nothing is harmless", () => {
      files.replace(path("gone"), Buffer.alloc(1));
      files.remove(path("gone"));
      files.remove(path("gone"));
      assert.equal(files.exists(path("gone")), false);
    });

    it("gives bytes that later changes do not reach", () => {
      files.replace(path("copy"), Buffer.from("before"));
      const read = files.read(path("copy"));
      files.replace(path("copy"), Buffer.from("after!"));
      assert.equal(text(read), "before");
    });

    it("cuts off what a full disk let through of an append, and goes on when there is room again", (test) => {
      if (fixture.fillDiskAfter === undefined) return test.skip("the disk cannot be filled here");
      const file = files.openAppend(path("full"));
      file.append(Buffer.from("whole;"));
      fixture.fillDiskAfter(3);
      assert.throws(() => file.append(Buffer.from("torn;")), { code: "FILE_DISK_FULL" });
      assert.equal(file.size, 6);
      assert.equal(text(files.read(path("full"))), "whole;");
      fixture.mend?.();
      file.append(Buffer.from("next;"));
      file.close();
      assert.equal(text(files.read(path("full"))), "whole;next;");
    });

    it("leaves the old content when a replacement finds the disk full", (test) => {
      if (fixture.fillDiskAfter === undefined) return test.skip("the disk cannot be filled here");
      files.replace(path("kept"), Buffer.from("old"));
      fixture.fillDiskAfter(3);
      assert.throws(() => files.replace(path("kept"), Buffer.from("new and longer")), { code: "FILE_DISK_FULL" });
      fixture.mend?.();
      assert.equal(text(files.read(path("kept"))), "old");
    });
  });
}
