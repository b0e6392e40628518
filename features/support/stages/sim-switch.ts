import type { Simulation } from "../../../src/adapters/sim";
import { UsageError } from "../../../src/base";
import type { LabHosts } from "./lab-hosts";
import type { SwitchSettings } from "./lab-settings";
import type { SwitchControl } from "./switch-control";

export interface SimSwitchOptions {
  readonly world: Simulation;
  readonly settings: SwitchSettings;
  readonly hosts: LabHosts;
}

/** Starts both services of a switch inside the simulation. */
export async function startSimSwitch({ settings }: SimSwitchOptions): Promise<SwitchControl> {
  throw new UsageError("STAGE_NO_SWITCH", `switch ${settings.name} cannot be started: the services are not there`, {
    name: settings.name,
  });
}
