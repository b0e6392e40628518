import { runFeatures } from "../../../features/runner";
import { UsageError } from "../../base";
import { wholeNumber } from "../values";
import { EXIT_CODES } from "../world";
import type { AddCommand } from "./index";

interface Options {
  readonly stage: string;
  readonly tags?: string;
  readonly seed?: number;
  readonly repeat: number;
  readonly shuffle?: boolean;
  readonly parallel: number;
}

const STAGES = ["sim", "wire", "docker"] as const;

/** The stage of that name. @throws {UsageError} `CLI_BAD_STAGE`. */
function stageNamed(name: string): (typeof STAGES)[number] {
  const stage = STAGES.find((each) => each === name);
  if (stage === undefined) throw new UsageError("CLI_BAD_STAGE", `"${name}" is not a stage; there are ${STAGES.join(", ")}`);
  return stage;
}

/** `carrierlab run`: scenarios on a stage, with progress, reports and an exit code. */
export const addRun: AddCommand = (program, world) => {
  program
    .command("run [paths...]")
    .description("runs scenarios: all, or those of feature files, folders or FILE:LINE; writes reports/out; exits 0 or 1")
    .option("--stage <stage>", "sim (virtual time), wire (real sockets) or docker (containers)", "sim")
    .option("--tags <expression>", 'only scenarios with these tags, such as "@RTP-070 and not @slow"')
    .option("--seed <number>", "everything that chance decides; printed, so that a run can be repeated", wholeNumber)
    .option("--repeat <times>", "sim only: runs all again with the same seed and fails where a trace differs", wholeNumber, 1)
    .option("--shuffle", "runs the scenarios in an order that the seed decides")
    .option("--parallel <workers>", "worker threads", wholeNumber, 0)
    .action(async (paths: readonly string[], { stage, tags, seed, repeat, shuffle, parallel }: Options) => {
      const { failed } = await runFeatures({
        paths,
        stage: stageNamed(stage),
        ...(tags === undefined ? {} : { tags }),
        ...(seed === undefined ? {} : { seed }),
        repeat,
        parallel,
        shuffle: shuffle === true,
        print: (text) => world.print(text),
      });
      world.exitCode = failed === 0 ? EXIT_CODES.done : EXIT_CODES.failed;
    });
};
