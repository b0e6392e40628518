import assert from "node:assert/strict";
import { Then, When } from "@cucumber/cucumber";
import { findParameter } from "../../src/parameters";
import { portsOf } from "../support/facts/port-facts";
import type { LabWorld } from "../support/world";

Then(
  "all media ports of {switch} lie between {int} and {int}",
  async function (this: LabWorld, name: string, from: number, to: number) {
    const { rtp, rtcp } = await portsOf(await this.stage, `switch ${name}`);
    assert(rtp.length > 0, "no media passed");
    assert.deepEqual(
      [...rtp, ...rtcp].filter((port) => port < from || port > to),
      [],
    );
  },
);

Then("{int} calls have used {int} different ports for RTP", async function (this: LabWorld, _calls: number, ports: number) {
  const { rtp } = await portsOf(await this.stage, "switch A");
  assert.equal(rtp.length, ports);
  assert.deepEqual(
    rtp.filter((port) => port % 2 === 1),
    [],
    "RTP ports are even (RFC 3550 section 11)",
  );
});

When("the place of {parameter} is asked for", function (this: LabWorld, name: string) {
  const found = findParameter(name);
  assert(found.ok, `there is no ${name}`);
  this.facts = found.value;
});

Then(
  "it is the group {string}, manual section {string}, and the path {string}",
  function (this: LabWorld, group: string, section: string, path: string) {
    const found = this.facts as { readonly group: string; readonly section: string; readonly path: string };
    assert.deepEqual([found.group, found.section, found.path], [group, section, path]);
  },
);
