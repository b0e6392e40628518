#!/usr/bin/env bash
# Runs the benchmarks of bench/ one after another, or those that are named: scripts/bench.sh sip relay
set -euo pipefail
. "$(dirname "$0")/lib.sh"

cd "$root"
[ $# -gt 0 ] || set -- $(basename -s .ts bench/*.ts)
for name in "$@"; do
  node --disable-warning=ExperimentalWarning -r ./bin/typescript.cjs "bench/$name.ts"
  echo
done
