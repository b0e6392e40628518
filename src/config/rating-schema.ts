import { z } from "zod";
import { isTimeZone } from "../base";
import { calendarMoment, dayTime, duration, holiday, money, objectName, overdraftLimit, rate, ratePrefix } from "./fields";

const weekday = z.enum(["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);

const hours = {
  start: dayTime.describe("From this time of the day on."),
  end: dayTime.describe("Before this time; 00:00 is the end of the day, and a time before `start` is on the next day."),
};
const sayHours = ({ start, end }: { start: string; end: string }): boolean => start !== end || /^00:00(:00)?$/.test(start);
const SAME = { error: "start and end are the same: only 00:00 to 00:00, the whole day, may be", path: ["end"] };

const timeZone = z.string().refine(isTimeZone, "an IANA time zone, such as Asia/Dhaka");

const destination = z
  .strictObject({ timeZone: timeZone.describe("Of the destination."), ...hours })
  .refine(sayHours, SAME)
  .describe("A destination and its peak hours there.");

const workCalendar = z
  .strictObject({
    name: objectName.describe("Calendar Name (CAL-101)."),
    workingDays: z.array(weekday).max(7).default(["mon", "tue", "wed", "thu", "fri"]).describe("Working Day (CAL-102)."),
    ...hours,
    hours: z
      .partialRecord(weekday, z.strictObject(hours).refine(sayHours, SAME))
      .default({})
      .describe("Hours of single weekdays that differ (CAL-111)."),
    holidays: z
      .array(holiday)
      .max(10_000)
      .default([])
      .describe("Non-working days: 2026-03-26 is that day alone, 03-26 every year (CAL-105, CAL-214)."),
    destinations: z
      .array(destination)
      .max(1_000)
      .default([])
      .describe("What the calendar is made for: `carrierlab doctor` compares its hours with theirs. Rates do not depend on it."),
  })
  .refine(sayHours, SAME);

const step = z.strictObject({
  seconds: z.int().min(1).max(3_600).describe("Length of the step."),
  fee: rate.describe("Price of the whole step, paid once it begins."),
});

const rateTable = z
  .strictObject({
    name: objectName,
    file: z
      .string()
      .min(1)
      .optional()
      .describe("A file of comma-separated values in place of `rates`: prefix,rate,period,steps; relative to this file."),
    rates: z
      .array(
        z.strictObject({
          prefix: ratePrefix,
          rate: rate.describe("Price of a minute."),
          period: z.int().min(1).max(3_600).default(60).describe("Billing cycle in seconds; each that begins is charged."),
          steps: z
            .array(step)
            .max(8)
            .default([])
            .describe("What a call begins with, in order; its cycles follow: 60/6 is a step of 60 s."),
        }),
      )
      .max(1_000_000)
      .default([])
      .refine((rates) => new Set(rates.map(({ prefix }) => prefix)).size === rates.length, "a prefix has one rate in a table"),
  })
  .refine(({ file, rates }) => file === undefined || rates.length === 0, {
    error: "the rates stand in `file`: take them away here, or take `file` away",
    path: ["file"],
  });

const periodRate = z
  .strictObject({
    name: objectName.describe("Period Rate Name (CAL-301)."),
    calendar: objectName.describe("Work Calendar, by name (CAL-302)."),
    workingTable: objectName.describe("Working Hours Rate Table (CAL-303)."),
    nonWorkingTable: objectName.describe("Non-Working Hours Rate Table (CAL-304)."),
  })
  .describe("Package period rate.");

const account = z.strictObject({
  name: objectName,
  balance: money
    .default("0")
    .describe(
      "What the account begins with, when the switch first sees it; later changes are payments (`carrierlab account pay`).",
    ),
  limit: overdraftLimit
    .default("0")
    .describe("Overdraft limit: how far below zero calls may take it; -1 is unlimited, 0 lets it spend what it has (BAL-001)."),
  alarmBelow: money.optional().describe("A balance below it raises an alarm of type 20007 (BAL-022); none when absent."),
  lock: z.enum(["noLock", "locked"]).default("noLock").describe("Lock Type: locked refuses new calls and cuts none."),
  validUntil: calendarMoment.optional().describe("From this moment on new calls are refused."),
  rateTable: objectName.optional().describe("Base rates: in force while no period rate decides."),
  periodRates: z
    .array(objectName)
    .max(100)
    .default([])
    .describe("In order: the first whose calendar says working time decides, else the last (CAL-802)."),
  calendar: objectName.optional().describe("Calendar of the account: stands for those of its period rates (CAL-602)."),
  missingRate: z
    .enum(["reject", "zero"])
    .default("reject")
    .describe("A number without a rate: refused before any INVITE, or carried for nothing (CAL-312, CAL-314)."),
  spanning: z
    .enum(["first", "split"])
    .default("first")
    .describe(
      "A call that lasts over a change of rates: charged by the rate of its beginning, or piece by piece by the rate of each moment (CAL-310).",
    ),
  suppressDurationAlarm: z
    .boolean()
    .default(false)
    .describe("Suppressing all duration too long alarm: no alarm about its long calls, at any time (CAL-607, CAL-608)."),
  timeZone: timeZone.optional().describe("Where its customers are; for `carrierlab doctor` alone (CAL-604)."),
  peakHours: z
    .strictObject(hours)
    .refine(sayHours, SAME)
    .optional()
    .describe(
      "Of a vendor: when its contract has the peak rate, on the switch's clock; for `carrierlab doctor` alone (CAL-703).",
    ),
});

const rateGroup = z
  .strictObject({
    name: objectName,
    periodRates: z.array(objectName).max(100_000).default([]).describe("Period rates, by name."),
    accounts: z.array(objectName).max(100_000).default([]).describe("Accounts that are authorised for them."),
  })
  .describe("Period rates that only some accounts may use; one that is not authorised keeps its base rates (CAL-606).");

/** Accounts and what they pay: keys of the configuration file. */
export const ratingSchema = {
  workCalendars: z.array(workCalendar).max(100_000).default([]).describe("Work calendars, in the switch's time zone."),
  rateTables: z.array(rateTable).max(10_000).default([]).describe("Rate tables."),
  periodRates: z.array(periodRate).max(100_000).default([]).describe("Package period rates."),
  charging: z
    .strictObject({
      overdraftReading: z
        .enum(["full", "early"])
        .default("full")
        .describe(
          "full: a call may use all the money. early: it ends SERVER_BILLING_PREVENT_OVERDRAFT_ADVANCE_TIME before the money does (BAL-011).",
        ),
    })
    .prefault({})
    .describe("How calls use the money of accounts."),
  accounts: z.array(account).max(100_000).default([]).describe("Accounts of customers and vendors."),
  rateGroups: z
    .array(rateGroup)
    .max(10_000)
    .default([])
    .describe("Rate groups: a period rate that stands in none is for every account."),
  alarms: z
    .strictObject({
      longCall: duration.optional().describe("A call that has lasted so long raises an alarm, once; none when absent (CAL-607)."),
    })
    .prefault({})
    .describe("Thresholds of alarms."),
};

/** Single objects of those lists. */
export const ratingObjectSchemas = {
  workCalendars: workCalendar,
  rateTables: rateTable,
  periodRates: periodRate,
  accounts: account,
  rateGroups: rateGroup,
};
