import { UsageError } from "../../../src/base";
import { SimStage } from "./sim-stage";
import type { Stage, StageName } from "./stage";

/** A fresh stage for one scenario. @throws {UsageError} `STAGE_UNKNOWN`. */
export function makeStage({ stage, seed }: { readonly stage: StageName; readonly seed: number }): Stage {
  switch (stage) {
    case "sim":
      return new SimStage(seed);
    case "wire":
    case "docker":
      throw new UsageError("STAGE_UNKNOWN", `the stage "${stage}" is not there`, { stage });
  }
}
