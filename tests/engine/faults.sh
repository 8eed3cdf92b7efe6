#!/usr/bin/env bash
# The fault bench on every engine there is: each fault several times in a row, in quiet and while other containers exchange much. A table
# of what was found. ./build.sh builds what it needs. An engine whose programs are absent is named in one line, and the others run.
#
#   faults.sh [ENGINE…]      distro 26.1 28.5 29-iptables 29-nftables; all of them if none is named
#
# DN_FAULT_REPEAT                  how many times in a row each fault is injected (3)
# DN_FAULT_FILTER                  only faults whose name contains this
# DN_ENGINE29_PROGRAMS             folder with dockerd 29 and docker-proxy, built or downloaded (DN_ENGINE_PROGRAMS, else /opt/engine29/bin)
# DN_ENGINE29_OPTIONS              what it is started with besides (--feature=time-namespaces=false, which an older runc wants)
# Exit codes: 0 every fault was found on every engine, 1 one was not or a run failed, 3 no engine at all.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."

logs=out/faults
repeat=${DN_FAULT_REPEAT:-3} filter=${DN_FAULT_FILTER:-}
programs29=${DN_ENGINE29_PROGRAMS:-${DN_ENGINE_PROGRAMS:-/opt/engine29/bin}}
options29=${DN_ENGINE29_OPTIONS---feature=time-namespaces=false}
failed='' ran='' table=()

absent() { printf '%s: absent, left out: %s\n' "$1" "$2" >&2; }

# run ENGINE VARIABLE=VALUE…: a row of the table in quiet, and one with traffic. With nothing but the variables that are named here.
run() {
    local engine=$1 traffic log code start
    shift
    ran=yes
    for traffic in 0 1; do
        log=$logs/$engine-$traffic.log code=0 start=$SECONDS
        printf '\n== Faults on %s, traffic %s (%s)\n' "$engine" "$traffic" "$log"
        env -u DN_ENGINE_VERSION_WANTED -u DN_ENGINE_PROGRAMS -u DN_ENGINE_OPTIONS "$@" DN_FAULT_REPEAT="$repeat" DN_FAULT_TRAFFIC=$traffic \
            dotnet test tests/integration -c Release --nologo --no-build \
            --filter "FullyQualifiedName~Faults${filter:+&DisplayName~$filter}" --logger 'console;verbosity=normal' &>"$log" || code=$?
        [ "$code" = 0 ] || { failed=yes; grep -E '^  Failed ' "$log" >&2 || tail -n 20 "$log" >&2; }
        table+=("$(printf '%-16s %8s %8s %8s %8s %8s %8s' "$engine" "$traffic" "$repeat" \
            "$(grep -cE '^  Passed ' "$log")" "$(grep -cE '^  Failed ' "$log")" "$(grep -cE '^  Skipped ' "$log")" $((SECONDS - start)))")
        grep -A 2 -E '^  Skipped ' "$log" || true
    done
}

debian() {
    if ! tests/engine/private-engine.sh check >/dev/null 2>&1; then
        absent "$1" 'private-engine.sh check says what is missing'
    elif [ "$1" != distro ] && ! tests/engine/get-engine.sh "$1" >/dev/null 2>&1; then
        absent "$1" "get-engine.sh $1 cannot get it"
    else
        run "$1" DN_ENGINE_VERSION_WANTED="$1"
    fi
}

of_programs() {
    if [ ! -x "$programs29/dockerd" ]; then
        absent "$1" "there is no dockerd in $programs29 (DN_ENGINE29_PROGRAMS names a folder)"
    else
        run "$1" DN_ENGINE_PROGRAMS="$programs29" DN_ENGINE_OPTIONS="$options29$2"
    fi
}

mkdir -p "$logs"
[ $# -gt 0 ] || set -- distro 26.1 28.5 29-iptables 29-nftables
for engine in "$@"; do
    case $engine in
        distro | 26.1 | 28.5) debian "$engine" ;;
        29-iptables) of_programs "$engine" '' ;;
        29-nftables) of_programs "$engine" ' --firewall-backend=nftables' ;;
        *) echo "faults.sh: unknown engine '$engine' (there are distro, 26.1, 28.5, 29-iptables, 29-nftables)" >&2; exit 2 ;;
    esac
done

[ -n "$ran" ] || exit 3
printf '\n%-16s %8s %8s %8s %8s %8s %8s\n' engine traffic repeat found missed skipped seconds
printf '%s\n' "${table[@]}"
[ -z "$failed" ]
