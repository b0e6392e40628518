import { formatMoney, SwitchError, TimeZone, toIso } from "../../base";
import { loadSwitchConfig } from "../../config";
import { rateRefusalSentence, rateSentence } from "../../rating";
import { rateBook, rateTables, withSavedChanges } from "../../services/vos3000d";
import { show } from "../output";
import { EXIT_CODES } from "../world";
import type { AddCommand } from "./index";

interface Options {
  readonly config: string;
  readonly account: string;
  readonly at?: string;
  readonly json?: boolean;
}

/** `carrierlab rate`: what a call would cost an account, and by which table, period, prefix and rule. */
export const addRate: AddCommand = (program, world) => {
  program
    .command("rate <callee>")
    .description("what a call would cost: the table, the period and the prefix that give its rate")
    .requiredOption("--config <file>", "the switch's configuration")
    .requiredOption("--account <name>", "the account that pays")
    .option("--at <instant>", "the moment of the INVITE, ISO 8601; local to the switch without a zone; now when absent")
    .option("--json", "as JSON")
    .action((callee: string, { config: file, account, at, json }: Options) => {
      const config = withSavedChanges(world.files, loadSwitchConfig(world.files, file));
      const moment = at === undefined ? world.clock.wallClock() : new TimeZone(config.timeZone).moment(at);
      if (Number.isNaN(moment)) throw new SwitchError("CLI_BAD_INSTANT", `--at ${at}: an instant is like 2026-01-31T09:00:00Z`);
      const digits = callee.replace(/^\+/, "");
      const found = rateBook(config, rateTables(world.files, config)).rateOf(account, digits, moment);
      if (!found.ok) {
        const reason = rateRefusalSentence(found.failure, digits);
        show(world, json, { ...found.failure, reason }, () => `${digits} at ${toIso(moment)} has no rate: ${reason}`);
        world.exitCode = EXIT_CODES.failed;
        return;
      }
      const { rate, ...chosen } = found.value;
      const reason = rateSentence(found.value);
      const plain = { ...chosen, prefix: rate.prefix, perMinute: formatMoney(rate.perMinute), period: rate.period, reason };
      show(world, json, plain, () => `${digits} at ${toIso(moment)}: ${reason}`);
    });
};
