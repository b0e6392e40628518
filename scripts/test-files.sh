#!/usr/bin/env bash
# Runs test files, given as glob patterns, all in one process.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

cd "$root"
exec node --disable-warning=ExperimentalWarning --test --test-isolation=none -r ./bin/typescript.cjs "$@"
