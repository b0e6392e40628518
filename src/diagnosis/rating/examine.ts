import type { Finding } from "../finding";
import { calendarAlone, falseAlarms, forNothing, notAuthorised, overlaps, overruledCalendar } from "./accounts";
import { calendarNames, fixedHolidays, januaryReview, neverWorking, pastHolidays, unusedCalendars } from "./calendars";
import type { RatingEvidence, RatingRule } from "./evidence";
import { missingLayers } from "./layers";
import { margins } from "./margins";
import { rateDidNotSwitch } from "./switching";
import { dearNights, prefixSets } from "./tables";
import { contractHours, destinationHours, manyZones, serverZone, sharedCalendars } from "./zones";

const RULES: readonly RatingRule[] = [
  prefixSets,
  dearNights,
  margins,
  missingLayers,
  calendarAlone,
  overruledCalendar,
  overlaps,
  forNothing,
  notAuthorised,
  falseAlarms,
  calendarNames,
  neverWorking,
  pastHolidays,
  fixedHolidays,
  januaryReview,
  unusedCalendars,
  destinationHours,
  manyZones,
  sharedCalendars,
  contractHours,
  serverZone,
  rateDidNotSwitch,
];

/** Every check of accounts, rate tables, calendars and period rates. Pure; what the evidence does not say is not examined. */
export const examineRating = (evidence: RatingEvidence): readonly Finding[] => RULES.flatMap((rule) => rule(evidence));
