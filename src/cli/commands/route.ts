import { SwitchError, TimeZone } from "../../base";
import { loadSwitchConfig } from "../../config";
import { ParameterStore } from "../../parameters";
import { IDLE, planRoute, routedQuery, type RoutePlan } from "../../routing";
import { callGateways, rateTables, sortPolicy, withSavedChanges } from "../../services/vos3000d";
import { show } from "../output";
import { EXIT_CODES } from "../world";
import type { AddCommand } from "./index";

interface Options {
  readonly config: string;
  readonly from: string;
  readonly at?: string;
  readonly json?: boolean;
}

/** `carrierlab route`: Routing Analysis, without placing a call. */
export const addRoute: AddCommand = (program, world) => {
  program
    .command("route <caller> <callee>")
    .description("Routing Analysis: the gateways that a call would try, in order, and why each other one would not be tried")
    .requiredOption("--config <file>", "the switch's configuration")
    .requiredOption("--from <gateway>", "the mapping gateway that the call comes from")
    .option("--at <instant>", "the moment of the call, ISO 8601; local to the switch without a zone; now when absent")
    .option("--json", "as JSON")
    .action((caller: string, callee: string, { config: file, from, at, json }: Options) => {
      const config = withSavedChanges(world.files, loadSwitchConfig(world.files, file));
      const moment = at === undefined ? world.clock.wallClock() : new TimeZone(config.timeZone).moment(at);
      if (Number.isNaN(moment)) throw new SwitchError("CLI_BAD_INSTANT", `--at ${at}: an instant is like 2026-01-31T09:00:00Z`);
      const { routes, rates } = callGateways(config, rateTables(world.files, config));
      const parameters = new ParameterStore({ files: world.files, folder: config.data, initial: config.parameters });
      const state = { live: IDLE, policy: sortPolicy(parameters), buyRates: rates };
      const query = routedQuery(routes, { caller, callee, from, at: moment });
      const plan = planRoute(routes, query, state);
      show(world, json, plan, () => planText(plan, query.callee));
      if (plan.refusal !== undefined) world.exitCode = EXIT_CODES.failed;
    });
};

function planText({ attempts, leftOut, refusal }: RoutePlan, callee: string): string {
  const tried = refusal === undefined ? [`${callee} would try, in order:`] : [`${callee} is refused: ${refusal.reason}`];
  return [
    ...tried,
    ...attempts.map(({ gateway, reason }) => `  ${reason}: ${gateway}`),
    ...(leftOut.length === 0 ? [] : ["Left out:"]),
    ...leftOut.map(({ gateway, reason }) => `  ${gateway}: ${reason}`),
  ].join("\n");
}
