import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Log, LogFields, LogLevel } from "./log";

/** What was written, as the adapter under test shows it. */
export interface WrittenEvent {
  readonly level: LogLevel;
  readonly event: string;
  readonly fields: LogFields;
}

/** The rules of the {@link Log} port, for every adapter. */
export function logContract(
  name: string,
  make: () => { readonly log: Log; readonly written: () => readonly WrittenEvent[] },
): void {
  describe(`Log contract: ${name}`, () => {
    it("writes events in order with their level and fields", () => {
      const { log, written } = make();
      log.write("info", "call.released", { reason: "normal", seconds: 3, isProxied: true });
      log.write("error", "database.down");
      assert.deepEqual(written(), [
        { level: "info", event: "call.released", fields: { reason: "normal", seconds: 3, isProxied: true } },
        { level: "error", event: "database.down", fields: {} },
      ]);
    });

    it("adds the fields of its ancestry, the nearest winning, and leaves the parent as it was", () => {
      const { log, written } = make();
      log.with({ call: "1", leg: "a" }).with({ leg: "b" }).write("warn", "leg.lost", { status: 481 });
      log.write("info", "plain");
      assert.deepEqual(written()[0]?.fields, { call: "1", leg: "b", status: 481 });
      assert.deepEqual(written()[1]?.fields, {});
    });

    it("leaves out fields without a value", () => {
      const { log, written } = make();
      log.write("info", "event", { absent: undefined, present: 0 });
      assert.deepEqual({ ...written()[0]?.fields }, { present: 0 });
    });

    it("keeps line breaks inside their event", () => {
      const { log, written } = make();
      log.write("info", "event", { text: 'two\nlines "quoted"' });
      assert.equal(written().length, 1);
      assert.equal(written()[0]?.fields["text"], 'two\nlines "quoted"');
    });
  });
}
