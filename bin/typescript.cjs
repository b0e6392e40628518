/*
 * Runs the checkout's TypeScript: each file is transpiled once and kept under node_modules/.cache, by its content. A start from the
 * cache does not load the compiler, which saves two seconds and a third of the memory. Types are checked by `npm run types`, not here.
 */
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const root = path.dirname(__dirname);
const cache = path.join(root, "node_modules/.cache/carrierlab");
/** Part of every name in the cache: what else than its content decides what a file becomes. */
const compiler = JSON.parse(fs.readFileSync(path.join(root, "node_modules/typescript/package.json"), "utf8")).version;
const options = {
  target: "ES2023",
  module: "CommonJS",
  esModuleInterop: true,
  inlineSourceMap: true,
  inlineSources: true,
};

function transpile(source, file) {
  const typescript = require("typescript");
  const compilerOptions = typescript.convertCompilerOptionsFromJson(options, root).options;
  return typescript.transpileModule(source, { fileName: file, compilerOptions }).outputText;
}

/** Whole or not at all, so that two processes can fill the cache at once; a cache that cannot be written is no failure. */
function keep(name, code) {
  try {
    fs.mkdirSync(cache, { recursive: true });
    fs.writeFileSync(`${name}.${process.pid}`, code);
    fs.renameSync(`${name}.${process.pid}`, name);
  } catch {
    return;
  }
}

function load(file) {
  const source = fs.readFileSync(file, "utf8");
  const digest = createHash("sha256").update(compiler).update(JSON.stringify(options)).update(file).update(source).digest("hex");
  const name = path.join(cache, `${digest}.js`);
  try {
    return fs.readFileSync(name, "utf8");
  } catch {
    const code = transpile(source, file);
    keep(name, code);
    return code;
  }
}

Module._extensions[".ts"] = (module, file) => module._compile(load(file), file);
process.setSourceMapsEnabled(true);
