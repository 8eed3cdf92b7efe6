# Runs in the source container: sh -c "$(this file)" sh COUNT SECONDS [icmp|tcp|none HOST PORT]...
# Nothing of the user's becomes code: hosts and ports are arguments. POSIX sh, for busybox, dash and bash.
# Prints one line a probe, as it ends: INDEX EXITCODE OUTPUT-ON-ONE-LINE
count=$1
seconds=$2
shift 2

# The client holds our standard input open until it has all it wants. When it closes it (time is up, Ctrl+C, crash),
# everything here ends: an exec is a session of its own, so group 0 is this script and what it started.
exec 3<&0 </dev/null
(read -r _ <&3; kill -TERM 0) >/dev/null 2>&1 &
watcher=$!

# Which nc is it? Debian's busybox has no -z, but runs a program once it is connected.
scan=
if command -v nc >/dev/null 2>&1; then
  case $(nc -v -z 2>&1) in
    *"invalid option"* | *"unrecognized option"*) scan=execute ;;
    *) scan=zero ;;
  esac
elif command -v bash >/dev/null 2>&1; then
  scan=bash
fi

connect() {
  case $scan in
    zero) nc -v -z -w "$seconds" -- "$1" "$2" ;;
    # -e takes the rest of the line, so no -- can stand before the host; the module sends no host that begins with a dash.
    execute) nc -w "$seconds" "$1" "$2" -e true ;;
    bash) bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash "$1" "$2" ;;
    *) return 127 ;;
  esac
}

probe() {
  case $2 in
    tcp) out=$(connect "$3" "$4" 2>&1) ;;
    icmp) out=$(ping -c "$count" -W "$seconds" -- "$3" 2>&1) ;;
    *) return ;;
  esac
  code=$?
  set -f
  printf '%s\n' "$1 $code $(printf '%s ' $out)"
}

index=0
running=
while [ $# -ge 3 ]; do
  probe "$index" "$1" "$2" "$3" 3<&- &
  running="$running $!"
  index=$((index + 1))
  # Waves, so that a thousand targets are not a thousand processes at once.
  if [ $((index % 32)) -eq 0 ]; then wait $running; running=; fi
  shift 3
done
wait $running
kill "$watcher" 2>/dev/null
wait "$watcher" 2>/dev/null
exit 0
