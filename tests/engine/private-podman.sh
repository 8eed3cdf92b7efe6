#!/usr/bin/env bash
# A throw-away Podman that answers the Docker API, for the tests of the rules for Podman. Linux, root.
#
#   private-podman.sh start DIR [--programs FOLDER]
#   private-podman.sh stop DIR
#
# start  DIR is absent or empty. DIR/env (printed too) has DOCKER_HOST and what else private-engine.sh gives.
#        FOLDER is where the packages podman, netavark, aardvark-dns, conmon, golang-github-containers-common,
#        golang-github-containers-image and libgpgme11 were unpacked (dpkg -x); without it, they must be installed.
# stop   Ends it with its containers, and removes DIR.
#
# It shares nothing with the machine's own Podman: a network namespace, a mount namespace with /run, /var/lib and /dev of its own (Podman
# as root was seen to change the mode of /dev/null), a store in DIR, and an "outside" as private-engine.sh has it, with a name server.
set -euo pipefail
export LC_ALL=C
PATH=${PATH:-/usr/bin:/bin}:/usr/sbin:/sbin

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
outside_address=198.51.100.1 engine_address=198.51.100.2   # TEST-NET-2 is for documentation only

fail() { echo "private-podman.sh: $1" >&2; exit "${2:-1}"; }
usage() { fail "usage: start DIR [--programs FOLDER] | stop DIR" 2; }

# As root/usr/bin/podman in an unpacked folder, or where a package puts it.
settings() {
    mkdir -p "$dir/home/.config/containers" "$dir/storage" "$dir/net"
    echo '{"default": [{"type": "insecureAcceptAnything"}]}' >"$dir/home/.config/containers/policy.json"
    # The limits are those that root may set in a container of one's own, too.
    cat >"$dir/containers.conf" <<END
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
seccomp_profile = "$programs/usr/share/containers/seccomp.json"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
conmon_path = ["$dir/conmon"]
helper_binaries_dir = ["$programs/usr/lib/podman"]
[network]
network_backend = "netavark"
network_config_dir = "$dir/net"
END
    # What ends a container of --rm is a podman that conmon starts, with few of the variables that it was itself started with.
    cat >"$dir/conmon" <<END
#!/bin/sh
LD_LIBRARY_PATH=$programs/usr/lib/$(uname -m)-linux-gnu CONTAINERS_STORAGE_CONF=$dir/storage.conf exec $programs/usr/bin/conmon "\$@"
END
    chmod 755 "$dir/conmon"
    printf '[storage]\ndriver = "vfs"\ngraphroot = "%s"\nrunroot = "/run/containers/storage"\n' "$dir/storage" >"$dir/storage.conf"
    echo "nameserver $outside_address" >"$dir/resolv.conf"
}

make_networks() {
    ip netns add "$ns"
    ip netns add "$ns-out"
    ip link add eth0 netns "$ns" type veth peer name eth0 netns "$ns-out"
    local each
    for each in "$ns $engine_address" "$ns-out $outside_address"; do
        # shellcheck disable=SC2086 # two words
        set -- $each
        ip -n "$1" link set lo up
        ip -n "$1" addr add "$2/24" dev eth0
        ip -n "$1" link set eth0 up
    done
    ip -n "$ns" route add default via $outside_address
    setsid nsenter --net="/run/netns/$ns-out" \
        perl "$here/name-server.pl" $outside_address outside.example </dev/null &>>"$dir/outside.log" &
}

start_service() {
    # shellcheck disable=SC2016 # expanded by the inner shell
    setsid nsenter --net="/run/netns/$ns" unshare --mount --propagation slave bash -euc '
        dir=$1 programs=$2
        for each in /run /var/lib; do mount -n -t tmpfs -o mode=755 tmpfs "$each"; done
        mkdir /run/sys /run/dev /run/lock
        mount -n --rbind /sys /run/sys; mount -n -t sysfs sysfs /sys
        mount -n --rbind /run/sys/fs/cgroup /sys/fs/cgroup
        umount -n -l /run/sys
        mount -n -t tmpfs -o mode=755 tmpfs /run/dev
        device() { mknod -m 666 "/run/dev/$1" c "$2" "$3"; }
        device null 1 3; device zero 1 5; device full 1 7; device random 1 8; device urandom 1 9; device tty 5 0
        mkdir /run/dev/pts /run/dev/shm /run/dev/mqueue
        mount -n -t devpts -o newinstance,ptmxmode=0666 devpts /run/dev/pts
        ln -s pts/ptmx /run/dev/ptmx; ln -s /proc/self/fd /run/dev/fd
        mount -n -t tmpfs tmpfs /run/dev/shm
        mount -n --rbind /run/dev /dev
        resolv=$(readlink -m /etc/resolv.conf)
        case $resolv in /run/*) mkdir -p "${resolv%/*}"; : >"$resolv" ;; esac
        [ ! -e "$resolv" ] || mount -n --bind "$dir/resolv.conf" "$resolv"
        exec env -i PATH="$programs/usr/bin:$PATH" HOME="$dir/home" LD_LIBRARY_PATH="$programs/usr/lib/$(uname -m)-linux-gnu" \
            CONTAINERS_CONF="$dir/containers.conf" CONTAINERS_STORAGE_CONF="$dir/storage.conf" \
            podman --cgroup-manager cgroupfs system service --time 0 "unix://$dir/docker.sock"
    ' sh "$dir" "$programs" </dev/null &>"$dir/podman.log" &
    echo $! >"$dir/podman.pid"
    local i
    for ((i = 0; i < 300; i++)); do
        [ ! -S "$dir/docker.sock" ] || return 0
        kill -0 "$(cat "$dir/podman.pid")" 2>/dev/null || fail "podman ended before it was ready: $(tail -n 5 "$dir/podman.log")"
        sleep 0.1
    done
    fail "podman was not ready within 30 seconds"
}

docker_cli() { env -i PATH="$PATH" HOME="$dir" timeout 60 docker -H "unix://$dir/docker.sock" "$@"; }

make_image() {
    local root=$dir/image busybox
    busybox=$(readlink -f "$(command -v busybox)")
    mkdir -p "$root"/{bin,dev,etc,proc,root,sys,tmp,var,www} "$root$(dirname "$busybox")"
    cp "$busybox" "$root$busybox"
    busybox --install -s "$root/bin" 2>/dev/null || true
    printf '%s\n' root:x:0:0:root:/root:/bin/sh >"$root/etc/passwd"
    echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
    echo '<h1>It works</h1>' >"$root/www/index.html"
    tar -C "$root" -c . |
        docker_cli import -c 'CMD ["sleep","infinity"]' -c 'STOPSIGNAL SIGKILL' -c 'ENV PATH=/bin:/usr/bin' - dockernetwork/test >/dev/null
    rm -rf "$root"
}

start() {
    while [ $# -gt 0 ]; do
        case $1 in
            --programs) programs=$(realpath -e -- "${2:-}") || fail "--programs: there is no such folder" 2; shift 2 ;;
            *) usage ;;
        esac
    done
    [ -x "$programs/usr/bin/podman" ] || fail "podman is missing: apt-get install -y podman netavark aardvark-dns, or --programs" 3
    mkdir -p "$dir"
    [ -z "$(ls -A "$dir")" ] || fail "the folder is not empty: $dir"
    touch "$dir/.podman"   # only a folder that has this is ever removed
    trap 'stop' EXIT
    settings
    make_networks
    start_service
    make_image
    cat >"$dir/env" <<END
DOCKER_HOST=unix://$dir/docker.sock
DN_OUTSIDE_ADDRESS=$outside_address
DN_OUTSIDE_NAME=outside.example
DN_IMAGE=dockernetwork/test:latest
DN_NETNS=$ns
DN_ENGINE_VERSION=$(docker_cli version --format '{{.Server.Version}}')
DN_PID=$(cat "$dir/podman.pid")
END
    trap - EXIT
    cat "$dir/env"
}

# The containers first: Podman leaves them running when it ends. Then what is left in its namespaces, by where it lives.
stop() {
    local i left
    if [ -S "$dir/docker.sock" ]; then
        docker_cli ps -aq 2>/dev/null | xargs -r env -i PATH="$PATH" docker -H "unix://$dir/docker.sock" rm -f >/dev/null 2>&1 || true
    fi
    for ((i = 0; i < 100; i++)); do
        left=$({ ip netns pids "$ns"; ip netns pids "$ns-out"; } 2>/dev/null | tr '\n' ' ')
        [ -n "$left" ] || break
        # shellcheck disable=SC2086 # a list
        kill -KILL $left 2>/dev/null || true
        sleep 0.05
    done
    ip netns delete "$ns" 2>/dev/null || true
    ip netns delete "$ns-out" 2>/dev/null || true
    if [ -e "$dir/.podman" ]; then rm -rf --one-file-system "$dir"; fi
}

[ -n "${2:-}" ] || usage
dir=$(realpath -m -- "$2")
ns=dnp-$(printf %s "$dir" | sha1sum | cut -c1-8)
programs=/
case $1 in
    start) shift 2; start "$@" ;;
    stop) [ $# -eq 2 ] || usage; stop ;;
    *) usage ;;
esac
