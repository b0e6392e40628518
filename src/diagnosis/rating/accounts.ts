import { clock, stretches } from "./week";
import { TimeZone } from "../../base";
import { askCalendar, authorisedRates, workCalendarOf } from "../../rating";
import type { Finding } from "../finding";
import type { DoctorCalendar, RatingEvidence, RatingSetting } from "./evidence";
import { customerAccounts, periodRatesOf } from "./links";

/** Accounts with a calendar and nothing that it could switch (CAL-307). */
export const calendarAlone = ({ setting }: RatingEvidence): readonly Finding[] =>
  setting.accounts
    .filter(({ calendar, periodRates }) => calendar !== undefined && periodRates.length === 0)
    .map(({ name, calendar }) => ({
      rule: "CALENDAR_ALONE",
      severity: "warning",
      subject: name,
      finding: `${name} is bound to the calendar ${calendar} and has no period rate`,
      cost: "a calendar alone changes no rate and no route",
      mend: "give the account a period rate",
      behaviours: ["CAL-307"],
    }));

/** Accounts whose own calendar overrules that of their period rates (CAL-602). */
export const overruledCalendar = ({ setting }: RatingEvidence): readonly Finding[] =>
  setting.accounts.flatMap((account) =>
    periodRatesOf(setting, account)
      .filter(({ calendar }) => account.calendar !== undefined && account.calendar !== calendar)
      .map(({ name, calendar }): Finding => ({
        rule: "CALENDAR_OVERRULED",
        severity: "warning",
        subject: account.name,
        finding: `${account.name} is bound to ${account.calendar}, its period rate ${name} to ${calendar}: the account's decides`,
        cost: "who reads the period rate expects the switch at another hour",
        mend: "bind both to one calendar, or take the calendar off the account",
        behaviours: ["CAL-602"],
      })),
  );

/** Period rates in a row whose calendars say working time at once (CAL-804). */
export function overlaps({ setting }: RatingEvidence): readonly Finding[] {
  return setting.accounts.flatMap((account) => {
    // One calendar for all of them overlaps wholly: then only the first ever decides.
    const rates = periodRatesOf(setting, account).map(({ name, calendar }) => ({
      name,
      calendar: setting.workCalendars.find((each) => each.name === (account.calendar ?? calendar)),
    }));
    return rates.flatMap((first, index) =>
      rates.slice(index + 1).flatMap((second): readonly Finding[] => {
        const since = first.calendar && second.calendar ? firstOverlap(first.calendar, second.calendar, setting) : undefined;
        if (since === undefined) return [];
        return [
          {
            rule: "CALENDAR_OVERLAP",
            severity: "warning",
            subject: account.name,
            finding: `${first.name} and ${second.name} are both in working time, first on ${since}`,
            cost: `${first.name} decides there, as the first in order: ${second.name} has fewer hours than its calendar says`,
            mend: "let the hours of the one begin where those of the other end, or keep the order and know it",
            behaviours: ["CAL-804"],
          },
        ];
      }),
    );
  });
}

function firstOverlap(one: DoctorCalendar, other: DoctorCalendar, { timeZone }: RatingSetting): string | undefined {
  const zone = new TimeZone(timeZone);
  const [first, second] = [workCalendarOf(one), workCalendarOf(other)];
  const found = stretches([one, other], timeZone).find(({ at }) => {
    const local = zone.localSeconds(at);
    return askCalendar(first, local).isWorking && askCalendar(second, local).isWorking;
  });
  if (found === undefined) return undefined;
  const day = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"][Math.floor(found.from / 86_400)];
  return `${day} at ${clock(found.from)}`;
}

/** Accounts that call for nothing where no rate is (CAL-314). */
export const forNothing = ({ setting }: RatingEvidence): readonly Finding[] =>
  customerAccounts(setting)
    .filter(({ missingRate }) => missingRate === "zero")
    .map(({ name }) => ({
      rule: "RATE_FOR_NOTHING",
      severity: "warning",
      subject: name,
      finding: `${name} has missingRate: zero: a number without a rate is carried at 0`,
      cost: "the vendor is paid and nobody pays: one missing prefix gives its calls away",
      mend: "set missingRate to reject, and add the prefixes that are missing",
      behaviours: ["CAL-314"],
    }));

/** Accounts with a period rate of a rate group that does not authorise them (CAL-606). */
export const notAuthorised = ({ setting }: RatingEvidence): readonly Finding[] =>
  setting.accounts.flatMap((account) => {
    const allowed = new Set(authorisedRates(account, setting.rateGroups ?? []));
    return account.periodRates
      .filter((rate) => !allowed.has(rate))
      .map((rate): Finding => ({
        rule: "RATE_NOT_AUTHORISED",
        severity: "warning",
        subject: account.name,
        finding: `${account.name} has the period rate ${rate}, and no rate group authorises it for that`,
        cost:
          account.rateTable === undefined
            ? "it has no rates at all: its calls are refused"
            : `it is charged by ${account.rateTable} at all times`,
        mend: `add ${account.name} to a rate group that holds ${rate}, or take the period rate off the account`,
        behaviours: ["CAL-606"],
      }));
  });

/** From how many alarms a night about off-peak calls on the flag is suggested; our choice. */
const ALARMS_OF_A_NIGHT = 10;

/** Accounts whose long calls off-peak fill the alarms (CAL-609). */
export function falseAlarms({ setting, facts }: RatingEvidence): readonly Finding[] {
  const flagged = new Set(setting.accounts.filter(({ suppressDurationAlarm }) => suppressDurationAlarm).map(({ name }) => name));
  return (facts.durationAlarms ?? [])
    .filter(({ account, offPeak }) => !flagged.has(account) && offPeak >= ALARMS_OF_A_NIGHT)
    .map(({ account, count, offPeak }) => ({
      rule: "RATE_FALSE_ALARMS",
      severity: "info",
      subject: account,
      finding: `${count} alarms about long calls of ${account}, ${offPeak} of them about calls that began off-peak`,
      cost: "an alarm that rings every night is not looked at when it is true",
      mend: "turn on Suppressing all duration too long alarm for the account; know that it hides the long calls of a fraud too, by day and by night",
      behaviours: ["CAL-609"],
    }));
}
