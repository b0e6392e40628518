import fs from "node:fs";
import path from "node:path";
import { parameterReference } from "../src/parameters";

/** Writes docs/reference/parameters.md from the catalogue; a test fails when it is out of date. */
fs.writeFileSync(path.join(__dirname, "../docs/reference/parameters.md"), parameterReference());
