#!/usr/bin/env bash
# Runs test commands and reports which lines of src they reached, child processes and containers included:
#   scripts/coverage.sh                      unit tests and the sim and wire stages
#   scripts/coverage.sh report               what NODE_V8_COVERAGE=coverage/tmp has collected so far
set -euo pipefail
. "$(dirname "$0")/lib.sh"

cd "$root"
if [ "${1:-}" != report ]; then
  rm -rf coverage
  mkdir -p coverage/tmp
  export NODE_V8_COVERAGE="$root/coverage/tmp"
  npm run --silent test:unit
  bin/carrierlab run --stage sim
  npm run --silent test:wire
  unset NODE_V8_COVERAGE
fi
# Containers have the checkout at /app.
find coverage/tmp -name '*.json' -print0 | xargs -0 -r sed -i "s#file:///app/#file://$root/#g"
exec c8 report --merge-async
