import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { createConnection } from "mysql2/promise";
import type { StartedNetwork, StartedTestContainer } from "testcontainers";
import { mariaDbUrl, startMariaDb, TEST_DATABASE } from "../../../../docker/mariadb";
import { fixedNetwork } from "../../../../docker/net-container";
import type { MysqlOptions } from "../../../../src/adapters/sql";
import type { AddressPlan } from "../../../../simulators/network";
import { afterTheRun } from "../after-the-run";
import { BridgeCapture } from "./bridge-capture";

const ROOT = resolve(__dirname, "../../../..");
const worker = Number(process.env.CUCUMBER_WORKER_ID ?? "0");

/** Private addresses, a /24 for each worker, beside those that Docker itself hands out first. */
const net = `172.31.${100 + (worker % 50)}`;

/** Addresses in a lab of containers. Parties behind routers have a network for each router. */
export const CONTAINER_ADDRESSES: AddressPlan = {
  switch: (index) => `${net}.${11 + index}`,
  party: (index) => `${net}.${61 + index}`,
  router: (index) => `${net}.${111 + index}`,
  behindRouter: (index) => `172.30.${(worker % 5) * 40 + index}.10`,
};

const DATABASE_ADDRESS = `${net}.250`;

/** What all labs of a worker stand on: made once, because it takes seconds, and emptied by each lab of what it put there. */
export interface DockerGround {
  readonly network: StartedNetwork;
  readonly capture: BridgeCapture;
  /** The container of the database server. */
  readonly databaseServer: StartedTestContainer;
  /** Makes an empty database. */
  database(name: string): Promise<MysqlOptions>;
  close(): Promise<void>;
}

let ground: Promise<DockerGround> | undefined;

/** The worker's ground; made at the first call, taken away after the run. */
export function dockerGround(): Promise<DockerGround> {
  if (ground === undefined) {
    const made = makeGround();
    ground = made;
    afterTheRun(async () => {
      ground = undefined;
      await (await made).close();
    });
  }
  return ground;
}

async function makeGround(): Promise<DockerGround> {
  // No container that cleans up after a crash: its image could not be pulled. What a crash left is swept here instead.
  process.env.TESTCONTAINERS_RYUK_DISABLED = "true";
  if (worker === 0) execFileSync(`${ROOT}/docker/sweep.sh`, { stdio: "inherit" });
  const network = await fixedNetwork(`carrierlab-lab-${worker}`, `${net}.0/24`);
  const [database, capture] = await Promise.all([
    startMariaDb({ network, address: DATABASE_ADDRESS }),
    BridgeCapture.start(network),
  ]);
  return {
    network,
    capture,
    databaseServer: database,
    database: (name) => makeDatabase(name),
    close: () => close(database, capture, network),
  };
}

async function makeDatabase(name: string): Promise<MysqlOptions> {
  const connection = await createConnection(mariaDbUrl(DATABASE_ADDRESS, "root"));
  try {
    await connection.query(`create database \`${name}\``);
    await connection.query(`grant all on \`${name}\`.* to '${TEST_DATABASE.user}'@'%'`);
  } finally {
    await connection.end();
  }
  const { user, password } = TEST_DATABASE;
  return { host: DATABASE_ADDRESS, user, password, database: name };
}

async function close(database: StartedTestContainer, capture: BridgeCapture, network: StartedNetwork): Promise<void> {
  await Promise.all([database.stop({ timeout: 10_000 }), capture.close()]);
  await network.stop();
}
