import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { InvariantViolation } from "../base";
import type { Database } from "./database";

const TABLE = "carrierlab_contract";

/** The rules of the {@link Database} port, for every adapter and dialect. `open` gives one database each time it is called. */
export function databaseContract(name: string, open: () => Promise<Database> | Database): void {
  describe(`Database contract: ${name}`, () => {
    let database: Database;
    before(async () => {
      database = await open();
      await database.run(`DROP TABLE IF EXISTS ${TABLE}`);
      await database.run(
        `CREATE TABLE ${TABLE} (id BIGINT NOT NULL PRIMARY KEY, text VARCHAR(255), number DOUBLE, bytes BLOB, flag SMALLINT)`,
      );
    });
    after(async () => {
      await database.run(`DROP TABLE IF EXISTS ${TABLE}`);
      await database.close();
    });

    const insert = (id: number | bigint, text: string | null = null) =>
      database.run(`INSERT INTO ${TABLE} (id, text) VALUES (?, ?)`, [id, text]);
    const count = async (): Promise<unknown> => (await database.run(`SELECT COUNT(*) AS n FROM ${TABLE}`)).rows[0]?.["n"];

    it("gives back what was put in: text, numbers, bytes, truth and nothing", async () => {
      const bytes = Buffer.from([0, 1, 255, 39]);
      const text = "it's \\ ? \" %_ — 非法呼叫 \u{1f4de}";
      await database.run(`INSERT INTO ${TABLE} VALUES (?, ?, ?, ?, ?)`, [1, text, 0.1, bytes, true]);
      const { rows } = await database.run(`SELECT * FROM ${TABLE} WHERE id = ? AND text = ?`, [1, text]);
      assert.deepEqual({ ...rows[0] }, { id: 1, text, number: 0.1, bytes, flag: 1 });
      await insert(2);
      assert.deepEqual(
        { ...(await database.run(`SELECT text, bytes FROM ${TABLE} WHERE id = 2`)).rows[0] },
        { text: null, bytes: null },
      );
    });

    it("keeps every bit of a 64-bit whole number, as number where that is exact and as bigint beyond", async () => {
      for (const value of [
        9_007_199_254_740_991n,
        9_007_199_254_740_993n,
        9_223_372_036_854_775_807n,
        -9_223_372_036_854_775_808n,
      ]) {
        await insert(value);
        const { rows } = await database.run(`SELECT id FROM ${TABLE} WHERE id = ?`, [value]);
        const expected = Number.isSafeInteger(Number(value)) ? Number(value) : value;
        assert.equal(rows[0]?.["id"], expected);
        await database.run(`DELETE FROM ${TABLE} WHERE id = ?`, [value]);
      }
    });

    it("counts the rows that a statement changed", async () => {
      await insert(10);
      await insert(11);
      assert.equal((await database.run(`UPDATE ${TABLE} SET text = ? WHERE id IN (?, ?)`, ["changed", 10, 11])).changes, 2);
      assert.equal((await database.run(`DELETE FROM ${TABLE} WHERE id IN (?, ?)`, [10, 11])).changes, 2);
    });

    it("says DATABASE_CONFLICT for a key that is there and DATABASE_ERROR for a statement that is none", async () => {
      await insert(20);
      await assert.rejects(insert(20), { code: "DATABASE_CONFLICT" });
      await assert.rejects(database.run("SELEKT 1"), { code: "DATABASE_ERROR" });
      await assert.rejects(database.run("SELECT * FROM no_such_table_here"), { code: "DATABASE_ERROR" });
      assert.equal((await database.run("SELECT 1 AS one")).rows[0]?.["one"], 1);
    });

    it("takes values for values, whatever they look like", async () => {
      const before = await count();
      await database.run(`SELECT * FROM ${TABLE} WHERE text = ?`, [`'; DELETE FROM ${TABLE}; --`]);
      assert.equal(await count(), before);
    });

    it("commits a transaction whole and gives its value", async () => {
      const before = Number(await count());
      const value = await database.transaction(async (connection) => {
        await connection.run(`INSERT INTO ${TABLE} (id) VALUES (?)`, [30]);
        await connection.run(`INSERT INTO ${TABLE} (id) VALUES (?)`, [31]);
        return "done";
      });
      assert.equal(value, "done");
      assert.equal(Number(await count()), before + 2);
    });

    it("rolls a transaction back when its work rejects, and rejects with the same error", async () => {
      const before = await count();
      const boom = new InvariantViolation("boom");
      const work = database.transaction(async (connection) => {
        await connection.run(`INSERT INTO ${TABLE} (id) VALUES (?)`, [40]);
        throw boom;
      });
      await assert.rejects(work, (error) => error === boom);
      await assert.rejects(
        database.transaction(async (connection) => {
          await connection.run(`INSERT INTO ${TABLE} (id) VALUES (?)`, [41]);
          await connection.run(`INSERT INTO ${TABLE} (id) VALUES (?)`, [41]);
        }),
        { code: "DATABASE_CONFLICT" },
      );
      assert.equal(await count(), before);
    });

    it("keeps what runs beside a transaction out of it", async () => {
      const transaction = database.transaction(async (connection) => {
        await connection.run(`INSERT INTO ${TABLE} (id) VALUES (?)`, [50]);
        await connection.run("SELECT 1 AS one");
        throw new InvariantViolation("rolled back");
      });
      const beside = insert(51);
      await assert.rejects(transaction, /rolled back/);
      await beside;
      const { rows } = await database.run(`SELECT id FROM ${TABLE} WHERE id IN (50, 51)`);
      assert.deepEqual(
        rows.map(({ id }) => id),
        [51],
      );
    });

    it("lets two openers write at once, each waiting for the other", async () => {
      const other = await open();
      try {
        const writers = [database, other].map((each, index) =>
          Promise.all(
            [...Array(20).keys()].map((step) =>
              each.transaction(async (connection) => {
                await connection.run("SELECT 1 AS one");
                await connection.run(`INSERT INTO ${TABLE} (id) VALUES (?)`, [100 + step * 2 + index]);
              }),
            ),
          ),
        );
        await Promise.all(writers);
        const { rows } = await database.run(`SELECT COUNT(*) AS n FROM ${TABLE} WHERE id BETWEEN 100 AND 139`);
        assert.equal(rows[0]?.["n"], 40);
      } finally {
        if (other !== database) await other.close();
      }
    });

    it("says DATABASE_UNAVAILABLE after close", async () => {
      const other = await open();
      if (other === database) return;
      await other.close();
      await other.close();
      await assert.rejects(other.run("SELECT 1"), { code: "DATABASE_UNAVAILABLE" });
    });
  });
}
