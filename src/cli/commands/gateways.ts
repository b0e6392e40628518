import { loadSwitchConfig, type MappingGatewayConfig, type RoutingGatewayConfig } from "../../config";
import { show, table } from "../output";
import type { AddCommand } from "./index";

/** `carrierlab gateways`: the gateways of a configuration. */
export const addGateways: AddCommand = (program, world) => {
  program
    .command("gateways")
    .description("mapping gateways (customers) and routing gateways (vendors) of a configuration")
    .requiredOption("--config <file>", "the switch's configuration")
    .option("--json", "as JSON")
    .action(({ config: file, json }: { readonly config: string; readonly json?: boolean }) => {
      const { mappingGateways, routingGateways } = loadSwitchConfig(world.files, file);
      show(world, json, { mappingGateways, routingGateways }, () =>
        [
          "Mapping gateways",
          table<MappingGatewayConfig>(
            [
              ["name", ({ name }) => name],
              ["address", ({ address, port }) => `${[address].flat().join(", ")}${port === undefined ? "" : ` port ${port}`}`],
              ["may call", ({ allowedPrefixes }) => allowedPrefixes?.join(", ") ?? "every number"],
              ["encrypted", ({ encrypt }) => (encrypt ? "yes" : "no")],
              ["enabled", ({ enabled }) => (enabled ? "yes" : "no")],
            ],
            mappingGateways,
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
              ["encrypted", ({ encrypt }) => (encrypt ? "yes" : "no")],
              ["enabled", ({ enabled }) => (enabled ? "yes" : "no")],
            ],
            routingGateways,
            "none",
          ),
        ].join("\n"),
      );
    });
};
