import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sippArguments } from "./command-line";
import type { SippOptions } from "./options";

const words = (options: Partial<SippOptions>, files = {}): readonly string[] =>
  sippArguments({ scenario: { builtIn: "uac" }, ...options }, { folder: "/run", injectionFiles: [], ...files });

/** The words that follow `flag`. */
function following(all: readonly string[], flag: string, count = 1): readonly string[] {
  const index = all.indexOf(flag);
  return index < 0 ? [] : all.slice(index + 1, index + 1 + count);
}

describe("sippArguments", () => {
  it("bounds every run and never reads standard input", () => {
    const all = words({});
    assert.ok(all.includes("-nostdin"));
    assert.ok(all.includes("-timeout_error"));
    assert.deepEqual(following(all, "-m"), ["1"]);
    assert.deepEqual(following(all, "-timeout"), ["60"]);
  });

  it("always writes statistics every second into the run's folder", () => {
    const all = words({});
    assert.ok(all.includes("-trace_stat"));
    assert.deepEqual(following(all, "-stf"), ["/run/statistics.csv"]);
    assert.deepEqual(following(all, "-fd"), ["1"]);
  });

  it("puts the remote address first and names addresses, rate and limits", () => {
    const all = words({
      remote: "192.0.2.1:5060",
      localAddress: "192.0.2.9",
      localPort: 5070,
      transport: "t1",
      calls: 1_000,
      callsPerSecond: 100,
      maxConcurrentCalls: 300,
      callLengthMs: 2_000,
    });
    assert.equal(all[0], "192.0.2.1:5060");
    for (const [flag, value] of Object.entries({
      "-i": "192.0.2.9",
      "-p": "5070",
      "-t": "t1",
      "-m": "1000",
      "-r": "100",
      "-l": "300",
      "-d": "2000",
    })) {
      assert.deepEqual(following(all, flag), [value], flag);
    }
  });

  it("spreads a rate that is not whole over a longer period", () => {
    const all = words({ callsPerSecond: 0.5 });
    assert.deepEqual(following(all, "-r"), ["1"]);
    assert.deepEqual(following(all, "-rp"), ["2000"]);
  });

  it("keeps modes with one socket for each call below the limit of open files", () => {
    assert.deepEqual(following(words({ transport: "tn" }), "-max_socket"), ["4096"]);
    assert.deepEqual(following(words({ transport: "un", maxSockets: 10 }), "-max_socket"), ["10"]);
    assert.ok(!words({ transport: "u1" }).includes("-max_socket"));
  });

  it("gives words, variables, injection files and credentials", () => {
    const all = words(
      { keys: { caller: "442079460100" }, variables: { code: "486" }, credentials: { user: "acme", password: "secret" } },
      { injectionFiles: ["/run/injection-0.csv"] },
    );
    assert.deepEqual(following(all, "-key", 2), ["caller", "442079460100"]);
    assert.deepEqual(following(all, "-set", 2), ["code", "486"]);
    assert.deepEqual(following(all, "-inf"), ["/run/injection-0.csv"]);
    assert.deepEqual(following(all, "-au"), ["acme"]);
    assert.deepEqual(following(all, "-ap"), ["secret"]);
  });

  it("takes media on the signalling address unless told otherwise", () => {
    assert.deepEqual(following(words({ localAddress: "192.0.2.9" }), "-mi"), ["192.0.2.9"]);
    assert.deepEqual(following(words({ localAddress: "192.0.2.9", media: { address: "192.0.2.10" } }), "-mi"), ["192.0.2.10"]);
    assert.ok(words({ media: { echo: true } }).includes("-rtp_echo"));
  });

  it("gives the packaged scenarios a caller", () => {
    assert.deepEqual(following(words({ scenario: { named: "uac" } }), "-key", 2), ["caller", "sipp"]);
    const all = words({ scenario: { named: "uac" }, keys: { caller: "442079460100" } });
    assert.deepEqual(following(all, "-key", 2), ["caller", "442079460100"]);
  });

  it("logs errors unless told otherwise, and messages when asked", () => {
    assert.ok(words({}).includes("-trace_err"));
    assert.ok(!words({ trace: { errors: false } }).includes("-trace_err"));
    assert.ok(!words({}).includes("-trace_msg"));
    assert.deepEqual(following(words({ trace: { messages: true } }), "-message_file"), ["/run/messages.log"]);
  });
});
