import { SwitchError } from "../base";
import type { Database, SqlConnection, SqlValue } from "../ports";
import { mappingRow, mappingSettings, ownRoutingRow, routingRow, routingSettings } from "./gateway-rows";
import type { Installation, InstalledCalendar } from "./installation";
import { fingerprintOfRates, mirrorRates, removeRatesOf } from "./mirror-rates";
import { mirrorRoutes } from "./mirror-routes";
import { keysOf, mirrorRows, pagesOf, type MirrorCounts } from "./mirror-rows";

type Row = Readonly<Record<string, SqlValue>>;
type Keys = ReadonlyMap<string, number>;

const ACCOUNT_TYPES = { normal: 0, clearing: 2 } as const;
/** `e_feeratebytime.type` of the hours of a weekday, and of what is outside of all hours. */
const ON_WEEKDAY = 1;
const OTHERWISE = 0;

/** Where `carrierlab_mirrored` says whose configuration it is; no rate table has such a name. */
const OWNER = "/switch";

const END_OF_DAY = 86_400;

/** Writes what accounts have, by their keys in `e_customer`. */
export async function mirrorBalances(connection: SqlConnection, balances: ReadonlyMap<number, number>): Promise<void> {
  for (const [id, money] of balances) await connection.run("UPDATE e_customer SET money = ? WHERE id = ?", [money, id]);
}

/** What a mirror changed, and the keys that accounts have in `e_customer`. */
export interface MirrorOutcome {
  readonly changed: Readonly<MirrorCounts>;
  readonly accounts: ReadonlyMap<string, number>;
}

/**
 * Writes the switch's configuration into the tables that tools of the field read.
 *
 * @throws {SwitchError} `CONFIGURATION_OF_ANOTHER_SWITCH` when a switch with another number has written there.
 *
 * One transaction; what is said already is not touched, so that running it again changes nothing. An object keeps its key for as long as
 * its name is there. A rate table whose fingerprint is that of the last time is passed over: a million rows are written once.
 */
export function mirrorInstallation(database: Database, installation: Installation): Promise<MirrorOutcome> {
  return database.transaction(async (connection) => {
    const counts: MirrorCounts = { inserted: 0, updated: 0, deleted: 0 };
    const accounts = await new Mirror(connection, database.dialect, installation, counts).write();
    return { changed: counts, accounts };
  });
}

class Mirror {
  constructor(
    private readonly connection: SqlConnection,
    private readonly dialect: Database["dialect"],
    private readonly wanted: Installation,
    private readonly counts: MirrorCounts,
  ) {}

  async write(): Promise<Keys> {
    await this.claim();
    const { accounts, calendars, gatewayGroups, mappingGateways, periodRates, rateTables, routingGateways } = this.wanted;
    const keys = {
      tables: await this.keys("e_feerategroup", "name", rateTables),
      calendars: await this.keys("e_calendar", "name", calendars),
      suites: await this.keys("e_suite", "name", periodRates),
      accounts: await this.keys("e_customer", "account", accounts),
      mapping: await this.keys("e_gatewaymapping", "name", mappingGateways),
      routing: await this.keys("e_gatewayrouting", "name", routingGateways),
      groups: await this.keys("e_gatewaygroup", "name", gatewayGroups),
    };
    await this.withoutRatesOfGoneTables(keys.tables);
    await this.rows("e_feerategroup", "id", keys.tables, rateTables, ({ name }) => ({ name, isprivate: 0, user_id: 0 }));
    await this.rates(keys.tables);
    await this.calendars(keys.calendars);
    await this.periodRates(keys);
    await this.accounts(keys);
    await this.rows("e_gatewaygroup", "id", keys.groups, gatewayGroups, ({ name, capacity }) => ({
      ...{ name, capacity: capacity ?? null },
    }));
    await this.rows("e_gatewaymapping", "id", keys.mapping, mappingGateways, (gateway) => mappingRow(gateway, keys.accounts));
    await this.rows("e_gatewaymappingsetting", "gatewaymapping_id", keys.mapping, mappingGateways, mappingSettings);
    await this.rows("e_gatewayrouting", "id", keys.routing, routingGateways, (gateway) => routingRow(gateway, keys.accounts));
    await this.rows("e_gatewayroutingsetting", "gatewayrouting_id", keys.routing, routingGateways, routingSettings);
    await this.rows("carrierlab_gatewayrouting", "gatewayrouting_id", keys.routing, routingGateways, ownRoutingRow);
    const routes = routingGateways.map(({ name, prefixes }) => ({ gateway: keys.routing.get(name) ?? 0, prefixes }));
    await mirrorRoutes(this.connection, this.dialect, routes, this.counts);
    return keys.accounts;
  }

  /** The tables say what one switch is: another one that writes its calls into the same database must not turn them over. */
  private async claim(): Promise<void> {
    const { connection } = this;
    const wanted = String(this.wanted.switchNumber);
    const { rows } = await connection.run("SELECT fingerprint FROM carrierlab_mirrored WHERE name = ?", [OWNER]);
    const owner = rows[0]?.["fingerprint"];
    if (owner === undefined)
      await connection.run("INSERT INTO carrierlab_mirrored (name, fingerprint) VALUES (?, ?)", [OWNER, wanted]);
    else if (owner !== wanted) {
      throw new SwitchError(
        "CONFIGURATION_OF_ANOTHER_SWITCH",
        `the tables of the database hold the configuration of switch ${String(owner)}`,
        {
          owner: String(owner),
        },
      );
    }
  }

  private keys(table: string, name: string, all: readonly { readonly name: string }[]): Promise<Keys> {
    return keysOf(
      this.connection,
      { table, key: "id", name },
      all.map((each) => each.name),
    );
  }

  private rows<Named extends { readonly name: string }>(
    table: string,
    key: string,
    keys: Keys,
    all: readonly Named[],
    rowOf: (one: Named) => Row,
  ): Promise<void> {
    return this.numbered(table, key, new Map(all.map((one) => [keys.get(one.name) ?? 0, rowOf(one)])));
  }

  private numbered(table: string, key: string, rows: ReadonlyMap<number, Row>): Promise<void> {
    return mirrorRows(this.connection, this.dialect, { table, key, rows }, this.counts);
  }

  private async withoutRatesOfGoneTables(keys: Keys): Promise<void> {
    const { connection, counts } = this;
    const kept = new Set(keys.values());
    for await (const page of pagesOf(connection, { table: "e_feerategroup", key: "id", columns: [] })) {
      for (const group of page.map(({ id }) => Number(id)).filter((each) => !kept.has(each))) {
        await removeRatesOf(connection, group, counts);
      }
    }
  }

  private async rates(groups: Keys): Promise<void> {
    const { connection } = this;
    const known = new Map(
      (await connection.run("SELECT name, fingerprint FROM carrierlab_mirrored")).rows.map((row) => [
        String(row["name"]),
        String(row["fingerprint"]),
      ]),
    );
    const highest = await connection.run("SELECT MAX(id) AS highest FROM e_feerate");
    let nextKey = Number(highest.rows[0]?.["highest"] ?? 0) + 1;
    for (const table of this.wanted.rateTables) {
      const { name } = table;
      const fingerprint = await fingerprintOfRates(connection, table);
      if (known.get(name) === fingerprint) continue;
      nextKey = await mirrorRates(connection, this.dialect, { group: groups.get(name) ?? 0, table, nextKey }, this.counts);
      await connection.run("DELETE FROM carrierlab_mirrored WHERE name = ?", [name]);
      await connection.run("INSERT INTO carrierlab_mirrored (name, fingerprint) VALUES (?, ?)", [name, fingerprint]);
    }
    for (const gone of [...known.keys()].filter((name) => !name.startsWith("/") && !groups.has(name))) {
      await connection.run("DELETE FROM carrierlab_mirrored WHERE name = ?", [gone]);
    }
  }

  private async calendars(keys: Keys): Promise<void> {
    const { calendars, timeZone } = this.wanted;
    await this.rows("e_calendar", "id", keys, calendars, ({ name }) => ({ name }));
    await this.rows("carrierlab_work_calendar", "calendar_id", keys, calendars, (calendar) => ({
      ...{ days: calendar.days, start_time: calendar.start, end_time: calendar.end },
      ...{ other_hours: calendar.otherHours ?? null, holidays: calendar.holidays.join(","), time_zone: timeZone },
    }));
    const days = calendars.flatMap((calendar) =>
      calendar.holidayTimes.map(({ name, time }) => ({
        name,
        utctime: time,
        type: 0,
        calendar_id: keys.get(calendar.name) ?? 0,
      })),
    );
    await this.numbered("e_calendar_day", "id", new Map(days.map((day, index) => [index + 1, day])));
  }

  /** A package period rate is a suite of the original: hours of weekdays with the working table, everything else with the other one. */
  private async periodRates({ suites, tables, calendars }: { suites: Keys; tables: Keys; calendars: Keys }): Promise<void> {
    const { periodRates, calendars: all } = this.wanted;
    const byName = new Map(all.map((calendar) => [calendar.name, calendar]));
    await this.rows("e_suite", "id", suites, periodRates, ({ name }) => ({ name, user_id: 0 }));
    await this.rows("carrierlab_period_rate", "suite_id", suites, periodRates, (rate) => ({
      calendar_id: calendars.get(rate.calendar) ?? 0,
      working_feerategroup_id: tables.get(rate.workingTable) ?? 0,
      nonworking_feerategroup_id: tables.get(rate.nonWorkingTable) ?? 0,
    }));
    const sections = periodRates.flatMap((rate) => {
      const suite = suites.get(rate.name) ?? 0;
      return [
        ...hoursOf(byName.get(rate.calendar)).map(({ weekday, start, end }) => ({
          ...{ type: ON_WEEKDAY, startday: weekday, endday: weekday, starttime: start, endtime: end, suite_id: suite },
          feerategroup_id: tables.get(rate.workingTable) ?? 0,
        })),
        {
          ...{ type: OTHERWISE, startday: 0, endday: 6, starttime: 0, endtime: END_OF_DAY, suite_id: suite },
          feerategroup_id: tables.get(rate.nonWorkingTable) ?? 0,
        },
      ];
    });
    await this.numbered("e_feeratebytime", "id", new Map(sections.map((section, index) => [index + 1, section])));
  }

  private async accounts(keys: { accounts: Keys; tables: Keys; calendars: Keys; suites: Keys }): Promise<void> {
    const { accounts, timeZone } = this.wanted;
    await this.rows("e_customer", "id", keys.accounts, accounts, (account) => ({
      ...{ account: account.name, name: account.name, type: ACCOUNT_TYPES[account.type], money: account.money },
      ...{ limitmoney: account.limitMoney, locktype: account.isLocked ? 1 : 0, status: 0, validtime: account.validUntil ?? null },
      ...{ timezoneid: timeZone, feerategroupprivate_id: 0 },
      feerategroup_id: keys.tables.get(account.rateTable ?? "") ?? 0,
      calendar_id: keys.calendars.get(account.calendar ?? "") ?? 0,
    }));
    const orders = accounts.flatMap((account) =>
      account.periodRates.map((rate, index) => ({
        ...{ availabletime: 0, priority: index + 1, suite_id: keys.suites.get(rate) ?? 0 },
        customer_id: keys.accounts.get(account.name) ?? 0,
      })),
    );
    await this.numbered("e_suiteorder", "id", new Map(orders.map((order, index) => [index + 1, order])));
  }
}

const hoursOf = (calendar: InstalledCalendar | undefined): InstalledCalendar["hours"] => calendar?.hours ?? [];
