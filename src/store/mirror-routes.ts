import type { Database, SqlConnection } from "../ports";
import { insertNew } from "./cdr-statements";
import { fingerprintOf, SLICE } from "./fingerprint";
import type { MirrorCounts } from "./mirror-rows";

/** The prefixes of one routing gateway, by its key. */
export interface RoutesToMirror {
  readonly gateway: number;
  readonly prefixes: readonly string[];
}

/** How `carrierlab_mirrored` names the prefixes of a gateway; no rate table has such a name. */
const MARK = "/route/";

/** Makes `carrierlab_route` say which prefixes each gateway has; the rows of a gateway whose prefixes are as they were are not looked at. */
export async function mirrorRoutes(
  connection: SqlConnection,
  dialect: Database["dialect"],
  wanted: readonly RoutesToMirror[],
  counts: MirrorCounts,
): Promise<void> {
  const { rows } = await connection.run("SELECT name, fingerprint FROM carrierlab_mirrored WHERE name LIKE '/route/%'");
  const known = new Map(rows.map((row) => [String(row["name"]), String(row["fingerprint"])]));
  const highest = await connection.run("SELECT MAX(id) AS highest FROM carrierlab_route");
  let key = Number(highest.rows[0]?.["highest"] ?? 0) + 1;
  for (const { gateway, prefixes } of wanted) {
    const name = `${MARK}${gateway}`;
    const fingerprint = await fingerprintOf(connection, prefixes);
    const before = known.get(name);
    known.delete(name);
    if (before === fingerprint) continue;
    await forget(connection, name, counts);
    for (let start = 0; start < prefixes.length; start += SLICE) {
      const part = prefixes.slice(start, start + SLICE).map((prefix, index) => [key + start + index, gateway, prefix]);
      await insertNew(connection, dialect, {
        ...{ table: "carrierlab_route", key: "id", columns: ["id", "gatewayrouting_id", "prefix"], rows: part },
      });
    }
    key += prefixes.length;
    counts.inserted += prefixes.length;
    await connection.run("INSERT INTO carrierlab_mirrored (name, fingerprint) VALUES (?, ?)", [name, fingerprint]);
  }
  for (const name of known.keys()) await forget(connection, name, counts);
}

async function forget(connection: SqlConnection, name: string, counts: MirrorCounts): Promise<void> {
  const gateway = Number(name.slice(MARK.length));
  counts.deleted += (await connection.run("DELETE FROM carrierlab_route WHERE gatewayrouting_id = ?", [gateway])).changes;
  await connection.run("DELETE FROM carrierlab_mirrored WHERE name = ?", [name]);
}
