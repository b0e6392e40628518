import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, it } from "node:test";
import { CARRIERS, PERSONALITIES, sippScenario } from ".";
import { POLITE } from "../endpoint";

const FOLDER = resolve(__dirname, "../sipp-wrapper/scenarios/carriers");

describe("a personality as a SIPp scenario", () => {
  /** Requests that are awaited, pauses, responses, labels and jumps, in order. */
  const story = (xml: string | undefined): readonly string[] =>
    [
      ...(xml ?? "").matchAll(
        /<recv request="(\w+)"|<pause milliseconds="(\d+)"|SIP\/2\.0 (\d{3})|<label (id="\w+")|<nop next="(\w+)"( test)?/g,
      ),
    ].map(
      ([, method, pause, status, place, next, test]) =>
        method ?? pause ?? status ?? place ?? `${next}${test === undefined ? "" : "?"}`,
    );
  const REST = ['id="over"', "rest", 'id="options"', "200", 'id="rest"'];

  it("says its responses in order, with pauses between them, and answers OPTIONS", () => {
    assert.deepEqual(story(sippScenario(CARRIERS["busy after 183"].personality)), [
      ...["OPTIONS", "INVITE", "100", "200", "183", "2000", "486", "ACK"],
      ...REST,
    ]);
  });

  it("ends an undecided call by the caller's CANCEL, and answers the INVITE with its own CSeq", () => {
    const xml = sippScenario(CARRIERS["100 then silence"].personality) ?? "";
    assert.deepEqual(
      [...xml.matchAll(/CSeq: (?!")(\S+)|\[(last_CSeq):\]/g)].map(([, own, last]) => own ?? last),
      ["[$invite]", "last_CSeq", "[$invite]", "last_CSeq"],
    );
  });

  it("answers a call that is cancelled, and waits for its release", () => {
    assert.deepEqual(story(sippScenario(CARRIERS["200 racing CANCEL"].personality)).slice(4, 11), [
      ...["180", "CANCEL", "200", "200", "ACK", "BYE", "200"],
    ]);
  });

  it("takes some calls otherwise", () => {
    assert.deepEqual(story(sippScenario(CARRIERS["wants tech prefix"].personality)), [
      ...["OPTIONS", "INVITE", "served?", "otherwise", 'id="served"'],
      ...["100", "200", "180", "800", "200", "ACK", "BYE", "200"],
      ...["over", 'id="otherwise"', "404", "ACK"],
      ...REST,
    ]);
  });

  it("challenges before the story, again for a stale nonce, and gives a wrong answer up", () => {
    assert.deepEqual(story(sippScenario(CARRIERS["nonce too old"].personality)).slice(0, 18), [
      ...["OPTIONS", "INVITE", "401", "ACK", "INVITE", "stale?", "wrong", 'id="stale"'],
      ...["401", "ACK", "INVITE", "right?", 'id="wrong"', "401", "ACK", "over", 'id="right"', "100"],
    ]);
  });

  it("says nothing at all, to OPTIONS either, for a dead carrier", () => {
    assert.deepEqual(story(sippScenario(CARRIERS.dead.personality)), [
      ...["OPTIONS", "INVITE", "33000", 'id="over"', "rest", 'id="options"', 'id="rest"'],
    ]);
  });

  it("carries the headers of a refusal", () => {
    assert.match(sippScenario(CARRIERS["Retry-After"].personality) ?? "", /^Retry-After: 30$/m);
  });

  it("is undefined for what SIPp cannot play", () => {
    for (const personality of [
      CARRIERS["1000 a day"].personality,
      CARRIERS.throttling.personality,
      CARRIERS["five at once"].personality,
      CARRIERS["asks at every turn"].personality,
      PERSONALITIES["ignores CANCEL"],
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
