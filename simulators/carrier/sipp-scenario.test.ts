import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, it } from "node:test";
import { CARRIERS, PERSONALITIES, sippScenario } from ".";
import { POLITE } from "../endpoint";

const FOLDER = resolve(__dirname, "../sipp-wrapper/scenarios/carriers");

describe("a personality as a SIPp scenario", () => {
  it("says its responses in order, with pauses between them", () => {
    const xml = sippScenario(CARRIERS["busy after 183"].personality) ?? "";
    const story = [...xml.matchAll(/<recv request="(\w+)"|<pause milliseconds="(\d+)"|SIP\/2\.0 (\d{3})/g)];
    assert.deepEqual(
      story.map(([, method, pause, status]) => method ?? pause ?? status),
      ["INVITE", "100", "200", "183", "2000", "486", "ACK"],
    );
  });

  it("ends an undecided call by the caller's CANCEL, and answers the INVITE with its own CSeq", () => {
    const xml = sippScenario(CARRIERS["100 then silence"].personality) ?? "";
    assert.deepEqual(
      [...xml.matchAll(/CSeq: (?!")(\S+)|\[(last_CSeq):\]/g)].map(([, own, last]) => own ?? last),
      ["[$invite]", "last_CSeq", "[$invite]"],
    );
  });

  it("carries the headers of a refusal", () => {
    assert.match(sippScenario(CARRIERS["Retry-After"].personality) ?? "", /^Retry-After: 30$/m);
  });

  it("is undefined for what SIPp cannot play", () => {
    for (const personality of [
      CARRIERS["503 storm"].personality,
      CARRIERS.dead.personality,
      CARRIERS["late 200"].personality,
      CARRIERS["wants tech prefix"].personality,
      PERSONALITIES["answers twice"],
      PERSONALITIES["sends reliable ringing"],
    ])
      assert.equal(sippScenario(personality), undefined, personality.name);
    assert.notEqual(sippScenario(POLITE), undefined);
  });

  it("is a file of the SIPp package for each carrier that SIPp can play, and for no other", () => {
    const wanted = Object.entries(CARRIERS).flatMap(([name, { personality }]) => {
      const xml = sippScenario(personality);
      return xml === undefined ? [] : [[`${name.toLowerCase().replaceAll(" ", "-")}.xml`, xml] as const];
    });
    const found = readdirSync(FOLDER).map((name) => [name, readFileSync(resolve(FOLDER, name), "latin1")] as const);
    assert.deepEqual(Object.fromEntries(found), Object.fromEntries(wanted));
  });
});
