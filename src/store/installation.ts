import type { RateTable } from "../rating";

export interface InstalledAccount {
  readonly name: string;
  /** `clearing`: of a vendor. */
  readonly type: "normal" | "clearing";
  readonly money: number;
  readonly limitMoney: number;
  readonly isLocked: boolean;
  /** Epoch milliseconds. */
  readonly validUntil?: number | undefined;
  readonly rateTable?: string | undefined;
  readonly calendar?: string | undefined;
  /** Package period rates in the order in which they are asked. */
  readonly periodRates: readonly string[];
}

/** Hours of one weekday, as seconds of the day; `weekday` 0 is Sunday. */
export interface InstalledHours {
  readonly weekday: number;
  readonly start: number;
  readonly end: number;
}

export interface InstalledCalendar {
  readonly name: string;
  /** As text, such as `mon,tue`. */
  readonly days: string;
  readonly start: string;
  readonly end: string;
  /** Hours of single weekdays that differ, as text. */
  readonly otherHours?: string | undefined;
  readonly hours: readonly InstalledHours[];
  /** As configured: `2026-03-26`, or `03-26` for every year. */
  readonly holidays: readonly string[];
  /** The holidays as days that begin at these epoch milliseconds. */
  readonly holidayTimes: readonly { readonly name: string; readonly time: number }[];
}

export interface InstalledPeriodRate {
  readonly name: string;
  readonly calendar: string;
  readonly workingTable: string;
  readonly nonWorkingTable: string;
}

/** Lock of a gateway: what it may not do. */
export type InstalledLock = "noLock" | "barCallIn" | "barCallOut" | "barAllCalls";

export interface InstalledGatewayGroup {
  readonly name: string;
  readonly capacity?: number | undefined;
}

interface InstalledGateway {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly port?: number | undefined;
  readonly lock: InstalledLock;
  readonly capacity?: number | undefined;
  readonly media: "auto" | "on" | "off";
  readonly account?: string | undefined;
  /** Number transforms, as `match:replace`. */
  readonly callerRules: readonly string[];
  readonly calleeRules: readonly string[];
}

export interface InstalledMappingGateway extends InstalledGateway {
  /** Every number when undefined. */
  readonly allowedPrefixes?: readonly string[] | undefined;
}

export interface InstalledRoutingGateway extends InstalledGateway {
  readonly prefixes: readonly string[];
  readonly prefixMode: "prefix" | "extension" | "expiration";
  readonly prefixExpiresAt?: string | undefined;
  readonly priority: number;
  readonly encrypt: boolean;
  readonly group?: string | undefined;
  readonly protect: boolean;
  readonly reservedLines: number;
  readonly rate?: string | undefined;
  readonly gatewayPrefix: string;
  readonly optionsCheck: boolean;
  readonly switchUntilConnect: boolean;
  readonly stopCodes: readonly number[];
  readonly stopAfter: { readonly sdp: boolean; readonly rtp: boolean; readonly busy: boolean };
  /** In seconds; undefined where the switch's own holds. */
  readonly timeouts: {
    readonly invite?: number | undefined;
    readonly trying?: number | undefined;
    readonly sessionProgress?: number | undefined;
    readonly sessionProgressSdp?: number | undefined;
    readonly ringing?: number | undefined;
  };
  /** Calls at once on one number of its caller pool; undefined without a pool. */
  readonly poolMultiplexes?: number | undefined;
  readonly assertsIdentity: boolean;
  readonly allowedMappingGateways?: readonly string[] | undefined;
}

/** What the tables of the field are to say: the switch's configuration at one moment, in their units. */
export interface Installation {
  /** Number of the switch among those that write one database. */
  readonly switchNumber: number;
  readonly timeZone: string;
  readonly accounts: readonly InstalledAccount[];
  /** The field calls them rate groups. */
  readonly rateTables: readonly RateTable[];
  readonly calendars: readonly InstalledCalendar[];
  readonly periodRates: readonly InstalledPeriodRate[];
  readonly gatewayGroups: readonly InstalledGatewayGroup[];
  readonly mappingGateways: readonly InstalledMappingGateway[];
  readonly routingGateways: readonly InstalledRoutingGateway[];
}
