import { SeededRandom } from "../../src/adapters/sim";
import { seconds } from "../../src/base";
import type { Random } from "../../src/ports";
import { POLITE } from "../../simulators/endpoint";
import type { Lab } from "./lab";
import type { RoutingGatewaySettings } from "./stages";

/** Prefixes of gateways at random: each that begins with 44 fits the numbers of the scenarios, of four lengths. */
const PREFIXES = ["44", "442", "44207", "44207946", "33"];
const LOCKS = ["barCallIn", "barCallOut", "barAllCalls"] as const;
const RATES = ["0.01", "0.02", "0.02", "0.035", "0.08"];

/** A call to the own range of a protect route waits for as long as the switch has it wait. */
const LONGEST_DELAY = seconds(200);

const pick = <Value>(random: Random, values: readonly Value[]): Value => values[random.between(0, values.length - 1)] as Value;
const happens = (random: Random, percent: number): boolean => random.between(1, 100) <= percent;

/** What a gateway has that was drawn, with the calls that are to be up on it beforehand. */
interface Drawn {
  readonly gateway: RoutingGatewaySettings;
  /** Leading digits that nobody else serves, and that the carrier answers. */
  readonly own: string;
  readonly callsUp: number;
}

function draw(random: Random, index: number): Drawn {
  const own = String(9_800 + index);
  const lineLimit = random.between(1, 4);
  const isLimited = happens(random, 60);
  const gateway: RoutingGatewaySettings = {
    name: `V${String(index + 1).padStart(2, "0")}`,
    peer: `V${String(index + 1).padStart(2, "0")}`,
    prefixes: [pick(random, PREFIXES), own],
    priority: random.between(0, 3),
    protect: happens(random, 35),
    switchUntilConnect: true,
    prefixMode: happens(random, 10) ? "prefix" : "extension",
    enabled: !happens(random, 5),
    ...(isLimited ? { lineLimit } : {}),
    ...(happens(random, 20) ? { lock: pick(random, LOCKS) } : {}),
    ...(happens(random, 70) ? { rate: pick(random, RATES) } : {}),
    ...(happens(random, 40) ? { group: pick(random, ["G1", "G2"]) } : {}),
  };
  const takesCalls = gateway.enabled === true && (gateway.lock === undefined || gateway.lock === "barCallIn");
  const callsUp = takesCalls ? random.between(0, isLimited ? lineLimit : 2) : 0;
  // The first two take part in every scenario, so that none has nothing to compare.
  if (index > 1) return { gateway, own, callsUp };
  const { lock: _lock, ...open } = gateway;
  return { gateway: { ...open, prefixes: ["44", own], protect: index === 1, enabled: true, lineLimit: 9 }, own, callsUp: 0 };
}

/**
 * Gateways, groups and sorting at random from a seed, with calls up on some of them. Each carrier answers its own range of numbers and
 * refuses every other call with 503.
 */
export async function addGatewaysAtRandom(lab: Lab, count: number, seed: number): Promise<void> {
  const random = SeededRandom.fromSeed(seed).fork("gateways at random");
  const drawn = Array.from({ length: count }, (_, index) => draw(random, index));
  for (const { gateway, own } of drawn) {
    lab.party(gateway.name, { ...POLITE, name: "full", basis: "PRT-117", servesOnly: { prefix: own, otherwise: 503 } });
    lab.addVendor(lab.firstSwitch, gateway);
  }
  lab.switch(lab.firstSwitch).gatewayGroups = [{ name: "G1", sort: ["fee"] }];
  lab.setParameter(lab.firstSwitch, "SS_GATEWAYFEERATEROUTESORTCONFIG", random.between(0, 2));
  const [customer] = lab.settings.switches.flatMap(({ mappingGateways }) => mappingGateways);
  for (const { own, callsUp } of drawn) {
    for (let index = 0; index < callsUp; index += 1) {
      const call = await lab.place({ caller: customer?.peer ?? "", to: `${own}00000${index}` });
      await lab.reaches(call, "answered", LONGEST_DELAY);
    }
  }
}
