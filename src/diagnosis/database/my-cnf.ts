/** Sections of my.cnf that a server reads. */
const SERVER_SECTIONS = /^(mysqld|mariadbd?|server)(-\d+(\.\d+)*)?$/;

/** `512M` and its like, as a server reads them. */
const UNITS: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/**
 * What a my.cnf sets for the server: names with underscores in small letters, values as they stand there. The last of several counts, as it
 * does for the server. Files that it includes are not read.
 */
export function readMyCnf(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let isForServer = false;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    const section = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (section !== undefined) isForServer = SERVER_SECTIONS.test(section.trim());
    else if (isForServer && line !== "" && !/^[#;!]/.test(line)) {
      const [name = "", ...rest] = line.split("=");
      const value = rest
        .join("=")
        .replace(/\s#.*$/, "")
        .trim();
      values.set(settingName(name), value.replace(/^(["'])(.*)\1$/, "$2"));
    }
  }
  return values;
}

/** A name as SHOW VARIABLES has it. */
export function settingName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll("-", "_")
    .replace(/^loose_/, "");
}

/** `512M` in bytes; undefined for what is no size. */
export function sizeOf(text: string | undefined): number | undefined {
  const [, count, unit = ""] = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(text?.trim() ?? "") ?? [];
  return count === undefined ? undefined : Number(count) * (UNITS[unit.toLowerCase()] ?? 1);
}
