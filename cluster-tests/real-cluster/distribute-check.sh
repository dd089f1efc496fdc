#!/usr/bin/env bash
# Distributions on a cluster of real daemons whose nodes are hosts of their own, as an operator would
# run them one after the other: a large file and a tree of small ones, the same again, with a damaged
# copy, with a source that goes or changes, two at the same time. The exit code tells. Runs within
# "real-cluster.sh distribute-check", which makes the cluster.
#
# Settings, from the environment:
#   MODEL_BYTES   size of the large file    (default: 512 MiB)
#   SMALL_FILES   how many files the tree has  (default: 2000)
#   SECONDS_EACH  how long a distribution may take  (default: 300)
#   STEPS         what to do  (default: first_run second_run repair deleted_source
#                 changed_source two_at_once)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${REAL_CLUSTER_DIR:?no cluster; run: $here/real-cluster.sh distribute-check}" "${NODE_HOSTS:?}"
work=$REAL_CLUSTER_DIR/distribute-check
model_bytes=${MODEL_BYTES:-$((512 << 20))}
small_files=${SMALL_FILES:-2000}
patience=${SECONDS_EACH:-300}
read -r -a hosts <<<"$NODE_HOSTS"

fail() {
  echo "distribute-check: $*" >&2
  exit 1
}

say() {
  echo "distribute-check: $*" >&2
}

fs() {
  timeout "$patience" "$here/real-cluster.sh" fs "$@"
}

# distribute NAME ARGUMENT...: to all nodes; its report becomes NAME.json.
distribute() {
  local name=$1 begin=$EPOCHREALTIME
  shift
  timeout "$patience" "$here/real-cluster.sh" p2p distribute --format json "$@" >"$work/$name.json" ||
    return
  say "$name: $(seconds_since "$begin") s in all," \
    "$(field "$name" swarmMillis) ms from the gate to the last arrival"
}

seconds_since() {
  awk -v from="$1" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }'
}

# field NAME FIELD: a number of the job, or of each rank, in a report.
field() {
  sed -nE '/^  "files" /q; s/.*"'"$2"'" *: *([0-9]+).*/\1/p' "$work/$1.json"
}

sum() {
  awk '{ sum += $1 } END { printf "%.0f\n", sum }'
}

# received NAME: bytes that all ranks have got, from each other or from HDFS.
received() {
  { field "$1" downBytes && field "$1" originBytes; } | sum
}

# arrived TARGET: what every node has there is what the source has, and there is nothing else.
arrived() {
  local host
  for host in "${hosts[@]}"; do
    cmp "$work/source/model.bin" "$1/$host/model.bin" || fail "model.bin on $host differs"
    diff -r "$work/source/index" "$1/$host/index" || fail "index on $host differs"
  done
}

write_source() {
  local number
  mkdir -p "$work/source/index"
  head -c "$model_bytes" /dev/urandom >"$work/source/model.bin"
  # One stream of random bytes, cut into files of 0 to 32 KiB in directories of 100 files.
  for ((number = 0; number < small_files; number++)); do
    ((number % 100)) || mkdir "$work/source/index/$((number / 100))"
    head -c $((number * 7919 % 32768)) >"$work/source/index/$((number / 100))/f$number"
  done < <(cat /dev/urandom)
  fs -mkdir -p /data
  fs -put -t 8 "$work/source/model.bin" "$work/source/index" /data
  source_bytes=$(find "$work/source" -type f -printf '%s\n' | sum)
}

first_run() {
  distribute first --source /data/model.bin /data/index --target "$work/nodes/{host}" || fail "exit code $?"
  arrived "$work/nodes"
  local origin
  origin=$(field first originBytes | sum)
  ((origin <= source_bytes * 105 / 100)) ||
    fail "read from HDFS: $origin bytes, for a source of $source_bytes"
  say "read from HDFS: $origin bytes of $source_bytes"
}

second_run() {
  distribute second --source /data/model.bin /data/index --target "$work/nodes/{host}" || fail "exit code $?"
  (($(received second) == 0)) || fail "the second run has moved $(received second) bytes"
}

repair() {
  local copy=$work/nodes/${hosts[1]}/model.bin
  touch -r "$copy" "$work/time"
  printf 'damaged' | dd of="$copy" bs=1 seek=$((model_bytes / 2)) conv=notrunc status=none
  touch -r "$work/time" "$copy"
  distribute repair --verify digest --source /data/model.bin /data/index --target "$work/nodes/{host}" ||
    fail "exit code $?"
  arrived "$work/nodes"
  local repaired
  repaired=$({ field repair downBytes && field repair originBytes; } | awk '$1 > 0' | wc -l)
  ((repaired == 1)) || fail "$repaired ranks have got bytes, not only the one with the damaged copy"
  (($(received repair) < model_bytes / 8)) || fail "the repair has moved $(received repair) bytes"
  say "repair: moved $(received repair) bytes"
}

# under_way NAME: distributes model.bin in the background, and waits until bytes have arrived.
under_way() {
  local deadline=$((SECONDS + patience))
  distribute "$1" --rate 4m --source /data/model.bin --target "$work/$1/{host}" 2>"$work/$1.err" &
  pid=$!
  # The exchange runs as soon as bytes have arrived.
  until [[ -n $(find "$work/$1" -type f -size +0 -name '*.part' -print -quit 2>/dev/null) ]]; do
    ((SECONDS < deadline)) && kill -0 "$pid" || fail "nothing arrives: $(<"$work/$1.err")"
    sleep 0.2
  done
}

# fails NAME: the distribution ends soon, says what has become of its source, and leaves nothing.
fails() {
  local exit=0 begin=$SECONDS
  wait "$pid" || exit=$?
  ((exit == 1)) || fail "exit code $exit of a distribution whose source has changed"
  ((SECONDS - begin < 60)) || fail "the failure took $((SECONDS - begin)) s"
  grep -q 'changed since' "$work/$1.err" || fail "the change is not told: $(<"$work/$1.err")"
  [[ -z $(find "$work/$1" -name model.bin -print -quit) ]] ||
    fail "a file looks finished: $(find "$work/$1" -name model.bin)"
  say "$1: $(grep -m 1 -o 'origin of file .*changed since.*' "$work/$1.err")"
}

changed_source() {
  local pid
  # Small, so that it is there before the last of the old one has been read.
  head -c 65536 /dev/urandom >"$work/other"
  under_way changed
  fs -put -f "$work/other" /data/model.bin
  fails changed
  fs -put -f "$work/source/model.bin" /data/model.bin
}

deleted_source() {
  local pid
  under_way deleted
  fs -rm -skipTrash /data/model.bin
  fails deleted
  fs -put "$work/source/model.bin" /data/model.bin
}

# Of two that begin together and want the same target the older gets all nodes.
two_at_once() {
  local first second exits=(0 0)
  distribute one --source /data/model.bin --target "$work/two/{host}" 2>"$work/one.err" &
  first=$!
  distribute other --source /data/index --target "$work/two/{host}" 2>"$work/other.err" &
  second=$!
  wait "$first" || exits[0]=$?
  wait "$second" || exits[1]=$?
  say "two at once: exit codes ${exits[*]}"
  ((exits[0] == 0 || exits[1] == 0)) ||
    fail "neither has come to an end: $(<"$work/one.err") $(<"$work/other.err")"
  ((exits[0] + exits[1] == 0)) || grep -h -m 1 -o 'another distribution is at work in .*' "$work"/{one,other}.err >&2 ||
    fail "the other is not named: $(<"$work/one.err") $(<"$work/other.err")"
}

write_source
for step in ${STEPS:-first_run second_run repair deleted_source changed_source two_at_once}; do
  $step
done
say "all is right"
