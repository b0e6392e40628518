import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSimulation } from "../../adapters/sim";
import { after, fromDate, seconds, type WallTime } from "../../base";
import { ShiftedClock } from "./shifted-clock";

describe("a shifted clock", () => {
  const { clock } = createSimulation({ seed: 1 });

  it("is ahead by its offset, in the calendar alone", () => {
    const shifted = new ShiftedClock(clock, seconds(3_600));
    assert.equal(shifted.wallClock(), after(clock.wallClock(), seconds(3_600)));
    assert.equal(shifted.now(), clock.now());
  });

  it("goes on from where it was set", () => {
    const shifted = new ShiftedClock(clock, seconds(0));
    const eve: WallTime = fromDate(new Date("2026-03-25T11:59:59.900Z"));
    shifted.setWallClock(eve);
    clock.advance(seconds(0.1));
    assert.equal(shifted.wallClock(), fromDate(new Date("2026-03-25T12:00:00Z")));
  });
});
