import { defineParameterType } from "@cucumber/cucumber";
import { UsageError } from "../../../src/base";

/** `"+442079460123"`: an E.164 number of a range that is reserved for stories; the digits alone are dialled. */
defineParameterType({
  name: "number",
  regexp: /"\+(\d+)"/,
  transformer: (digits: string): string => {
    if (!/^[1-9]\d{6,14}$/.test(digits)) {
      throw new UsageError("STEP_BAD_NUMBER", `"+${digits}" is not an E.164 number of 7 to 15 digits`, { digits });
    }
    return digits;
  },
});
