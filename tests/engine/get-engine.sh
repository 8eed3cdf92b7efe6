#!/usr/bin/env bash
# Gets a newer Docker engine than the distribution's, without installing it.
#
#   get-engine.sh 26.1|28.5
#
# The packages of newer Debian suites are unpacked into ${DN_ENGINE_CACHE:-/var/cache/dockernetwork/engines}/VERSION,
# beside the distribution's engine; `private-engine.sh start DIR --version VERSION` puts the bin folders found
# there first on the PATH. The last line printed is that folder. Nothing is done when it is there already.
#
# Exit codes: 0 there now, 1 could not be had, 2 wrong usage.
set -euo pipefail
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"

fail() { echo "get-engine.sh: $1" >&2; exit "${2:-1}"; }

[ $# -eq 1 ] || fail "usage: get-engine.sh 26.1|28.5" 2
version=$1
case $version in
    26.1) suite=trixie ;;   # Debian 13: 26.1.5, API 1.45
    28.5) suite=sid ;;      # Debian unstable: 28.5.2, API 1.51, as long as unstable has it
    *) fail "unknown version '$version' (there are 26.1 and 28.5)" 2 ;;
esac

cache=${DN_ENGINE_CACHE:-/var/cache/dockernetwork/engines}
if [ -x "$cache/$version/usr/sbin/dockerd" ]; then echo "$cache/$version"; exit 0; fi

for program in apt-get dpkg flock; do
    command -v "$program" >/dev/null || fail "$program is missing: newer engines are to be had on Debian and Ubuntu only"
done
# An ordinary key ring, so that the packages are verified as any other's. Debian 12's has the keys of Debian 13 and of
# unstable since its point release 12.1; an older one makes apt-get say NO_PUBKEY, and the cure is to upgrade it.
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keyring" ] || fail "$keyring is missing: apt-get install -y debian-archive-keyring"

mkdir -p "$cache" || fail "cannot write to $cache: set DN_ENGINE_CACHE to a folder of yours"
# Two test hosts may ask at once: the second waits for the first, then finds the work done.
exec 9>"$cache/.$version.lock"
flock 9
if [ -x "$cache/$version/usr/sbin/dockerd" ]; then echo "$cache/$version"; exit 0; fi

work=$(mktemp -d "$cache/.$version.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/archives/partial" "$work/packages" "$work/none" "$work/tree"
# From where the machine itself gets Debian.
mirror=${DN_DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -m1 '/debian/*$' || true)}
[ -n "$mirror" ] || fail "this machine's apt has no source of Debian: set DN_DEBIAN_MIRROR to one"
echo "deb [signed-by=$keyring] $mirror $suite main" >"$work/sources.list"

# The machine's own apt configuration (a proxy, say) still counts; its sources, lists and caches are not touched.
apt() {
    apt-get -qq -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts="$work/none" \
        -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts="$work/none" \
        -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work" -o Dir::Cache::Archives="$work/archives" \
        -o APT::Sandbox::User=root -o APT::Default-Release= -o APT::Update::Error-Mode=any \
        -o Acquire::Languages=none -o Acquire::Retries=2 -o Acquire::http::Timeout=20 "$@" 9>&-
}
apt update >&2 || fail "the package lists of Debian $suite could not be had or verified (see above)"
(cd "$work/packages" && apt download docker.io containerd >&2) || fail "docker.io and containerd of Debian $suite could not be downloaded (see above)"

found=$(dpkg-deb -f "$work"/packages/docker.io_*.deb Version)
case $found in
    "$version".*) ;;
    *) fail "Debian $suite has docker.io $found now, not $version: change the table of versions in this script" ;;
esac
for package in "$work"/packages/*.deb; do dpkg-deb -x "$package" "$work/tree"; done
# Their runc, where one comes along, wants a newer C library than Debian 12 has; the distribution's works with both.
rm -f "$work"/tree/usr/bin/runc "$work"/tree/usr/sbin/runc
rm -rf "$work"/tree/usr/share "$work"/tree/etc "$work"/tree/lib "$work"/tree/usr/lib/systemd "$work"/tree/var

"$work/tree/usr/sbin/dockerd" --version >&2 || fail "the dockerd of Debian $suite does not run on this system (see above)"
chmod 755 "$work/tree"
rm -rf "${cache:?}/$version"
mv -T "$work/tree" "$cache/$version"   # atomic: nobody ever sees half an engine
echo "$cache/$version"
