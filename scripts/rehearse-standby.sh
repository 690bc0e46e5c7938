#!/usr/bin/env bash
# Rehearses the switch-over: two PostgreSQL clusters on this machine, the standby replicating the primary, the built program writing; the
# primary is killed, the standby promoted, and the program goes on with it. Prints what was lost and how long it took, for each way.
#
#   scripts/rehearse-standby.sh [ROUNDS]     three of each way by default
#
# Ways: "remote_apply" (each write waits for the standby) and "local" (it does not). As root the servers run as "postgres" or "nobody".
# What it does to two clusters here is what an operator does to two machines: docs/operations.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
rounds=${1:-3}
bin=$("$here/scripts/with-postgres.sh" --find)
node "$here/scripts/ensure-built.mjs"

folder=$(mktemp -d /tmp/noivu-standby.XXXXXX)
as_owner=()
if [ "$(id -u)" -eq 0 ]; then
  owner=nobody
  id postgres >/dev/null 2>&1 && owner=postgres
  chown "$owner" "$folder"
  as_owner=(runuser -u "$owner" --)
fi
run() { (cd "$folder" && ${as_owner[@]+"${as_owner[@]}"} env LC_ALL=C.UTF-8 "$@"); }
stop_all() {
  for each in one two; do
    [ -f "$folder/$each/postmaster.pid" ] && run "$bin/pg_ctl" stop -D "$folder/$each" -m immediate -t 20 >/dev/null 2>&1 || true
    rm -rf "${folder:?}/$each"
  done
}
trap 'stop_all; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

one_port=$((33000 + RANDOM % 2000))
two_port=$((36000 + RANDOM % 2000))
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
failed=0
for way in remote_apply local; do
  for round in $(seq 1 "$rounds"); do
    stop_all
    run "$bin/initdb" -D "$folder/one" -U postgres --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 >/dev/null
    run sh -c "cat >>'$folder/one/postgresql.conf'" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder'
wal_level = replica
max_wal_senders = 5
max_connections = 60
hot_standby = on
CONF
    run "$bin/pg_ctl" start -D "$folder/one" -w -l "$folder/one.log" -o "-p $one_port" >/dev/null
    ask() { run "$bin/psql" -q -v ON_ERROR_STOP=1 -h "$folder" -p "$one_port" -U postgres -d "$1" -c "$2" >/dev/null; }
    ask postgres "CREATE ROLE noivu LOGIN CREATEDB CREATEROLE PASSWORD '$password'"
    ask postgres "CREATE DATABASE noivu OWNER noivu"
    # Local sockets may replicate without a password here; between machines a role and a line in pg_hba.conf do.
    run "$bin/pg_basebackup" -h "$folder" -p "$one_port" -U postgres -D "$folder/two" --checkpoint=fast --wal-method=stream --write-recovery-conf
    run "$bin/pg_ctl" start -D "$folder/two" -w -l "$folder/two.log" -o "-p $two_port" >/dev/null
    if [ "$way" = remote_apply ]; then
      ask postgres "ALTER SYSTEM SET synchronous_standby_names = '*'"
      ask postgres "ALTER SYSTEM SET synchronous_commit = 'remote_apply'"
      ask postgres "SELECT pg_reload_conf()"
    fi
    # The primary dies with all its processes at once, as a machine does; the standby is promoted. The copy was made before the primary
    # was told to wait for it, so the new primary waits for nobody.
    cat >"$folder/switch.sh" <<SWITCH
pid=\$(head -n 1 '$folder/one/postmaster.pid')
kill -9 \$pid \$(pgrep -P \$pid)
cd '$folder' && ${as_owner[*]+"${as_owner[*]}"} '$bin/pg_ctl' promote -D '$folder/two' -w -t 60
SWITCH
    printf '%s %s/%s ' "$way" "$round" "$rounds"
    DATABASE_URL="postgres://noivu:$password@127.0.0.1:$one_port,127.0.0.1:$two_port/noivu" NOIVU_FAULTS_SWITCH="sh '$folder/switch.sh'" \
      node --import tsx "$here/src/app/faults.ts" --part standby --seed "$((RANDOM))" || failed=1
  done
done
exit "$failed"
