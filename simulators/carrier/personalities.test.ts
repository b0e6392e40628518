import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { answersTimer, PERSONALITIES, refuses, vanishesAfter } from ".";

const all = [
  ...Object.entries(PERSONALITIES),
  ...[refuses(503, "Service Unavailable", 41), answersTimer(90, "uas", false), vanishesAfter(100)].map(
    (each) => [each.name, each] as const,
  ),
];

describe("personalities", () => {
  it("are data: nothing is lost on the way to another process", () => {
    for (const [name, personality] of all) assert.deepEqual(JSON.parse(JSON.stringify(personality)), personality, name);
  });

  it("say which RFC section or catalogue id they come from", () => {
    for (const [name, { basis }] of all) assert.match(basis, /^(RFC \d+ section|[A-Z]{3}-\d{3})/, name);
  });

  it("are called what scenarios call them", () => {
    for (const [name, personality] of Object.entries(PERSONALITIES)) assert.equal(personality.name, name);
  });
});
