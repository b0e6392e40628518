import { FOREIGN_NAMES, PARAMETERS } from "./catalogue";
import type { ParameterDefinition } from "./types";
import { describeRange } from "./validate";

const row = (parameter: ParameterDefinition): string => {
  const { name, type, unit, service, section, source, description, isActedOn } = parameter;
  const value = parameter.default === "" ? "(empty)" : String(parameter.default);
  const aliases = parameter.aliases === undefined ? "" : ` Also ${parameter.aliases.map((alias) => `\`${alias}\``).join(", ")}.`;
  const note = isActedOn ? "" : " Known and kept; nothing acts on it yet.";
  const restart = service === "none" ? "none: what starts afterwards" : `\`${service}\``;
  const where = section === undefined ? source : `${source} (manual ${section})`;
  return `| \`${name}\` | ${value} | ${describeRange(type)} | ${unit} | ${restart} | ${where} | ${description}${aliases}${note} |`;
};

/** The catalogue as a page for people, in Markdown. */
export function parameterReference(): string {
  const foreign = Object.entries(FOREIGN_NAMES).map(([name, guide]) => `| \`${name}\` | \`${guide}\` |`);
  return `# System parameters

Written by \`scripts/write-parameter-reference.ts\` from src/parameters/catalogue.ts.

A value is saved at once and survives restarts. Where a service is named, that service works with the value it found when it
started, and shows the difference as pending until it starts again. A value out of range is refused and the previous one stays.
Keys are never shown: \`parameters\` prints the first 8 digits of their SHA-256 and their length.

| name | default | takes | unit | restart | source | meaning |
|---|---|---|---|---|---|---|
${PARAMETERS.map(row).join("\n")}

## Names of other pages

Other pages of the maker use these names. They are refused with a hint, since it is not certain that they mean the same.

| name | what the guides say |
|---|---|
${foreign.join("\n")}
`;
}
