#!/usr/bin/env bash
# Runs test commands and reports which lines of src they reached, child processes included:
#   scripts/coverage.sh                      unit tests and the sim and wire stages
#   scripts/coverage.sh report               what has been collected in coverage/tmp so far
set -euo pipefail
. "$(dirname "$0")/lib.sh"

cd "$root"
if [ "${1:-}" != report ]; then
  rm -rf coverage
  export NODE_V8_COVERAGE="$root/coverage/tmp"
  npm run --silent test:unit
  bin/carrierlab run --stage sim
  npm run --silent test:wire
  unset NODE_V8_COVERAGE
fi
exec c8 report --merge-async
