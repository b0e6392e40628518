import { SwitchError } from "../base";
import type { RatingChange, SwitchConfig } from "../config";
import { openGatewayBook, RatingStore } from "../services/vos3000d";
import { askSwitch } from "./control-address";
import type { CliWorld } from "./world";

/** Whether a change holds at once, because the switch runs, or when it starts. */
export type Since = "now" | "start";

export const sinceText = (since: Since): string =>
  since === "now" ? "holds for every call from now on" : "holds when the switch starts";

/** Asks the running switch; one that does not run reads the data folder when it starts. */
async function runningOr(ask: () => Promise<unknown>, otherwise: () => Promise<void>): Promise<Since> {
  try {
    await ask();
    return "now";
  } catch (error) {
    if (!(error instanceof SwitchError) || error.code !== "CONTROL_UNREACHABLE") throw error;
    await otherwise();
    return "start";
  }
}

/** Adds, changes or takes away a calendar, a rate table, a period rate or an account. @throws {SwitchError} the code of a refusal. */
export function changeRatingOf(world: CliWorld, config: SwitchConfig, { kind, name, values }: RatingChange): Promise<Since> {
  return runningOr(
    () => askSwitch(world, config, "changeRating", { kind, name, change: values }),
    async () => {
      const current = openGatewayBook(world.files, config).current;
      const changed = new RatingStore(world.files, config.data).change(current, { kind, name, values });
      if (!changed.ok) throw new SwitchError(changed.failure.code, changed.failure.message);
    },
  );
}

/** Puts a file of rates in the place of a table. @throws {SwitchError} `RATES_BAD_FILE`. */
export function importRatesOf(
  world: CliWorld,
  config: SwitchConfig,
  { name, file, path }: { readonly name: string; readonly file: string; readonly path: string },
): Promise<Since> {
  return runningOr(
    () => askSwitch(world, config, "importRates", { name, file, path }),
    async () => {
      const current = openGatewayBook(world.files, config).current;
      const store = new RatingStore(world.files, config.data);
      const rates = { name, file, bytes: world.files.read(path) };
      const changed = store.put(current, rates, await store.read(rates, () => Promise.resolve()));
      if (!changed.ok) throw new SwitchError(changed.failure.code, changed.failure.message);
    },
  );
}
