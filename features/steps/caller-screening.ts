import { Given, When } from "@cucumber/cucumber";
import type { LabWorld } from "../support/world";

Given("the callers {word} of {party} are on the blacklist", function (this: LabWorld, prefix: string, customer: string) {
  this.lab.changeCustomer(customer, { barredCallerPrefixes: [prefix] });
});

Given("the callers of {party} begin with {word}", function (this: LabWorld, customer: string, prefix: string) {
  this.lab.changeCustomer(customer, { allowedCallerPrefixes: [prefix] });
});

When(
  "{party} calls {number} with the caller {word}",
  async function (this: LabWorld, caller: string, to: string, number: string) {
    await this.lab.settled(await this.lab.place({ caller, to, from: { number } }));
  },
);
