import assert from "node:assert/strict";
import { parseSwitchConfig } from "../../src/config";
import type { RoutingEvidence } from "../../src/diagnosis";
import { switchConfigText } from "./stages/switch-config";
import type { LabWorld } from "./world";

const DELAY = "SS_TRY_PROTECT_ROUTE_DELAY";

/** The configuration of the running switch with the locks that operators have set since, as the doctor gets it. */
export async function runningEvidence(world: LabWorld): Promise<RoutingEvidence> {
  const { lab } = world;
  const stage = await world.stage;
  const settings = lab.settings.switches.find(({ name }) => name === lab.firstSwitch);
  assert(settings !== undefined, "the lab has no switch");
  const hosts = [...settings.mappingGateways, ...settings.routingGateways].map(({ peer }) => peer);
  const text = switchConfigText(settings, {
    address: "192.0.2.1",
    addressOf: (host) => `192.0.2.${10 + hosts.indexOf(host)}`,
    dataFolder: "/data",
  });
  const setting = parseSwitchConfig(text, `${lab.firstSwitch}.yaml`);
  const locks = new Map((await stage.gatewayStates(lab.firstSwitch)).map(({ name, lock }) => [name, lock]));
  const routingGateways = setting.routingGateways.map((gateway) => ({
    ...gateway,
    lock: locks.get(gateway.name) ?? gateway.lock,
  }));
  return {
    setting: { ...setting, routingGateways },
    protectDelay: { seconds: Number(settings.parameters[DELAY] ?? 0), isSet: DELAY in settings.parameters },
    facts: {},
  };
}
