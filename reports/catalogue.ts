import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { CatalogueEntry } from "./run-model";

/** Where the behaviours' ids, titles, bases and tiers are kept. */
export const CATALOGUE_FOLDER = join(__dirname, "..", "features", "catalogue");

/** Every behaviour of the catalogue, in the order of its files. */
export function readCatalogue(folder: string = CATALOGUE_FOLDER): readonly CatalogueEntry[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .flatMap((name) => parse(readFileSync(join(folder, name), "utf8")) as readonly CatalogueEntry[]);
}
