#!/usr/bin/env bash
# Runs a command with a throw-away PostgreSQL: starts a server in a temporary folder, sets DATABASE_URL, runs the command, stops the
# server and removes the folder. The exit code is the command's.
#
#   scripts/with-postgres.sh npm run test:postgres
#   scripts/with-postgres.sh --find                  prints the folder of the server's programs, or fails when there is none
#
# Needs PostgreSQL 15 or newer with its contrib extensions (Debian: apt-get install postgresql). As root the server runs as the user
# "postgres" (or "nobody"), because PostgreSQL refuses to run as root. DATABASE_URL signs in as the owner of an empty database who
# may make databases and roles but is no superuser: what a department gets from its data centre.
set -euo pipefail

minimum=15
extensions="btree_gist ltree pg_trgm unaccent pgcrypto"

# The newest server found: on the PATH, or where Debian, Red Hat, Homebrew and the installers put it.
find_server() {
  local candidate version best="" best_version=0
  for candidate in "$(command -v postgres 2>/dev/null || true)" /usr/lib/postgresql/*/bin/postgres /usr/pgsql-*/bin/postgres \
    /opt/homebrew/opt/postgresql@*/bin/postgres /usr/local/opt/postgresql@*/bin/postgres /usr/local/pgsql/bin/postgres; do
    [ -x "$candidate" ] || continue
    candidate=$(readlink -f "$candidate")
    [ -x "$(dirname "$candidate")/initdb" ] || continue
    version=$("$candidate" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
    if [ "$version" -ge "$minimum" ] && [ "$version" -gt "$best_version" ]; then
      best=$(dirname "$candidate")
      best_version=$version
    fi
  done
  [ -n "$best" ] && echo "$best"
}

if ! bin=$(find_server); then
  echo "No PostgreSQL $minimum or newer found. On Debian: apt-get install postgresql" >&2
  exit 1
fi
if [ "${1:-}" = --find ]; then
  echo "$bin"
  exit 0
fi
if [ $# -eq 0 ]; then
  echo "usage: scripts/with-postgres.sh COMMAND [ARGUMENT...]" >&2
  exit 2
fi

place=${TMPDIR:-/tmp}
[ "$(id -u)" -eq 0 ] && place=/tmp # root's own temporary folder may be closed to the server's user
folder=$(mktemp -d "$place/noivu-postgres.XXXXXX")
port=5432
as_owner=()
if [ "$(id -u)" -eq 0 ]; then
  owner=nobody
  id postgres >/dev/null 2>&1 && owner=postgres
  chown "$owner" "$folder"
  as_owner=(runuser -u "$owner" --)
fi

# Programs of the server run from its own folder: its user may not read the one we are in.
server() {
  local program=$1
  shift
  (cd "$folder" && ${as_owner[@]+"${as_owner[@]}"} env LC_ALL=C.UTF-8 PGHOST="$folder" PGPORT="$port" "$bin/$program" "$@")
}

# shellcheck disable=SC2329 # called by the trap
stop() {
  local code=$?
  trap - EXIT
  if [ -f "$folder/data/postmaster.pid" ]; then
    server pg_ctl stop -D "$folder/data" -m immediate -t 30 >/dev/null 2>&1 || echo "PostgreSQL in $folder did not stop" >&2
  fi
  rm -rf "$folder"
  exit "$code"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
# On the socket, in a folder only its owner may enter, no password is asked; on the port, which any user of the machine reaches, it is.
if ! server initdb -D "$folder/data" -U postgres --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --no-sync >"$folder/initdb.log" 2>&1; then
  cat "$folder/initdb.log" >&2
  exit 1
fi

# Another program may take a free port before the server does: try a few.
started=""
for _ in 1 2 3 4 5; do
  port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
  # Nothing here is to outlive a crash, so nothing waits for the disk.
  if server pg_ctl start -D "$folder/data" -w -t 60 -l "$folder/server.log" -o "-p $port -k '$folder' -c listen_addresses=127.0.0.1 \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=128MB -c max_connections=100" >/dev/null; then
    started=yes
    break
  fi
done
if [ -z "$started" ]; then
  cat "$folder/server.log" >&2
  exit 1
fi

server psql -q -v ON_ERROR_STOP=1 -U postgres -d postgres \
  -c "CREATE ROLE noivu LOGIN CREATEDB CREATEROLE PASSWORD '$password'" -c "CREATE DATABASE noivu OWNER noivu"
for extension in $extensions; do
  [ "$(server psql -tAq -U postgres -d postgres -c "SELECT 1 FROM pg_available_extensions WHERE name = '$extension'")" = 1 ] ||
    { echo "PostgreSQL in $bin lacks the extension $extension: install its contrib package" >&2; exit 1; }
done

echo "PostgreSQL $(server psql -tAq -U postgres -d postgres -c 'SHOW server_version') on port $port" >&2
export DATABASE_URL="postgres://noivu:$password@127.0.0.1:$port/noivu"
# How the harness of faults hurts this server: it dies at once and is started again.
printf -v NOIVU_FAULTS_RESTART '%q ' ${as_owner[@]+"${as_owner[@]}"} env LC_ALL=C.UTF-8 "$bin/pg_ctl" restart -D "$folder/data" -m immediate -w -t 60 -l "$folder/server.log"
export NOIVU_FAULTS_RESTART="cd '$folder' && $NOIVU_FAULTS_RESTART"
# In the background and waited for, so that a signal to this script stops the server at once.
"$@" <&0 &
command=$!
trap 'kill -TERM "$command" 2>/dev/null; exit 130' INT
trap 'kill -TERM "$command" 2>/dev/null; exit 143' TERM HUP
wait "$command"
