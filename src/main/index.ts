import path from "node:path";
import { DiskFiles, JsonLog, NodeNetwork, SystemClock, SystemRandom, makeFolder } from "../adapters/node";
import { MysqlDatabase, SqliteDatabase } from "../adapters/sql";
import { SwitchError } from "../base";
import { runCli, type CliWorld, type DatabaseView } from "../cli";
import type { SwitchConfig } from "../config";
import type { Database, LogLevel } from "../ports";
import { giveBackMemory } from "./give-back-memory";
import { NodeServiceProcesses } from "./service-processes";

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

function logLevel(): LogLevel {
  return LEVELS.find((level) => level === process.env.CARRIERLAB_LOG) ?? "info";
}

function openDatabase({ store, data }: SwitchConfig, view?: DatabaseView): Database {
  if (store.kind === "embedded") {
    const file = path.resolve(data, store.path);
    makeFolder(path.dirname(file));
    return new SqliteDatabase({ path: file, ...view });
  }
  const { host, port, user, database, passwordEnv } = store;
  const password = passwordEnv === undefined ? (store.password ?? "") : process.env[passwordEnv];
  if (password === undefined) {
    throw new SwitchError("CONFIG_NO_PASSWORD", `store.passwordEnv: the environment variable ${passwordEnv ?? ""} is not set`);
  }
  return new MysqlDatabase({ host, port, user, password, database });
}

function onStop(stop: () => void, { withParent = false }: { readonly withParent?: boolean } = {}): void {
  let isAsked = false;
  const once = () => {
    if (!isAsked) stop();
    isAsked = true;
  };
  process.on("SIGTERM", once);
  process.on("SIGINT", once);
  // The process monitor holds our standard input open as long as it lives.
  if (withParent) process.stdin.on("end", once).on("error", once).resume();
}

const random = new SystemRandom();
const world: CliWorld = {
  clock: new SystemClock(),
  network: new NodeNetwork(),
  random,
  files: new DiskFiles(),
  log: new JsonLog({ level: logLevel() }),
  environment: process.env,
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  exitCode: 0,
  openDatabase,
  processes: new NodeServiceProcesses(random.hex(32)),
  onStop,
  giveBackMemory,
  pid: process.pid,
};

// A reader of our output that goes away (`carrierlab cdr | head`) is no failure.
process.stdout.on("error", () => process.exit(world.exitCode));

void runCli(world, process.argv.slice(2)).then(() => {
  process.exitCode = world.exitCode;
  if (process.stdout.writableLength === 0) process.exit();
  process.stdout.once("drain", () => process.exit());
});
