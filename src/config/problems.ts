import type { z } from "zod";
import { nearestOf } from "../base";
import { findParameter, validateParameter } from "../parameters";
import { ratingProblems } from "./rating-problems";
import { switchConfigSchema, type SwitchConfig } from "./schema";

/** One broken rule: where, and a sentence with input, rule and mend. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** `routingGateways[0].prefixes`, or `the file` for its root. */
function pathText(keys: readonly PropertyKey[]): string {
  const text = keys.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return text === "" ? "the file" : text.replace(/^\./, "");
}

/** Keys that the schema knows at `keys`, to name the nearest to an unknown one. */
function knownKeys(issue: z.core.$ZodIssueUnrecognizedKeys): readonly string[] {
  let schema: unknown = switchConfigSchema;
  for (const key of issue.path) schema = childOf(schema, key);
  return shapes(schema).flatMap((shape) => Object.keys(shape));
}

interface SchemaLike {
  readonly _zod?: { readonly def: Readonly<Record<string, unknown>> };
}

function shapes(schema: unknown): readonly Readonly<Record<string, unknown>>[] {
  const def = (schema as SchemaLike | undefined)?._zod?.def;
  if (def === undefined) return [];
  if (def.innerType !== undefined) return shapes(def.innerType);
  if (Array.isArray(def.options)) return def.options.flatMap(shapes);
  return def.shape === undefined ? [] : [def.shape as Readonly<Record<string, unknown>>];
}

function childOf(schema: unknown, key: PropertyKey): unknown {
  const def = (schema as SchemaLike | undefined)?._zod?.def;
  if (def === undefined) return undefined;
  if (def.innerType !== undefined) return childOf(def.innerType, key);
  if (typeof key === "number") return def.element;
  return shapes(schema)
    .map((shape) => shape[String(key)])
    .find((child) => child !== undefined);
}

/** A short plain value as it stands in the file, to lead the rule that it breaks; empty for what is absent, long or a secret. */
function shown(values: unknown, at: readonly PropertyKey[]): string {
  if (/password/i.test(String(at.at(-1)))) return "";
  let value = values;
  for (const key of at) {
    value = typeof value === "object" && value !== null ? (value as Readonly<Record<PropertyKey, unknown>>)[key] : undefined;
  }
  const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  const text = isPlain ? JSON.stringify(value) : "";
  return text === "" || text.length > 80 ? "" : `${text} is not allowed: `;
}

const ABSENT = /^Invalid input: expected (.*), received undefined$/;

function ruleOf(issue: z.core.$ZodIssue, values: unknown, at: readonly PropertyKey[]): string {
  const absent = ABSENT.exec(issue.message)?.[1];
  return absent === undefined ? `${shown(values, at)}${issue.message}` : `is missing; it takes ${absent}`;
}

/** What a broken rule of the schema says, in words that name the key, the value and the mend. */
export function problemsOf(issue: z.core.$ZodIssue, values: unknown, prefixPath: readonly PropertyKey[] = []): Problem[] {
  const at = [...prefixPath, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys({ ...issue, path: [...at] });
    return issue.keys.map((key) => {
      const near = nearestOf(key, known);
      const mend = near === undefined ? `known here: ${known.join(", ")}` : `did you mean "${near}"?`;
      return { path: [...at, key], message: `"${key}" is not a key of ${pathText(at)}; ${mend}` };
    });
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const branches = issue.errors.map((branch) => branch.flatMap((inner) => problemsOf(inner, values, at)));
    const fewest = branches.sort((a, b) => a.length - b.length)[0];
    if (fewest !== undefined && fewest.some((problem) => problem.path.length > at.length)) return fewest;
  }
  return [{ path: at, message: `${pathText(at)}: ${ruleOf(issue, values, at)}` }];
}

/** User name and password come together: one alone answers no challenge. */
function credentialProblems({ routingGateways }: SwitchConfig): Problem[] {
  return routingGateways.flatMap(({ username, password }, index) => {
    if ((username === undefined) === (password === undefined)) return [];
    const [given, missing] = username === undefined ? ["password", "username"] : ["username", "password"];
    const path = ["routingGateways", index, given] as const;
    return [
      { path, message: `${pathText(path)}: is there without ${missing}; give both, or neither for a vendor that asks for none` },
    ];
  });
}

/** Rules between several keys, which a schema of single keys cannot hold. */
export function crossProblems(config: SwitchConfig): Problem[] {
  const problems: Problem[] = [];
  for (const kind of ["mappingGateways", "routingGateways"] as const) {
    const names = new Set<string>();
    for (const [index, gateway] of config[kind].entries()) {
      if (names.has(gateway.name)) {
        problems.push({
          path: [kind, index, "name"],
          message: `${kind}[${index}].name: "${gateway.name}" is there twice; names are unique`,
        });
      }
      names.add(gateway.name);
    }
  }
  problems.push(...credentialProblems(config));
  const sources = new Map<string, string>();
  for (const [index, gateway] of config.mappingGateways.entries()) {
    for (const address of [gateway.address].flat()) {
      const source = `${address} port ${gateway.port ?? "any"}`;
      const other = sources.get(source);
      if (other !== undefined) {
        const message = `mappingGateways[${index}].address: ${source} is also "${other}"; a call could not be told apart, so give each a port or another address`;
        problems.push({ path: ["mappingGateways", index, "address"], message });
      }
      sources.set(source, gateway.name);
    }
  }
  problems.push(...ratingProblems(config));
  for (const [name, value] of Object.entries(config.parameters)) {
    const found = findParameter(name);
    const checked = found.ok ? validateParameter(found.value, value) : found;
    if (!checked.ok) problems.push({ path: ["parameters", name], message: checked.failure.message });
  }
  return problems;
}
