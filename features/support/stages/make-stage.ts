import { SimStage } from "./sim-stage";
import { WireStage } from "./wire/wire-stage";
import type { Stage, StageName } from "./stage";

/** A fresh stage for one scenario. */
export function makeStage({ stage, seed }: { readonly stage: StageName; readonly seed: number }): Stage {
  switch (stage) {
    case "sim":
      return new SimStage(seed);
    case "docker": {
      // Loaded when it is asked for: what it needs takes longer to load than many a scenario in sim takes.
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { DockerStage } = require("./docker/docker-stage") as typeof import("./docker/docker-stage");
      return new DockerStage(seed);
    }
    case "wire":
      return new WireStage(seed);
  }
}
