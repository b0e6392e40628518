import { Given, When } from "@cucumber/cucumber";
import type { MappingGatewaySettings } from "../support/stages/lab-settings";
import type { LabWorld } from "../support/world";

function screens(world: LabWorld, customer: string, rules: Partial<MappingGatewaySettings>): void {
  const settings = world.lab.switch(world.lab.firstSwitch);
  settings.mappingGateways = settings.mappingGateways.map((each) => (each.name === customer ? { ...each, ...rules } : each));
}

Given("the callers {word} of {party} are on the blacklist", function (this: LabWorld, prefix: string, customer: string) {
  screens(this, customer, { barredCallerPrefixes: [prefix] });
});

Given("the callers of {party} begin with {word}", function (this: LabWorld, customer: string, prefix: string) {
  screens(this, customer, { allowedCallerPrefixes: [prefix] });
});

When(
  "{party} calls {number} with the caller {word}",
  async function (this: LabWorld, caller: string, to: string, number: string) {
    await this.lab.settled(await this.lab.place({ caller, to, from: { number } }));
  },
);
