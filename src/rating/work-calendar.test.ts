import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { TimeZone } from "../base";
import { askCalendar, WEEKDAYS, workingHours, type WorkCalendar } from "./work-calendar";

const DHAKA = new TimeZone("Asia/Dhaka");

function calendar(
  days: readonly (typeof WEEKDAYS)[number][],
  start: string,
  end: string,
  holidays: readonly string[] = [],
): WorkCalendar {
  const hours = workingHours(start, end) ?? assert.fail("no hours");
  return { name: "test", hours: new Map(days.map((day) => [day, hours])), holidays: new Set(holidays) };
}

const MON_TO_FRI = ["mon", "tue", "wed", "thu", "fri"] as const;
const at = (text: string): number => DHAKA.localSeconds(DHAKA.moment(text));

/** How often the answer changes in the week from Monday 2026-04-20, asked every minute. */
function switches(of: WorkCalendar): number {
  const start = at("2026-04-20T00:00:00");
  let count = 0;
  let before = askCalendar(of, start - 60).isWorking;
  for (let minute = 0; minute < 7 * 1_440; minute += 1) {
    const { isWorking } = askCalendar(of, start + minute * 60);
    if (isWorking !== before) count += 1;
    before = isWorking;
  }
  return count;
}

describe("a work calendar", () => {
  it("switches ten times in a week of five days, and eight times with a holiday in it (CAL-212)", () => {
    assert.equal(switches(calendar(MON_TO_FRI, "08:00", "18:00")), 10);
    assert.equal(switches(calendar(MON_TO_FRI, "08:00", "18:00", ["2026-04-22"])), 8);
  });

  it("takes 00:00 to 00:00 for the whole day, and no other equal hours", () => {
    assert.deepEqual(workingHours("00:00", "00:00"), { start: 0, end: 86_400 });
    assert.equal(workingHours("09:00", "09:00"), undefined);
  });

  it("says why", () => {
    const week = calendar(MON_TO_FRI, "08:00", "18:00", ["03-26"]);
    const because = (text: string): string => askCalendar(week, at(text)).because;
    assert.equal(because("2026-04-20T12:00:00"), "working hours");
    assert.equal(because("2026-04-20T19:00:00"), "outside working hours");
    assert.equal(because("2026-04-18T12:00:00"), "not a working day");
    assert.equal(because("2027-03-26T12:00:00"), "holiday");
  });

  it("has as many working seconds a week as its hours say, whatever they are", () => {
    const time = fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, "0")}:00`);
    fc.assert(
      fc.property(fc.subarray([...WEEKDAYS]), time, time, (days, start, end) => {
        const hours = workingHours(start, end);
        if (hours === undefined) return;
        const of = calendar(days, start, end);
        const from = at("2026-04-20T00:00:00");
        let open = 0;
        for (let hour = 0; hour < 7 * 24; hour += 1) if (askCalendar(of, from + hour * 3_600).isWorking) open += 3_600;
        assert.equal(open, days.length * (hours.end - hours.start));
      }),
      { numRuns: 50 },
    );
  });
});
