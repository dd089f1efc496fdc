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
# shellcheck source-path=SCRIPTDIR
. "$here/jobs.sh"

# Ten containers in all: six of the first job, five of the second.
export NODE_MEMORY_MB=$((5 * container_mb))
export QUEUES="default urgent"
RM_SETTINGS="yarn.resourcemanager.scheduler.monitor.enable=true $preemption.monitoring_interval=1000"
RM_SETTINGS+=" $preemption.max_wait_before_kill=15000 $preemption.total_preemption_per_round=1.0"
export RM_SETTINGS+=" $preemption.natural_termination_factor=1.0"

trap '"$cluster" down' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
"$cluster" up >/dev/null
mkdir -p "$work"
put_payload $((64 * 1024 * 1024))
put_inputs large 4
put_inputs urgent 3

started=$SECONDS
begin large large -D p2p.queue=default -D p2p.peer.rate.down=1m
large=$job
await_percent large "$large" '[1-9][0-9]?'
begin urgent urgent -D p2p.queue=urgent -D p2p.peer.rate.down=4m
urgent=$job
await_right urgent "$urgent" 3
echo "urgent: right bytes after $((over - started)) s"
await_right large "$large" 4
echo "large: right bytes after $((over - started)) s"
"$cluster" fs -cat /check/out-large/report.json | grep -A3 '"losses" : \[ "' || fail "YARN has taken no container"
