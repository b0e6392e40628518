import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { PlaceSet } from "./place-set";

describe("PlaceSet", () => {
  for (const size of [1, 32, 33, 1_024, 1_025, 100_000]) {
    it(`finds the last place of ${size} from the first one on, and nothing once it is gone`, () => {
      const set = new PlaceSet(size);
      set.add(size - 1);
      assert.equal(set.next(0), size - 1);
      assert.equal(set.next(size - 1), size - 1);
      assert.equal(set.next(size), undefined);
      set.delete(size - 1);
      assert.equal(set.next(0), undefined);
    });
  }

  it("finds what a plain search of the members finds", () => {
    const size = 2_000;
    const place = fc.nat(size - 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), place), { maxLength: 200 }), place, (changes, from) => {
        const set = new PlaceSet(size);
        const members = new Set<number>();
        for (const [isAdded, each] of changes) {
          if (isAdded) {
            set.add(each);
            members.add(each);
          } else {
            set.delete(each);
            members.delete(each);
          }
        }
        const expected = [...members].filter((each) => each >= from).sort((a, b) => a - b)[0];
        assert.equal(set.next(from), expected);
      }),
    );
  });
});
