# Sourced by tests/run and tests/bench after deploy/lib/common.sh: a private PostgreSQL in a temporary folder.
# shellcheck shell=bash

pg_folder='' pg_bin=''

# PostgreSQL refuses root, and the tests' servers are nobody else's.
as_server() {
    if [ "$(id -u)" = 0 ]; then
        local user=postgres
        getent passwd postgres >/dev/null || user=nobody
        setpriv --reuid="$(id -u $user)" --regid="$(id -g $user)" --clear-groups -- "$@"
    else
        "$@"
    fi
}

# start_postgres FOLDER SETTING…: exports ECOPROD_TEST_PG.
start_postgres() {
    pg_folder=$1/pg
    shift
    pg_bin=$(postgres_binaries) || fail "PostgreSQL is missing."
    local password port setting options
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    mkdir -p "$pg_folder"
    chmod 711 "$pg_folder"
    mkdir "$pg_folder/data"
    (umask 077 && echo "$password" >"$pg_folder/password")
    if [ "$(id -u)" = 0 ]; then
        local user=postgres
        getent passwd postgres >/dev/null || user=nobody
        chown "$user" "$pg_folder/data" "$pg_folder/password"
    fi
    (
        cd /
        as_server "$pg_bin/initdb" -D "$pg_folder/data" -U ecoprod -E UTF8 --locale=C.UTF-8 --auth=scram-sha-256 \
            --pwfile="$pg_folder/password" --no-sync --no-instructions
    ) >"$pg_folder/initdb.log" 2>&1 </dev/null || { cat "$pg_folder/initdb.log" >&2; return 1; }
    for _ in 1 2 3 4 5; do
        port=$(free_port $((17000 + RANDOM % 2000)))
        options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        for setting in "$@"; do options="$options -c $setting"; done
        if (cd / && as_server "$pg_bin/pg_ctl" start -s -w -t 60 -D "$pg_folder/data" -o "$options") >>"$pg_folder/server.log" 2>&1 </dev/null; then
            export ECOPROD_TEST_PG="Host=127.0.0.1;Port=$port;Username=ecoprod;Password=$password;Database=postgres;SSL Mode=Disable;GSS Encryption Mode=Disable"
            return 0
        fi
        grep -q 'Address already in use' "$pg_folder/server.log" || break
    done
    tail -n 20 "$pg_folder/server.log" >&2
    return 1
}

stop_postgres() {
    [ -n "$pg_folder" ] && [ -f "$pg_folder/data/postmaster.pid" ] || return 0
    (cd / && as_server "$pg_bin/pg_ctl" stop -s -w -t 30 -m immediate -D "$pg_folder/data") >/dev/null 2>&1 </dev/null || true
}
