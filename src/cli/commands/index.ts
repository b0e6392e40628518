import type { Command } from "../commander";
import type { CliWorld } from "../world";
import { addBehaviours } from "./behaviours";
import { addCalls } from "./calls";
import { addCdr } from "./cdr";
import { addDoctor } from "./doctor";
import { addGateways } from "./gateways";
import { addParameters } from "./parameters";
import { addRoute } from "./route";
import { addRun } from "./run";
import { addService } from "./service";
import { addServices } from "./services";
import { addSwitch } from "./switch";
import { addTrace } from "./trace";

/** Adds one command to the program. One file a command. */
export type AddCommand = (program: Command, world: CliWorld) => void;

/** Every command, in the order of the help. */
export const commands: readonly AddCommand[] = [
  addRun,
  addSwitch,
  addCdr,
  addCalls,
  addTrace,
  addParameters,
  addGateways,
  addServices,
  addRoute,
  addDoctor,
  addBehaviours,
  addService,
];
