import { When } from "@cucumber/cucumber";
import type { Duration } from "../../src/base";
import type { LabWorld } from "../support/world";

When("{duration} pass", async function (this: LabWorld, time: Duration) {
  await (await this.stage).pass(time);
});
