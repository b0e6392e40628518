import { SwitchError, UsageError } from "../../base";
import {
  loadSwitchConfig,
  withoutPassword,
  type GatewayChange,
  type GatewayKind,
  type MappingGatewayConfig,
  type RoutingGatewayConfig,
  type SwitchConfig,
} from "../../config";
import { openGatewayBook } from "../../services/vos3000d";
import { askSwitch } from "../control-address";
import { show, table } from "../output";
import { wholeNumber } from "../values";
import type { CliWorld } from "../world";
import type { AddCommand } from "./index";

interface ListOptions {
  readonly config: string;
  readonly json?: boolean;
}

interface SetOptions extends ListOptions {
  readonly mapping?: boolean;
  readonly lock?: string;
  readonly lines?: number | "none";
  readonly priority?: number;
  readonly protect?: boolean;
}

type Gateway = MappingGatewayConfig | Omit<RoutingGatewayConfig, "password">;

const CONFIG = ["--config <file>", "the switch's configuration"] as const;

const lineCount = (text: string): number | "none" => (text === "none" ? text : wholeNumber(text));

function changeOf({ lock, lines, priority, protect }: SetOptions): GatewayChange {
  const lineLimit = lines === "none" ? null : lines;
  const given = Object.entries({ lock, lineLimit, priority, protect }).filter(([, value]) => value !== undefined);
  if (given.length > 0) return Object.fromEntries(given);
  throw new UsageError("CLI_NO_CHANGE", "nothing to set: give --lock, --lines, --priority, --protect or --no-protect");
}

function named(config: SwitchConfig, kind: GatewayKind, name: string): Gateway | undefined {
  const gateways: readonly Gateway[] = config[kind];
  const found = gateways.find((gateway) => gateway.name === name);
  return found === undefined ? undefined : (withoutPassword(found) as Gateway);
}

interface Changed {
  readonly gateway: Gateway | undefined;
  readonly isRunning: boolean;
}

async function set(
  world: CliWorld,
  config: SwitchConfig,
  { kind, name, change }: { readonly kind: GatewayKind; readonly name: string; readonly change: GatewayChange },
): Promise<Changed> {
  try {
    return { gateway: (await askSwitch(world, config, "changeGateway", { kind, name, change })) as Gateway, isRunning: true };
  } catch (error) {
    // A switch that does not run reads the data folder when it starts.
    if (!(error instanceof SwitchError) || error.code !== "CONTROL_UNREACHABLE") throw error;
    const changed = openGatewayBook(world.files, config).change(kind, name, change);
    if (!changed.ok) throw new SwitchError(changed.failure.code, changed.failure.message);
    return { gateway: named(changed.value, kind, name), isRunning: false };
  }
}

function changeText(name: string, change: GatewayChange, isRunning: boolean): string {
  const shown = (value: unknown) => (typeof value === "string" ? value : value === null ? "none" : JSON.stringify(value));
  const values = Object.entries(change).map(([key, value]) => `${key} ${shown(value)}`);
  const since = isRunning ? "holds for every call from now on" : "holds when the switch starts";
  return `${name}: ${values.join(", ")} saved; ${since}`;
}

/** `carrierlab gateways`: the gateways of a switch as they are configured and have been changed since, and changes of them. */
export const addGateways: AddCommand = (program, world) => {
  const gateways = program
    .command("gateways")
    .description("mapping gateways (customers) and routing gateways (vendors) of a switch");
  gateways
    .command("list", { isDefault: true })
    .description("all gateways, with what `gateways set` has changed")
    .requiredOption(...CONFIG)
    .option("--json", "as JSON")
    .action(({ config: file, json }: ListOptions) => {
      const { mappingGateways, routingGateways } = openGatewayBook(world.files, loadSwitchConfig(world.files, file)).current;
      const shown = { mappingGateways, routingGateways: routingGateways.map(withoutPassword) };
      show(world, json, shown, () => listText(mappingGateways, routingGateways));
    });
  gateways
    .command("set <name>")
    .description("changes a routing gateway for every call from now on, and for every later start; calls that are up stay")
    .requiredOption(...CONFIG)
    .option("--mapping", "it is a mapping gateway")
    .option("--lock <type>", "noLock, barCallIn, barCallOut or barAllCalls")
    .option("--lines <count>", "line limit; none takes it away", lineCount)
    .option("--priority <number>", "smaller is tried earlier", wholeNumber)
    .option("--protect", "makes it a protect route")
    .option("--no-protect", "makes it a normal gateway")
    .option("--json", "the gateway as it is then, as JSON")
    .action(async (name: string, options: SetOptions) => {
      const change = changeOf(options);
      const kind = options.mapping === true ? "mappingGateways" : "routingGateways";
      const { gateway, isRunning } = await set(world, loadSwitchConfig(world.files, options.config), { kind, name, change });
      show(world, options.json, gateway, () => changeText(name, change, isRunning));
    });
};

function listText(mapping: readonly MappingGatewayConfig[], routing: readonly RoutingGatewayConfig[]): string {
  return [
    "Mapping gateways",
    table<MappingGatewayConfig>(
      [
        ["name", ({ name }) => name],
        ["address", ({ address, port }) => `${[address].flat().join(", ")}${port === undefined ? "" : ` port ${port}`}`],
        ["may call", ({ allowedPrefixes }) => allowedPrefixes?.join(", ") ?? "every number"],
        ["lines", ({ lineLimit }) => lineLimit ?? "unlimited"],
        ["lock", ({ lock }) => lock],
        ["encrypted", ({ encrypt }) => (encrypt ? "yes" : "no")],
        ["enabled", ({ enabled }) => (enabled ? "yes" : "no")],
      ],
      mapping,
      "none",
    ),
    "",
    "Routing gateways",
    table<RoutingGatewayConfig>(
      [
        ["name", ({ name }) => name],
        ["address", ({ address, port }) => `${address}:${port}`],
        ["prefixes", ({ prefixes }) => prefixes.map((prefix) => (prefix === "" ? "(every number)" : prefix)).join(", ")],
        ["priority", ({ priority }) => priority],
        ["lines", ({ lineLimit }) => lineLimit ?? "unlimited"],
        ["lock", ({ lock }) => lock],
        ["protect", ({ protect }) => (protect ? "yes" : "no")],
        ["logs in as", ({ username }) => username ?? ""],
        ["encrypted", ({ encrypt }) => (encrypt ? "yes" : "no")],
        ["enabled", ({ enabled }) => (enabled ? "yes" : "no")],
      ],
      routing,
      "none",
    ),
  ].join("\n");
}
