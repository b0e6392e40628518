import path from "node:path";
import { LineCounter, isCollection, parseDocument, type Document } from "yaml";
import { SwitchError } from "../base";
import type { Files } from "../ports";
import { crossProblems, problemsOf, type Problem } from "./problems";
import { switchConfigSchema, type SwitchConfig } from "./schema";

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

function refuse(file: string, document: Document, counter: LineCounter, problems: readonly Problem[]): never {
  const lines = problems.map(({ path: at, message }) => `${file}:${lineOf(document, counter, at)}: ${message}`);
  throw new SwitchError("CONFIG_INVALID", lines.join("\n"), { file, problems: problems.length });
}

/** Why a line is no YAML. What YAML says may repeat the line, which is not to be shown when it holds a secret. */
function unreadable(line = "", why: string): string {
  return /password|key/i.test(line) ? "this line is not readable as YAML; put the value in quotes" : why;
}

function valuesOf(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // What YAML says names the alias, which may be a secret that begins with * and has no quotes.
    const why = "aliases lead nowhere or to too much; a value that begins with * stands in quotes";
    throw new SwitchError("CONFIG_NOT_YAML", `${file}: ${why}`, { file }, error);
  }
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
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: true });
  const broken = document.errors[0];
  if (broken !== undefined) {
    const { line } = counter.linePos(broken.pos[0]);
    throw new SwitchError("CONFIG_NOT_YAML", `${file}:${line}: ${unreadable(text.split("\n")[line - 1], broken.message)}`, {
      file,
    });
  }
  const values = valuesOf(document, file);
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    const what = values === null ? "is empty" : "is no list of `key: value`";
    throw new SwitchError("CONFIG_INVALID", `${file}:1: the file ${what}; examples/ holds working configurations`, { file });
  }
  const result = switchConfigSchema.safeParse(values);
  if (!result.success) {
    refuse(
      file,
      document,
      counter,
      result.error.issues.flatMap((issue) => problemsOf(issue, values)),
    );
  }
  const problems = crossProblems(result.data);
  if (problems.length > 0) refuse(file, document, counter, problems);
  const absolute = (name: string): string => path.resolve(path.dirname(file), name);
  const rateTables = result.data.rateTables.map((table) =>
    table.file === undefined ? table : { ...table, file: absolute(table.file) },
  );
  return { ...result.data, data: absolute(result.data.data), rateTables };
}

/**
 * Reads a configuration file.
 *
 * @throws {SwitchError} `CONFIG_NOT_FOUND`, `CONFIG_NOT_READABLE`, and what {@link parseSwitchConfig} throws.
 */
export function loadSwitchConfig(files: Files, file: string): SwitchConfig {
  const absolute = path.resolve(file);
  if (!files.exists(absolute)) {
    throw new SwitchError("CONFIG_NOT_FOUND", `${file} is not there; examples/ holds working configurations`, { file });
  }
  return parseSwitchConfig(readText(files, absolute, file), file);
}

function readText(files: Files, absolute: string, file: string): string {
  try {
    return files.read(absolute).toString("utf8");
  } catch (error) {
    const why = error instanceof SwitchError ? error.message : String(error);
    throw new SwitchError("CONFIG_NOT_READABLE", `${file} cannot be read; name a file that can: ${why}`, { file }, error);
  }
}
