#!/usr/bin/env bash
# Removes the containers and networks of this project, by their label, that a run which was cut off has left.
set -euo pipefail
docker ps -aq --filter label=carrierlab | xargs -r docker rm -f -v >/dev/null
docker network ls -q --filter label=carrierlab | xargs -r docker network rm >/dev/null
