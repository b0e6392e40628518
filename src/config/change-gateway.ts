import { failed, nearestOf, success, type Result } from "../base";
import { crossProblems, problemsOf } from "./problems";
import { mappingGatewaySchema, routingGatewaySchema, type SwitchConfig } from "./schema";

/** The two lists of gateways in a configuration. */
export type GatewayKind = "mappingGateways" | "routingGateways";

/** New values by key, as a configuration file has them. `null` puts a key back to its default. */
export type GatewayChange = Readonly<Record<string, unknown>>;

/** Why a change was refused; the gateway stays as it was. */
export interface GatewayChangeFailure {
  readonly code: "GATEWAY_UNKNOWN" | "GATEWAY_CHANGE_INVALID";
  /** Names the key, the value, the rule and the mend; a line for each problem. */
  readonly message: string;
}

type Values = Readonly<Record<string, unknown>>;

const WORDS = { mappingGateways: "mapping gateway", routingGateways: "routing gateway" } as const;
const SCHEMAS = { mappingGateways: mappingGatewaySchema, routingGateways: routingGatewaySchema } as const;

/** What stands for the required keys while the others are read: a change need not name them. */
const STAND_IN = {
  mappingGateways: { name: "changed", address: "192.0.2.1" },
  routingGateways: { name: "changed", address: "192.0.2.1", prefixes: [""] },
} as const;

const isValues = (value: unknown): value is Values => typeof value === "object" && value !== null && !Array.isArray(value);

/** The same values without those that are null, at every depth; a required key keeps its null, to be refused. */
function withoutNulls(values: Values, required: Values = {}): Values {
  const kept = Object.entries(values).filter(([key, value]) => value !== null || key in required);
  return Object.fromEntries(kept.map(([key, value]) => [key, isValues(value) ? withoutNulls(value) : value]));
}

/** `current` with those keys of `parsed` that `given` names, at every depth. */
function merged(current: unknown, parsed: unknown, given: unknown): unknown {
  if (!isValues(given) || !isValues(parsed) || !isValues(current)) return parsed;
  const changed = Object.keys(given).map((key) => [key, merged(current[key], parsed[key], given[key])] as const);
  return { ...current, ...Object.fromEntries(changed) };
}

function unknownGateway(kind: GatewayKind, name: string, known: readonly string[]): string {
  const near = nearestOf(name, known);
  const mend = near === undefined ? "`carrierlab gateways` lists them all" : `did you mean "${near}"?`;
  return `no ${WORDS[kind]} is called "${name}"; ${mend}`;
}

/**
 * A configuration with one gateway changed, by the rules that hold for the whole file.
 *
 * Keys that are not in `change` stay; inside a key that has keys of its own (`callerPool`, `switchAllow`) likewise. The name of a
 * gateway cannot be changed: records, groups and permissions refer to it.
 */
export function changeGateway(
  config: SwitchConfig,
  { kind, name, change }: { readonly kind: GatewayKind; readonly name: string; readonly change: GatewayChange },
): Result<SwitchConfig, GatewayChangeFailure> {
  const gateways: readonly { readonly name: string }[] = config[kind];
  const index = gateways.findIndex((gateway) => gateway.name === name);
  if (index < 0) {
    const known = gateways.map((gateway) => gateway.name);
    return failed({ code: "GATEWAY_UNKNOWN", message: unknownGateway(kind, name, known) });
  }
  const where = `${kind}[${index}]`;
  const refuse = (problems: readonly { readonly message: string }[]) =>
    failed<GatewayChangeFailure>({
      code: "GATEWAY_CHANGE_INVALID",
      message: problems
        .map(({ message }) => message.replace(`${where}.`, "").replace(where, `a ${WORDS[kind]}`))
        .map((message) => `${WORDS[kind]} "${name}": ${message}`)
        .join("\n"),
    });
  if ("name" in change) return refuse([{ message: "name: a gateway keeps its name; add another one under the new name" }]);
  const given = { ...STAND_IN[kind], ...withoutNulls(change, STAND_IN[kind]) };
  const parsed = SCHEMAS[kind].safeParse(given);
  if (!parsed.success) {
    const values = { [kind]: { [index]: given } };
    return refuse(parsed.error.issues.flatMap((issue) => problemsOf(issue, values, [kind, index])));
  }
  const next = { ...config, [kind]: gateways.map((each, at) => (at === index ? merged(each, parsed.data, change) : each)) };
  const broken = crossProblems(next).filter(({ path }) => path[0] === kind);
  return broken.length === 0 ? success(next) : refuse(broken);
}
