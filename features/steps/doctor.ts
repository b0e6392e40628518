import assert from "node:assert/strict";
import { Given, Then, When, defineParameterType } from "@cucumber/cucumber";
import type { Finding, LegCircumstance, PayloadLook, Severity, ChecklistFacts, AudioVerdicts } from "../../src/diagnosis";
import { ENCRYPTION_ADVICE, USUAL_CAUSES } from "../../src/diagnosis";
import type { LabWorld } from "../support/world";

type Heard = AudioVerdicts["callerHears"];

defineParameterType({ name: "severity", regexp: /info|warning|error/, transformer: (text) => text as Severity });
defineParameterType({ name: "rule", regexp: /[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+/, transformer: (text) => text });

const mentions = (text: string, part: string): void => assert(text.includes(part), `expected "${part}" in "${text}"`);

function isCircumstance(text: string): LegCircumstance {
  assert(text in ENCRYPTION_ADVICE, `"${text}" is none of ${Object.keys(ENCRYPTION_ADVICE).join(", ")}`);
  return text as LegCircumstance;
}

Given(
  "switch {string} is saved with mode {int} and key {string}",
  function (this: LabWorld, name: string, mode: number, key: string) {
    this.doctor.save(name, mode, key);
  },
);

Given(
  "the media relay of {string} runs mode {int} and key {string}",
  function (this: LabWorld, name: string, mode: number, key: string) {
    this.doctor.change(name, { running: { mode, key } });
  },
);

Given("the media relay of {string} was started before its last change", function (this: LabWorld, name: string) {
  this.doctor.relayOlderThanChange(name);
});

Given("switch {string} does not proxy media", function (this: LabWorld, name: string) {
  this.doctor.change(name, { mediaProxied: false });
});

Given("the key of {string} was changed {int} days ago", function (this: LabWorld, name: string, days: number) {
  this.doctor.keyChanged(name, days);
});

Given("the leg of {string} is {string}", function (this: LabWorld, name: string, circumstance: string) {
  this.doctor.addCircumstance(name, isCircumstance(circumstance));
});

Given("the leg of {string} is public without network controls", function (this: LabWorld, name: string) {
  this.doctor.changeLeg(name, { publicNetwork: true, networkControls: false });
});

Given("the peer of {string} requires SRTP", function (this: LabWorld, name: string) {
  this.doctor.changeLeg(name, { peerRequiresSrtp: true });
});

Given("the peer of {string} is not a VOS3000", function (this: LabWorld, name: string) {
  this.doctor.changeLeg(name, { peerIsVos: false });
});

Given(
  "a no-audio ticket with signalling {string}, {int} packets out, {int} packets in and codecs {string} against {string}",
  function (this: LabWorld, signalling: string, out: number, back: number, offer: string, answer: string) {
    const words = (text: string): readonly string[] => text.split(" ").filter((word) => word !== "");
    this.doctor.openTicket({
      signalling: words(signalling),
      packetsFromCaller: out,
      packetsFromCallee: back,
      offered: words(offer),
      answered: words(answer),
    });
  },
);

Given(
  "{int} calls an hour on routes {string} and {string}, {int} percent of them without audio",
  function (this: LabWorld, calls: number, one: string, other: string, percent: number) {
    this.doctor.count([one, other].map((route) => ({ route, answered: calls, noAudio: (calls * percent) / 100 })));
  },
);

Given(
  "since encryption was enabled {int} percent of those on {string} are without audio",
  function (this: LabWorld, percent: number, route: string) {
    this.doctor.worsen(route, percent);
  },
);

Given(
  "a test call was heard {string} by the caller and {string} by the callee",
  function (this: LabWorld, caller: Heard, callee: Heard) {
    this.doctor.lay({ testCall: { callerHears: caller, calleeHears: callee } });
  },
);

Given(
  "the load was {float} before and {float} after with a limit of {float}",
  function (this: LabWorld, before: number, after: number, limit: number) {
    this.doctor.lay({ load: { before, after, limit } });
  },
);

Given(
  "the record holds mode {int}, a key reference and the gateways {string} and {string}",
  function (this: LabWorld, mode: number, one: string, other: string) {
    const record: NonNullable<ChecklistFacts["record"]> = {
      mode,
      keyReference: "vault:rtp/a-b",
      gateways: [one, other].filter((gateway) => gateway !== ""),
    };
    this.doctor.lay({ record });
  },
);

When("the doctor examines {string}", function (this: LabWorld, name: string) {
  this.doctor.examine(name);
});

When("the doctor compares {string} and {string}", function (this: LabWorld, a: string, b: string) {
  this.doctor.compare(a, b);
});

When("the doctor is told of {string}", function (this: LabWorld, symptom: string) {
  this.doctor.explain(symptom);
});

When("the doctor triages it", function (this: LabWorld) {
  this.doctor.triage();
});

When("the doctor judges a garbled call whose two streams look random", function (this: LabWorld) {
  this.doctor.judgeCapture("random", "random", false);
});

When(
  "the doctor judges streams that look {word} from A and {word} from B with {word} audio",
  function (this: LabWorld, a: PayloadLook, b: PayloadLook, audio: string) {
    this.doctor.judgeCapture(a, b, audio === "clear");
  },
);

When("the doctor watches the calls", function (this: LabWorld) {
  this.doctor.watch();
});

When("the doctor advises on a leg that is {string}", function (this: LabWorld, circumstance: string) {
  this.doctor.advise(isCircumstance(circumstance));
});

When("the doctor lists the usual causes of no audio", function (this: LabWorld) {
  this.doctor.recite(USUAL_CAUSES);
});

When("the checklist runs on {string} alone", function (this: LabWorld, mapping: string) {
  this.doctor.runChecklist(mapping);
});

When("the checklist runs on {string} and {string}", function (this: LabWorld, mapping: string, routing: string) {
  this.doctor.runChecklist(mapping, routing);
});

/** `no complaint`, or severity, rule and a piece of the sentence. */
function expectVerdict(findings: readonly Finding[], about: RegExp, verdict: string): void {
  const complaints = findings
    .filter((finding) => about.test(finding.rule))
    .map((finding) => `${finding.severity} ${finding.rule}: ${finding.finding}`);
  if (verdict === "no complaint") return assert.deepEqual(complaints, []);
  const [start = "", piece = ""] = verdict.split(": ");
  assert(
    complaints.some((complaint) => complaint.startsWith(start) && complaint.includes(piece)),
    `expected ${verdict}; got ${complaints.join("; ") || "no complaint"}`,
  );
}

// The verdict is a sentence of its own, with words that no expression type covers.
Then(/^its verdict on the key's length is (.+)$/, function (this: LabWorld, verdict: string) {
  expectVerdict(this.doctor.findings, /^RTP_KEY_(LENGTH|SHORT|LONG|XOR_SHORT)$/, verdict);
});

// As above.
Then(/^its verdict on the key's age is (.+)$/, function (this: LabWorld, verdict: string) {
  expectVerdict(this.doctor.findings, /^RTP_KEY_AGE$/, verdict);
});

Then("it reports nothing", function (this: LabWorld) {
  assert.deepEqual(this.doctor.findings, []);
});

Then("it reports the {severity} {rule}", function (this: LabWorld, severity: Severity, rule: string) {
  assert.equal(this.doctor.found(rule).severity, severity);
});

Then(
  "it reports the {severity} {rule}, which says {string}",
  function (this: LabWorld, severity: Severity, rule: string, says: string) {
    mentions(this.doctor.found(rule).finding, says);
    assert.equal(this.doctor.found(rule).severity, severity);
  },
);

Then(
  "it reports the {severity} {rule}, which costs {string}",
  function (this: LabWorld, severity: Severity, rule: string, cost: string) {
    mentions(this.doctor.found(rule).cost, cost);
    assert.equal(this.doctor.found(rule).severity, severity);
  },
);

Then(
  "it reports the {severity} {rule}, whose mend is {string}",
  function (this: LabWorld, severity: Severity, rule: string, mend: string) {
    mentions(this.doctor.found(rule).mend, mend);
    assert.equal(this.doctor.found(rule).severity, severity);
  },
);

Then(
  "it reports the {severity} {rule} about {string}, which says {string}",
  function (this: LabWorld, severity: Severity, rule: string, subject: string, says: string) {
    mentions(this.doctor.found(rule, subject).finding, says);
    assert.equal(this.doctor.found(rule, subject).severity, severity);
  },
);

Then(
  "it reports the {severity} {rule} about {string}, whose mend is {string}",
  function (this: LabWorld, severity: Severity, rule: string, subject: string, mend: string) {
    mentions(this.doctor.found(rule, subject).mend, mend);
    assert.equal(this.doctor.found(rule, subject).severity, severity);
  },
);

Then(
  "it reports the {severity} {rule} about {string} and about nothing else",
  function (this: LabWorld, severity: Severity, rule: string, subject: string) {
    assert.deepEqual(
      this.doctor.findings.map((finding) => [finding.severity, finding.rule, finding.subject]),
      [[severity, rule, subject]],
    );
  },
);

Then("the likely cause is {string} and the mend {string}", function (this: LabWorld, cause: string, mend: string) {
  const [explained] = this.doctor.findings;
  mentions(explained?.finding ?? "", cause);
  mentions(explained?.mend ?? "", mend);
});

Then("they are {string}, {string}, {string}", function (this: LabWorld, one: string, two: string, three: string) {
  assert.deepEqual(this.doctor.recited, [one, two, three]);
});

Then("it stops at the {word} stage, saying {string}", function (this: LabWorld, stage: string, verdict: string) {
  assert.equal(this.doctor.triaged.stage, stage);
  mentions(this.doctor.triaged.verdict, verdict);
});

Then("it stops at the media path stage, saying {string}", function (this: LabWorld, verdict: string) {
  assert.equal(this.doctor.triaged.stage, "media path");
  mentions(this.doctor.triaged.verdict, verdict);
});

Then("the capture alone says {string}", function (this: LabWorld, verdict: string) {
  assert.equal(this.doctor.verdicts.capture, verdict);
});

Then(
  "the capture alone says {string} and with both configurations {string}",
  function (this: LabWorld, capture: string, configured: string) {
    assert.deepEqual(this.doctor.verdicts, { capture, configured });
  },
);

Then("it recommends mode {int}", function (this: LabWorld, mode: number) {
  assert.deepEqual(this.doctor.advice.modes, [mode]);
});

Then("it recommends mode {int}, {int}", function (this: LabWorld, one: number, other: number) {
  assert.deepEqual(this.doctor.advice.modes, [one, other]);
});

Then("its reason is {string}", function (this: LabWorld, reason: string) {
  mentions(this.doctor.advice.because, reason);
});

Then("the checklist is {string} with {int} items", function (this: LabWorld, state: string, items: number) {
  const failed = this.doctor.checklist.items
    .filter((item) => item.state !== "passed")
    .map((item) => `${item.number} ${item.because}`);
  assert.deepEqual([this.doctor.checklist.state, this.doctor.checklist.items.length, failed], [state, items, []]);
});

Then("the checklist is {string} and asks for the routing side", function (this: LabWorld, state: string) {
  assert.equal(this.doctor.checklist.state, state);
  assert(this.doctor.checklist.items.some((item) => item.because.includes("routing side")));
});

Then("item {int} has failed, because {string}", function (this: LabWorld, number: number, because: string) {
  const item = this.doctor.checklist.items[number - 1];
  assert.equal(item?.state, "failed", item?.because);
  mentions(item?.because ?? "", because);
});
