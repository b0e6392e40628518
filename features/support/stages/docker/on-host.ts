import { UsageError } from "../../../../src/base";
import type { Stage } from "../stage";
import { DockerStage } from "./docker-stage";

/** What a command on a lab's host came to. */
export interface HostCommand {
  readonly exitCode: number;
  /** Standard output and standard error together. */
  readonly output: string;
}

/** Runs a command on a host of the `docker` stage, as an operator logged in there. @throws {UsageError} `STAGE_WITHOUT_HOSTS` elsewhere. */
export function onHost(stage: Stage, host: string, words: readonly string[]): Promise<HostCommand> {
  if (!(stage instanceof DockerStage)) {
    throw new UsageError(
      "STAGE_WITHOUT_HOSTS",
      `the ${stage.name} stage has no hosts to log in to: tag the scenario @docker alone`,
      {},
    );
  }
  return stage.execute(host, words);
}
