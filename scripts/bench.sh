#!/usr/bin/env bash
# Runs the benchmarks of bench/ one after another, or those that are named: scripts/bench.sh sip relay
set -euo pipefail
. "$(dirname "$0")/lib.sh"

cd "$root"
[ $# -gt 0 ] || set -- $(basename -s .ts bench/*.ts)
for name in "$@"; do
  around=()
  # What is stored in MariaDB is measured where there is a server, or Docker to run one.
  if [ "$name" = store ] && [ -z "${CARRIERLAB_MYSQL_URL:-}" ] && command -v dockerd >/dev/null; then
    scripts/with-docker.sh docker/build.sh mariadb >/dev/null
    around=(scripts/with-docker.sh scripts/with-mariadb.sh)
  fi
  "${around[@]}" node --disable-warning=ExperimentalWarning -r ./bin/typescript.cjs "bench/$name.ts"
  echo
done
