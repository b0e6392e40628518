import { parseArgs } from "node:util";
import type { StageName } from "../support/stages/stage";
import { runFeatures } from "./run-features";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    stage: { type: "string", default: "sim" },
    tags: { type: "string" },
    seed: { type: "string" },
    repeat: { type: "string", default: "1" },
    parallel: { type: "string", default: "0" },
    shuffle: { type: "boolean", default: false },
  },
});

void runFeatures({
  paths: positionals,
  stage: values.stage as StageName,
  ...(values.tags === undefined ? {} : { tags: values.tags }),
  ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
  repeat: Number(values.repeat),
  parallel: Number(values.parallel),
  shuffle: values.shuffle,
  print: (text) => process.stdout.write(`${text}\n`),
}).then(({ failed }) => {
  process.exitCode = failed === 0 ? 0 : 1;
});
