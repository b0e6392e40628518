import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { after, parseMoney, seconds, TimeZone, type WallTime } from "../base";
import { workCalendarOf, type CalendarSetting } from "./calendar-setting";
import { RateBook } from "./rate-book";
import { RateTable } from "./rate-table";
import { possibleChanges } from "./split-rates";
import { askCalendar, WEEKDAYS } from "./work-calendar";

const setting: CalendarSetting = {
  ...{ name: "Business", start: "08:00", end: "18:00", hours: {}, holidays: ["03-26"] },
  workingDays: ["mon", "tue", "wed", "thu", "fri"],
};

const money = (text: string) => parseMoney(text) ?? assert.fail();
const tableOf = (name: string, ...rates: readonly (readonly [string, string])[]): RateTable =>
  RateTable.of(
    name,
    rates.map(([prefix, price]) => ({ prefix, perMinute: money(price), period: 60 })),
  );

const zone = new TimeZone("Asia/Dhaka");

function bookWith(night: RateTable): RateBook {
  return new RateBook({
    ...{ zone, calendars: [workCalendarOf(setting)] },
    tables: [tableOf("Day", ["44", "0.008"]), night],
    periodRates: [{ name: "DayNight", calendar: "Business", workingTable: "Day", nonWorkingTable: night.name }],
    accounts: [{ name: "acme", periodRates: ["DayNight"], missingRate: "reject", spanning: "split" }],
  });
}

function pieces(night: RateTable, at: string, minutes: number) {
  const found = bookWith(night).rateOf("acme", "442079460123", zone.moment(at));
  assert.ok(found.ok && found.value.split !== undefined);
  return found.value.split.pieces(zone.moment(at), minutes * 60_000);
}

describe("a call that is charged by the rate of each moment", () => {
  const night = tableOf("Night", ["44", "0.004"]);

  it("is cut at the switch, and its pieces are as long as the talk", () => {
    const found = pieces(night, "2026-04-20T17:55:00", 10).map(({ chosen, holdTimeMs }) => [chosen.table, holdTimeMs]);
    assert.deepEqual(found, [
      ["Day", 300_000],
      ["Night", 300_000],
    ]);
  });

  it("is one piece when it ends as the other begins", () => {
    assert.equal(pieces(night, "2026-04-20T17:55:00", 5).length, 1);
  });

  it("goes on at its last rate where the next table has none", () => {
    const found = pieces(tableOf("Empty"), "2026-04-20T17:55:00", 10).map(({ chosen, holdTimeMs }) => [chosen.table, holdTimeMs]);
    assert.deepEqual(found, [["Day", 600_000]]);
  });

  it("is reserved for by the dearest rate that it may meet", () => {
    const found = bookWith(night).rateOf("acme", "442079460123", zone.moment("2026-04-20T22:00:00"));
    assert.equal(found.ok && found.value.split?.dearest.perMinute, money("0.008"));
  });
});

describe("the moments at which calendars may switch", () => {
  it("are all at which one does, minute by minute, in zones whose clocks change too", () => {
    const time = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
    const text = ([hour, minute]: readonly [number, number]): string =>
      `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
    const start = fc.constantFrom("2026-03-28T12:00Z", "2026-10-24T12:00Z", "2026-06-01T00:00Z");
    fc.assert(
      fc.property(fc.subarray([...WEEKDAYS]), time, time, start, (workingDays, from, to, at) => {
        if (text(from) === text(to)) return;
        const calendar = workCalendarOf({ ...setting, holidays: [], workingDays, start: text(from), end: text(to) });
        const london = new TimeZone("Europe/London");
        const begin = london.moment(at);
        const isWorking = (moment: WallTime): boolean => askCalendar(calendar, london.localSeconds(moment)).isWorking;
        const moments = new Set(possibleChanges([calendar], london, { from: begin, to: after(begin, seconds(2 * 86_400)) }));
        for (let minute = 1; minute < 2 * 1_440; minute += 1) {
          const moment = after(begin, seconds(minute * 60));
          if (isWorking(moment) !== isWorking(after(moment, seconds(-60)))) assert.ok(moments.has(moment), `${minute} of ${at}`);
        }
      }),
      { numRuns: 60 },
    );
  });
});
