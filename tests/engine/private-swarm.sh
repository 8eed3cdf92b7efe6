#!/usr/bin/env bash
# A throw-away Docker swarm of one's own on one machine: several engines of private-engine.sh, joined by one more wire. Linux, root.
#
#   private-swarm.sh start DIR [--nodes 3] [--version … | --programs FOLDER] [--owner PID] [-- dockerd options…]
#   private-swarm.sh stop DIR
#
# start  Starts an engine in each of DIR-1, DIR-2 … at the same time, and makes them one swarm. DIR-1 is its manager. Node N is called
#        nodeN and has the address 203.0.113.N (TEST-NET-3, for documentation only) on its interface "underlay". DIR-N/env is as of
#        private-engine.sh, with DN_NODE_NAME and DN_NODE_ADDRESS; all of them are printed. Options: those of private-engine.sh.
# stop   Ends the engines, and removes their folders. May be repeated, and works on what a failed start left.
# Exit codes are those of private-engine.sh.
#
# The wire is a bridge in the "outside" of the first engine, so that it goes away with that engine, however it ends.
set -euo pipefail
export LC_ALL=C
PATH=${PATH:-/usr/bin:/bin}:/usr/sbin:/sbin

engine=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/private-engine.sh
underlay=203.0.113

say() { echo "private-swarm.sh: $*" >&2; }
usage() { say "usage: start DIR [--nodes 3] [options of private-engine.sh] | stop DIR"; exit 2; }
address() { echo "$underlay.$1"; }

# Of node N: what its file env has.
setting() { sed -n "s/^$2=//p" "$dir-$1/env"; }

on() {
    local node=$1
    shift
    env -i PATH="$PATH" HOME="$dir-$node" timeout 30 docker -H "$(setting "$node" DOCKER_HOST)" "$@"
}

wire() {
    local node space outside
    outside=$(setting 1 DN_NETNS)-out
    ip -n "$outside" link add underlay type bridge
    ip -n "$outside" link set underlay up
    for ((node = 1; node <= nodes; node++)); do
        space=$(setting $node DN_NETNS)
        ip link add underlay netns "$space" type veth peer name "node$node" netns "$outside"
        ip -n "$outside" link set "node$node" master underlay up
        ip -n "$space" addr add "$(address $node)/24" dev underlay
        ip -n "$space" link set underlay up
        printf '%s\n' "DN_NODE_NAME=node$node" "DN_NODE_ADDRESS=$(address $node)" >>"$dir-$node/env"
    done
}

# Runs a function for each of the nodes FIRST and following, at the same time.
each() {
    local function=$1 node pids=() pid
    for ((node = $2; node <= nodes; node++)); do
        "$function" $node &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || return; done
}

# shellcheck disable=SC2317 # "each" calls it
start_engine() { "$engine" start "$dir-$1" --hostname "node$1" "${options[@]}" >/dev/null; }

# shellcheck disable=SC2317 # "each" calls it
join() { on "$1" swarm join --token "$token" --advertise-addr "$(address "$1")" --listen-addr "$(address "$1")" "$(address 1):2377" >/dev/null; }

start() {
    each start_engine 1
    wire
    # Nodes that are gone are noticed after some missed heartbeats: 5 seconds apart by default.
    token=$(on 1 swarm init --advertise-addr "$(address 1)" --listen-addr "$(address 1)" --dispatcher-heartbeat 1s >/dev/null &&
        on 1 swarm join-token --quiet worker)
    each join 2
    trap - EXIT
    for ((node = 1; node <= nodes; node++)); do cat "$dir-$node/env"; done
}

stop() {
    local folder
    for folder in "$dir"-[0-9]*; do
        [ ! -e "$folder" ] || "$engine" stop "$folder" &
    done
    wait
}

# shellcheck disable=SC2317 # the trap runs it
failed() {
    local status=$?
    trap - EXIT
    stop
    exit "$status"
}

command=${1:-}
[ -n "${2:-}" ] || usage
dir=$(realpath -m -- "$2")
shift 2
nodes=3 options=() token=''
case $command in
    start)
        while [ $# -gt 0 ]; do
            case $1 in
                --nodes) nodes=${2:-}; shift 2 || usage ;;
                --) options+=("$@"); break ;;
                *) options+=("$1"); shift ;;
            esac
        done
        [[ $nodes =~ ^[1-9]$ ]] || usage
        trap failed EXIT
        trap 'exit 1' HUP INT TERM
        start
        ;;
    stop) [ $# -eq 0 ] || usage; stop ;;
    *) usage ;;
esac
