import fs from "node:fs";
import path from "node:path";
import { routingPictures } from "./routing-pictures";

/** Draws the pictures of docs/routing.md from a real run; a test fails when they are out of date. */
async function main(): Promise<void> {
  for (const [name, svg] of await routingPictures()) fs.writeFileSync(path.join(__dirname, "../docs/images", name), svg);
}

void main();
