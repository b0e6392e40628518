import fs from "node:fs";
import path from "node:path";
import { switchConfigJsonSchema } from "../src/config";

/** Writes the configuration's JSON Schema for editors; a test fails when it is out of date. */
const target = path.join(__dirname, "../docs/reference/switch-config.schema.json");
fs.writeFileSync(target, `${JSON.stringify(switchConfigJsonSchema(), undefined, 2)}\n`);
