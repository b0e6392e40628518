import assert from "node:assert/strict";
import { Then, When } from "@cucumber/cucumber";
import {
  AES128_KEYS,
  cipherOperationsPerSecond,
  encryptedCapacity,
  ENCRYPTION_COSTS,
  ENCRYPTION_MODES,
  encryptionOverhead,
  isEncryptionMode,
  latencyBudgetShare,
  type EncryptionMode,
} from "../../src/rtp";
import { SRTP_DIFFERENCES } from "../../src/diagnosis";
import type { LabWorld } from "../support/world";

const MODES: readonly EncryptionMode[] = [0, 1, 2, 3];

function mode(value: number): EncryptionMode {
  assert(isEncryptionMode(value), `${value} is no encryption mode`);
  return value;
}

When("the mode catalogue is read", function (this: LabWorld) {
  this.facts = ENCRYPTION_MODES;
});

Then(
  "mode {int} is {string} with security {string}, CPU impact {string} and is best for {string}",
  function (this: LabWorld, number: number, name: string, security: string, cpu: string, bestFor: string) {
    const {
      mode: value,
      name: called,
      security: strength,
      cpu: impact,
      bestFor: use,
    } = (this.facts as typeof ENCRYPTION_MODES)[mode(number)];
    assert.deepEqual([value, called, strength, impact, use], [number, name, security, cpu, bestFor]);
  },
);

When("the cost table is read", function (this: LabWorld) {
  this.facts = ENCRYPTION_COSTS;
});

Then(
  "mode {int} costs {float} to {float} percent of CPU and {float} to {float} ms, with capacity {string}",
  function (this: LabWorld, number: number, from: number, to: number, least: number, most: number, capacity: string) {
    const row = (this.facts as typeof ENCRYPTION_COSTS)[mode(number)];
    assert.deepEqual(
      [row.cpuPercent, row.latencyMs, row.capacity],
      [{ low: from, high: to }, { low: least, high: most }, capacity],
    );
  },
);

When("the capacity of {int} calls is estimated for mode {int}", function (this: LabWorld, calls: number, number: number) {
  this.facts = encryptedCapacity(calls, mode(number));
});

Then("it is between {int} and {int} calls", function (this: LabWorld, low: number, high: number) {
  assert.deepEqual(this.facts, { low, high });
});

When("the worst latency of one encrypted hop is taken from the cost table", function (this: LabWorld) {
  this.facts = Math.max(...MODES.map((value) => latencyBudgetShare(value)));
});

Then("it uses less than {int} percent of 150 ms", function (this: LabWorld, percent: number) {
  const share = this.facts as number;
  assert(share > 0 && share < percent / 100, `the share is ${share}`);
});

When("the load of mode 3 is computed for {int} calls and for {int} calls", function (this: LabWorld, few: number, many: number) {
  this.facts = [cipherOperationsPerSecond(few), cipherOperationsPerSecond(many)];
});

Then("the second is {int} times the first", function (this: LabWorld, times: number) {
  const [few = 0, many = 0] = this.facts as readonly number[];
  assert(few > 0);
  assert.equal(many, few * times);
});

When("the cost of each mode is computed with and without AES-NI", function (this: LabWorld) {
  this.facts = MODES.filter((value) => encryptionOverhead(value, { aesSpeedup: 4 }).high < encryptionOverhead(value).high);
});

Then("only mode {int} is cheaper with it", function (this: LabWorld, number: number) {
  assert.deepEqual(this.facts, [number]);
});

When("the doctor's facts about AES128 are read", function (this: LabWorld) {
  this.facts = AES128_KEYS;
});

Then("the number of keys has {int} digits and starts with {string}", function (this: LabWorld, digits: number, start: string) {
  const text = String(this.facts);
  assert.equal(text.length, digits);
  assert(text.startsWith(start), text);
});

When("the differences from SRTP are read", function (this: LabWorld) {
  this.facts = SRTP_DIFFERENCES.map((difference) => difference.title);
});

Then(
  "they are {string}, {string}, {string}, {string}",
  function (this: LabWorld, one: string, two: string, three: string, four: string) {
    assert.deepEqual(this.facts, [one, two, three, four]);
  },
);
