#!/usr/bin/env bash
# Swarms on hosts whose links fail all the time: "p2p bench hosts", which compares every output, while
# every few seconds the link of one host is down for a while. Most times that is shorter than
# p2p.am.heartbeat.timeout, and everybody has to go on where it was; one in eight is longer, and the
# container counts as lost. The exit code tells whether every run has ended with right bytes. Needs root
# and iproute2.
#
# Settings, from the environment:
#   RUNS        how many in a row                                      (default: 5)
#   PEERS       that want the payload; one more holds it               (default: 8)
#   SIZE        of the payload, with unit                              (default: 256m)
#   RATE        of each link                                           (default: 100mbit)
#   EVERY       seconds between two cuts, on average                   (default: 4)
#   SEED        of the choice of victims; printed                      (default: drawn)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
p2p=$(cd "$here/../.." && pwd)/bin/p2p
runs=${RUNS:-5}
peers=${PEERS:-8}
every=${EVERY:-4}
RANDOM=${SEED:=$((RANDOM + $$))}
log=$(mktemp)
down=()
job=

say() {
  echo "links-run: $*"
}

# switch: the namespace to which all links lead, while there is one.
switch() {
  ip netns list | sed -n 's/^\(p2p-bench-[0-9]*-switch\).*/\1/p' | head -n 1
}

# exchanging: whether the swarm's gate has opened, as seen from outside: a host has sent a lot.
exchanging() {
  local hub=$1
  ip -n "$hub" -s -j link show type veth 2>/dev/null |
    grep -o '"rx":{"bytes":[0-9]*' | grep -q '[0-9]\{7,\}$'
}

# cut HUB: the link of a host that is up goes down for a while. Host 1 is the seed's; the tracker is
# outside.
cut() {
  local hub=$1 host=$((1 + RANDOM % (peers + 1))) seconds=$((2 + RANDOM % 9))
  [[ " ${down[*]} " == *" $host:"* ]] && return 0
  ((RANDOM % 8 == 0)) && seconds=$((32 + RANDOM % 6))
  ip -n "$hub" link set "h$host" down 2>/dev/null || return 0 # the run is over
  down+=("$host:$((SECONDS + seconds))")
  events+=("$host:${seconds}s")
}

# mend HUB: links that were down long enough come up.
mend() {
  local hub=$1 entry left=()
  for entry in "${down[@]}"; do
    if ((SECONDS >= ${entry#*:})); then
      ip -n "$hub" link set "h${entry%:*}" up 2>/dev/null || true # the run is over
    else
      left+=("$entry")
    fi
  done
  down=("${left[@]}")
}

run() {
  local number=$1 hub next=0 events=() begin=$SECONDS exit=0
  down=()
  "$p2p" bench hosts --runs 1 --peers "$peers" --size "${SIZE:-256m}" --rate "${RATE:-100mbit}" \
    -D p2p.rank.max-failures=1000 -D p2p.node.max-failures=1000 >"$log" 2>&1 &
  job=$!
  while kill -0 "$job" 2>/dev/null; do
    hub=$(switch)
    if [[ -n $hub ]]; then
      mend "$hub"
      if ((next == 0)); then
        exchanging "$hub" && next=$((SECONDS + 1))
      elif ((SECONDS >= next)); then
        cut "$hub"
        next=$((SECONDS + 1 + RANDOM % (2 * every)))
      fi
    fi
    sleep 0.5
  done
  wait "$job" || exit=$?
  job=
  if ((exit != 0)); then
    say "run $number has ended with exit code $exit after ${events[*]} (seed $SEED):" >&2
    cat "$log" >&2
    exit 1
  fi
  say "run $number: right bytes after $((SECONDS - begin)) s and ${#events[@]} cuts: ${events[*]};" \
    "$(sed -n 's/^makespan, s */makespan /p' "$log") s"
}

# The bench removes what it has made when it is asked to end.
end() {
  if [[ -n $job ]]; then
    kill "$job" 2>/dev/null || true
    wait "$job" 2>/dev/null || true
  fi
  rm -f "$log"
}

trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
say "$runs runs of $peers peers, seed $SEED"
for ((number = 1; number <= runs; number++)); do
  run "$number"
done
say "all is right"
