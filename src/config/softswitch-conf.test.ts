import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readSoftswitchConf } from "./softswitch-conf";

const read = (text: string): Record<string, string> => Object.fromEntries(readSoftswitchConf(text));

describe("softswitch.conf", () => {
  it("counts active lines alone, the last one of a key", () => {
    const text = "# A=0\n\nA=1\n  #A=2\nA = 3 # the last\r\nA without a value\n";
    assert.deepEqual(read(text), { A: "3" });
  });

  it("keeps an empty value and what stands behind a second =", () => {
    assert.deepEqual(read("A=\nB=x=y"), { A: "", B: "x=y" });
  });

  it("reads what an editor of another system wrote", () => assert.deepEqual(read("\uFEFFA=1\r\nB=2"), { A: "1", B: "2" }));

  it("takes no line without a key", () => assert.deepEqual(read("=1\n =2"), {}));
});
