import { TimeZone } from "../../base";
import type { Finding } from "../finding";
import type { DoctorCalendar, RatingEvidence } from "./evidence";
import { listed } from "./links";

/** Holidays that have one date for ever, of those that the guide and most calendars name. */
const FIXED: Readonly<Record<string, string>> = {
  "01-01": "New Year",
  "03-26": "Independence Day of Bangladesh",
  "12-16": "Victory Day of Bangladesh",
  "12-25": "Christmas Day",
};
/** Holidays that move from year to year (CAL-215). */
export const MOVING_HOLIDAYS = ["Eid al-Fitr", "Eid al-Adha", "Spring Festival", "Mid-Autumn"] as const;

const DATE_LENGTH = "2026-01-01".length;

/** The date on the switch's clock. */
function localDate({ setting, facts }: RatingEvidence): string | undefined {
  if (facts.now === undefined) return undefined;
  return new Date(new TimeZone(setting.timeZone).localSeconds(facts.now) * 1_000).toISOString().slice(0, DATE_LENGTH);
}

/** Words of a name: `BD_PeakOffPeak` has three, `cal1` one. */
const wordsOf = (name: string): readonly string[] =>
  name
    .split(/[^\p{L}]+/u)
    .flatMap((part) => part.split(/(?<=\p{Ll})(?=\p{Lu})/u))
    .filter((word) => word.length > 1);

/** Names that do not tell plan and market (CAL-109). */
export const calendarNames = ({ setting }: RatingEvidence): readonly Finding[] =>
  setting.workCalendars
    .filter(({ name }) => wordsOf(name).length < 2)
    .map(({ name }) => ({
      rule: "CALENDAR_NAME",
      severity: "info",
      subject: name,
      finding: `the name "${name}" does not tell what the calendar is for`,
      cost: "the next one who binds an account has to guess, and a wrong calendar is a wrong rate on every call",
      mend: "name plan and market, such as BD_PeakOffPeak or UK_BusinessHours, and the time zone",
      behaviours: ["CAL-109"],
    }));

/** Calendars that are never working time. */
export const neverWorking = ({ setting }: RatingEvidence): readonly Finding[] =>
  setting.workCalendars
    .filter(({ workingDays }) => workingDays.length === 0)
    .map(({ name }) => ({
      rule: "CALENDAR_NEVER_WORKS",
      severity: "warning",
      subject: name,
      finding: `${name} has no working day`,
      cost: "the working hours rate table is never in force",
      mend: "tick the working days, or bind one rate table without a period rate",
      behaviours: ["CAL-102"],
    }));

/** Lists of holidays that have ended (CAL-213). */
export function pastHolidays(evidence: RatingEvidence): readonly Finding[] {
  const year = localDate(evidence)?.slice(0, 4);
  if (year === undefined) return [];
  return evidence.setting.workCalendars
    .filter(({ holidays }) => {
      const years = holidays.filter((day) => day.length === DATE_LENGTH).map((day) => day.slice(0, 4));
      return years.length > 0 && !years.some((each) => each >= year);
    })
    .map(({ name }) => ({
      rule: "CALENDAR_HOLIDAYS_PAST",
      severity: "warning",
      subject: name,
      finding: `${name} has no holidays for ${year}`,
      cost: "holidays are rated as working days",
      mend: `enter the holidays of ${year}; write those of a fixed date without their year, 03-26, and they come back by themselves`,
      behaviours: ["CAL-213"],
    }));
}

/** Holidays of a fixed date that were entered for one year (CAL-214). */
export const fixedHolidays = ({ setting }: RatingEvidence): readonly Finding[] =>
  setting.workCalendars.flatMap(({ name, holidays }): readonly Finding[] => {
    const once = holidays.filter((day) => day.length === DATE_LENGTH && day.slice(5) in FIXED);
    if (once.length === 0) return [];
    return [
      {
        rule: "CALENDAR_HOLIDAY_ONCE",
        severity: "info",
        subject: name,
        finding: `${listed(once.map((day) => `${day} (${FIXED[day.slice(5)] ?? ""})`))} of ${name} is entered for one year`,
        cost: "it is a working day again in the next one",
        mend: `write ${listed([...new Set(once.map((day) => day.slice(5)))])}, which comes back every year`,
        behaviours: ["CAL-214"],
      },
    ];
  });

/** The review of holidays in January (CAL-215). */
export function januaryReview(evidence: RatingEvidence): readonly Finding[] {
  const today = localDate(evidence);
  if (today?.slice(5, 7) !== "01") return [];
  return evidence.setting.workCalendars
    .filter(({ holidays }) => holidays.length > 0)
    .map(({ name }) => ({
      rule: "CALENDAR_REVIEW_HOLIDAYS",
      severity: "info",
      subject: name,
      finding: `a new year has begun: ${MOVING_HOLIDAYS.join(", ")} have other dates in ${today.slice(0, 4)}`,
      cost: "a holiday that is not in the list is rated as a working day",
      mend: `review the moving holidays of ${name}`,
      behaviours: ["CAL-215"],
    }));
}

/** Calendars that decide nothing (CAL-513). */
export function unusedCalendars({ setting }: RatingEvidence): readonly Finding[] {
  const used = new Set([...setting.periodRates, ...setting.accounts].map(({ calendar }) => calendar));
  const isUnused = ({ name }: DoctorCalendar): boolean => !used.has(name);
  return setting.workCalendars.filter(isUnused).map(({ name }) => ({
    rule: "CALENDAR_UNUSED",
    severity: "info",
    subject: name,
    finding: `no period rate and no account refers to ${name}`,
    cost: "it looks as if it switched rates, and switches none",
    mend: "choose it in a period rate, or take it away",
    behaviours: ["CAL-513"],
  }));
}
