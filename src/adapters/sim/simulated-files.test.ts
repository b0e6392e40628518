import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SeededRandom } from "../random";
import { SimulatedFiles } from "./simulated-files";

const disk = (seed: number): SimulatedFiles => new SimulatedFiles(SeededRandom.fromSeed(seed));

describe("SimulatedFiles", () => {
  it("keeps everything when the process dies, but not its open files", () => {
    const files = disk(1);
    const file = files.openAppend("/journal");
    file.append(Buffer.from("written"));
    files.killProcess();
    assert.equal(files.read("/journal").toString(), "written");
    assert.throws(() => file.append(Buffer.from("more")), { code: "FILE_IO" });
    assert.throws(() => file.sync(), { code: "FILE_IO" });
  });

  it("keeps what was synced when the power goes, and tears the rest at any byte, sometimes into zeros", () => {
    const ends = new Set<string>();
    for (let seed = 0; seed < 60; seed += 1) {
      const files = disk(seed);
      const file = files.openAppend("/journal");
      file.append(Buffer.from("safe"));
      file.sync();
      file.append(Buffer.from("loose"));
      files.losePower();
      const text = files.read("/journal").toString();
      assert.ok(text.startsWith("safe"));
      assert.ok("safeloose".startsWith(text.replaceAll("\0", "")), JSON.stringify(text));
      ends.add(text);
    }
    assert.ok([...ends].some((text) => text.includes("\0")));
    assert.ok(new Set([...ends].filter((text) => !text.includes("\0")).map(({ length }) => length)).size === 6);
  });

  it("brings back a removed file after a loss of power, sometimes, unless something was synced since", () => {
    const isBack = (seed: number, hasSynced: boolean): boolean => {
      const files = disk(seed);
      files.replace("/segment", Buffer.from("old"));
      files.remove("/segment");
      if (hasSynced) files.openAppend("/other").sync();
      files.losePower();
      return files.exists("/segment");
    };
    const seeds = [...Array(30).keys()];
    const back = seeds.filter((seed) => isBack(seed, false)).length;
    assert.ok(back > 5 && back < 25, `${back}`);
    assert.ok(!seeds.some((seed) => isBack(seed, true)));
  });

  it("does the same for the same seed", () => {
    const torn = (seed: number): string => {
      const files = disk(seed);
      files.openAppend("/journal").append(Buffer.alloc(1_000, "x"));
      files.losePower();
      return files.read("/journal").toString();
    };
    assert.equal(torn(3), torn(3));
  });

  it("fails the operation that it was told to fail until it is mended", () => {
    const files = disk(1);
    files.fail("replace", "FILE_PERMISSION");
    assert.throws(() => files.replace("/state", Buffer.alloc(1)), { code: "FILE_PERMISSION" });
    files.mend();
    files.replace("/state", Buffer.alloc(1));
  });
});
