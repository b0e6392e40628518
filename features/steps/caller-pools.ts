import assert from "node:assert/strict";
import { Then, When, type DataTable } from "@cucumber/cucumber";
import { shownCaller } from "../../src/cdr";
import { header, tagOf, uriOf, userOf } from "../../simulators/endpoint";
import { expected } from "../support/facts/expect";
import { messagesOf } from "../support/facts/message-facts";
import { callersSeen, shareInSequence, spreadOf, timesShown } from "../support/facts/pool-facts";
import { poolOf } from "../support/vendor-chain";
import type { LabWorld } from "../support/world";

When("{party} places {int} calls that stay up", async function (this: LabWorld, caller: string, count: number) {
  for (let index = 0; index < count; index += 1) {
    const call = await this.lab.place({ caller, to: `+4420794601${String(index).padStart(2, "0")}` });
    await this.lab.reaches(call, "answered");
  }
});

When("{party} places {int} calls at the same moment", async function (this: LabWorld, caller: string, count: number) {
  for (const call of await this.lab.placeMany(caller, count)) await this.lab.reaches(call, "ringing");
});

When("an operator sets the pool of {party} to {string}", async function (this: LabWorld, vendor: string, pool: string) {
  const outcome = await (await this.stage).changeGateway(this.lab.firstSwitch, vendor, { callerPool: poolOf(pool) });
  assert(outcome.saved, expected("the change", "to be saved", JSON.stringify(outcome)));
});

When(
  "an operator sets the numbers of the pool of {party} to {string}",
  async function (this: LabWorld, vendor: string, text: string) {
    const numbers = text.split(",").map((number) => number.trim());
    this.saveOutcome = await (await this.stage).changeGateway(this.lab.firstSwitch, vendor, { callerPool: { numbers } });
  },
);

Then("the callers that vendors see are:", async function (this: LabWorld, table: DataTable) {
  assert.deepEqual(await callersSeen(await this.stage), table.raw().flat(), "user part of From in each INVITE");
});

Then("every caller that vendors see is one of {int} numbers of the pool", async function (this: LabWorld, count: number) {
  const seen = await callersSeen(await this.stage);
  const known = timesShown(seen, count).reduce((sum, times) => sum + times, 0);
  assert(seen.length > 0, "no INVITE was seen");
  assert.equal(known, seen.length, `calls with a number of the pool among ${seen.join(", ")}`);
});

Then("each of {int} numbers of the pool carries {int} call(s)", async function (this: LabWorld, count: number, calls: number) {
  const times = timesShown(await callersSeen(await this.stage), count);
  assert.deepEqual(times, Array<number>(count).fill(calls), "calls by number of the pool");
});

Then("{int} call(s) show(s) the caller {word}", async function (this: LabWorld, count: number, number: string) {
  const seen = await callersSeen(await this.stage);
  assert.equal(seen.filter((each) => each === number).length, count, seen.join(", "));
});

Then("the callers of {int} numbers come in a fixed rotation", async function (this: LabWorld, count: number) {
  const share = shareInSequence(await callersSeen(await this.stage), count);
  assert(share > 0.9, `${(share * 100).toFixed(1)} % of the calls show the number behind the one before`);
});

Then("the callers of {int} numbers come in no fixed rotation", async function (this: LabWorld, count: number) {
  const seen = await callersSeen(await this.stage);
  const share = shareInSequence(seen, count);
  assert(share < 0.5, `${(share * 100).toFixed(1)} % of the calls show the number behind the one before`);
  assert(new Set(seen).size > 1, `all calls show ${seen[0]}`);
});

// By chance alone this fails less than once in a million runs: of 50,000 drawn at random the lots lay 22 % or more from their share, the
// thousand calls 20 % at most.
Then(
  "the first {int} calls, in lots of {int} on {int} numbers, are spread less evenly than the {int} behind them on {int} numbers",
  async function (this: LabWorld, few: number, size: number, small: number, many: number, large: number) {
    const seen = await callersSeen(await this.stage);
    assert.equal(seen.length, few + many);
    const [lots, all] = [spreadOf(seen.slice(0, few), small, size), spreadOf(seen.slice(few), large)];
    const text = `${JSON.stringify(lots)} in lots, ${JSON.stringify(all)} behind them`;
    assert(lots.deviation > all.deviation && lots.busiest > 1.3 && all.busiest > 1 && all.busiest < 2, text);
  },
);

Then("the call records have {int} different callers", async function (this: LabWorld, count: number) {
  const callers = (await (await this.stage).records(this.lab.firstSwitch)).map(shownCaller);
  assert.equal(new Set(callers).size, count, callers.join(", "));
});

Then(
  "every request to {party} shows the caller {word}, {int} of them {word}",
  async function (this: LabWorld, vendor: string, number: string, count: number, method: string) {
    const requests = (await messagesOf(await this.stage, vendor, "received")).filter(({ label }) => !/^\d/.test(label));
    const shown = new Set(requests.map(({ message }) => userOf(uriOf(header(message, "From")))));
    assert.deepEqual([...shown], [number], "user part of From");
    const tags = new Set(requests.map(({ message }) => `${header(message, "Call-ID")} ${tagOf(header(message, "From"))}`));
    const calls = new Set(requests.map(({ message }) => header(message, "Call-ID")));
    assert.equal(tags.size, calls.size, "tags of From, one for each call");
    const found = requests.filter(({ label }) => label === method).length;
    assert.equal(found, count, requests.map(({ label }) => label).join(", "));
  },
);

Then("the identity that {party} is assured of is {word}", async function (this: LabWorld, vendor: string, number: string) {
  const invites = (await messagesOf(await this.stage, vendor, "received")).filter(({ label }) => label === "INVITE");
  const asserted = invites.map(({ message }) => userOf(uriOf(header(message, "P-Asserted-Identity") ?? "")));
  assert.deepEqual([...new Set(asserted)], [number], "P-Asserted-Identity of each INVITE");
});

Then("no message to {party} mentions {string}", async function (this: LabWorld, vendor: string, text: string) {
  const received = (await (await this.stage).messages(vendor)).filter(({ direction }) => direction === "received");
  assert(received.length > 0, `${vendor} received nothing`);
  for (const message of received) assert(!message.text.includes(text), expected("a message", `without ${text}`, message.text));
});

Then(
  "{word} carries {int} call(s) at once in the pool of {party}",
  async function (this: LabWorld, number: string, count: number, vendor: string) {
    const states = await (await this.stage).gatewayStates(this.lab.firstSwitch);
    const { poolUse = {} } = states.find(({ name }) => name === vendor) ?? {};
    assert.deepEqual(
      poolUse,
      count === 0 ? {} : { [number]: count },
      "calls at this moment by number, as the switch counts them",
    );
  },
);
