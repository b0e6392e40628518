import { seconds, TimeZone, toIso, type WallTime } from "../../base";
import { askCalendar, workCalendarOf } from "../../rating";
import type { Finding } from "../finding";
import type { DoctorCalendar, RatingEvidence } from "./evidence";
import { bookOf, calendarsOf } from "./links";

/** How long before a moment it is asked what held until then. */
const JUST_BEFORE = seconds(1);

/** Why the rate of an account does not change at the moment at which an operator expects it (CAL-903): the two things to check. */
export function rateDidNotSwitch(evidence: RatingEvidence): readonly Finding[] {
  const { setting, facts } = evidence;
  if (facts.expectedSwitch === undefined) return [];
  const { account: name, at } = facts.expectedSwitch;
  const account = setting.accounts.find((each) => each.name === name);
  if (account === undefined) return [];
  const book = bookOf(evidence);
  const before = (at - JUST_BEFORE) as WallTime;
  const [was, is] = [book.tableAt(name, before), book.tableAt(name, at)];
  if (was?.table !== is?.table) return [];
  const zone = new TimeZone(setting.timeZone);
  const switches = (calendar: DoctorCalendar): boolean => {
    const asked = workCalendarOf(calendar);
    return askCalendar(asked, zone.localSeconds(before)).isWorking !== askCalendar(asked, zone.localSeconds(at)).isWorking;
  };
  const bound = calendarsOf(setting, account);
  const other = setting.workCalendars.filter((calendar) => !bound.includes(calendar)).find(switches);
  const moment = new Date(zone.localSeconds(at) * 1_000).toISOString().slice(0, 16).replace("T", " ");
  const common = {
    subject: name,
    severity: "error",
    cost: `calls from ${moment} (${toIso(at)}) on are charged by the table "${is?.table ?? "none"}", as before`,
    behaviours: ["CAL-903"],
  } as const;
  const names = bound
    .map((calendar) => `${calendar.name} (${calendar.start.slice(0, 5)}-${calendar.end.slice(0, 5)})`)
    .join(", ");
  if (bound.length === 0)
    return [
      {
        ...common,
        rule: "RATE_NOT_BOUND",
        finding: `the rate does not switch at ${moment}: ${name} has no period rate`,
        mend: "assign a period rate to the account",
      },
    ];
  if (other !== undefined)
    return [
      {
        ...common,
        rule: "RATE_OTHER_CALENDAR",
        finding: `the rate does not switch at ${moment}: it is bound to the calendar ${names}, and ${other.name} is the one that switches then`,
        mend: `bind the period rate of ${name}, or the account, to ${other.name}`,
      },
    ];
  return [
    {
      ...common,
      rule: "RATE_OTHER_HOURS",
      finding: `the rate does not switch at ${moment}: the working hours of ${names} do not begin or end then`,
      mend: `correct the working days, hours and holidays of ${bound.map((calendar) => calendar.name).join(", ")}`,
    },
  ];
}
