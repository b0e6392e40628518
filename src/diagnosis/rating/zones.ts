import { TimeZone, type WallTime } from "../../base";
import { WEEKDAYS, askCalendar, workCalendarOf, workingHours, type HoursSetting } from "../../rating";
import type { Finding } from "../finding";
import type { Destination, DoctorCalendar, RatingEvidence } from "./evidence";
import { calendarsOf, customerAccounts, vendorAccounts } from "./links";
import { clock } from "./week";

const DAY = 86_400;
const HOUR = 3_600;

/** How far the switch is ahead of a destination at a moment, in seconds. */
const ahead = (here: TimeZone, there: TimeZone, at: WallTime): number => here.localSeconds(at) - there.localSeconds(at);

/** Hours of a destination as the switch's clock shows them. */
function converted({ start, end }: HoursSetting, shift: number): { readonly start: string; readonly end: string } {
  const hours = workingHours(start, end) ?? { start: 0, end: DAY };
  const here = (seconds: number): string => clock((((seconds + shift) % DAY) + DAY) % DAY);
  return { start: here(hours.start), end: here(hours.end) };
}

const textOf = ({ start, end }: HoursSetting): string => `${start.slice(0, 5)}-${end.slice(0, 5)}`;

const hoursText = (seconds: number): string => `${Number((seconds / HOUR).toFixed(2))} h`;

/** Which of the two halves of the year has the greater offset from the switch is the destination's own matter. */
interface Seasons {
  readonly january: HoursSetting;
  readonly july: HoursSetting;
  readonly shiftJanuary: number;
}

function seasonsOf(destination: Destination, { setting, facts }: RatingEvidence): Seasons | undefined {
  if (facts.now === undefined) return undefined;
  const year = new Date(facts.now / 1_000).getUTCFullYear();
  const [here, there] = [new TimeZone(setting.timeZone), new TimeZone(destination.timeZone)];
  const shiftOf = (month: string): number => ahead(here, there, here.moment(`${year}-${month}-15T12:00:00`));
  const shiftJanuary = shiftOf("01");
  return { january: converted(destination, shiftJanuary), july: converted(destination, shiftOf("07")), shiftJanuary };
}

/** Hours that are not those of their destination on the switch's clock: never (CAL-704), or for half of the year (CAL-702). */
export function destinationHours(evidence: RatingEvidence): readonly Finding[] {
  return evidence.setting.workCalendars.flatMap((calendar) =>
    (calendar.destinations ?? []).flatMap((destination) => {
      const seasons = seasonsOf(destination, evidence);
      const found = seasons === undefined ? undefined : hoursFinding(calendar, destination, seasons, evidence.setting.timeZone);
      return found ?? [];
    }),
  );
}

function hoursFinding(calendar: DoctorCalendar, destination: Destination, seasons: Seasons, zone: string): Finding | undefined {
  const entered = textOf(calendar);
  const [january, july] = [textOf(seasons.january), textOf(seasons.july)];
  const peak = `${textOf(destination)} in ${destination.timeZone}`;
  if (entered !== january && entered !== july) {
    const shift = hoursText(Math.abs(seasons.shiftJanuary));
    const isUnconverted = entered === textOf(destination);
    return {
      rule: "CALENDAR_NOT_CONVERTED",
      severity: "error",
      subject: calendar.name,
      finding: `${calendar.name} has ${entered}; ${peak} is ${january} on this switch's clock (${zone})`,
      cost: "peak calls are sold at the off-peak rate, and off-peak calls at the peak rate",
      mend: isUnconverted ? `shift its hours by ${shift}, to ${january}` : `set its hours to ${january}`,
      behaviours: ["CAL-704"],
    };
  }
  if (january === july) return undefined;
  const [now, then, season] = entered === january ? [january, july, "July"] : [july, january, "January"];
  return {
    rule: "CALENDAR_SUMMER_TIME",
    severity: "warning",
    subject: calendar.name,
    finding: `${calendar.name} has ${now}; ${peak} is ${then} on this switch's clock in ${season}`,
    cost: "for half of the year an hour a day at either end is sold at the wrong rate",
    mend: `change the hours with the clocks, or make one calendar for each half of the year`,
    behaviours: ["CAL-702"],
  };
}

/** Calendars for destinations whose clocks differ (CAL-705). */
export function manyZones(evidence: RatingEvidence): readonly Finding[] {
  return evidence.setting.workCalendars.flatMap(({ name, destinations }): readonly Finding[] => {
    const zones = [...new Set((destinations ?? []).map(({ timeZone }) => timeZone))];
    if (zones.length < 2) return [];
    return [
      {
        rule: "CALENDAR_MANY_ZONES",
        severity: "info",
        subject: name,
        finding: `${name} is for ${zones.join(", ")} at once`,
        cost: "its hours can be right for one of them only",
        mend: `make ${zones.length} calendars, one for each zone, with the zone in the name`,
        behaviours: ["CAL-705"],
      },
    ];
  });
}

/** Customers of several zones on one calendar (CAL-604). */
export function sharedCalendars({ setting }: RatingEvidence): readonly Finding[] {
  return setting.workCalendars.flatMap(({ name }): readonly Finding[] => {
    const bound = customerAccounts(setting).filter((account) => calendarsOf(setting, account).some((each) => each.name === name));
    const zones = new Set(bound.flatMap(({ timeZone }) => timeZone ?? []));
    if (zones.size < 2) return [];
    return [
      {
        rule: "CALENDAR_SHARED",
        severity: "warning",
        subject: name,
        finding: `${bound.map((account) => `${account.name} (${account.timeZone ?? "zone not said"})`).join(", ")} share ${name}`,
        cost: "some of them get the peak rate in their night, and the night rate in their office hours",
        mend: "make a calendar for each group of customers of one zone, and bind it to their accounts",
        behaviours: ["CAL-604"],
      },
    ];
  });
}

/** How long, on a working day of the calendar, the contract's peak lies outside its working hours. */
function outside(calendar: DoctorCalendar, { start, end }: HoursSetting): { readonly peak: number; readonly offPeak: number } {
  const asked = workCalendarOf(calendar);
  const contract = workingHours(start, end) ?? { start: 0, end: DAY };
  // The first working day of a week without holidays.
  const day = WEEKDAYS.findIndex((weekday) => calendar.workingDays.includes(weekday));
  const sunday = Date.UTC(2026, 1, 8) / 1_000;
  let [peak, offPeak] = [0, 0];
  const step = 60;
  for (let time = 0; time < DAY; time += step) {
    const isPeak = (time >= contract.start && time < contract.end) || time + DAY < contract.end;
    const { isWorking } = askCalendar(asked, sunday + day * DAY + time);
    if (isPeak && !isWorking) peak += step;
    if (!isPeak && isWorking) offPeak += step;
  }
  return { peak, offPeak };
}

/** Calendars of customers whose hours are not those in which a vendor takes its peak rate (CAL-703). */
export function contractHours({ setting }: RatingEvidence): readonly Finding[] {
  const calendars = new Set(customerAccounts(setting).flatMap((account) => calendarsOf(setting, account)));
  return [...calendars].flatMap((calendar) => {
    if (calendar.workingDays.length === 0) return [];
    return vendorAccounts(setting).flatMap(({ name, peakHours }): readonly Finding[] => {
      if (peakHours === undefined) return [];
      const { peak, offPeak } = outside(calendar, peakHours);
      if (peak === 0 && offPeak === 0) return [];
      const parts = [
        ...(peak === 0 ? [] : [`${hoursText(peak)} are bought at peak but sold off-peak`]),
        ...(offPeak === 0 ? [] : [`${hoursText(offPeak)} are bought off-peak but sold at peak`]),
      ];
      return [
        {
          rule: "CALENDAR_CONTRACT_HOURS",
          severity: peak > 0 ? "error" : "warning",
          subject: calendar.name,
          finding: `${name} takes its peak rate ${textOf(peakHours)}, ${calendar.name} has ${textOf(calendar)}: ${parts.join(", ")}`,
          cost: peak > 0 ? "the margin of those hours is gone, or worse" : "customers pay the peak rate for hours that cost less",
          mend: `set the hours of ${calendar.name} to those of the contract, or make a calendar for what ${name} carries`,
          behaviours: ["CAL-703"],
        },
      ];
    });
  });
}

/** A switch that has got another time zone under calendars that stayed (CAL-706). */
export function serverZone({ setting, facts }: RatingEvidence): readonly Finding[] {
  const { before, now } = facts;
  if (before === undefined || now === undefined || before.timeZone === setting.timeZone) return [];
  const shift = ahead(new TimeZone(setting.timeZone), new TimeZone(before.timeZone), now);
  const stayed = setting.workCalendars.filter((calendar) =>
    before.workCalendars.some((each) => each.name === calendar.name && textOf(each) === textOf(calendar)),
  );
  if (shift === 0) return [];
  return stayed.map((calendar) => ({
    rule: "CALENDAR_SERVER_ZONE",
    severity: "error",
    subject: calendar.name,
    finding: `the server went from ${before.timeZone} to ${setting.timeZone} and ${calendar.name} kept ${textOf(calendar)}: every switch comes ${hoursText(Math.abs(shift))} ${shift > 0 ? "earlier" : "later"}`,
    cost: "each day so many hours are charged and paid by the wrong table",
    mend: `set timeZone back to ${before.timeZone}, or the hours of ${calendar.name} to ${textOf(converted(calendar, shift))}`,
    behaviours: ["CAL-706"],
  }));
}
