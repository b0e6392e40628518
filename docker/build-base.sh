#!/usr/bin/env bash
# Makes the image that the others stand on from the Debian mirror that this machine itself installs packages from, so that no image
# registry is needed. The tree is kept as a tar outside the repository (CARRIERLAB_CACHE); with it, this takes a second.
set -euo pipefail
. "$(dirname "$0")/../scripts/lib.sh"

suite=trixie
image=carrierlab-base:$suite
tar=$cache/base-$suite.tar

# Prints "URI suites" for each Debian source of this machine, in both formats of sources.list(5).
debian_sources() (
  set +o pipefail
  cat /etc/apt/sources.list.d/*.sources 2>/dev/null | awk '
    function flush() { if (uris != "") print uris, suites; uris = ""; suites = "" }
    /^$/ { flush() }
    /^URIs:/ { uris = $2 }
    /^Suites:/ { $1 = ""; suites = $0 }
    END { flush() }'
  cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | sed -nE 's/^deb +(\[[^]]*\] +)?([^ ]+) +([^ ]+) .*/\2 \3/p'
)

# The mirror whose suites match $1; trailing slashes removed.
mirror_of() { debian_sources | awk -v suites="$1" '!found && $0 ~ /debian/ && $0 ~ suites { sub(/\/+$/, "", $1); found = $1 } END { print found }'; }

docker image inspect "$image" >/dev/null 2>&1 && exit 0
if [ ! -s "$tar" ]; then
  need mmdebstrap
  mirror=$(mirror_of '(bookworm|trixie|forky|sid|stable|testing)( |$)')
  [ -n "$mirror" ] || die "no Debian mirror in /etc/apt; set CARRIERLAB_BASE_IMAGE to an image of Debian $suite"
  security=$(mirror_of '-security')
  say "base image: $suite by mmdebstrap, into $tar"
  mkdir -p "$cache"
  sources=("deb $mirror $suite main" "deb $mirror $suite-updates main")
  [ -z "$security" ] || sources+=("deb $security $suite-security main")
  mmdebstrap --mode=root --variant=minbase --components=main --include=ca-certificates --quiet \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    "$suite" "${tar%.tar}.part.tar" "${sources[@]}"
  mv "${tar%.tar}.part.tar" "$tar"
fi
docker import --change 'CMD ["bash"]' --change 'ENV DEBIAN_FRONTEND=noninteractive' "$tar" "$image" >/dev/null
say "base image: $image"
