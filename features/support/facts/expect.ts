import assert, { AssertionError } from "node:assert";
import { inSeconds, type Duration } from "../../../src/base";

/** Fails with what was expected and what was found, by party or leg. */
export function expected(where: string, wanted: string, found: string): AssertionError {
  return new AssertionError({ message: `${where}\n  expected ${wanted}\n  got ${found}` });
}

/** Holds when `actual` lies within `tolerance` of `wanted`, both in seconds. */
export function isNear(actual: number, wanted: number, tolerance: Duration): boolean {
  return Math.abs(actual - wanted) <= inSeconds(tolerance);
}

/** Two lists of seconds agree, one by one. */
export function assertTimes(where: string, actual: readonly number[], wanted: readonly number[], tolerance: Duration): void {
  const agree =
    actual.length === wanted.length && wanted.every((time, index) => isNear(actual[index] ?? Number.NaN, time, tolerance));
  assert(agree, expected(where, `${wanted.join(", ")} seconds`, actual.length === 0 ? "none" : `${actual.join(", ")} seconds`));
}
