#!/usr/bin/env bash
# What becomes of distributions when the cluster loses nodes under way, on a cluster of real daemons whose
# nodes are hosts of their own: a node that its health script calls sick, for good and for a while, one whose
# disk is full, one that is decommissioned, all DataNodes that have the source. The exit code tells. Runs within
# "real-cluster.sh nodes-check", which makes the cluster.
#
# Settings, from the environment:
#   MODEL_BYTES   size of the file                 (default: 96 MiB)
#   SECONDS_EACH  how long a distribution may take  (default: 180)
#   STEPS         what to do  (default: sick_node sick_for_a_while full_disk decommissioned_node
#                 unreadable_source)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${REAL_CLUSTER_DIR:?no cluster; run: $here/real-cluster.sh nodes-check}" "${NODE_HOSTS:?}"
work=$REAL_CLUSTER_DIR/nodes-check
patience=${SECONDS_EACH:-180}
read -r -a hosts <<<"$NODE_HOSTS"
# The ApplicationMaster may be there, or not.
lost=${hosts[2]}

fail() {
  echo "nodes-check: $*" >&2
  exit 1
}

say() {
  echo "nodes-check: $*" >&2
}

real() {
  timeout "$patience" "$here/real-cluster.sh" "$@"
}

# under_way NAME [ARGUMENT...]: distributes in the background, and waits until all nodes have got something.
under_way() {
  local name=$1 deadline=$((SECONDS + patience))
  shift
  real p2p distribute -D p2p.client.progress.interval=1s --rate 4m --source /data/model.bin \
    --target "$work/$name/{host}" "$@" >"$work/$name.log" 2>&1 &
  pid=$!
  until grep -qE '[2-9][0-9] ?%' "$work/$name.log"; do
    ((SECONDS < deadline)) && kill -0 "$pid" || fail "$name gets nowhere: $(<"$work/$name.log")"
    sleep 0.2
  done
}

# ends NAME CODE: the distribution ends with this exit code.
ends() {
  local exit=0
  wait "$pid" || exit=$?
  ((exit == $2)) || fail "$1: exit code $exit, expected $2: $(<"$work/$1.log")"
}

# told NAME PATTERN: the distribution has said so.
told() {
  grep -Eq -e "$2" "$work/$1.log" || fail "$1 does not tell '$2': $(<"$work/$1.log")"
}

# has NAME HOST...: what these hosts have is right, and nothing looks finished on the others.
has() {
  local name=$1 host
  shift
  for host in "${hosts[@]}"; do
    if [[ " $* " == *" $host "* ]]; then
      cmp "$work/model.bin" "$work/$name/$host/model.bin" || fail "$name: model.bin on $host differs"
    else
      [[ ! -e $work/$name/$host/model.bin ]] || fail "$name: model.bin on $host looks finished"
    fi
  done
}

# nodes STATE COUNT: waits until so many nodes are in a state.
nodes() {
  local deadline=$((SECONDS + patience))
  until (($(real hadoop org.apache.hadoop.yarn.client.cli.NodeCLI -list -states "$1" 2>/dev/null | grep -c "$1") == $2)); do
    ((SECONDS < deadline)) || fail "there are not $2 nodes in state $1"
    sleep 0.5
  done
}

sick_node() {
  under_way sick --node-wait 15s
  echo 'disk does not answer' >"$REAL_CLUSTER_DIR/sick-$lost"
  ends sick 1
  told sick "$lost .*the node is unhealthy .*disk does not answer"
  has sick "${hosts[@]:0:2}"
  rm "$REAL_CLUSTER_DIR/sick-$lost"
  nodes RUNNING 3
  under_way sick
  ends sick 0
  has sick "${hosts[@]}"
  say "sick node: named, the others are right, and the next run has completed it"
}

sick_for_a_while() {
  under_way while
  echo 'disk does not answer' >"$REAL_CLUSTER_DIR/sick-$lost"
  nodes UNHEALTHY 1
  rm "$REAL_CLUSTER_DIR/sick-$lost"
  ends while 0
  has while "${hosts[@]}"
  nodes RUNNING 3
  say "sick for a while: right bytes everywhere"
}

full_disk() {
  local target=$work/full/$lost node
  # Processes of a node see other mounts than this one.
  node=$(<"$REAL_CLUSTER_DIR/pids/nodemanager3")
  mkdir -p "$target"
  nsenter --target "$node" --mount mount -t tmpfs -o size=32m none "$target"
  under_way full
  ends full 1
  told full "$lost .*[Nn]o space|$lost .*room"
  has full "${hosts[@]:0:2}"
  nsenter --target "$node" --mount umount "$target"
  under_way full
  ends full 0
  has full "${hosts[@]}"
  say "full disk: named, the others are right, and the next run has completed it"
}

decommissioned_node() {
  under_way decommissioned --node-wait 1h
  echo "$lost" >"$REAL_CLUSTER_DIR/excluded"
  real hadoop org.apache.hadoop.yarn.client.cli.RMAdminCLI -refreshNodes
  ends decommissioned 1
  told decommissioned "$lost .*the node is decommissioned"
  has decommissioned "${hosts[@]:0:2}"
  say "decommissioned node: named and not waited for, the others are right"
}

unreadable_source() {
  local number
  under_way unreadable -D p2p.peer.origin.timeout=10s
  for number in "${!hosts[@]}"; do
    kill -KILL "$(<"$REAL_CLUSTER_DIR/pids/datanode$((number + 1))")"
  done
  ends unreadable 1
  told unreadable 'could not read segment .*/data/model.bin'
  has unreadable
  say "unreadable source: $(grep -m 1 -o 'could not read segment.*' "$work/unreadable.log" | cut -c 1-200)"
}

mkdir -p "$work"
head -c "${MODEL_BYTES:-$((96 << 20))}" /dev/urandom >"$work/model.bin"
real fs -mkdir -p /data
real fs -put -f "$work/model.bin" /data
for step in ${STEPS:-sick_node sick_for_a_while full_disk decommissioned_node unreadable_source}; do
  $step
done
say "all is right"
