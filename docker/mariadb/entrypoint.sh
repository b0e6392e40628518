#!/bin/bash
# Starts MariaDB on the data folder that the image was made with. Environment, as in other MariaDB images:
# MARIADB_ROOT_PASSWORD MARIADB_DATABASE MARIADB_USER MARIADB_PASSWORD. The init file takes one statement a line.
set -eu
if [ "${1:-mariadbd}" != mariadbd ]; then exec "$@"; fi
shift || true
DATA=/var/lib/mysql
install -d -o mysql -g mysql -m 0755 /run/mysqld
if [ ! -d "$DATA/mysql" ]; then
  tar -C "$DATA" -xzf /usr/share/mysql-seed.tgz
  chown mysql:mysql "$DATA"
fi
INIT=/run/mysqld/init.sql
: > "$INIT"; chown mysql:mysql "$INIT"; chmod 600 "$INIT"
if [ ! -e "$DATA/.carrierlab-initialised" ]; then
  q() { printf "%s" "$1" | sed "s/'/''/g"; }
  [ -n "${MARIADB_ROOT_PASSWORD:-}" ] && printf '%s\n' "CREATE USER IF NOT EXISTS 'root'@'%' IDENTIFIED BY '$(q "$MARIADB_ROOT_PASSWORD")';" "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;" >> "$INIT"
  [ -n "${MARIADB_DATABASE:-}" ] && echo "CREATE DATABASE IF NOT EXISTS \`$MARIADB_DATABASE\`;" >> "$INIT"
  if [ -n "${MARIADB_USER:-}" ]; then
    echo "CREATE USER IF NOT EXISTS '$(q "$MARIADB_USER")'@'%' IDENTIFIED BY '$(q "${MARIADB_PASSWORD:-}")';" >> "$INIT"
    [ -n "${MARIADB_DATABASE:-}" ] && echo "GRANT ALL ON \`$MARIADB_DATABASE\`.* TO '$(q "$MARIADB_USER")'@'%';" >> "$INIT"
  fi
  touch "$DATA/.carrierlab-initialised"
fi
exec mariadbd --user=mysql --init-file="$INIT" "$@"
