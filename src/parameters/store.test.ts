import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AppendFile, Files } from "../ports";
import { ParameterStore } from "./store";
import { findParameter } from "./lookup";
import { PARAMETERS } from "./catalogue";
import { validateParameter } from "./validate";

function memoryFiles(): Files & { readonly content: Map<string, string> } {
  const content = new Map<string, string>();
  return {
    content,
    openAppend: (): AppendFile => assert.fail("not used"),
    read: (path) => Buffer.from(content.get(path) ?? assert.fail(`no ${path}`)),
    replace: (path, bytes) => void content.set(path, Buffer.from(bytes).toString()),
    exists: (path) => content.has(path),
    list: () => [...content.keys()],
    rename: () => assert.fail("not used"),
    remove: (path) => void content.delete(path),
  };
}

const store = (files = memoryFiles(), initial = {}) => new ParameterStore({ files, folder: "data", initial });

describe("parameter catalogue", () => {
  it("has the documented defaults", () => {
    const defaults = Object.fromEntries(PARAMETERS.map((parameter) => [parameter.name, parameter.default]));
    assert.equal(defaults.SS_SESSION_TIMER, 1800);
    assert.equal(defaults.SS_SESSION_TIMER_MIN_SE, 90);
    assert.equal(defaults.SS_SESSION_TIMER_REFRESHER, 0);
    assert.equal(defaults.SS_RTPENCRYPTIONMODE, 0);
    assert.equal(defaults.SS_CDR_FILE_WRITE_INTERVAL, 60);
    assert.equal(defaults.SS_CDR_FILE_WRITE_MAX, 1000);
    assert.equal(defaults.SS_MEDIAPROXYPORT_START, 10_000);
    assert.equal(defaults.SS_MEDIAPROXYPORT_END, 60_000);
  });

  it("accepts its own defaults", () => {
    for (const parameter of PARAMETERS) assert.ok(validateParameter(parameter, parameter.default).ok, parameter.name);
  });

  it("names the guides' spelling for a name from another page, and the nearest one for a slip", () => {
    const foreign = findParameter("SS_SIP_SESSION_TTL");
    assert.ok(!foreign.ok && foreign.failure.message.includes("the guides say SS_SESSION_TIMER"));
    const slip = findParameter("SS_RTPENCRYPTIONMOD");
    assert.ok(!slip.ok && slip.failure.message.endsWith("did you mean SS_RTPENCRYPTIONMODE?"));
    const alias = findParameter("SS_MAX_CPS");
    assert.ok(alias.ok && alias.value.name === "SS_MAXCPS");
  });
});

describe("ParameterStore", () => {
  describe("saving", () => {
    for (const bad of [4, -1, 1.5, "RC4", ""]) {
      it(`refuses SS_RTPENCRYPTIONMODE ${JSON.stringify(bad)} and keeps the previous value`, () => {
        const parameters = store();
        assert.ok(parameters.save("SS_RTPENCRYPTIONMODE", 2).ok);
        const result = parameters.save("SS_RTPENCRYPTIONMODE", bad);
        assert.ok(!result.ok && result.failure.code === "PARAMETER_OUT_OF_RANGE");
        assert.match(result.failure.message, /SS_RTPENCRYPTIONMODE.*0 = None, 1 = XOR, 2 = RC4, 3 = AES128/);
        assert.equal(parameters.saved("SS_RTPENCRYPTIONMODE"), 2);
      });
    }

    it("survives a restart of the process and outranks the configuration", () => {
      const files = memoryFiles();
      store(files, { SS_SESSION_TIMER: 600 }).save("SS_SESSION_TIMER", "0");
      assert.equal(store(files, { SS_SESSION_TIMER: 600 }).saved("SS_SESSION_TIMER"), 0);
    });

    it("refuses a session interval below the smallest one that is accepted", () => {
      const result = store().save("SS_SESSION_TIMER", 60);
      assert.ok(!result.ok && result.failure.code === "PARAMETER_CONFLICT");
    });

    it("keeps a key byte for byte: case, spaces and accents", () => {
      const files = memoryFiles();
      store(files).save("SS_RTPENCRYPTIONKEY", " Ab\u00e9 ");
      assert.equal(store(files).saved("SS_RTPENCRYPTIONKEY"), " Ab\u00e9 ");
    });
  });

  describe("a parameter that needs a restart", () => {
    it("runs with its old value until its service starts again", () => {
      const parameters = store();
      parameters.start("mbx3000d");
      const report = parameters.save("SS_RTPENCRYPTIONMODE", 3);
      assert.ok(report.ok);
      assert.deepEqual([report.value.saved, report.value.running, report.value.pendingRestart], [3, 0, true]);
      assert.deepEqual(parameters.pendingRestart(), ["mbx3000d"]);
      parameters.start("vos3000d");
      assert.equal(parameters.running("SS_RTPENCRYPTIONMODE"), 0);
      parameters.start("mbx3000d");
      assert.equal(parameters.running("SS_RTPENCRYPTIONMODE"), 3);
      assert.deepEqual(parameters.pendingRestart(), []);
    });

    it("is seen as pending from another process over the same folder", () => {
      const files = memoryFiles();
      const media = store(files);
      media.start("mbx3000d");
      const signalling = store(files);
      signalling.save("SS_RTPENCRYPTIONKEY", "abcdefghijklmnop");
      assert.deepEqual(signalling.pendingRestart(), ["mbx3000d"]);
      media.start("mbx3000d");
      assert.deepEqual(signalling.pendingRestart(), []);
    });
  });

  it("applies a parameter without a service at once", () => {
    const parameters = store();
    parameters.start("vos3000d");
    parameters.save("SS_SESSION_TIMER", 600);
    assert.equal(parameters.number("SS_SESSION_TIMER"), 600);
    assert.deepEqual(parameters.pendingRestart(), []);
  });

  it("shows a key by fingerprint and length only, in reports and in running files", () => {
    const files = memoryFiles();
    const parameters = store(files);
    parameters.save("SS_RTPENCRYPTIONKEY", "abcdefghijklmnop");
    parameters.start("mbx3000d");
    // SHA-256 of "abcdefghijklmnop" starts with f39dac6c.
    const report = parameters.describe("SS_RTPENCRYPTIONKEY");
    assert.ok(report.ok);
    assert.deepEqual(report.value.saved, { sha256: "f39dac6c", bytes: 16 });
    assert.ok(!JSON.stringify(parameters.list()).includes("abcdefghijklmnop"));
    assert.ok(!(files.content.get("data/running-mbx3000d.json") ?? "").includes("abcdefghijklmnop"));
  });

  it("names the file when the configuration or the saved file has a bad entry", () => {
    assert.throws(
      () => store(memoryFiles(), { SS_SESION_TIMER: 1 }),
      /configuration's parameters.*did you mean SS_SESSION_TIMER\?/,
    );
    const files = memoryFiles();
    files.content.set("data/parameters.json", "{");
    assert.throws(() => store(files), { code: "PARAMETER_FILE_BROKEN" });
  });
});
