import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { routingPictures } from "../routing-pictures";
import { ROOT } from "./files";

describe("the pictures of docs/routing.md", () => {
  it("are what a run draws now: npm run pictures", async () => {
    for (const [name, svg] of await routingPictures()) {
      assert.equal(readFileSync(join(ROOT, "docs/images", name), "utf8"), svg, name);
    }
  });
});
