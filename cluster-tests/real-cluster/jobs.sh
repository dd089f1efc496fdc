# Jobs that something happens to while they run, for the checks of a cluster of real daemons; to be
# sourced. All move the file $work/payload, which is /check/payload on the cluster.
#
# Expects: cluster   the path of real-cluster.sh
#          work      a directory of the check
# shellcheck shell=bash

container_mb=384

fail() {
  local check=${0##*/}
  echo "${check%.sh}: $*" >&2
  exit 1
}

# put_payload BYTES: makes the payload.
put_payload() {
  head -c "$1" /dev/urandom >"$work/payload"
  "$cluster" fs -mkdir -p /check
  "$cluster" fs -put "$work/payload" /check
}

# put_inputs DIRECTORY PEERS: of these, rank 1 holds the payload and the others want it.
put_inputs() {
  local rank
  mkdir -p "$work/$1"
  printf '1\npayload hdfs:///check/payload\n0\n' >"$work/$1/in1.txt"
  for ((rank = 2; rank <= $2; rank++)); do
    printf '0\n1\npayload\n' >"$work/$1/in$rank.txt"
  done
  "$cluster" fs -put "$work/$1" /check
}

# run INPUT OUTPUT OPTION...: a job with small containers, below /check.
run() {
  "$cluster" run -D p2p.am.memory.mb=$container_mb -D p2p.tracker.memory.mb=$container_mb \
    -D p2p.peer.memory.mb=$container_mb -D p2p.client.progress.interval=1s "${@:3}" \
    --input "/check/$1" --output "/check/$2"
}

# begin NAME INPUT OPTION...: a job in the background, whose process is $job then. Its output is out-NAME.
begin() {
  run "$2" "out-$1" "${@:3}" >"$work/$1.log" 2>&1 &
  job=$!
}

# running NAME PROCESS: fails when the job has ended.
running() {
  kill -0 "$2" 2>/dev/null || fail "the job has ended too early: $(tail -n 5 "$work/$1.log")"
}

# await_percent NAME PROCESS PERCENT: waits until the job's progress matches a regular expression.
await_percent() {
  local deadline=$((SECONDS + ${START_SECONDS:-180}))
  until grep -qE "$3 ?%" "$work/$1.log"; do
    running "$1" "$2"
    ((SECONDS < deadline)) || fail "the job does not get anywhere: $(tail -n 5 "$work/$1.log")"
    sleep 0.1
  done
}

# await_right NAME PROCESS PEERS: the job succeeds with the right bytes; it was over at $over seconds.
await_right() {
  local rank
  wait "$2" || fail "job $1 has failed: $(cat "$work/$1.log")"
  # shellcheck disable=SC2034
  over=$SECONDS
  for ((rank = 2; rank <= $3; rank++)); do
    "$cluster" fs -cat "/check/out-$1/client${rank}_payload" | cmp - "$work/payload" ||
      fail "$1: wrong bytes"
  done
  "$cluster" fs -test -e "/check/out-$1/_SUCCESS" || fail "$1: no _SUCCESS"
}
