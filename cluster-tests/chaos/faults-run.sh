#!/usr/bin/env bash
# What single faults cost: "p2p run --local" with one payload that rank 1 holds and ranks 2 and 3 want,
# once without a fault, then once for each, some seconds after the first bytes have moved. Prints for
# each how long the exchange took, what rank 2 has received in all its lives (of a lost one what its
# last heartbeat said), and how the job ended.
# The exit code tells whether each has ended as it must. Needs root and ss.
#
#   faults-run.sh [FAULT...]   (default: all, see below)
#
# Settings, from the environment:
#   SIZE        of the payload, as for head -c                         (default: 200M)
#   RATE        most bytes in a second that a peer sends               (default: 10m)
#   AFTER       seconds from the first bytes to the fault              (default: 5)
#   FAULTS_DIR  where everything is kept                               (default: a new one in /tmp, that
#               stays when something has failed)
#   OPTIONS     more options of p2p run                                (default: none)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
p2p=$(cd "$here/../.." && pwd)/bin/p2p
# shellcheck source=processes.sh
source "$here/processes.sh"
read -r -a options <<<"${OPTIONS:-}"
((EUID == 0)) || { echo "faults-run: only root may end connections and lock files" >&2 && exit 2; }

fail() {
  echo "faults-run: $*; see $dir" >&2
  exit 1
}

# of RANK: its process.
of() {
  ranks | awk -v rank="$1" '$2 == rank { print $1; exit }'
}

journal() {
  find "$dir/tmp" -path "*-$1/journal"
}

# copy RANK: the file that it fills; there from the first bytes on.
copy() {
  find "$dir/out" -name "*-$1-0.run.part" 2>/dev/null
}

# Each is done to a job under way. What has a name with "fails" must fail the job, all others must not.
fault_none() { :; }
fault_peer-killed() { kill -KILL "$(of 2)"; }
fault_peer-killed-journal-torn() {
  kill -KILL "$(of 2)"
  truncate -s -100 "$(journal 2)"
}
fault_peer-killed-journal-gone() {
  kill -KILL "$(of 2)"
  rm "$(journal 2)"
}
fault_journal-locked() { chattr +i "$(journal 2)"; }
fault_tracker-killed() { kill -KILL "$(of 0)"; }
fault_tracker-stopped-20s() { pause 0 20; }
fault_peer-stopped-8s() { pause 2 8; }
fault_peer-stopped-60s() { pause 2 60; }
fault_holder-killed() { kill -KILL "$(of 1)"; }
fault_connections-cut() { cut_links "$(of 2)"; }
# The place of the first bytes is the first that others have got.
fault_copy-changed() {
  printf 'not the bytes that were here' | dd of="$(copy 2)" conv=notrunc status=none
}
fault_held-file-cut-short-fails() { truncate -s 1M "$payload"; }

# pause RANK SECONDS
pause() {
  local process
  process=$(of "$1")
  kill -STOP "$process"
  sleep "$2"
  kill -CONT "$process" 2>/dev/null || true # it was given up meanwhile
}

value() {
  sed -n "s/^ *\"$1\" *: *\"\{0,1\}\([^\",]*\).*/\1/p" "$dir/out/report.json"
}

# received: by rank 2, in MiB.
received() {
  awk '/"rank" *:/ { rank = $3 + 0 } /"downBytes"/ && rank == 2 { print int(($3 + 0) / 1048576) }' "$dir/out/report.json"
}

run() {
  local fault=$1 begin exit=0 rank
  rm -rf "$dir/out" "$dir/tmp"
  mkdir -p "$dir/tmp"
  head -c "${SIZE:-200M}" /dev/urandom >"$payload"
  cp "$payload" "$dir/original"
  "$p2p" run --local --quiet -D hadoop.tmp.dir="$dir/tmp" -D p2p.peer.rate.up="${RATE:-10m}" \
    -D p2p.peer.output.verify=true "${options[@]}" --input "$dir/in" --output "$dir/out" \
    >"$dir/$fault.log" 2>&1 &
  job=$!
  until [[ -n $(copy 2) ]]; do
    kill -0 "$job" 2>/dev/null || fail "$fault: the job has ended too early: $(<"$dir/$fault.log")"
    sleep 0.1
  done
  sleep "${AFTER:-5}"
  begin=$EPOCHREALTIME
  "fault_$fault"
  wait "$job" || exit=$?
  job=
  find "$dir/tmp" -name journal -exec chattr -i {} +
  [[ -z $(ranks) ]] || fail "$fault: processes are left: $(ranks)"
  if [[ $fault == *fails ]]; then
    ((exit == 1)) || fail "$fault: the exit code is $exit"
    [[ ! -e $dir/out/_SUCCESS ]] || fail "$fault: looks finished"
    awk -v fault="$fault" -v from="$begin" -v to="$EPOCHREALTIME" \
      'BEGIN { printf "%-28s %7.1f s after the fault: ", fault, to - from }'
    grep -m1 . "$dir/$fault.log"
  else
    ((exit == 0)) || fail "$fault: the exit code is $exit: $(<"$dir/$fault.log")"
    for rank in 2 3; do
      cmp -s "$dir/original" "$dir/out/client${rank}_payload" || fail "$fault: wrong bytes at rank $rank"
    done
    printf '%-28s %7.1f s %6s MiB\n' "$fault" "$(value swarmMillis)e-3" "$(received)"
  fi
}

# end CODE
end() {
  [[ ! -d $dir/tmp ]] || find "$dir/tmp" -name journal -exec chattr -i {} +
  [[ -n ${FAULTS_DIR:-} ]] || is_failure "$1" || rm -rf "$dir"
}

faults=("$@")
if ((!$#)); then
  mapfile -t faults < <(sed -n 's/^fault_\([a-z0-9-]*\)().*/\1/p' "${BASH_SOURCE[0]}")
fi
for fault in "${faults[@]}"; do
  declare -F "fault_$fault" >/dev/null || { echo "faults-run: there is no fault $fault" >&2 && exit 2; }
done
dir=$(realpath -m "${FAULTS_DIR:-$(mktemp -d)}")
payload=$dir/payload
mkdir -p "$dir/in"
end_with end
printf '1\npayload file://%s\n0\n' "$payload" >"$dir/in/in1.txt"
printf '0\n1\npayload\n' | tee "$dir/in/in2.txt" >"$dir/in/in3.txt"
for fault in "${faults[@]}"; do
  run "$fault"
done
