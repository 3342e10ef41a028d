#!/bin/sh
# A PostGIS server for one test run: a new cluster in a temporary folder, on a free port of the loopback interface.
#
#   tests/helpers/database/start-server.sh start FOLDER   makes FOLDER, starts, prints the server's URL
#   tests/helpers/database/start-server.sh replica FOLDER URL   the same for a streaming replica of the server at URL
#   tests/helpers/database/start-server.sh stop FOLDER    stops the server and removes FOLDER
#   tests/helpers/database/start-server.sh halt FOLDER    shuts the server down; resume starts it again on its port
#   tests/helpers/database/start-server.sh crash FOLDER   ends it without a shutdown; resume starts it again on its port
#
# Needs the server's programs (Debian: postgresql-15-postgis-3) in PG_BIN, on PATH, or where Debian puts them. PostgreSQL
# refuses to run as root: then everything is done as the user postgres.
set -eu

case "${1:-}:${2:-}" in
  start:?*|replica:?*|stop:?*|halt:?*|crash:?*|resume:?*) folder=$2 ;;
  *) sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
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

if [ "$1" = crash ]; then
  as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -w -t 60 stop >&2
  exit 0
fi

if [ "$1" = halt ]; then
  as_owner "$bin/pg_ctl" -D "$folder/data" -m fast -w -t 60 stop >&2
  exit 0
fi

start() {
  as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 start >&2
}

if [ "$1" = resume ]; then
  start
  exit 0
fi

mkdir -p "$folder"
[ "$(id -u)" != 0 ] || chown postgres "$folder"
find_port() {
  node -e "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close() })"
}

if [ "$1" = replica ]; then
  # a client program, which may be in another folder than the programs of the server
  copy=$bin/pg_basebackup
  [ -x "$copy" ] || copy=$(command -v pg_basebackup)
  as_owner "$copy" -d "$3" -D "$folder/data" --write-recovery-conf --checkpoint=fast --no-sync >&2
  for attempt in 1 2 3 4 5; do
    port=$(find_port)
    # the last line for a setting holds
    echo "port = $port" | as_owner tee -a "$folder/data/postgresql.auto.conf" >/dev/null
    if start; then
      echo "postgres://postgres@127.0.0.1:$port/postgres"
      exit 0
    fi
  done
  cat "$folder/server.log" >&2
  exit 1
fi

as_owner "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder.log" 2>&1 \
  || { cat "$folder.log" >&2; exit 1; }
rm -f "$folder.log"

settings() {
  cat <<SETTINGS
port = $1
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
log_min_messages = fatal
SETTINGS
}

# between finding a free port and taking it somebody else may take it: try again with another
for attempt in 1 2 3 4 5; do
  port=$(find_port)
  settings "$port" | as_owner tee "$folder/data/postgresql.auto.conf" >/dev/null
  if start; then
    echo "postgres://postgres@127.0.0.1:$port/postgres"
    exit 0
  fi
done
cat "$folder/server.log" >&2
exit 1
