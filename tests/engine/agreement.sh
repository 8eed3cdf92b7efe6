#!/usr/bin/env bash
# The agreement of prediction and observation on every engine there is, and a table of what was compared. ./build.sh agreement builds and
# runs it. An engine whose programs are absent is named in one line, and the others run.
#
#   agreement.sh [ENGINE…]      distro 26.1 28.5 29-iptables 29-nftables podman; all of them if none is named
#
# DN_AGREEMENT, DN_AGREEMENT_SEED  how many topologies for each engine (150 unless set), and the first seed (1)
# DN_ENGINE29_PROGRAMS             folder with dockerd 29 and docker-proxy, built or downloaded (DN_ENGINE_PROGRAMS, else /opt/engine29/bin)
# DN_ENGINE29_OPTIONS              what it is started with besides (--feature=time-namespaces=false, which an older runc wants)
# DN_PODMAN_PROGRAMS               folder that private-podman.sh takes (/opt/podman43); an installed Podman is used if it is absent
# Exit codes: 0 no disagreement on any engine, 1 a disagreement or a run that failed, 3 no engine at all.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."

logs=out/agreement
topologies=${DN_AGREEMENT:-150} seed=${DN_AGREEMENT_SEED:-1}
programs29=${DN_ENGINE29_PROGRAMS:-${DN_ENGINE_PROGRAMS:-/opt/engine29/bin}}
options29=${DN_ENGINE29_OPTIONS---feature=time-namespaces=false}
podman=${DN_PODMAN_PROGRAMS:-/opt/podman43}
summary='[0-9]+ topologies[^,]*, [0-9]+ pairs, [0-9]+ decided by prediction, [0-9]+ (topologies with )?disagreements, [0-9]+ s'
failed='' ran='' table=()

absent() { printf '%s: absent, left out: %s\n' "$1" "$2" >&2; }

# run ENGINE TEST TOPOLOGIES VARIABLE=VALUE…: a row of the table for each. With nothing but the variables that are named here.
run() {
    local engine=$1 test=$2 count=$3 log line code=0
    shift 3
    ran=yes
    log=$logs/${engine//[^a-z0-9.]/-}.log
    printf '\n== Agreement of prediction and observation on %s (%s)\n' "$engine" "$log"
    env -u DN_ENGINE_VERSION_WANTED -u DN_ENGINE_PROGRAMS -u DN_ENGINE_OPTIONS "$@" DN_AGREEMENT="$count" DN_AGREEMENT_SEED="$seed" \
        dotnet test tests/integration -c Release --nologo --no-build --filter "FullyQualifiedName~$test" \
        --logger 'console;verbosity=detailed' &>"$log" || code=$?
    line=$(grep -oE "$summary" "$log" | tail -n 1 | grep -oE '(^|, )[0-9]+' | tr -dc '0-9\n' | tr '\n' ' ' || true)
    [ "$code" = 0 ] || { failed=yes; echo "failed (exit code $code); the end of its log:" >&2; tail -n 20 "$log" >&2; }
    # shellcheck disable=SC2086 # five numbers
    set -- ${line:-- - - - -}
    table+=("$(printf '%-34s %6s %11s %9s %9s %14s %8s' "$engine" "$seed" "$1" "$2" "$3" "$4" "$5")")
}

# The same engine with options that change what its networks do, for fewer topologies.
docker_runs() {
    local engine=$1 options=$2 few=$((topologies < 20 ? topologies : 20))
    shift 2
    run "$engine" Agreement.AgreementTests "$topologies" "$@" DN_ENGINE_OPTIONS="$options"
    run "$engine --icc=false" Agreement.AgreementTests "$few" "$@" DN_ENGINE_OPTIONS="$options --icc=false"
    run "$engine --userland-proxy=false" Agreement.AgreementTests "$few" "$@" DN_ENGINE_OPTIONS="$options --userland-proxy=false"
}

debian() {
    if ! tests/engine/private-engine.sh check >/dev/null 2>&1; then
        absent "$1" 'private-engine.sh check says what is missing'
    elif [ "$1" != distro ] && ! tests/engine/get-engine.sh "$1" >/dev/null 2>&1; then
        absent "$1" "get-engine.sh $1 cannot get it"
    else
        docker_runs "$1" '' DN_ENGINE_VERSION_WANTED="$1"
    fi
}

of_programs() {
    if [ ! -x "$programs29/dockerd" ]; then
        absent "$1" "there is no dockerd in $programs29 (DN_ENGINE29_PROGRAMS names a folder)"
    else
        docker_runs "$1" "$options29$2" DN_ENGINE_PROGRAMS="$programs29"
        run "$1 --allow-direct-routing" Agreement.AgreementTests $((topologies < 20 ? topologies : 20)) \
            DN_ENGINE_PROGRAMS="$programs29" DN_ENGINE_OPTIONS="$options29$2 --allow-direct-routing"
    fi
}

of_podman() {
    local folder=()
    [ ! -x "$podman/usr/bin/podman" ] || folder=(DN_ENGINE_PROGRAMS="$podman")
    if [ ${#folder[@]} = 0 ] && ! command -v podman >/dev/null; then
        absent podman "there is no usr/bin/podman in $podman (DN_PODMAN_PROGRAMS names a folder), and none is installed"
    else
        run podman PodmanAgreementTests "$((topologies < 60 ? topologies : 60))" DN_ENGINE_VERSION_WANTED=podman "${folder[@]}"
    fi
}

mkdir -p "$logs"
[ $# -gt 0 ] || set -- distro 26.1 28.5 29-iptables 29-nftables podman
for engine in "$@"; do
    case $engine in
        distro | 26.1 | 28.5) debian "$engine" ;;
        29-iptables) of_programs "$engine" '' ;;
        29-nftables) of_programs "$engine" ' --firewall-backend=nftables' ;;
        podman) of_podman ;;
        *) echo "agreement.sh: unknown engine '$engine' (there are distro, 26.1, 28.5, 29-iptables, 29-nftables, podman)" >&2; exit 2 ;;
    esac
done

[ -n "$ran" ] || exit 3
printf '\n%-34s %6s %11s %9s %9s %14s %8s\n' engine seed topologies pairs decided disagreements seconds
printf '%s\n' "${table[@]}"
[ -z "$failed" ]
