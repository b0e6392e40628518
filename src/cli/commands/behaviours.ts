import { behaviourStatuses, type BehaviourStatus } from "../../../reports/behaviours";
import { readCatalogue } from "../../../reports/catalogue";
import { readResults } from "../../../reports/generate";
import { show } from "../output";
import type { AddCommand } from "./index";

interface Options {
  readonly json?: boolean;
  readonly proven?: boolean;
  readonly missing?: boolean;
}

const stagesText = ({ stages }: BehaviourStatus): string =>
  Object.entries(stages)
    .map(([stage, verdict]) => `${stage} ${verdict}`)
    .join(", ") || "no scenario";

function table(statuses: readonly BehaviourStatus[], all: readonly BehaviourStatus[]): string {
  const rows = statuses.map(
    (status) =>
      `${status.id}  ${status.proven ? "proven" : "      "}  ${status.tier.padEnd(6)}  ${stagesText(status)}  ${status.title}`,
  );
  const proven = all.filter((status) => status.proven).length;
  return [...rows, `${proven} of ${all.length} behaviours are proven on the stage of their tier`].join("\n");
}

/** `carrierlab behaviours`: every catalogue id with its scenarios, stages and last result. */
export const addBehaviours: AddCommand = (program, world) => {
  program
    .command("behaviours")
    .description("Every behaviour of the catalogue: which scenarios show it, on which stages, and how they last ended")
    .option("--proven", "only those that are proven on the stage of their tier")
    .option("--missing", "only those that are not")
    .option("--json", "as JSON")
    .action(({ json, proven, missing }: Options) => {
      const all = behaviourStatuses(readCatalogue(), readResults());
      const wanted = all.filter((status) => (proven !== true || status.proven) && (missing !== true || !status.proven));
      show(world, json, wanted, () => table(wanted, all));
    });
};
