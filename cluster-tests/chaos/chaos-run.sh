#!/usr/bin/env bash
# Swarms whose processes are killed and stopped, and whose links are cut, all the time: "p2p run
# --local" with one payload for all peers, while every few seconds a peer or the tracker is killed with
# SIGKILL, stopped for a while, or, when root runs this and there is ss, loses all its connections. The
# exit code tells whether every run has ended with right bytes and left nothing behind.
#
# Settings, from the environment:
#   RUNS        how many in a row                                      (default: 20)
#   PEERS       with the two that hold the payload                     (default: 8)
#   SIZE        of the payload, as for head -c                         (default: 1G)
#   RATE        most bytes in a second that a peer sends, so that a run lasts long enough for a lot to
#               happen                                                 (default: 32m)
#   EVERY       seconds between two events, on average                 (default: 3)
#   SEED        of the choice of victims; printed                      (default: drawn)
#   CHAOS_DIR   where everything is kept                               (default: a new one in /tmp, that
#               stays when something has failed)
#   OPTIONS     more options of p2p run                                (default: none)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
p2p=$(cd "$here/../.." && pwd)/bin/p2p
# shellcheck source=processes.sh
source "$here/processes.sh"
runs=${RUNS:-20}
peers=${PEERS:-8}
rate=${RATE:-32m}
every=${EVERY:-3}
RANDOM=${SEED:=$((RANDOM + $$))}
read -r -a options <<<"${OPTIONS:-}"
dir=$(realpath -m "${CHAOS_DIR:-$(mktemp -d)}")
stopped=()
kinds=3
if ((EUID == 0)) && command -v ss >/dev/null; then
  kinds=5 # root may end the connections of others
fi

fail() {
  echo "chaos-run: $* (seed $SEED; see $dir)" >&2
  exit 1
}

say() {
  echo "chaos-run: $*"
}

# event: something happens to one process; one word about it.
event() {
  local all victim rank
  mapfile -t all < <(ranks)
  ((${#all[@]})) || return 0
  read -r victim rank <<<"${all[RANDOM % ${#all[@]}]}"
  case $((RANDOM % kinds)) in
    0 | 1)
      kill -KILL "$victim" 2>/dev/null && events+=("kill:$rank")
      ;;
    2)
      kill -STOP "$victim" 2>/dev/null && events+=("stop:$rank")
      stopped+=("$((SECONDS + 1 + RANDOM % 6)) $victim")
      ;;
    *)
      cut_links "$victim" && events+=("cut:$rank")
      ;;
  esac
  return 0
}

# wake [all]: processes that were stopped long enough go on.
wake() {
  local entry until process left=()
  for entry in "${stopped[@]}"; do
    read -r until process <<<"$entry"
    if [[ ${1:-} == all ]] || ((SECONDS >= until)); then
      kill -CONT "$process" 2>/dev/null || true # it was killed meanwhile
    else
      left+=("$entry")
    fi
  done
  stopped=("${left[@]}")
}

inputs() {
  local rank
  mkdir -p "$dir/in"
  head -c "${SIZE:-1G}" /dev/urandom >"$dir/payload"
  # Two hold it: the loss of the only holder for good would be the end of any swarm.
  for ((rank = 1; rank <= peers; rank++)); do
    if ((rank <= 2)); then
      printf '1\npayload file://%s\n0\n' "$dir/payload"
    else
      printf '0\n1\npayload\n'
    fi >"$dir/in/in$rank.txt"
  done
}

run() {
  local number=$1 events=() next begin=$SECONDS exit=0 rank
  rm -rf "$dir/out" "$dir/tmp"
  mkdir -p "$dir/tmp"
  "$p2p" run --local --quiet -D hadoop.tmp.dir="$dir/tmp" -D p2p.rank.max-failures=1000 \
    -D p2p.peer.rate.up="$rate" "${options[@]}" --input "$dir/in" --output "$dir/out" \
    >"$dir/run-$number.log" 2>&1 &
  job=$!
  next=$((SECONDS + every))
  while kill -0 "$job" 2>/dev/null; do
    wake
    if ((SECONDS >= next)); then
      event
      next=$((SECONDS + 1 + RANDOM % (2 * every)))
    fi
    sleep 0.2
  done
  wake all
  wait "$job" || exit=$?
  job=
  ((exit == 0)) || fail "run $number has ended with exit code $exit after ${events[*]}: $(<"$dir/run-$number.log")"
  for ((rank = 3; rank <= peers; rank++)); do
    cmp "$dir/payload" "$dir/out/client${rank}_payload" || fail "run $number: wrong bytes after ${events[*]}"
  done
  [[ -z $(ranks) ]] || fail "run $number: processes are left: $(ranks)"
  [[ -z $(find "$dir/tmp" -mindepth 1 -print -quit) ]] || fail "run $number: left: $(find "$dir/tmp" | head)"
  say "run $number: right bytes after $((SECONDS - begin)) s and ${#events[@]} events: ${events[*]}"
}

# end CODE
end() {
  [[ -n ${CHAOS_DIR:-} ]] || is_failure "$1" || rm -rf "$dir"
}

mkdir -p "$dir"
end_with end
inputs
say "$runs runs of $peers peers, seed $SEED, in $dir"
for ((number = 1; number <= runs; number++)); do
  run "$number"
done
say "all is right"
