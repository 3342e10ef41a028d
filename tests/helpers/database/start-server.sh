#!/bin/sh
# A PostGIS server for one test run: a new cluster in a temporary folder, on a free port of the loopback interface.
#
#   tests/helpers/database/start-server.sh start FOLDER   makes FOLDER, starts, prints the server's URL
#   tests/helpers/database/start-server.sh stop FOLDER    stops the server and removes FOLDER
#
# Needs the server's programs (Debian: postgresql-15-postgis-3) in PG_BIN, on PATH, or where Debian puts them. PostgreSQL
# refuses to run as root: then everything is done as the user postgres.
set -eu

case "${1:-}:${2:-}" in
  start:?*|stop:?*) folder=$2 ;;
  *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac

bin=${PG_BIN:-}
if [ -z "$bin" ]; then
  bin=$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -1 || true)
  [ -n "$bin" ] || { echo 'initdb not found: install PostgreSQL, or set PG_BIN' >&2; exit 1; }
  bin=$(dirname "$bin")
fi

as_owner() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

if [ "$1" = stop ]; then
  as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate stop >&2
  rm -rf "$folder"
  exit 0
fi

mkdir -p "$folder"
[ "$(id -u)" != 0 ] || chown postgres "$folder"
as_owner "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder.log" 2>&1 \
  || { cat "$folder.log" >&2; exit 1; }
rm -f "$folder.log"

# between finding a free port and taking it somebody else may take it: try again with another
for attempt in 1 2 3 4 5; do
  port=$(node -e "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close() })")
  if as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 -o "-p $port \
      -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c synchronous_commit=off \
      -c full_page_writes=off -c max_connections=200 -c log_min_messages=fatal" start >&2; then
    echo "postgres://postgres@127.0.0.1:$port/postgres"
    exit 0
  fi
done
cat "$folder/server.log" >&2
exit 1
