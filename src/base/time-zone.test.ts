import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { WallTime } from "./time";
import { isTimeZone, TimeZone } from "./time-zone";

const utc = (text: string): WallTime => (Date.parse(text) * 1_000) as WallTime;
const clock = (zone: TimeZone, at: string): string => new Date(zone.localSeconds(utc(at)) * 1_000).toISOString().slice(0, 19);

describe("a time zone", () => {
  it("has its own day and hour", () => {
    assert.equal(clock(new TimeZone("Asia/Dhaka"), "2026-04-17T20:30:00Z"), "2026-04-18T02:30:00");
    assert.equal(clock(new TimeZone("Asia/Kathmandu"), "2026-04-17T00:00:00Z"), "2026-04-17T05:45:00");
  });

  it("knows no moment in text that names none", () => {
    assert.ok(Number.isNaN(new TimeZone("Asia/Dhaka").moment("tomorrow")));
    assert.ok(Number.isNaN(new TimeZone("Asia/Dhaka").moment("2026-02-30T25:00Z")));
  });

  it("jumps over an hour in spring and repeats one in autumn", () => {
    const london = new TimeZone("Europe/London");
    assert.equal(clock(london, "2026-03-29T00:59:59Z"), "2026-03-29T00:59:59");
    assert.equal(clock(london, "2026-03-29T01:00:00Z"), "2026-03-29T02:00:00");
    assert.equal(clock(london, "2026-10-25T00:59:59Z"), "2026-10-25T01:59:59");
    assert.equal(clock(london, "2026-10-25T01:00:00Z"), "2026-10-25T01:00:00");
  });

  it("is asked about any order of moments", () => {
    const london = new TimeZone("Europe/London");
    assert.equal(clock(london, "2026-07-01T12:00:00Z"), "2026-07-01T13:00:00");
    assert.equal(clock(london, "2026-01-01T12:00:00Z"), "2026-01-01T12:00:00");
  });

  it("reads local text, and text with a zone of its own", () => {
    const dhaka = new TimeZone("Asia/Dhaka");
    assert.equal(dhaka.moment("2026-04-20T18:00:00"), utc("2026-04-20T12:00:00Z"));
    assert.equal(dhaka.moment("2026-04-20T18:00:00Z"), utc("2026-04-20T18:00:00Z"));
    assert.equal(new TimeZone("Europe/London").moment("2026-03-29T03:00:00"), utc("2026-03-29T02:00:00Z"));
  });

  it("is known by its name", () => assert.deepEqual([isTimeZone("Asia/Dhaka"), isTimeZone("Asia/Nowhere")], [true, false]));
});
