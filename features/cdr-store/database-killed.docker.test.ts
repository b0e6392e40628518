import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { getContainerRuntimeClient } from "testcontainers";
import { milliseconds, seconds } from "../../src/base";
import { POLITE } from "../../simulators/endpoint";
import { leaveRun } from "../support/stages/after-the-run";
import { dockerGround } from "../support/stages/docker/docker-ground";
import { DockerStage } from "../support/stages/docker/docker-stage";

const CALLS = 200;
/** Calls before which the server is killed, and those before which it is started again. */
const KILLED_AT = [40, 110];
const STARTED_AT = [75, 150];

describe("a database that is killed and comes back while calls go on", () => {
  after(leaveRun);

  it("has every call once in the end", async () => {
    const stage = new DockerStage(11);
    const { databaseServer } = await dockerGround();
    const server = (await getContainerRuntimeClient()).container.dockerode.getContainer(databaseServer.getId());
    try {
      await stage.start({
        switches: [
          {
            name: "A",
            // Small batches, so that the server dies in the midst of one.
            parameters: { SS_CDR_FILE_WRITE_MAX: 3, SS_CDR_FILE_WRITE_INTERVAL: 1 },
            mappingGateways: [{ name: "acme", peer: "Acme" }],
            routingGateways: [{ name: "nobody", peer: "Acme", prefixes: ["44"], enabled: false }],
          },
        ],
        parties: [{ name: "Acme", personality: POLITE }],
        paths: [],
      });
      const stored = async () => (await stage.statusOf("A")).records;
      let sawItAway = false;
      for (let index = 0; index < CALLS; index += 1) {
        if (KILLED_AT.includes(index)) await server.kill({ signal: "SIGKILL" });
        if (STARTED_AT.includes(index)) {
          sawItAway ||= (await stored()).waiting > 0;
          await server.start();
        }
        await stage.call({ caller: "Acme", through: "A", call: `call ${index}`, to: String(442_079_460_000 + index) });
        await stage.pass(milliseconds(20));
      }
      assert.ok(sawItAway, "no record waited while the server was dead");
      const isOver = await stage.until(async () => {
        await stage.ask("A", "storeRecords");
        const { waiting, database } = await stored();
        return waiting === 0 && database === "available";
      }, seconds(60));
      assert.ok(isOver, JSON.stringify(await stored()));
      const records = await stage.records("A");
      assert.equal(records.length, CALLS);
      assert.equal(new Set(records.map(({ flowNo }) => flowNo)).size, CALLS);
      assert.deepEqual(
        records.map(({ callee }) => Number(callee) - 442_079_460_000).sort((a, b) => a - b),
        Array.from({ length: CALLS }, (_, index) => index),
      );
      const { rejected, lost } = await stored();
      assert.deepEqual([rejected, lost], [0, 0]);
    } finally {
      await stage.close();
    }
  });
});
