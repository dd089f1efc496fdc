#!/usr/bin/env bash
# The scheduler wants a container back: on a cluster of real daemons with two queues of half its memory
# each, a job fills more than its half, and a second one in the other queue wants its own. YARN asks the
# first job for a container, or takes it; both jobs have to finish with the right bytes. See
# real-cluster.sh for settings.
#
# Prints what the first job's report says of the container, and how long the job took.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
export REAL_CLUSTER_DIR=${REAL_CLUSTER_DIR:-$root/cluster-tests/target/preemption-check}
dir=$REAL_CLUSTER_DIR
cluster=$here/real-cluster.sh
work=$dir/check
preemption=yarn.resourcemanager.monitor.capacity.preemption
container_mb=384
# Ten containers in all: six of the first job, five of the second.
export NODE_MEMORY_MB=$((5 * container_mb))
export QUEUES="default urgent"
RM_SETTINGS="yarn.resourcemanager.scheduler.monitor.enable=true $preemption.monitoring_interval=1000"
RM_SETTINGS+=" $preemption.max_wait_before_kill=15000 $preemption.total_preemption_per_round=1.0"
export RM_SETTINGS+=" $preemption.natural_termination_factor=1.0"

fail() {
  echo "preemption-check: $*" >&2
  exit 1
}

# begin NAME QUEUE RATE: a job in the background; every peer receives at most so much in a second.
begin() {
  local name=$1 queue=$2 rate=$3
  "$cluster" run -D p2p.queue="$queue" -D p2p.peer.rate.down="$rate" -D p2p.client.progress.interval=1s \
    -D p2p.am.memory.mb=$container_mb -D p2p.tracker.memory.mb=$container_mb \
    -D p2p.peer.memory.mb=$container_mb --input "/check/in-$name" --output "/check/out-$name" \
    >"$work/$name.log" 2>&1 &
}

# exchanging NAME PROCESS: waits until peers have got something.
exchanging() {
  local deadline=$((SECONDS + ${START_SECONDS:-180}))
  until grep -qE '[1-9][0-9]? ?%' "$work/$1.log"; do
    kill -0 "$2" 2>/dev/null || fail "the job has ended too early: $(tail -n 5 "$work/$1.log")"
    ((SECONDS < deadline)) || fail "the job does not get anywhere: $(tail -n 5 "$work/$1.log")"
    sleep 0.2
  done
}

# right NAME PROCESS PEERS: the job has succeeded with the right bytes.
right() {
  local rank
  wait "$2" || fail "job $1 has failed: $(cat "$work/$1.log")"
  for ((rank = 2; rank <= $3; rank++)); do
    "$cluster" fs -cat "/check/out-$1/client${rank}_payload" | cmp - "$work/payload" ||
      fail "$1: wrong bytes"
  done
}

# inputs NAME PEERS: the first holds the payload, the others want it.
inputs() {
  local rank
  mkdir -p "$work/in-$1"
  printf '1\npayload hdfs:///check/payload\n0\n' >"$work/in-$1/in1.txt"
  for ((rank = 2; rank <= $2; rank++)); do
    printf '0\n1\npayload\n' >"$work/in-$1/in$rank.txt"
  done
  "$cluster" fs -put "$work/in-$1" /check
}

trap '"$cluster" down' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
"$cluster" up >/dev/null
mkdir -p "$work"
head -c $((64 * 1024 * 1024)) /dev/urandom >"$work/payload"
"$cluster" fs -mkdir -p /check
"$cluster" fs -put "$work/payload" /check
inputs large 4
inputs urgent 3

started=$SECONDS
begin large default 1m
large=$!
exchanging large "$large"
begin urgent urgent 4m
urgent=$!
right urgent "$urgent" 3
echo "urgent: right bytes after $((SECONDS - started)) s"
right large "$large" 4
echo "large: right bytes after $((SECONDS - started)) s"
"$cluster" fs -cat /check/out-large/report.json | grep -A3 '"losses" : \[ "' || fail "YARN has taken no container"
