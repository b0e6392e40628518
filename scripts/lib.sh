# Shared by the scripts in this folder; to be sourced. Callers have `set -euo pipefail`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# The pinned runtime comes first, so that `node` is Node 24 wherever the scripts were called from.
PATH="$root/node_modules/.bin:$PATH"
export PATH
# testcontainers would pull an image of its own to clean up; docker/sweep.sh does that here.
export TESTCONTAINERS_RYUK_DISABLED=true
cache=${CARRIERLAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/carrierlab}

say() { printf '%s\n' "$*" >&2; }
die() {
  say "$(basename "$0"): $*"
  exit 1
}
need() { command -v "$1" >/dev/null || die "needs $1: run scripts/install-packages.sh"; }
