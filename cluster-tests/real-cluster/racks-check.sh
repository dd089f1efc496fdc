#!/usr/bin/env bash
# A distribution and a run over two racks of which only the ResourceManager knows, on a cluster of
# real daemons whose nodes are hosts of their own: every node takes part, and the tracker knows the
# racks. The exit code tells. Runs within "real-cluster.sh racks-check", which makes the cluster.
#
# Settings, from the environment:
#   MODEL_BYTES   size of the file                    (default: 64 MiB)
#   SECONDS_EACH  how long a command may take         (default: 180)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${REAL_CLUSTER_DIR:?no cluster; run: $here/real-cluster.sh racks-check}" "${NODE_HOSTS:?}"
work=$REAL_CLUSTER_DIR/racks-check
model_bytes=${MODEL_BYTES:-$((64 << 20))}
patience=${SECONDS_EACH:-180}
read -r -a hosts <<<"$NODE_HOSTS"

fail() {
  echo "racks-check: $*" >&2
  exit 1
}

say() {
  echo "racks-check: $*" >&2
}

real() {
  timeout "$patience" "$here/real-cluster.sh" "$@"
}

# p2p WORD... with what it prints in $work/out, both streams.
p2p() {
  real p2p "$@" >"$work/out" 2>&1 || fail "exit code $? of $1: $(<"$work/out")"
}

# told PATTERN: the last command has said so.
told() {
  grep -Eq -e "$1" "$work/out" || fail "not told: $1; but: $(<"$work/out")"
}

# racks_known: the tracker of the job that has just ended was told of all nodes.
racks_known() {
  local job
  job=$(grep -Eom1 'application_[0-9]+_[0-9]+' "$work/out")
  grep -hqs "nodes in each rack.*{/even=$half, /odd=$half}" "$REAL_CLUSTER_DIR"/node*/logs/"$job"/*/p2p.log ||
    { p2p logs "$job" --rank 0 && told "nodes in each rack.*\{/even=$half, /odd=$half\}"; }
}

mkdir -p "$work/in"
head -c "$model_bytes" /dev/urandom >"$work/model.bin"
real fs -mkdir -p /data
real fs -put "$work/model.bin" /data
half=$((${#hosts[@]} / 2))
p2p doctor
told "^ok +racks +2 racks of $half nodes"
p2p plan --source /data/model.bin --target "$work/nodes/{host}"
told "The nodes are in 2 racks of $half nodes"
p2p distribute --source /data/model.bin --target "$work/nodes/{host}"
for host in "${hosts[@]}"; do
  cmp "$work/model.bin" "$work/nodes/$host/model.bin" || fail "model.bin on $host differs"
done
racks_known
printf '1\nmodel.bin hdfs:///data/model.bin\n0\n' >"$work/in/in1.txt"
printf '0\n1\nmodel.bin\n' >"$work/in/in2.txt"
p2p run --input "file://$work/in" --output /racks-out --fetch "$work/fetched"
cmp "$work/model.bin" "$work/fetched/client2_model.bin" || fail "what rank 2 got differs"
racks_known
say "all is right"
