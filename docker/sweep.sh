#!/usr/bin/env bash
# Removes the containers and networks of this project that a run which was cut off has left: their label names the process that they
# belong to, and it is gone. Those of a run that goes on stay. Another sweep may take one first: that is no failure.
set -euo pipefail

# stale LIST...: reads "ID OWNER" lines and prints the ids whose owner is gone.
stale() { while read -r id owner; do kill -0 "$owner" 2>/dev/null || echo "$id"; done; }

docker ps -a --filter label=carrierlab --format '{{.ID}} {{.Label "carrierlab"}}' | stale | xargs -r docker rm -f -v >/dev/null 2>&1 || true
docker network ls --filter label=carrierlab --format '{{.ID}} {{.Label "carrierlab"}}' | stale | xargs -r docker network rm >/dev/null 2>&1 || true
