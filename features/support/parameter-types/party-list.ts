import { defineParameterType } from "@cucumber/cucumber";

/** `"Alpha", "Beta" and "Gamma"`: parties in a row, or one alone. */
defineParameterType({
  name: "partyList",
  regexp: /"[A-Z][A-Za-z0-9 ]*"(?:, "[A-Z][A-Za-z0-9 ]*")*(?: and "[A-Z][A-Za-z0-9 ]*")?/,
  transformer: (text: string): readonly string[] => text.slice(1, -1).split(/", "|" and "/),
});
