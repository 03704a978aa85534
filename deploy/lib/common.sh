# Sourced by the scripts of deploy/ and tests/: what they need of the machine. Bash, Debian, no other tool assumed.
# shellcheck shell=bash

# shellcheck disable=SC2034 # for the scripts that source this
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 HOME=${HOME:-/root}

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$@"
    exit 1
}

is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
    local port=$1
    while is_open "$port"; do port=$((port + 1)); done
    echo "$port"
}

# Status code of a GET on loopback, 000 when nobody answers. curl may not be there yet.
http_status() {
    local status
    status=$(
        exec 2>/dev/null 4<>"/dev/tcp/127.0.0.1/$1" || exit 0
        printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&4
        read -r -t 10 _ code _ <&4 && echo "$code"
    ) || true
    echo "${status:-000}"
}

# Not kill -0: it succeeds for a zombie that nobody has collected yet. Not the command line either: it is empty for a
# moment while a process becomes another program.
is_running() {
    local stat
    [ -n "${1:-}" ] && { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    case ${stat##*) } in [ZX]*) return 1 ;; esac
}

wait_gone() {
    local pid=$1 tenths=${2:-300}
    while is_running "$pid"; do
        [ "$tenths" -gt 0 ] || return 1
        tenths=$((tenths - 1))
        sleep 0.1
    done
}

may_install() { [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; }; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# Installs Debian packages without letting any of them start a server: ours are private, on loopback, and end with us.
install_packages() {
    may_install || return 1
    say "Installation / installing: $*"
    local policy=/usr/sbin/policy-rc.d ours=
    if [ ! -e $policy ]; then
        ours=1
        printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
        as_root chmod 755 $policy
    fi
    local result=0
    apt_get update -q && {
        case " $* " in *" postgresql "*)
            # Its own cluster on 5432 is not wanted: said before the package that would make one.
            if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
                apt_get install -y -q --no-install-recommends postgresql-common
            fi
            if ! grep -qs '^ *create_main_cluster *= *false' /etc/postgresql-common/createcluster.conf; then
                echo 'create_main_cluster = false' | as_root tee -a /etc/postgresql-common/createcluster.conf >/dev/null
            fi
            ;;
        esac
        apt_get install -y -q --no-install-recommends "$@"
    } || result=$?
    if [ -n "$ours" ]; then as_root rm -f $policy; fi
    case " $* " in *" rabbitmq-server "*)
        if command -v systemctl >/dev/null && [ -d /run/systemd/system ]; then
            # Not now, and not at the next start of the machine either: it would listen on every interface.
            as_root systemctl disable -q rabbitmq-server epmd.socket epmd.service >/dev/null 2>&1 || true
        fi
        ;;
    esac
    return $result
}

apt_get() {
    local log
    log=$(mktemp)
    # The package manager may be busy (a fresh machine updates itself); its report is for when it fails.
    if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 "$@" </dev/null >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

# Folder of initdb, pg_ctl and postgres: the same order as the host (EmbeddedPostgres).
postgres_binaries() {
    local folder
    for folder in ${PGBIN:+"$PGBIN"} $(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -rV) "$@"; do
        if [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then
            echo "$folder"
            return 0
        fi
    done
    return 1
}

has_rabbitmq() { [ -n "$(find /usr/lib/rabbitmq/lib -maxdepth 2 -type d -name sbin 2>/dev/null)" ]; }

has_weasyprint() { command -v weasyprint >/dev/null && [ -d /usr/share/fonts/truetype/dejavu ]; }

need_dotnet() {
    command -v dotnet >/dev/null || fail "Le SDK .NET 10 manque (commande « dotnet »). / The .NET 10 SDK is missing (command \"dotnet\")."
    if ! find /usr/lib /lib -name 'libicuuc.so.*' 2>/dev/null | grep -q .; then
        # Which number depends on the release of Debian.
        local icu
        icu=$(apt-cache search --names-only '^libicu[0-9]+$' 2>/dev/null | cut -d' ' -f1 | sort -V | tail -1)
        install_packages "${icu:-libicu72}" || fail "Il manque libicu (paquet ${icu:-libicu72}). / libicu is missing (package ${icu:-libicu72})."
    fi
}

# --- For deploy/backup and deploy/restore: the database that the host would use --------------------------------------

pg_to_stop=''

# Exports PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE from ConnectionStrings__Ecoprod, else from the private cluster
# of the data folder $1, which is started for the while if it is not running.
use_database() {
    local data=$1
    if [ -n "${ConnectionStrings__Ecoprod:-}" ]; then
        local pair name value
        while IFS= read -r -d ';' pair; do
            name=${pair%%=*}
            value=${pair#*=}
            case ${name,,} in
                host | server) export PGHOST=$value ;;
                port) export PGPORT=$value ;;
                username | 'user id' | user) export PGUSER=$value ;;
                password) export PGPASSWORD=$value ;;
                database) export PGDATABASE=$value ;;
                'ssl mode' | sslmode) export PGSSLMODE=${value,,} ;;
            esac
        done <<<"$ConnectionStrings__Ecoprod;"
        return
    fi

    local pg pid bin owner
    pg=$(realpath -m "$data/pg")
    [ -f "$pg/cluster/PG_VERSION" ] || fail \
        "Il n'y a pas de base dans $data : donnez ConnectionStrings__Ecoprod, ou ECOPROD_DATA." \
        "There is no database in $data: give ConnectionStrings__Ecoprod, or ECOPROD_DATA."
    pid=$(head -1 "$pg/cluster/postmaster.pid" 2>/dev/null || true)
    if ! is_running "$pid"; then
        bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -path "*/$(cat "$pg/cluster/PG_VERSION")/bin" 2>/dev/null || true)
        bin=${PGBIN:-$bin}
        [ -n "$bin" ] || fail "PostgreSQL $(cat "$pg/cluster/PG_VERSION") manque. / is missing."
        owner=$(stat -c %u:%g "$pg/cluster")
        local as=()
        [ "$(id -u)" != 0 ] || as=(setpriv "--reuid=${owner%:*}" "--regid=${owner#*:}" --clear-groups --)
        rm -f "$pg/cluster/postmaster.pid"
        (cd / && PGDATA=$pg/cluster "${as[@]}" "$bin/pg_ctl" start -s -w -o "-c port=$(free_port 15400) -c listen_addresses=127.0.0.1 -c unix_socket_directories=''") \
            >>"$pg/server.log" 2>&1 </dev/null || fail "PostgreSQL n'a pas démarré : / did not start: $pg/server.log"
        pg_to_stop=$(head -1 "$pg/cluster/postmaster.pid")
    fi
    export PGHOST=127.0.0.1 PGUSER=ecoprod PGDATABASE=ecoprod PGSSLMODE=disable
    PGPORT=$(sed -n 4p "$pg/cluster/postmaster.pid")
    PGPASSWORD=$(cat "$pg/password")
    export PGPORT PGPASSWORD
}

release_database() {
    if [ -n "$pg_to_stop" ]; then
        kill -INT "$pg_to_stop" 2>/dev/null || true
        wait_gone "$pg_to_stop" || true
        pg_to_stop=''
    fi
}

# A client program (psql, pg_dump, pg_restore); Debian's server package brings them.
pg_client() {
    local bin
    bin=$(postgres_binaries '' || true)
    if [ -n "$bin" ] && [ -x "$bin/$1" ]; then echo "$bin/$1"; else command -v "$1" || fail "$1 manque (paquet postgresql-client). / $1 is missing (package postgresql-client)."; fi
}

# publish_host FOLDER [OPTION OF dotnet publish]…: compiled ahead for this machine, so that the first requests of a fresh
# process need not wait for the compiler. Where the ahead-of-time compiler cannot be had, it says so and goes without.
publish_host() {
    local host=$root/host/EcoprodPlatform.Host out=$1 machine
    shift
    dotnet restore "$host" --locked-mode || return 1
    case $(uname -m) in aarch64) machine=linux-arm64 ;; *) machine=linux-x64 ;; esac
    # Its own lock files: the committed ones are for every kind of machine.
    dotnet publish "$host" -c Release -r "$machine" --self-contained false -p:PublishReadyToRun=true -p:NuGetLockFilePath=obj/ahead.lock.json -o "$out" -nodeReuse:false "$@" && return 0
    say "Sans compilation à l’avance : le premier démarrage sera plus lent. / Without compiling ahead: the first requests will be slower."
    rm -rf "$out"
    dotnet restore "$host" --locked-mode && dotnet publish "$host" -c Release --no-restore -o "$out" -nodeReuse:false "$@"
}
