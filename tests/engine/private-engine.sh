#!/usr/bin/env bash
# A throw-away Docker engine of one's own, for the quick start and the tests. Linux, root.
#
#   private-engine.sh start DIR [--version distro|26.1|28.5 | --programs FOLDER] [--hostname NAME] [--rootless]
#                           [--owner PID] [-- dockerd options…]
#   private-engine.sh stop DIR
#   private-engine.sh check
#
# start  DIR is absent or empty; everything goes there. DIR/env (printed too) tells how to reach it: DOCKER_HOST and so on.
#        With --programs, dockerd, containerd, docker-proxy and so on come from FOLDER (as a build of one's own, or a nightly);
#        what is not there comes from the machine. DN_ENGINE_PROGRAMS says the same if neither --version nor --programs is given.
#        With --hostname, the engine's host is called NAME, otherwise as this machine is.
#        With --rootless, a user without rights runs the engine, as dockerd-rootless.sh does: rootlesskit makes its network namespace,
#        slirp4netns connects it to that of DIR, which plays the machine. Needs rootlesskit, slirp4netns and uidmap.
#        With --owner, the engine is stopped as soon as that process is gone, however it went.
# stop   Ends the engine with its containers, and removes DIR. May be repeated, and works on what a failed start left.
# check  Is everything here that start needs? If not: says what is missing and what gets it, exit code 3.
# Exit codes: 0 done, 1 failed, 2 wrong usage, 3 something is missing on this machine.
#
# What an engine gets, so that it shares nothing with the machine's own engine, nor with others started by this script:
# - a network namespace (dn-HASH: bridges, iptables rules and published ports live there) and a mount namespace (its
#   mounts vanish with its last process, so nothing is ever to be unmounted; /run and /var/lib are its own, as shims,
#   locks and swarms write to fixed places there);
# - a control group of its own for the containers, by which their processes are found again;
# - "outside": a second network namespace (dn-HASH-out), joined by a veth pair, that plays the internet. It answers ping,
#   HTTP on port 80, and DNS (outside.example exists, no other name does). There is no route to the real internet.
# HASH is of DIR's path. So stop needs no notes of what start did, and finds all of it even when DIR was deleted.
#
# Engines that are one swarm: private-swarm.sh. Two engines that shall see each other need one more wire, which goes away with them:
#   ip link add peer0 netns "$A" type veth peer name peer0 netns "$B"    # A and B: DN_NETNS of each
#   ip -n "$A" addr add 203.0.113.1/24 dev peer0; ip -n "$A" link set peer0 up    # and .2 in B
set -euo pipefail
export LC_ALL=C
umask 022
PATH=${PATH:-/usr/bin:/bin}:/usr/sbin:/sbin   # the programs of root; a test host often has only a user's PATH

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
outside_address=198.51.100.1 engine_address=198.51.100.2   # TEST-NET-2 and 2001:db8::/32 are for documentation only
outside_address6=2001:db8:ffff::1 engine_address6=2001:db8:ffff::2
outside_name=outside.example
images=(dockernetwork/test:latest {alpine,busybox,ubuntu,tomcat,mysql}:latest)   # one image, which also plays those of the tutorials
ready_within=30

say() { echo "private-engine.sh: $*" >&2; }
fail() { say "$1"; exit "${2:-1}"; }
usage() {
    fail "usage: start DIR [--version distro|26.1|28.5 | --programs FOLDER] [--hostname NAME] [--rootless] [--owner PID]
    [-- dockerd options] | stop DIR | check" 2
}

# Sets dir (absolute, without symbolic links) and ns (the name that all namespaces and control groups derive from).
name_things() {
    [ -n "${1:-}" ] || usage
    dir=$(realpath -m -- "$1")
    ns=dn-$(printf %s "$dir" | sha1sum | cut -c1-8)
}

check() {
    [ "$(uname -s)" = Linux ] || fail "needs Linux: this is $(uname -s)" 3
    local missing=() packages=() entry
    for entry in dockerd:docker.io docker:docker-cli containerd:containerd containerd-shim-runc-v2:containerd runc:runc \
        iptables:iptables ip:iproute2 nsenter:util-linux unshare:util-linux setsid:util-linux mount:mount tar:tar \
        ${rootless:+rootlesskit:rootlesskit slirp4netns:slirp4netns newuidmap:uidmap getsubids:uidmap}; do
        command -v "${entry%%:*}" >/dev/null || { missing+=("${entry%%:*}"); packages+=("${entry#*:}"); }
    done
    # Only a static busybox runs in an image made from nothing. A dynamic one names its loader near its beginning.
    if ! busybox=$(command -v busybox) || head -c 4096 "$busybox" | grep -aq '/ld-'; then
        missing+=("busybox (static)") packages+=(busybox-static)
    fi
    if [ ${#missing[@]} -gt 0 ]; then
        # The docker CLI is a package of its own from Debian 13 on.
        apt-cache show docker-cli &>/dev/null || packages=("${packages[@]/#docker-cli/docker.io}")
        say "missing: $(printf '%s, ' "${missing[@]}" | sed 's/, $//')"
        fail "get it: apt-get install -y --no-install-recommends $(printf '%s\n' "${packages[@]}" | sort -u | tr '\n' ' ')" 3
    fi
    [ "$(id -u)" = 0 ] || fail "needs root: run it with sudo" 3
    [ -z "$rootless" ] || [ -c /dev/net/tun ] || fail "slirp4netns needs /dev/net/tun, which this machine does not have" 3
    unshare --net --mount true 2>/dev/null || fail "this root may not make namespaces (an unprivileged container?)" 3
}

make_networks() {
    ip netns add "$ns-out"
    # Made inside the namespaces at once: nothing ever shows in the machine's own list of interfaces.
    ip link add eth0 netns "$ns" type veth peer name eth0 netns "$ns-out"
    local each
    for each in "$ns $engine_address $engine_address6" "$ns-out $outside_address $outside_address6"; do
        # shellcheck disable=SC2086 # three words
        set -- $each
        ip -n "$1" link set lo up
        ip -n "$1" addr add "$2/24" dev eth0
        ip -n "$1" -6 addr add "$3/64" dev eth0 nodad 2>/dev/null || true   # IPv6 may be switched off
        ip -n "$1" link set eth0 up
    done
    ip -n "$ns" route add default via $outside_address
    ip -n "$ns" -6 route add default via $outside_address6 2>/dev/null || true
}

# With the nftables backend the engine leaves forwarding to the administrator, and refuses networks of IPv6 without it.
forward() {
    case " $* " in *" --firewall-backend=nftables "* | *" --firewall-backend nftables "*) ;; *) return 0 ;; esac
    # shellcheck disable=SC2016 # expanded by the inner shell
    nsenter --net="/run/netns/$ns" sh -c 'for each in ipv4/ip_forward ipv6/conf/all/forwarding ipv6/conf/default/forwarding; do
        [ ! -e "/proc/sys/net/$each" ] || echo 1 >"/proc/sys/net/$each"; done'
}

start_outside() {
    mkdir "$dir/outside"
    echo "<h1>$outside_name</h1>" >"$dir/outside/index.html"
    setsid nsenter --net="/run/netns/$ns-out" "$busybox" httpd -f -p 80 -h "$dir/outside" </dev/null &>>"$dir/outside.log" &
    if command -v perl >/dev/null; then
        setsid nsenter --net="/run/netns/$ns-out" perl "$here/name-server.pl" $outside_address $outside_name </dev/null &>>"$dir/outside.log" &
    else
        say "perl is missing: $outside_name will not resolve (its address works)"
    fi
}

# nsenter, not "ip netns exec": that one gives a /sys without control groups, and dockerd ends at once.
# The environment is emptied: a proxy, DOCKER_… or NOTIFY_SOCKET of the caller is none of this engine's business.
start_daemon() {
    echo "nameserver $outside_address" >"$dir/resolv.conf"
    printf '%s:165536:65536\n' nobody nogroup >"$dir/subids"
    # shellcheck disable=SC2016 # expanded by the inner shell
    setsid nsenter --net="/run/netns/$ns" unshare --mount --uts --propagation slave sh -euc '
        # Shims and sockets go to /run, a swarm'\''s files to /var/lib/docker, whatever the options say.
        for each in /run /var/lib; do mount -n -t tmpfs -o mode=755 tmpfs "$each"; done
        # A /sys that shows the interfaces of the engine, not those of the machine; with the control groups, and AppArmor.
        mkdir /run/sys; mount -n --rbind /sys /run/sys; mount -n -t sysfs sysfs /sys
        for each in fs/cgroup kernel/security; do [ ! -d "/sys/$each" ] || mount -n --rbind "/run/sys/$each" "/sys/$each"; done
        umount -n -l /run/sys
        # Containers in the host network get the machine'\''s resolv.conf: let them ask the outside of this engine, too.
        resolv=$(readlink -m /etc/resolv.conf)
        case $resolv in /run/*) mkdir -p "${resolv%/*}"; : >"$resolv" ;; esac
        [ ! -e "$resolv" ] || mount -n --bind "$1/resolv.conf" "$resolv"
        # The ids of --userns-remap=nobody:nogroup, whatever the machine keeps for its own users.
        for each in /etc/subuid /etc/subgid; do [ ! -e "$each" ] || mount -n --bind "$1/subids" "$each"; done
        [ -z "$3" ] || echo "$3" >/proc/sys/kernel/hostname
        path=$2; dir=$1; shift 3
        exec env -i PATH="$path" HOME="$dir" dockerd "$@"
    ' sh "$dir" "$engine_path" "$hostname" --data-root "$dir/data" --exec-root /run/docker --pidfile "$dir/dockerd.pid" -H "unix://$dir/docker.sock" \
        --cgroup-parent "/$ns" --exec-opt native.cgroupdriver=cgroupfs --dns $outside_address "$@" </dev/null &>"$dir/dockerd.log" &
    daemon=$!
}

# The user is one of the engine's mount namespace alone, with ids that no user of the machine has. All processes are in a control group of
# the engine, by which they are found again: the engine itself may not make any. /dev/net/tun is open to all on most machines.
start_rootless_daemon() {
    local id=64999 group=/sys/fs/cgroup/pids file
    [ -d $group ] || group=/sys/fs/cgroup
    mkdir "$group/$ns" "$dir/run" "$dir/data"
    for file in passwd group; do cp "/etc/$file" "$dir/$file"; done
    echo "dn-rootless:x:$id:$id::$dir:/bin/sh" >>"$dir/passwd"
    echo "dn-rootless:x:$id:" >>"$dir/group"
    echo dn-rootless:231072:65536 >"$dir/subids"
    echo "nameserver $outside_address" >"$dir/resolv.conf"
    chown $id:$id "$dir/run" "$dir/data"
    # shellcheck disable=SC2016 # expanded by the inner shell
    setsid nsenter --net="/run/netns/$ns" unshare --mount --uts --propagation slave sh -euc '
        echo $$ >"$1/cgroup.procs"
        dir=$2; path=$3; id=$4; host=$5; shift 5
        mount -n -t tmpfs -o mode=755 tmpfs /run
        for each in passwd:passwd group:group subids:subuid subids:subgid; do mount -n --bind "$dir/${each%:*}" "/etc/${each#*:}"; done
        resolv=$(readlink -m /etc/resolv.conf)
        case $resolv in /run/*) mkdir -p "${resolv%/*}"; : >"$resolv" ;; esac
        [ ! -e "$resolv" ] || mount -n --bind "$dir/resolv.conf" "$resolv"
        mkdir /run/tun; mount -n -t tmpfs -o mode=755,dev tmpfs /run/tun
        mknod -m 666 /run/tun/tun c 10 200; mount -n --bind /run/tun/tun /dev/net/tun
        [ -z "$host" ] || echo "$host" >/proc/sys/kernel/hostname
        exec setpriv --reuid "$id" --regid "$id" --clear-groups env -i PATH="$path" HOME="$dir/data" XDG_RUNTIME_DIR="$dir/run" \
            rootlesskit --state-dir "$dir/run/rootlesskit" --net slirp4netns --mtu 65520 --disable-host-loopback --port-driver builtin \
            --copy-up=/etc --copy-up=/run \
            sh -euc '\''rm -f /run/docker /run/containerd /run/xtables.lock; exec dockerd "$@"'\'' sh "$@"
    ' sh "$group/$ns" "$dir" "$engine_path" $id "$hostname" --data-root "$dir/data/docker" --exec-root "$dir/run/docker" \
        --pidfile "$dir/run/dockerd.pid" -H "unix://$dir/run/docker.sock" --dns $outside_address "$@" </dev/null &>"$dir/dockerd.log" &
    daemon=$!
    ln -s run/docker.sock "$dir/docker.sock"
}

# The caller's contexts, configuration and API version are kept away from the docker CLI, too.
docker_cli() { env -i PATH="$PATH" HOME="$dir" timeout $ready_within docker -H "unix://$dir/docker.sock" "$@"; }

wait_for_daemon() {
    local deadline=$((SECONDS + ready_within))
    until [ -S "$dir/docker.sock" ]; do
        kill -0 "$daemon" 2>/dev/null || fail "dockerd ended before it was ready"
        [ $SECONDS -lt $deadline ] || fail "dockerd was not ready within $ready_within seconds"
        sleep 0.05
    done
    # The socket accepts as soon as it is there, and answers when the daemon is ready.
    [ ! -s "$dir/outside.log" ] || fail "the outside servers: $(cat "$dir/outside.log")"
    read -r version architecture < <(docker_cli version --format '{{.Server.Version}} {{.Server.Arch}}') || fail "dockerd does not answer"
}

make_image() {
    local root=$dir/image/root names
    busybox=$(readlink -f "$busybox")
    mkdir -p "$root"/{bin,dev,etc,proc,root,sys,var,www} "$root$(dirname "$busybox")"
    mkdir -m 1777 "$root/tmp"
    cp "$busybox" "$root$busybox"
    [ -e "$root/bin/busybox" ] || ln -s "$busybox" "$root/bin/busybox"
    busybox --install -s "$root/bin" 2>/dev/null || true   # links to its own path, hence the same one in the image; the link above "exists"
    printf '%s\n' root:x:0:0:root:/root:/bin/sh nobody:x:65534:65534:nobody:/:/bin/false >"$root/etc/passwd"
    printf '%s\n' root:x:0: nogroup:x:65534: >"$root/etc/group"
    echo 'hosts: files dns' >"$root/etc/nsswitch.conf"   # otherwise the C library asks DNS before /etc/hosts
    echo '<h1>It works</h1>' >"$root/www/index.html"
    tar -C "$root" --numeric-owner -cf "$dir/image/layer.tar" .
    # Process 1 ignores SIGTERM unless it handles it: with SIGKILL, stopping any container takes no time instead of ten
    # seconds. "docker import" cannot set that, "docker load" can, and gives all the names at once.
    cat >"$dir/image/config.json" <<END
{"architecture": "$architecture", "os": "linux", "created": "2024-01-01T00:00:00Z",
 "config": {"Cmd": ["sleep", "infinity"], "StopSignal": "SIGKILL", "Env": ["PATH=/bin:/usr/bin"], "WorkingDir": "/"},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$(sha256sum "$dir/image/layer.tar" | cut -d' ' -f1)"]}}
END
    names=$(printf '"%s", ' "${images[@]}")
    echo "[{\"Config\": \"config.json\", \"Layers\": [\"layer.tar\"], \"RepoTags\": [${names%, }]}]" >"$dir/image/manifest.json"
    tar -C "$dir/image" -c manifest.json config.json layer.tar | docker_cli load >/dev/null
    rm -rf "$dir/image"
}

# When a process was started, which together with its id names it for good; nothing when it is gone, or a zombie.
birth() {
    local stat
    { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 0
    read -ra stat <<<"${stat##*) }"
    [ "${stat[0]}" = Z ] || echo "${stat[19]}"
}

watch_owner() {
    while [ -e "$dir/.engine" ] && [ "$(birth "$1")" = "$2" ]; do sleep 1; done
    if [ -e "$dir/.engine" ]; then stop; fi
}

start() {
    name_things "${1:-}"; shift
    local wanted='' programs='' owner='' born='' hostname='' rootless=''
    while [ $# -gt 0 ]; do
        case $1 in
            --version) wanted=${2:-}; shift 2 || usage ;;
            --programs) programs=${2:-}; [ -n "$programs" ] || usage; shift 2 ;;
            --hostname) hostname=${2:-}; shift 2 || usage ;;
            --rootless) rootless=yes; shift ;;
            --owner) owner=${2:-}; shift 2 || usage ;;
            --) shift; break ;;
            *) usage ;;
        esac
    done
    [ -z "$wanted" ] || [ -z "$programs" ] || usage
    [ -n "$wanted" ] || programs=${programs:-${DN_ENGINE_PROGRAMS:-}}
    case ${wanted:=distro} in distro | 26.1 | 28.5) ;; *) usage ;; esac
    if [ -n "$programs" ]; then
        programs=$(realpath -e -- "$programs" 2>/dev/null) || fail "--programs: there is no such folder" 2
        [ -e "$programs/dockerd" ] || fail "--programs: there is no dockerd in $programs (a build puts it into a folder bin)" 2
        [ -x "$programs/dockerd" ] || fail "--programs: $programs/dockerd is not executable: chmod +x it" 2
        PATH=$programs:$PATH   # before check: what is missing on the machine may be there
    fi
    if [ -n "$owner" ]; then
        [[ $owner =~ ^[0-9]+$ ]] && born=$(birth "$owner")
        [ -n "$born" ] || fail "--owner: there is no process $owner" 2
    fi
    # 108 bytes with the final zero is all that the kernel has for the path of a Unix socket.
    local room=$((107 - 16))
    [ ${#dir} -le $room ] || fail "the path of the folder has ${#dir} bytes, and $room is the most that a socket in it allows: $dir" 2
    [[ $dir =~ ^/[A-Za-z0-9._/@+-]+$ ]] || fail "the path of the folder has characters that a URL or the mount options of a container do not allow: $dir" 2
    case $dir/ in /run/* | /var/lib/* | /proc/* | /sys/* | /dev/*) fail "the folder cannot be under /run, /var/lib, /proc, /sys or /dev: $dir" 2 ;; esac
    check
    engine_path=$PATH
    if [ "$wanted" != distro ]; then
        local engine
        engine=$("$here/get-engine.sh" "$wanted" | tail -n 1)
        engine_path=$engine/usr/sbin:$engine/usr/bin:$PATH
    fi

    local fd   # what runs on in the background must not hold a lock or a pipe of the caller
    for fd in "/proc/$$/fd/"*; do
        fd=${fd##*/}
        case $fd in 0 | 1 | 2 | 255) ;; *) eval "exec $fd>&-" ;; esac   # 255 is this script
    done
    mkdir -p "$dir"
    [ -z "$(ls -A "$dir")" ] || fail "the folder is not empty: $dir"
    ip netns add "$ns" 2>/dev/null || fail "an engine of this folder is there already (or cannot be made): $dir. Try: private-engine.sh stop $dir"
    trap failed EXIT
    trap 'exit 1' HUP INT TERM
    echo "$$ $(birth $$)" >"$dir/.engine"   # only a folder that has this is ever removed
    # First of all, so that nothing is left even when the owner dies while this is still at work.
    if [ -n "$owner" ]; then
        setsid "$here/${BASH_SOURCE[0]##*/}" watch "$dir" "$owner" "$born" </dev/null &>/dev/null &
    fi
    make_networks
    forward "$@"
    start_outside
    "start_${rootless:+rootless_}daemon" "$@"
    wait_for_daemon
    make_image
    cat >"$dir/env.new" <<END
DOCKER_HOST=unix://$dir/docker.sock
DN_OUTSIDE_ADDRESS=$outside_address
DN_OUTSIDE_NAME=$outside_name
DN_IMAGE=${images[0]}
DN_NETNS=$ns
DN_ENGINE_VERSION=$version
DN_PID=$daemon
END
    mv "$dir/env.new" "$dir/env"   # whoever sees it, sees all of it
    trap - EXIT
    cat "$dir/env"
}

# shellcheck disable=SC2317,SC2046 # the trap runs it; a list
failed() {
    trap - EXIT
    # Our own children first: one may be just about to enter a namespace, and would not be found there yet.
    kill -KILL $(jobs -p) 2>/dev/null || true
    wait 2>/dev/null || true
    if [ -s "$dir/dockerd.log" ]; then
        say "the end of dockerd's log:"
        tail -n 20 "$dir/dockerd.log" >&2
    fi
    stop || true
    exit 1
}

control_groups() { find /sys/fs/cgroup -mindepth 1 -maxdepth 2 -type d -name "$ns" 2>/dev/null || true; }

# All that belongs to the engine, by where it lives and never by its name: dockerd, containerd, shims and proxies are in the
# engine's network namespace, the servers in the outside one, the containers in the engine's control group.
processes() {
    ip netns pids "$ns" 2>/dev/null || true
    ip netns pids "$ns-out" 2>/dev/null || true
    control_groups | while read -r group; do find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null || true; done
}

stop() {
    local watcher group left='' i starter born
    # A start that is still at work would go on making things. It is told to end, and then cleans up behind itself.
    if [ ! -e "$dir/env" ] && read -r starter born 2>/dev/null <"$dir/.engine" && [ "$starter" != $$ ]; then
        for ((i = 0; i < 200; i++)); do
            [ "$(birth "$starter")" = "$born" ] || break
            [ $i -gt 0 ] || kill -TERM "$starter" 2>/dev/null || true
            sleep 0.05
        done
        sleep 0.2   # when it was killed: for its last children to get where they are found
    fi
    watcher=$(cat "$dir/watcher.pid" 2>/dev/null || true)
    if [ -n "$watcher" ] && [ "$watcher" != $$ ] && tr '\0' ' ' <"/proc/$watcher/cmdline" 2>/dev/null | grep -qF " watch $dir "; then
        kill -KILL -- "-$watcher" 2>/dev/null || true   # with the sleep that it is in: it leads a session of its own
    fi
    # No gentle end first: all that a daemon would tidy up (rules, bridges, mounts) goes with the namespaces, and dockerd
    # would only spend its time on ending the containers. In rounds, as one may start another while it is being killed.
    for ((i = 0; i < 200; i++)); do
        # A paused container (version 1 of the control groups) does not even notice a SIGKILL.
        control_groups | while read -r group; do
            find "$group" -name freezer.state -exec sh -c 'for state; do echo THAWED >"$state"; done' sh {} + 2>/dev/null || true
        done
        left=$(processes | sort -u | tr '\n' ' ')
        [ -n "$left" ] || break
        # shellcheck disable=SC2086 # a list
        kill -KILL $left 2>/dev/null || true
        sleep 0.05
    done
    for ((i = 0; i < 40; i++)); do   # the kernel lets go of a control group a moment after its last process
        [ -n "$(control_groups)" ] || break
        control_groups | while read -r group; do find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true; done
        sleep 0.02
    done
    ip netns delete "$ns" 2>/dev/null || true
    ip netns delete "$ns-out" 2>/dev/null || true
    if [ -e "$dir/.engine" ]; then rm -rf --one-file-system "$dir"; fi
    [ -z "$left" ] || fail "these processes of the engine do not end: $left"
    [ ! -e "$dir" ] || say "left alone, as no engine was started in it: $dir"
}

case ${1:-} in
    start) shift; start "$@" ;;
    stop) [ $# -eq 2 ] || usage; name_things "$2"; stop ;;
    check) [ $# -eq 1 ] || usage; rootless='' check ;;
    watch) name_things "$2"; echo $$ >"$dir/watcher.pid"; watch_owner "$3" "$4" ;;   # not for people: start runs it
    -h | --help | help) sed -n '2,/^set -euo/{/^#/!d;s/^# \{0,1\}//;p}' "$0" ;;
    *) usage ;;
esac
exit
