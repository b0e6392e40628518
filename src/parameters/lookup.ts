import { failed, nearestOf, success, type Result } from "../base";
import { FOREIGN_NAMES, PARAMETERS } from "./catalogue";
import type { ParameterDefinition, ParameterFailure } from "./types";

const byName = new Map<string, ParameterDefinition>();
for (const parameter of PARAMETERS) {
  for (const name of [parameter.name, ...(parameter.aliases ?? [])]) byName.set(name, parameter);
}

function hint(name: string): string {
  const guideName = FOREIGN_NAMES[name];
  if (guideName !== undefined) return `; other pages of the maker use this name, the guides say ${guideName}`;
  const near = nearestOf(name, byName.keys());
  return near === undefined ? "; `carrierlab parameters list` shows all" : `; did you mean ${near}?`;
}

/** The definition that a name or an alias stands for. Names are compared exactly, in upper case. */
export function findParameter(name: string): Result<ParameterDefinition, ParameterFailure> {
  const found = byName.get(name) ?? byName.get(name.toUpperCase());
  if (found !== undefined) return success(found);
  return failed({
    code: "PARAMETER_UNKNOWN",
    message: `"${name}" is not a system parameter${hint(name.toUpperCase())}`,
    parameter: name,
  });
}
