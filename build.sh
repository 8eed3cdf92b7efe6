#!/usr/bin/env bash
# The tasks of this project for a machine that may have no PowerShell yet. build.ps1 is the same for PowerShell users.
#
#   ./build.sh [--install] [build|test|quickstart|bench|agreement|fuzz|help|picture|pack|clean]
#   ./build.sh help --translated PAGE...   records that these pages or about topics of zh-CN are translated as en-US has them now
#
# Without --install nothing is installed: what is missing is named, with the command that gets it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
root=$PWD
release="dotnet src/DockerNetwork.Release/bin/Release/net8.0/DockerNetwork.Release.dll"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off

install=
task=build
translated=
for argument in "$@"; do
  case $argument in
    --translated) translated=' ' ;;
    [A-Z]*-[A-Z]* | about_* | _shared) translated="${translated:?--translated is missing before $argument}$argument " ;;
    --install) install=yes ;;
    build | test | quickstart | bench | agreement | fuzz | help | picture | pack | clean) task=$argument ;;
    *) sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
done

say() { printf '\n== %s\n' "$*"; }
missing() { printf 'missing: %s\n  get it: %s\n' "$1" "$2" >&2; }
has() { command -v "$1" >/dev/null 2>&1; }

need_dotnet() {
  has dotnet && return
  missing 'the .NET SDK (10 or newer)' 'https://dot.net/download, or your distribution'"'"'s package dotnet-sdk-10.0'
  exit 3
}

# Packages whose servers would start at once; nobody asked for those.
install_asleep() {
  local policy=/usr/sbin/policy-rc.d made=
  if [ ! -e $policy ]; then printf '#!/bin/sh\nexit 101\n' >$policy; chmod 755 $policy; made=yes; fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null || true
  [ -z "$made" ] || rm -f $policy
}

# The engine for tests and the tour is a private one, from the distribution's packages. The user's own is not touched.
have_engine_programs() { tests/engine/private-engine.sh check >/dev/null 2>&1; }

need_engine_programs() {
  have_engine_programs && return
  local packages='docker.io iptables busybox-static iproute2'
  if [ -n "$install" ] && has apt-get && [ "$(id -u)" = 0 ]; then
    say "Installing $packages with apt-get"
    apt-get update -qq
    # Debian 13 and later have the client in a package of its own.
    apt-cache show docker-cli >/dev/null 2>&1 && packages="$packages docker-cli"
    # shellcheck disable=SC2086
    install_asleep $packages
  fi
  have_engine_programs && return
  tests/engine/private-engine.sh check >&2 || true
  return 3
}

# PowerShell comes as a .NET tool, Pester from the gallery, each where its registry has it.
need_powershell() {
  export PATH="$PATH:$HOME/.dotnet/tools"
  has pwsh && return
  if [ -n "$install" ]; then
    say 'Installing PowerShell as a .NET tool'
    dotnet tool install --global PowerShell >/dev/null 2>&1 && has pwsh && return
    echo 'PowerShell cannot be had from the NuGet registry of this machine.'
  else
    missing PowerShell 'dotnet tool install --global PowerShell'
  fi
  return 3
}

have_pester() { pwsh -NoProfile -NonInteractive -c 'exit [int](-not (Get-Module -ListAvailable Pester | Where-Object Version -ge 5.5))'; }

need_pester() {
  have_pester && return
  local command='Install-PSResource Pester -TrustRepository'
  if [ -n "$install" ]; then
    say 'Installing Pester from the PowerShell Gallery'
    pwsh -NoProfile -NonInteractive -c "$command" >/dev/null 2>&1 && have_pester && return
    echo 'Pester cannot be had from the PowerShell Gallery on this machine.'
  else
    missing 'Pester 5.5 or newer' "pwsh -c '$command'"
  fi
  return 3
}

# The probe is native code. Without a compiler the module works too, with the containers' own tools.
want_compiler() {
  { has gcc || has clang; } && [ -e /usr/include/zlib.h ] && return
  local packages='gcc libc6-dev zlib1g-dev'
  if [ -n "$install" ] && has apt-get && [ "$(id -u)" = 0 ]; then
    say "Installing $packages with apt-get, for the probe"
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null || true
  else
    missing 'a C compiler for the probe (optional)' "apt-get install $packages"
  fi
}

# Ssh.Tests.ps1 starts an sshd of its own, and is skipped without.
want_sshd() {
  [ -x /usr/sbin/sshd ] && has ssh && return
  if [ -n "$install" ] && has apt-get && [ "$(id -u)" = 0 ]; then
    say 'Installing openssh-server and openssh-client with apt-get, for the tests of ssh://'
    apt-get update -qq
    install_asleep openssh-server openssh-client
    # Nor after a restart of the machine.
    systemctl disable ssh >/dev/null 2>&1 || true
  fi
}

# The tests on Podman start one of their own, and are skipped without. They are of the rules of 4.3.
want_podman() {
  { [ -x "${DN_PODMAN_PROGRAMS:-/opt/podman43}/usr/bin/podman" ] || has podman; } && return
  if [ -n "$install" ] && has apt-get && [ "$(id -u)" = 0 ] && apt-cache policy podman | grep -q 'Candidate: 4\.3\.'; then
    say 'Installing podman, netavark and aardvark-dns with apt-get, for the tests on Podman'
    install_asleep podman netavark aardvark-dns
    # Nor after a restart of the machine.
    systemctl disable podman.socket podman.service podman-restart.service podman-auto-update.timer >/dev/null 2>&1 || true
  fi
}

# UserNamespace.Tests.ps1 starts a rootless engine, and skips it without.
want_rootless() {
  has rootlesskit && has slirp4netns && has newuidmap && return
  if [ -n "$install" ] && has apt-get && [ "$(id -u)" = 0 ]; then
    say 'Installing rootlesskit, slirp4netns and uidmap with apt-get, for the tests of rootless engines'
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends rootlesskit slirp4netns uidmap >/dev/null || true
  fi
}

build() {
  need_dotnet
  want_compiler
  say 'Building the module into out/DockerNetwork'
  dotnet build DockerNetwork.slnx -c Release --nologo -v quiet -clp:NoSummary
}

# Sets what is in the engine's env: DOCKER_HOST, DN_NETNS and so on. The engine ends with this script.
start_engine() {
  local engine
  engine=$(mktemp -d /tmp/dn.XXXXXX)/e
  # shellcheck disable=SC2064
  trap "tests/engine/private-engine.sh stop '$engine'; rmdir '$(dirname "$engine")'" EXIT
  tests/engine/private-engine.sh start "$engine" --owner $$ >/dev/null
  set -a
  # shellcheck disable=SC1091
  . "$engine/env"
  set +a
}

quickstart() {
  build
  if has docker && docker version >/dev/null 2>&1; then
    say "Using the engine that is reachable: $(docker context show 2>/dev/null || echo default)"
  else
    need_engine_programs || exit 3
    say 'No engine is reachable: starting a private one, which goes away with the tour'
    start_engine
  fi

  if need_powershell; then
    pwsh -NoProfile -NonInteractive -File samples/alpine-exercise.ps1
  else
    say 'There is no PowerShell here: the same tour through the libraries (samples/Tour)'
    dotnet run --project samples/Tour -c Release --no-build
  fi
}

passed=0 failed=0 skipped=0 failures=
count() { passed=$((passed + $1)); failed=$((failed + $2)); skipped=$((skipped + $3)); }

xunit() { dotnet test "$@" -c Release --nologo --no-build -v quiet 2>&1; }
# Beside tests that probe with time limits, and that mostly wait for engines.
yielding() { nice -n 10 dotnet test "$@" -c Release --nologo --no-build -v quiet 2>&1; }
pester() { pwsh -NoProfile -NonInteractive -File tests/pester/Run.ps1 "$@" 2>&1; }

# What the last line of an xUnit project or of Pester files says.
numbers() {
  sed -nE -e 's/.*Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+),.*/\2 \1 \3/p' \
    -e 's/^([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped$/\1 \2 \3/p' "$1" | tail -1
}

# Each run has an engine of its own, so that several can go on at once. "begin TITLE COMMAND..." starts one, in a process group of its own;
# "finish" shows them in this order and adds their numbers. One that ends without numbers has failed.
begun=()
begin() {
  local log
  log=$(mktemp)
  printf '\n== %s\n' "$1" >"$log"
  set -m
  "${@:2}" </dev/null >>"$log" &
  set +m
  begun+=("$! $log")
  trap 'for each in "${begun[@]}"; do kill -- "-${each% *}"; rm -f "${each#* }"; done 2>/dev/null' EXIT
}
finish() {
  local each log found
  for each in "${begun[@]}"; do
    log=${each#* }
    tail -n +1 -f --pid="${each% *}" "$log"
    wait "${each% *}" || true
    found=$(numbers "$log")
    failures+=$'\n'$(grep -E '\[-\]|\[FAIL\]' "$log" || true)
    rm -f "$log"
    # shellcheck disable=SC2086
    count ${found:-0 1 0}
  done
  begun=()
}

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

# The HTML page in a browser. Its programs are the tests' own, and the module does without.
want_browser() {
  export PATH="$PATH:$HOME/.dotnet/tools"
  if [ -n "$install" ] && has apt-get && [ "$(id -u)" = 0 ] && ! { find_chromium && has npm && has dot; } >/dev/null; then
    say 'Installing chromium, nodejs, npm and graphviz with apt-get, for the tests of pictures'
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium nodejs npm graphviz >/dev/null || true
  fi
  find_chromium >/dev/null && has npm && has pwsh || return 3
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || return 3
  [ -d tests/browser/node_modules ] || npm ci --prefix tests/browser --no-audit --no-fund --silent >/dev/null 2>&1
}

# Adds what the last lines of node's test runner say.
browser() {
  local log
  log=$(mktemp)
  DN_CHROMIUM=$(find_chromium) node --test --test-reporter=spec tests/browser/page.test.mjs 2>&1 | tee "$log" || true
  number() { sed -nE "s/^ℹ $1 ([0-9]+)$/\1/p" "$log" | tail -1; }
  local passing failing skipping
  passing=$(number pass) failing=$(number fail) skipping=$(number skipped)
  rm -f "$log"
  count "${passing:-0}" "${failing:-1}" "${skipping:-0}"
}

tests_in() { cat $1 2>/dev/null | grep -cE "$2" || true; }

run_tests() {
  build
  begin 'Unit tests' yielding tests/unit

  if want_browser; then
    say 'The HTML page in Chromium, and the Mermaid texts in Mermaid'
    browser
  else
    local left
    left=$(tests_in tests/browser/page.test.mjs '^ *test\(')
    say "No Chromium with node 20 and PowerShell here: $left tests of the HTML page are skipped"
    count 0 0 "$left"
  fi

  if ! need_engine_programs; then
    finish
    local left=$(($(tests_in 'tests/integration/*.cs' '\[(Fact|Theory)') + $(tests_in 'tests/pester/*.Tests.ps1' "^ +It '")))
    say "No engine can be started here: $left integration and Pester tests are skipped"
    count 0 0 "$left"
    return
  fi

  want_podman
  begin 'Integration tests, against a private engine' xunit tests/integration
  other_engines
  finish

  if need_powershell && need_pester; then
    want_sshd
    want_rootless
    # All at once: most of the time they wait for an engine.
    local files half
    files=$(cd tests/pester && ls ./*.Tests.ps1)
    for half in 1 2; do
      begin "Pester ($half of 2): the staged module in PowerShell, against a private engine" \
        pester -Path "$(awk -v half=$half 'NR % 2 == half % 2' <<<"$files" | paste -sd,)"
    done
    # What differs between engines most: once more on a newer one, where it can be had beside the distribution's.
    if [ -z "$install" ] || ! tests/engine/get-engine.sh 28.5 >/dev/null 2>&1; then
      say 'Engine 28.5 cannot be had here, or --install was not given: its Pester tests are left out'
    else
      begin 'Pester: modes, names, interfaces, endpoints, ports, creation and the agent once more, against engine 28.5' \
        pester -EngineVersion 28.5 -Path Connection.Tests.ps1,Reachability.Tests.ps1,NetworkModes.Tests.ps1,Interfaces.Tests.ps1,Endpoint.Tests.ps1,PortMapping.Tests.ps1,Resolution.Tests.ps1,Ticks.Tests.ps1,Agent.Tests.ps1,ContainerCreation.Tests.ps1,Ports.Tests.ps1,ImagePull.Tests.ps1
    fi
    finish
  else
    local left
    left=$(tests_in 'tests/pester/*.Tests.ps1' "^ +It ['\"]")
    say "No PowerShell with Pester here: $left Pester tests are skipped"
    count 0 0 "$left"
  fi
}

# What differs most, on the engines that no package of this machine has. One that is absent is named, and nothing fails.
other_engines() {
  local programs=${DN_ENGINE29_PROGRAMS:-/opt/engine29/bin} podman=${DN_PODMAN_PROGRAMS:-/opt/podman43}
  if [ -x "$programs/dockerd" ]; then
    begin "Bridges and trust once more, on the engine in $programs" with_engine29 "$programs"
  else
    say "There is no dockerd in $programs (DN_ENGINE29_PROGRAMS names a folder): engine 29 is left out"
  fi

  [ -x "$podman/usr/bin/podman" ] || podman=
  if [ -n "$podman" ] || has podman; then
    begin 'Trust, and the agreement of prediction and observation, on Podman' with_podman "$podman"
  else
    say 'There is no Podman here (DN_PODMAN_PROGRAMS names a folder): Podman is left out'
  fi
}

with_engine29() {
  DN_ENGINE_PROGRAMS=$1 DN_ENGINE_OPTIONS=${DN_ENGINE29_OPTIONS---feature=time-namespaces=false} \
    xunit tests/integration --filter 'FullyQualifiedName~BridgeTests|FullyQualifiedName~TrustTests'
}

with_podman() {
  DN_ENGINE_VERSION_WANTED=podman DN_ENGINE_PROGRAMS=$1 \
    xunit tests/integration --filter 'FullyQualifiedName~Podman|FullyQualifiedName~TrustTests|FullyQualifiedName~LyingImageTests'
}

# The long run of the agreement, on each engine that is here: see tests/engine/agreement.sh. DN_ENGINE_VERSION_WANTED chooses some.
agreement() {
  build
  # shellcheck disable=SC2086 # a list
  tests/engine/agreement.sh ${DN_ENGINE_VERSION_WANTED:-}
}

# The parsers of foreign bytes, DN_FUZZ_SECONDS (60 unless set) for each; DN_FUZZ_SEED repeats a run.
fuzz() {
  need_dotnet
  DN_FUZZ_SECONDS=${DN_FUZZ_SECONDS:-60} dotnet test tests/unit -c Release --nologo \
    --filter FullyQualifiedName~UnitTests.Fuzz --logger 'console;verbosity=detailed'
}

# The screen in the README: its first commands, run in a terminal of 100 columns.
picture() {
  build
  need_engine_programs
  need_powershell
  start_engine
  local drawn=samples/pictures/screen.svg run='stty cols 100 rows 60; pwsh -NoProfile -NonInteractive -File samples/pictures/screen.ps1'
  # shellcheck disable=SC2086 # a program and its argument
  env -u NO_COLOR TERM=xterm-256color script -qec "$run" /dev/null </dev/null | $release screen DockerNetwork >$drawn.new
  mv $drawn.new $drawn
  say "$drawn: look at it, and at its git diff"
}

pack() {
  build
  # The other platform's probe, where its compiler can be had.
  local other=linux-arm64
  [ "$(uname -m)" = x86_64 ] || other=linux-x64
  dotnet publish src/DockerNetwork.Probe -c Release -r $other -o out/probe/$other --nologo -v quiet >/dev/null 2>&1 ||
    say "There is no compiler for the probe of $other here; engines of that kind are probed with the containers' own tools"
  dotnet build src/DockerNetwork -c Release --nologo -v quiet -clp:NoSummary
  # The time of the commit, not of the clock: two packs of one commit are the same, byte by byte.
  local time compiler
  time=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 315532800)}
  compiler=$(sed -nE 's|.*"Microsoft.DotNet.ILCompiler/([0-9.]+)".*|\1|p' src/DockerNetwork.Probe/obj/project.assets.json 2>/dev/null |
    head -1) || compiler=
  say 'out/packages: the package of the PowerShell Gallery, the same as a zip, the list of materials, and their checksums'
  # shellcheck disable=SC2086 # a program and its argument
  $release pack out/DockerNetwork out/packages src/DockerNetwork/Topology/vendor/README.md "$time" "$compiler" "${DN_RELEASE_TAG:-}"
}

case $task in
  build) build ;;
  quickstart) quickstart ;;
  test)
    run_tests
    [ "$failed" = 0 ] || printf '\n== What failed\n%s\n' "$failures" | grep -v '^$'
    printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    [ "$failed" = 0 ]
    ;;
  bench)
    build
    need_engine_programs
    need_powershell
    pwsh -NoProfile -NonInteractive -c 'tests/bench/Run.ps1 | Format-List'
    ;;
  agreement) agreement ;;
  fuzz) fuzz ;;
  help)
    need_dotnet
    say 'Filling the pages in en-US and zh-CN with what the code says'
    dotnet build src/DockerNetwork -c Release --nologo -v quiet -clp:NoSummary -p:UpdateHelp=true "-p:Translated=$translated"
    ;;
  picture) picture ;;
  pack) pack ;;
  clean)
    rm -rf out
    find src tests samples \( -name bin -o -name obj \) -type d -prune -exec rm -rf {} +
    ;;
esac
