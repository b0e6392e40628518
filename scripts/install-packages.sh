#!/usr/bin/env bash
# Installs what the stages beyond `npm test` need on Debian: SIPp, tshark, the Docker engine, and what the offline images are made with.
# Does nothing when all is there. Needs root, or sudo.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

# program:package
wanted=(sipp:sip-tester tshark:tshark dockerd:docker.io docker:docker.io mmdebstrap:mmdebstrap iptables:iptables ip:iproute2)
missing=()
for pair in "${wanted[@]}"; do
  PATH="$PATH:/usr/sbin:/sbin" command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
done
[ ${#missing[@]} -gt 0 ] || exit 0

need apt-get
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)
say "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
