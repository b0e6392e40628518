import { inSeconds, moneyOf, TimeZone, type Duration, type WallTime } from "../../base";
import type { MappingGatewayConfig, RoutingGatewayConfig, SwitchConfig } from "../../config";
import { WEEKDAYS, workingHours } from "../../rating";
import type { AccountStanding, RateTable } from "../../rating";
import {
  asDouble,
  type Installation,
  type InstalledCalendar,
  type InstalledMappingGateway,
  type InstalledRoutingGateway,
} from "../../store";

/** The original's `limitmoney` of an account without a limit. */
const UNLIMITED = -1;

type AccountConfig = SwitchConfig["accounts"][number];
type CalendarConfig = SwitchConfig["workCalendars"][number];

/** Yearly holidays have no year in the configuration; the table of the field wants one: this year's and the next one's are written. */
const YEARS_AHEAD = [0, 1] as const;

/** What is there beside the configuration: the rates of its tables, and what accounts have and may do now. */
export interface InstallationState {
  readonly at: WallTime;
  readonly tables: readonly RateTable[];
  readonly standings: ReadonlyMap<string, AccountStanding>;
}

/** A switch's configuration in the units of the tables of the field. */
export function installationOf(config: SwitchConfig, { at, tables, standings }: InstallationState): Installation {
  const zone = new TimeZone(config.timeZone);
  const year = new Date(zone.localSeconds(at) * 1_000).getUTCFullYear();
  const customers = new Set(config.mappingGateways.flatMap(({ account }) => account ?? []));
  const vendors = new Set(config.routingGateways.flatMap(({ account }) => account ?? []));
  return {
    switchNumber: config.number,
    timeZone: config.timeZone,
    accounts: config.accounts.map((account) => ({
      ...termsOf(account, zone, standings.get(account.name)),
      name: account.name,
      type: vendors.has(account.name) && !customers.has(account.name) ? "clearing" : "normal",
      ...{ rateTable: account.rateTable, calendar: account.calendar, periodRates: account.periodRates },
    })),
    rateTables: tables,
    calendars: config.workCalendars.map((calendar) => installedCalendar(calendar, zone, year)),
    periodRates: config.periodRates,
    gatewayGroups: groupsOf(config),
    mappingGateways: config.mappingGateways.map(mappingGateway),
    routingGateways: config.routingGateways.map(routingGateway),
  };
}

/** As the account stands; as it is configured where it has no standing. Times in whole milliseconds. */
function termsOf(account: AccountConfig, zone: TimeZone, standing: AccountStanding | undefined) {
  if (standing === undefined) {
    return {
      ...{ money: asDouble(moneyOf(account.balance)), limitMoney: Number(account.limit), isLocked: account.lock === "locked" },
      validUntil: account.validUntil === undefined ? undefined : Math.floor(zone.moment(account.validUntil) / 1_000),
    };
  }
  const { money, limit, isLocked, validUntil } = standing;
  return {
    ...{ money: asDouble(money), limitMoney: limit === undefined ? UNLIMITED : asDouble(limit), isLocked },
    validUntil: validUntil === undefined ? undefined : Math.floor(validUntil / 1_000),
  };
}

function installedCalendar(calendar: CalendarConfig, zone: TimeZone, year: number): InstalledCalendar {
  const { name, workingDays, start, end, hours, holidays } = calendar;
  const others = Object.entries(hours).map(([day, { start: from, end: to }]) => `${day} ${from}-${to}`);
  const dates = holidays.flatMap((holiday) =>
    holiday.length > 5 ? [holiday] : YEARS_AHEAD.map((ahead) => `${year + ahead}-${holiday}`),
  );
  return {
    ...{ name, start, end, holidays },
    days: workingDays.join(","),
    otherHours: others.length === 0 ? undefined : others.join(", "),
    hours: workingDays.flatMap((day) => {
      const own = hours[day] ?? { start, end };
      const found = workingHours(own.start, own.end);
      return found === undefined ? [] : [{ weekday: WEEKDAYS.indexOf(day), ...found }];
    }),
    holidayTimes: dates
      .map((date) => ({ name: date, time: zone.moment(`${date}T00:00:00`) / 1_000 }))
      // 02-29 is no day of most years.
      .filter(({ time }) => Number.isFinite(time)),
  };
}

/** A group exists by its name, with or without settings of its own. */
function groupsOf({ gatewayGroups, routingGateways }: SwitchConfig): Installation["gatewayGroups"] {
  const limits = new Map(gatewayGroups.map(({ name, lineLimit }) => [name, lineLimit]));
  const names = new Set([...limits.keys(), ...routingGateways.flatMap(({ group }) => group ?? [])]);
  return [...names].map((name) => ({ name, capacity: limits.get(name) }));
}

const rules = (transforms: MappingGatewayConfig["callerTransforms"]): readonly string[] =>
  transforms.map(({ match, replace }) => `${match}:${replace}`);

const lockOf = ({ enabled, lock }: Pick<MappingGatewayConfig, "enabled" | "lock">): InstalledMappingGateway["lock"] =>
  enabled ? lock : "barAllCalls";

function mappingGateway(gateway: MappingGatewayConfig): InstalledMappingGateway {
  return {
    name: gateway.name,
    addresses: [gateway.address].flat(),
    port: gateway.port,
    lock: lockOf(gateway),
    capacity: gateway.lineLimit,
    media: gateway.mediaProxy,
    account: gateway.account,
    callerRules: rules(gateway.callerTransforms),
    calleeRules: rules(gateway.calleeTransforms),
    allowedPrefixes: gateway.allowedPrefixes,
  };
}

const wholeSeconds = (time: Duration | undefined): number | undefined =>
  time === undefined ? undefined : Math.max(1, Math.round(inSeconds(time)));

function routingGateway(gateway: RoutingGatewayConfig): InstalledRoutingGateway {
  const { name, account, group, priority, encrypt, protect, reservedLines, rate, gatewayPrefix, optionsCheck } = gateway;
  const { prefixes, prefixMode, prefixExpiresAt, switchUntilConnect, stopCodes, switchAllow, timeouts, callerPool } = gateway;
  return {
    ...{ name, account, group, priority, encrypt, protect, reservedLines, rate, gatewayPrefix, optionsCheck },
    ...{ prefixes, prefixMode, prefixExpiresAt, switchUntilConnect, stopCodes },
    addresses: [gateway.address],
    port: gateway.port,
    lock: lockOf(gateway),
    capacity: gateway.lineLimit,
    media: gateway.mediaProxy,
    callerRules: rules(gateway.callerTransforms),
    calleeRules: rules(gateway.calleeTransforms),
    stopAfter: { sdp: !switchAllow.sdp, rtp: !switchAllow.rtp, busy: !switchAllow.busy },
    timeouts: {
      invite: wholeSeconds(gateway.timerB),
      trying: wholeSeconds(timeouts.trying),
      sessionProgress: wholeSeconds(timeouts.sessionProgress),
      sessionProgressSdp: wholeSeconds(timeouts.sessionProgressSdp),
      ringing: wholeSeconds(timeouts.ringing),
    },
    poolMultiplexes: callerPool.enabled ? callerPool.multiplexes : undefined,
    assertsIdentity: gateway.assertsIdentity,
    allowedMappingGateways: gateway.allowedMappingGateways,
  };
}
