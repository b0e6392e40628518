import { defineParameterType } from "@cucumber/cucumber";
import { milliseconds, type Duration } from "../../../src/base";

const UNITS_MS = { millisecond: 1, second: 1_000, minute: 60_000, hour: 3_600_000 } as const;

/** `32 seconds`, `21.3 seconds`, `50 milliseconds`, `2 hours`. */
defineParameterType({
  name: "duration",
  regexp: /(\d+(?:\.\d+)?) (millisecond|second|minute|hour)s?/,
  transformer: (count: string, unit: string): Duration => milliseconds(Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS]),
});
