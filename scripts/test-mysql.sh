#!/usr/bin/env bash
# The contract of the database port and the tests of what is written over it, against MariaDB. Call it through scripts/with-docker.sh.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

cd "$root"
[ -n "${CARRIERLAB_MYSQL_URL:-}" ] || docker/build.sh mariadb
log=$(mktemp)
trap 'rm -f "$log"' EXIT
scripts/with-mariadb.sh scripts/test-files.sh 'src/{adapters/sql,store,cdr}/**/*.test.ts' src/cli/sql-script.test.ts | tee "$log"
# A run in which the server was not asked proves nothing.
grep -q '✔ Database contract: MySQL' "$log" || die "the contract did not run against MariaDB"
