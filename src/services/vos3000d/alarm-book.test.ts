import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CallAlarm } from "../../call";
import type { Log } from "../../ports";
import type { WallTime } from "../../base";
import { AlarmBook, MAX_ALARMS } from "./alarm-book";

const silent: Log = { write: () => undefined, with: () => silent };
const long = (callId: string, account = "acme"): CallAlarm => ({
  ...{ kind: "longCall", callId, callee: "442079460123", account },
  startedAt: 0 as WallTime,
});

describe("alarms", () => {
  it("about one thing are one, with their number", () => {
    const book = new AlarmBook(silent, () => false);
    const missing: CallAlarm = { kind: "missingRate", callee: "44", account: "acme", table: "Night" };
    book.raise(missing, 1 as WallTime);
    book.raise(missing, 2 as WallTime);
    assert.deepEqual(
      book.list().map(({ count, firstAt, lastAt }) => [count, firstAt, lastAt]),
      [[2, 1, 2]],
    );
  });

  it("about long calls are none for an account that suppresses them", () => {
    const book = new AlarmBook(silent, (account) => account === "quiet");
    book.raise(long("1", "quiet"), 1 as WallTime);
    book.raise(long("2"), 1 as WallTime);
    assert.deepEqual(
      book.list().map(({ subject }) => subject),
      ["call 2"],
    );
  });

  it("are kept up to a number, and then the oldest goes", () => {
    const book = new AlarmBook(silent, () => false);
    for (let call = 0; call <= MAX_ALARMS; call += 1) book.raise(long(String(call)), 1 as WallTime);
    assert.equal(book.list().length, MAX_ALARMS);
    assert.equal(book.list()[0]?.subject, "call 1");
  });
});
