import { defineParameterType } from "@cucumber/cucumber";

/** A system parameter by its name. */
defineParameterType({ name: "parameter", regexp: /(?:SS|SERVER)_[A-Z0-9_]+/, transformer: (name: string): string => name });

/** What a parameter is set to: a bare number, or any text in quotes. */
defineParameterType({
  name: "setting",
  regexp: /(\d+)|"([^"]*)"/,
  transformer: (bare?: string, quoted?: string): string => bare ?? quoted ?? "",
});
