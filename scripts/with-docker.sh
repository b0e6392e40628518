#!/usr/bin/env bash
# Runs a command with a Docker engine: one that is running, or one that is started for it and stopped after it (needs root).
#   scripts/with-docker.sh npm run test:docker
set -euo pipefail
. "$(dirname "$0")/lib.sh"

[ $# -gt 0 ] || die "give a command"
need docker
if docker info >/dev/null 2>&1; then exec "$@"; fi

need dockerd
log=$(mktemp)
setsid dockerd >"$log" 2>&1 </dev/null &
engine=$!
stop() {
  status=$?
  trap - EXIT
  "$root/docker/sweep.sh" 2>/dev/null || true
  # Somebody else has begun to use the engine meanwhile: it is theirs now.
  [ -z "$(docker ps -q 2>/dev/null)" ] || exit "$status"
  kill "$engine" 2>/dev/null || true
  wait "$engine" 2>/dev/null || true
  rm -f "$log"
  exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
for _ in $(seq 150); do
  if docker info >/dev/null 2>&1; then
    "$@"
    exit
  fi
  kill -0 "$engine" 2>/dev/null || break
  sleep 0.2
done
tail -20 "$log" >&2
die "the Docker engine does not start"
