import { Given } from "@cucumber/cucumber";
import type { LabWorld } from "../support/world";

Given(
  "the path between {string} and {string} loses {int}% of packets",
  function (this: LabWorld, a: string, b: string, loss: number) {
    this.lab.path(a, b, { loss: loss / 100 });
  },
);

Given(
  "the path between {string} and {string} loses {int}%, doubles {int}% and reorders {int}% of packets",
  function (this: LabWorld, a: string, b: string, loss: number, duplicate: number, reorder: number) {
    this.lab.path(a, b, { loss: loss / 100, duplicate: duplicate / 100, reorder: reorder / 100 });
  },
);

Given("{party} has sent {switch} the bytes {string}", async function (this: LabWorld, party: string, to: string, hex: string) {
  await (await this.stage).sendRaw(party, to, Buffer.from(hex, "hex"));
});

Given("{party} has sent {switch} the text {string}", async function (this: LabWorld, party: string, to: string, text: string) {
  await (await this.stage).sendRaw(party, to, Buffer.from(text, "latin1"));
});

Given(
  "{party} has sent {switch} {int} times the text {string}",
  async function (this: LabWorld, party: string, to: string, count: number, text: string) {
    await (await this.stage).sendRaw(party, to, Buffer.from(text.repeat(count), "latin1"));
  },
);
