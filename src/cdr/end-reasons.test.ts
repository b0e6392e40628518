import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { END_REASONS, endReasonNamed, endReasonOfCause, endReasonOfStatus, NORMAL_RELEASE, type EndReason } from "./end-reasons";

const own: readonly EndReason[] = Object.values(END_REASONS);

describe("end reasons", () => {
  it("gives every reason of the switch a number below 0 that no other has", () => {
    assert.ok(own.every(({ number }) => number < 0));
    assert.equal(new Set(own.map(({ number }) => number)).size, own.length);
  });

  it("keeps -9 for the illegal call and starts its own numbers at -1001", () => {
    assert.equal(END_REASONS.illegalCall.number, -9);
    assert.ok(own.every(({ number }) => number === -9 || number <= -1001));
  });

  it("shares no name between two reasons", () => {
    const names = [...own, NORMAL_RELEASE].flatMap(({ name, aliases }) => [name, ...aliases].map((each) => each.toLowerCase()));
    const distinct = new Set(names);
    assert.deepEqual(
      [...distinct].filter(
        (name) =>
          new Set(
            [...own, NORMAL_RELEASE].filter((reason) =>
              [reason.name, ...reason.aliases].map((each) => each.toLowerCase()).includes(name),
            ),
          ).size > 1,
      ),
      [],
    );
  });

  it("shows remote reasons as Name(number)", () => {
    assert.equal(endReasonOfStatus(404).name, "Not Found(404)");
    assert.equal(endReasonOfStatus(480).name, "Temporarily Unavailable(480)");
    assert.equal(endReasonOfStatus(500).name, "Server Internal Error(500)");
    assert.equal(endReasonOfStatus(603).name, "Decline(603)");
    assert.equal(endReasonOfCause(41).name, "TemporaryFailure(41)");
    assert.equal(endReasonOfCause(16).name, "Normal release");
    assert.equal(endReasonOfStatus(699).number, 699);
  });

  it("finds the number of every text that it writes, by name, by alias and by brackets", () => {
    for (const reason of own) assert.equal(endReasonNamed(reason.name).number, reason.number);
    assert.equal(endReasonNamed("NormalCallClearing(16)").number, 16);
    assert.equal(endReasonNamed("InviteTimeout (408)").number, END_REASONS.inviteTimeout.number);
    assert.equal(endReasonNamed("Decline(603)").number, 603);
    assert.equal(endReasonNamed("something else").number, END_REASONS.unknown.number);
  });
});
