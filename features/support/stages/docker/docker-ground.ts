import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { createConnection } from "mysql2/promise";
import type { StartedNetwork, StartedTestContainer } from "testcontainers";
import { mariaDbUrl, startMariaDb, TEST_DATABASE } from "../../../../docker/mariadb";
import { freeNetwork } from "../../../../docker/net-container";
import type { MysqlOptions } from "../../../../src/adapters/sql";
import type { AddressPlan } from "../../../../simulators/network";
import { NAMED_DATABASE_NAMES } from "../../../../src/store";
import { afterTheRun } from "../after-the-run";
import { BridgeCapture } from "./bridge-capture";

const ROOT = resolve(__dirname, "../../../..");

/** Number of the ground's network; known when there is a ground, which is before any host of a lab has an address. */
let number = 0;

/**
 * Addresses in a lab of containers. What is behind routers has a network of eight addresses for each router: the bridge's, the
 * router's and its own.
 */
export const CONTAINER_ADDRESSES: AddressPlan = {
  switch: (index) => `198.18.${number}.${11 + index}`,
  party: (index) => `198.18.${number}.${61 + index}`,
  router: (index) => `198.18.${number}.${111 + index}`,
  behindRouter: (index) => `198.19.${number}.${8 * index + 3}`,
};

/** Last part of the address of the database server. */
const DATABASE_HOST = 250;

/** What all labs of a worker stand on: made once, because it takes seconds, and emptied by each lab of what it put there. */
export interface DockerGround {
  readonly network: StartedNetwork;
  readonly capture: BridgeCapture;
  /** The container of the database server. */
  readonly databaseServer: StartedTestContainer;
  /** Makes an empty database. */
  database(name: string): Promise<MysqlOptions>;
  /** Takes the databases that the guides name from the switch of an earlier lab, so that the next one may have them. */
  freeNamedDatabases(): Promise<void>;
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
  execFileSync(`${ROOT}/docker/sweep.sh`, { stdio: "inherit" });
  const free = await freeNetwork();
  const { network } = free;
  number = free.number;
  const address = `${free.prefix}.${DATABASE_HOST}`;
  const [database, capture] = await Promise.all([startMariaDb({ network, address }), BridgeCapture.start(network)]);
  return {
    network,
    capture,
    databaseServer: database,
    database: (name) => makeDatabase(address, name),
    freeNamedDatabases: () => freeNamedDatabases(address),
    close: () => close(database, capture, network),
  };
}

async function makeDatabase(host: string, name: string): Promise<MysqlOptions> {
  const connection = await createConnection(mariaDbUrl(host, "root"));
  try {
    await connection.query(`create database \`${name}\``);
    await connection.query(`grant all on \`${name}\`.* to '${TEST_DATABASE.user}'@'%'`);
  } finally {
    await connection.end();
  }
  const { user, password } = TEST_DATABASE;
  return { host, user, password, database: name };
}

async function freeNamedDatabases(host: string): Promise<void> {
  const connection = await createConnection(mariaDbUrl(host, "root"));
  try {
    for (const name of NAMED_DATABASE_NAMES) {
      await connection.query(`drop database if exists ${name}`);
      await connection.query(`grant all on ${name}.* to '${TEST_DATABASE.user}'@'%'`);
    }
  } finally {
    await connection.end();
  }
}

async function close(database: StartedTestContainer, capture: BridgeCapture, network: StartedNetwork): Promise<void> {
  await Promise.all([database.stop({ timeout: 10_000 }), capture.close()]);
  await network.stop();
}
