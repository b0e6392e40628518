import path from "node:path";
import { LineCounter, isCollection, parseDocument, type Document } from "yaml";
import type { z } from "zod";
import { SwitchError, nearestOf } from "../base";
import { findParameter, validateParameter } from "../parameters";
import type { Files } from "../ports";
import { switchConfigSchema, type SwitchConfig } from "./schema";

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** `routingGateways[0].prefixes`, or `the file` for its root. */
function pathText(keys: readonly PropertyKey[]): string {
  const text = keys.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return text === "" ? "the file" : text.replace(/^\./, "");
}

/** Line of the nearest thing on `keys` that stands in the file. */
function lineOf(document: Document, counter: LineCounter, keys: readonly PropertyKey[]): number {
  for (let length = keys.length; length > 0; length -= 1) {
    const parent = document.getIn(keys.slice(0, length - 1), true);
    const last = keys[length - 1];
    const items = isCollection(parent) ? parent.items : [];
    for (const [index, item] of items.entries()) {
      const pair = item as { key?: { value?: unknown; range?: readonly number[] }; range?: readonly number[] };
      const found =
        pair.key === undefined ? (index === last ? pair.range : undefined) : pair.key.value === last ? pair.key.range : undefined;
      if (found?.[0] !== undefined) return counter.linePos(found[0]).line;
    }
  }
  return 1;
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

function problemsOf(issue: z.core.$ZodIssue, prefixPath: readonly PropertyKey[] = []): Problem[] {
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
    const branches = issue.errors.map((branch) => branch.flatMap((inner) => problemsOf(inner, at)));
    const fewest = branches.sort((a, b) => a.length - b.length)[0];
    if (fewest !== undefined && fewest.some((problem) => problem.path.length > at.length)) return fewest;
  }
  return [{ path: at, message: `${pathText(at)}: ${issue.message}` }];
}

function crossProblems(config: SwitchConfig): Problem[] {
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
  for (const [name, value] of Object.entries(config.parameters)) {
    const found = findParameter(name);
    const checked = found.ok ? validateParameter(found.value, value) : found;
    if (!checked.ok) problems.push({ path: ["parameters", name], message: checked.failure.message });
  }
  return problems;
}

function refuse(file: string, document: Document, counter: LineCounter, problems: readonly Problem[]): never {
  const lines = problems.map(({ path: at, message }) => `${file}:${lineOf(document, counter, at)}: ${message}`);
  throw new SwitchError("CONFIG_INVALID", lines.join("\n"), { file, problems: problems.length });
}

/**
 * Reads configuration text; `file` is its name in messages and the start of relative paths.
 *
 * Environment variables in values are not expanded; a password may come from one through `passwordEnv`.
 *
 * @throws {SwitchError} `CONFIG_NOT_YAML`, `CONFIG_INVALID`: one line for each problem, with file, line, key, rule and mend.
 */
export function parseSwitchConfig(text: string, file: string): SwitchConfig {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: true, uniqueKeys: true });
  const broken = document.errors[0];
  if (broken !== undefined) {
    throw new SwitchError("CONFIG_NOT_YAML", `${file}:${counter.linePos(broken.pos[0]).line}: ${broken.message}`, { file });
  }
  const result = switchConfigSchema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (!result.success) {
    refuse(
      file,
      document,
      counter,
      result.error.issues.flatMap((issue) => problemsOf(issue)),
    );
  }
  const problems = crossProblems(result.data);
  if (problems.length > 0) refuse(file, document, counter, problems);
  return { ...result.data, data: path.resolve(path.dirname(file), result.data.data) };
}

/**
 * Reads a configuration file.
 *
 * @throws {SwitchError} `CONFIG_NOT_FOUND`, and what {@link parseSwitchConfig} throws.
 */
export function loadSwitchConfig(files: Files, file: string): SwitchConfig {
  const absolute = path.resolve(file);
  if (!files.exists(absolute)) {
    throw new SwitchError("CONFIG_NOT_FOUND", `${file} is not there; examples/ holds working configurations`, { file });
  }
  return parseSwitchConfig(files.read(absolute).toString("utf8"), file);
}
