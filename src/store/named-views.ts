import type { Database, SqlConnection } from "../ports";

/** The tables that the guides name, over ours. Their columns are our choice where no guide says them. */
export const NAMED_VIEWS: Readonly<Record<string, string>> = {
  client: `SELECT id, account, name, type, locktype, money, limitmoney, validtime, feerategroup_id, calendar_id FROM e_customer`,
  productrate: `SELECT r.id AS id, g.name AS ratetable, r.feeprefix AS prefix, r.fee AS fee, r.period AS period, r.locktype AS locktype
    FROM e_feerate r JOIN e_feerategroup g ON g.id = r.feerategroup_id`,
  route: `SELECT r.id AS id, g.name AS gateway, r.prefix AS prefix, g.priority AS priority, g.capacity AS capacity, g.locktype AS locktype,
      x.protect AS protect
    FROM carrierlab_route r JOIN e_gatewayrouting g ON g.id = r.gatewayrouting_id
    JOIN carrierlab_gatewayrouting x ON x.gatewayrouting_id = r.gatewayrouting_id`,
  gateway: `SELECT 'mapping' AS kind, id, name, remoteips, capacity, priority, locktype FROM e_gatewaymapping
    UNION ALL SELECT 'routing' AS kind, id, name, remoteips, capacity, priority, locktype FROM e_gatewayrouting`,
  work_calendar: `SELECT c.id AS id, c.name AS name, w.days AS days, w.start_time AS start, w.end_time AS "end", w.other_hours AS otherhours,
      w.holidays AS holidays, w.time_zone AS timezone
    FROM e_calendar c JOIN carrierlab_work_calendar w ON w.calendar_id = c.id`,
  clientaccount: `SELECT id, account AS accountname, NULLIF(calendar_id, 0) AS workcalendarid, NULLIF(feerategroup_id, 0) AS feerategroupid,
      money, limitmoney, locktype FROM e_customer`,
};

/** Defines the views that the guides name in our own database. */
export async function makeNamedViews(connection: SqlConnection, dialect: Database["dialect"]): Promise<void> {
  for (const [name, select] of Object.entries(NAMED_VIEWS)) {
    await connection.run(`DROP VIEW IF EXISTS ${name}`);
    await connection.run(`CREATE VIEW ${name} AS ${dialect === "mysql" ? select.replaceAll('"', "`") : select}`);
  }
}
