import { Given, Then, When } from "@cucumber/cucumber";
import assert from "node:assert/strict";
import type { Duration } from "../../src/base";
import type { ServiceName } from "../support/stages";
import type { LabWorld } from "../support/world";

Given("the media service of {switch} has been restarted", async function (this: LabWorld, name: string) {
  await (await this.stage).restart(name, "mbx3000d");
});

When("the media service of {switch} restarts", async function (this: LabWorld, name: string) {
  await (await this.stage).restart(name, "mbx3000d");
  this.lab.listenFromNow();
});

When("the signalling service of {switch} restarts", async function (this: LabWorld, name: string) {
  await (await this.stage).restart(name, "vos3000d");
});

When(
  "the media services of both switches restart, and both speak for {duration}",
  async function (this: LabWorld, time: Duration) {
    const stage = await this.stage;
    for (const name of this.lab.switchNames) await stage.restart(name, "mbx3000d");
    await this.lab.speak(time);
  },
);

Then("{switch} has counted packets dropped for {string}", async function (this: LabWorld, name: string, cause: string) {
  const { dropped } = await (await this.stage).mediaCounters(name);
  assert((dropped[cause] ?? 0) > 0, JSON.stringify(dropped));
});

Then(
  "{switch} has encrypted {int} packets and decrypted {int}",
  async function (this: LabWorld, name: string, encrypted: number, decrypted: number) {
    const counters = await (await this.stage).mediaCounters(name);
    assert.deepEqual([counters.encrypted, counters.decrypted], [encrypted, decrypted]);
  },
);

Then("{switch} reports that the cipher could not be set up", async function (this: LabWorld, name: string) {
  const events = await (await this.stage).events(name);
  assert(
    events.some((event) => event.includes("cipher")),
    events.join(", "),
  );
});

When(
  "the {service} service of {switch} is killed and started again",
  async function (this: LabWorld, service: ServiceName, name: string) {
    await (await this.stage).kill(name, service);
    this.lab.listenFromNow();
  },
);

When(
  "the {service} service of {switch} is killed and started again, and the parties hang up",
  async function (this: LabWorld, service: ServiceName, name: string) {
    const stage = await this.stage;
    await stage.kill(name, service);
    await this.lab.everybodyHangsUp();
  },
);

Given(
  "the {service} service of {switch} has been killed and started again",
  async function (this: LabWorld, service: ServiceName, name: string) {
    await (await this.stage).kill(name, service);
  },
);
