import type { WallTime } from "../../base";
import type { CalendarSetting, HoursSetting, PeriodRate, RatedAccount, RateGroup, RateTable } from "../../rating";
import type { Finding } from "../finding";

/** A place that calls go to, and the hours in which it is dear there. */
export interface Destination extends HoursSetting {
  readonly timeZone: string;
}

/** A work calendar as the doctor looks at it. */
export interface DoctorCalendar extends CalendarSetting {
  /** What it was made for, in the destinations' own time. */
  readonly destinations?: readonly Destination[] | undefined;
}

/** An account as the doctor looks at it. */
export interface DoctorAccount extends RatedAccount {
  /** Where its customers are. */
  readonly timeZone?: string | undefined;
  /** Hours in which a vendor's contract has the peak rate, in the switch's time. */
  readonly peakHours?: HoursSetting | undefined;
  readonly suppressDurationAlarm?: boolean | undefined;
}

/** What a switch's configuration says about rating. A whole configuration fits. */
export interface RatingSetting {
  readonly name: string;
  readonly timeZone: string;
  readonly workCalendars: readonly DoctorCalendar[];
  readonly periodRates: readonly PeriodRate[];
  readonly accounts: readonly DoctorAccount[];
  readonly rateGroups?: readonly RateGroup[] | undefined;
  readonly mappingGateways: readonly { readonly name: string; readonly account?: string | undefined }[];
  readonly routingGateways: readonly RatedGateway[];
}

/** A vendor's gateway, as far as its prices go. */
export interface RatedGateway {
  readonly name: string;
  readonly account?: string | undefined;
  readonly prefixes: readonly string[];
  readonly priority: number;
  readonly enabled: boolean;
}

/** Facts about the surroundings that no configuration holds. What is absent is not examined. */
export interface RatingFacts {
  readonly now?: WallTime | undefined;
  /** The switch before a change or a migration, as its configuration was then. */
  readonly before?: Pick<RatingSetting, "timeZone" | "workCalendars"> | undefined;
  /** A change of the rate table that an operator expects and does not see. */
  readonly expectedSwitch?: { readonly account: string; readonly at: WallTime } | undefined;
  /** Alarms about long calls, by account, since yesterday. */
  readonly durationAlarms?: readonly DurationAlarms[] | undefined;
}

/** Long-call alarms of one account in a night. */
export interface DurationAlarms {
  readonly account: string;
  readonly count: number;
  /** How many of them are about calls that began outside the working hours of the account's calendar. */
  readonly offPeak: number;
}

/** Everything that the rating checks look at. */
export interface RatingEvidence {
  readonly setting: RatingSetting;
  readonly tables: readonly RateTable[];
  readonly facts: RatingFacts;
}

/** Answers to a question about all evidence. */
export type RatingRule = (evidence: RatingEvidence) => readonly Finding[];
