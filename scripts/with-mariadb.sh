#!/usr/bin/env bash
# Runs a command with CARRIERLAB_MYSQL_URL naming an empty MariaDB in a container, which is removed afterwards.
# Where CARRIERLAB_MYSQL_URL is set already, that server is used.
#   scripts/with-docker.sh scripts/with-mariadb.sh npm run test:contract
set -euo pipefail
. "$(dirname "$0")/lib.sh"

[ $# -gt 0 ] || die "give a command"
[ -z "${CARRIERLAB_MYSQL_URL:-}" ] || exec "$@"
need docker

# The server holds nothing but test data and listens on the engine's own network.
name=carrierlab
container=$(docker run -d --label carrierlab=$$ --tmpfs /var/lib/mysql:rw,size=512m \
  -e MARIADB_USER=$name -e MARIADB_PASSWORD=$name -e MARIADB_DATABASE=$name carrierlab-mariadb:trixie)
trap 'docker rm -f -v "$container" >/dev/null' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
for _ in $(seq 150); do
  if docker exec "$container" mariadb-admin -u$name -p$name -h127.0.0.1 ping --silent >/dev/null 2>&1; then
    address=$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$container")
    # The databases that the guides name: the switch keeps views in them.
    for views in vos3000 vos3000db vos3000_cdr; do
      docker exec "$container" mariadb -e "GRANT ALL ON $views.* TO '$name'@'%'"
    done
    export CARRIERLAB_MYSQL_URL="mysql://$name:$name@$address:3306/$name"
    "$@"
    exit
  fi
  sleep 0.2
done
docker logs "$container" >&2
die "MariaDB does not become healthy"
