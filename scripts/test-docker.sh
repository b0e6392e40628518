#!/usr/bin/env bash
# The tests that need containers, and the scenarios of the docker stage. Call it through scripts/with-docker.sh.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

cd "$root"
docker/sweep.sh
trap docker/sweep.sh EXIT
docker/build.sh
scripts/test-files.sh 'docker/**/*.docker.test.ts' 'features/**/*.docker.test.ts'
bin/carrierlab run --stage docker --parallel 2
