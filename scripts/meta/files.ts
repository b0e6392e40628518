import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** The checkout's root. */
export const ROOT = join(__dirname, "..", "..");

export interface SourceFile {
  /** Relative to the root, `/` between folders. */
  readonly path: string;
  readonly text: string;
}

/** Every file below `folders` whose name ends as asked. */
export function filesIn(folders: readonly string[], ending: string): readonly SourceFile[] {
  return folders
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(ending) && !entry.parentPath.includes("node_modules"))
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => ({ path: relative(ROOT, path), text: readFileSync(path, "utf8") })),
    );
}

/** Product sources: no tests, no contract suites. */
export const productSources = (): readonly SourceFile[] =>
  filesIn(["src", "simulators", "features", "reports", "docker"], ".ts").filter(
    ({ path }) => !/\.(test|contract)\.ts$/.test(path),
  );
