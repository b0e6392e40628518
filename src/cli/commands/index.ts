/* eslint-disable @typescript-eslint/no-require-imports --
   A command line loads the one command that it names: a service process must not carry the scenario runner, nor wait for it. An
   import() here would go past the TypeScript hook. */
import type { Command } from "../commander";
import type { CliWorld } from "../world";

/** Adds one command to the program. One file a command. */
export type AddCommand = (program: Command, world: CliWorld) => void;

/** How each command is loaded, in the order of the help. */
export const commands: Readonly<Record<string, () => AddCommand>> = {
  run: () => (require("./run") as typeof import("./run")).addRun,
  switch: () => (require("./switch") as typeof import("./switch")).addSwitch,
  cdr: () => (require("./cdr") as typeof import("./cdr")).addCdr,
  database: () => (require("./database") as typeof import("./database")).addDatabase,
  calls: () => (require("./calls") as typeof import("./calls")).addCalls,
  trace: () => (require("./trace") as typeof import("./trace")).addTrace,
  parameters: () => (require("./parameters") as typeof import("./parameters")).addParameters,
  gateways: () => (require("./gateways") as typeof import("./gateways")).addGateways,
  services: () => (require("./services") as typeof import("./services")).addServices,
  route: () => (require("./route") as typeof import("./route")).addRoute,
  rate: () => (require("./rate") as typeof import("./rate")).addRate,
  alarms: () => (require("./alarms") as typeof import("./alarms")).addAlarms,
  rates: () => (require("./rates") as typeof import("./rates")).addRates,
  calendars: () => (require("./calendars") as typeof import("./calendars")).addCalendars,
  "period-rates": () => (require("./period-rates") as typeof import("./period-rates")).addPeriodRates,
  account: () => (require("./account") as typeof import("./account")).addAccount,
  doctor: () => (require("./doctor") as typeof import("./doctor")).addDoctor,
  behaviours: () => (require("./behaviours") as typeof import("./behaviours")).addBehaviours,
  service: () => (require("./service") as typeof import("./service")).addService,
};
