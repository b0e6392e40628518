import { Given, Then, When } from "@cucumber/cucumber";
import { inSeconds, type Duration } from "../../src/base";
import { assertAskedLately } from "../support/facts/online-facts";
import { changeGateway } from "../support/meanwhile";
import type { LabWorld } from "../support/world";

Given("an operator has set the lines of {party} to {int}", async function (this: LabWorld, gateway: string, lineLimit: number) {
  await changeGateway(this.lab, gateway, { lineLimit });
});

Given("an operator has taken the line limit of {party} away", async function (this: LabWorld, gateway: string) {
  await changeGateway(this.lab, gateway, { lineLimit: undefined });
});

When(
  "an operator tries to set the lines of {party} to {int}",
  async function (this: LabWorld, gateway: string, lineLimit: number) {
    this.saveOutcome = await (await this.stage).changeGateway(this.lab.firstSwitch, gateway, { lineLimit });
  },
);

Then(
  "in the last {duration} {party} was asked with OPTIONS every {duration}",
  async function (this: LabWorld, time: Duration, party: string, period: Duration) {
    await assertAskedLately(this.lab, party, { within: time, every: inSeconds(period) });
  },
);

Then(
  "in the last {duration} {party} was asked with OPTIONS not once",
  async function (this: LabWorld, time: Duration, party: string) {
    await assertAskedLately(this.lab, party, { within: time });
  },
);
