import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { seconds } from "../base";
import { racingGateway, Races, WHAT_HAPPENS, type Happening } from "./races-builder";

const happening: fc.Arbitrary<Happening> = fc.tuple(fc.constantFrom(...WHAT_HAPPENS), fc.nat(99));

describe("calls that race", () => {
  it("exceed no limit at any moment, and leave no line, number, relay or timer behind", () => {
    fc.assert(
      fc.property(
        fc.array(racingGateway, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(0, 30),
        fc.constantFrom(undefined, 5),
        fc.array(happening, { minLength: 10, maxLength: 150, size: "max" }),
        (rows, delay, retryEvery, happenings) => {
          const races = new Races(rows, delay, retryEvery);
          for (const each of happenings) {
            races.happens(each);
            races.check();
          }
          races.drain();
          const { world } = races;
          // A gateway's Retry-After outlives the call that brought it.
          world.clock.passes(seconds(5));
          assert.deepEqual([world.b2bua.liveCalls, world.media.opened.size, world.records.length], [0, 0, races.calls]);
          assert.deepEqual(
            world.lines.states().map(({ active }) => active),
            rows.map(() => 0),
          );
          assert.deepEqual(
            world.clock.armed().map(({ name }) => name),
            [],
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("try each gateway at most once a call when nothing recovers, protect routes last", () => {
    const quiet = WHAT_HAPPENS.filter(
      (what) => !["arrive", "arrive forwarded", "503 with Retry-After", "Bar all calls", "No lock", "no media"].includes(what),
    );
    const one: fc.Arbitrary<Happening> = fc.tuple(fc.constantFrom(...quiet), fc.nat(99));
    fc.assert(
      fc.property(
        fc.array(racingGateway, { minLength: 1, maxLength: 7 }),
        fc.constantFrom(0, 30),
        fc.array(one, { size: "max", maxLength: 60 }),
        (rows, delay, happenings) => {
          const races = new Races(rows, delay, undefined);
          races.happens(["arrive", 0]);
          for (const each of happenings) races.happens(each);
          const tried = races.world.legs.map(({ remote }) => Number(remote.address.split(".")[3]) - 1);
          assert.deepEqual(tried, [...new Set(tried)]);
          const isProtect = tried.map((index) => rows[index]?.protect === true);
          assert.deepEqual(isProtect, [...isProtect].sort(), "normal gateways first");
        },
      ),
      { numRuns: 1000 },
    );
  });
});
