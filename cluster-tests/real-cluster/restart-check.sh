#!/usr/bin/env bash
# Daemons that die and come back while a job runs: ResourceManager, NameNode, DataNode, NodeManager and the
# ApplicationMaster's process, each killed with SIGKILL in the midst of a job of its own, which has to
# finish with the right bytes. On a cluster of real daemons, see real-cluster.sh for settings.
#
#   restart-check.sh [resourcemanager|namenode|datanode1|nodemanager2|master|commit|orphans|safemode|quota]...
#                                                                                       (default: all)
#   master    the ApplicationMaster in the midst of the exchange
#   commit    the ApplicationMaster in the midst of the commit: each output is moved once, by one of the two
#   orphans   ApplicationMaster and ResourceManager, for longer than containers wait for one
#
# Prints one line for each: how long the job took in all, and how long without the kill.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
export REAL_CLUSTER_DIR=${REAL_CLUSTER_DIR:-$root/cluster-tests/target/restart-check}
export DATANODES=1
dir=$REAL_CLUSTER_DIR
cluster=$here/real-cluster.sh
work=$dir/check
# shellcheck source-path=SCRIPTDIR
. "$here/jobs.sh"

# configured FILE KEY=VALUE...: sets properties of a configuration file, in the place of earlier ones.
configured() {
  local file=$1 pair
  shift
  for pair in "$@"; do
    sed -i "/<name>${pair%%=*}<\/name>/d" "$file"
    sed -i "s|^</configuration>|  <property><name>${pair%%=*}</name><value>${pair#*=}</value></property>\n&|" "$file"
  done
}

# dies NAME: kills a daemon, and keeps what it takes to start it again.
dies() {
  local name=$1 pid
  pid=$(<"$dir/pids/$name")
  cp "/proc/$pid/cmdline" "$dir/$name.command"
  tr '\0' '\n' <"/proc/$pid/environ" | sed -n 's/^HADOOP_CONF_DIR=//p' >"$dir/$name.conf"
  kill -KILL "$pid"
}

# returns NAME: starts a daemon that has died, with the same command line.
returns() {
  local name=$1 command=()
  mapfile -d '' -t command <"$dir/$name.command"
  HADOOP_CONF_DIR=$(<"$dir/$name.conf") "${command[@]}" >>"$dir/logs/$name.out" 2>&1 </dev/null &
  echo $! >"$dir/pids/$name"
  disown
}

# property FILE KEY: its value.
property() {
  sed -n "s|.*<name>$2</name><value>\([^<]*\)</value>.*|\1|p" "$1"
}

# Ports stay what they are now, and what daemons must know after a restart is kept.
pin() {
  local site kind node
  configured "$dir/conf-namenode/core-site.xml" \
    "fs.defaultFS=$(property "$dir/conf/core-site.xml" fs.defaultFS)"
  for kind in "" .scheduler .resource-tracker; do
    configured "$dir/conf-resourcemanager/yarn-site.xml" \
      "yarn.resourcemanager$kind.address=$(property "$dir/conf/yarn-site.xml" "yarn.resourcemanager$kind.address")"
  done
  configured "$dir/conf-resourcemanager/yarn-site.xml" yarn.resourcemanager.recovery.enabled=true \
    yarn.resourcemanager.store.class=org.apache.hadoop.yarn.server.resourcemanager.recovery.FileSystemRMStateStore \
    "yarn.resourcemanager.fs.state-store.uri=file://$dir/rm-state" \
    yarn.resourcemanager.work-preserving-recovery.scheduling-wait-ms=1000
  for site in "$dir"/conf*/yarn-site.xml; do
    configured "$site" yarn.resourcemanager.connect.retry-interval.ms=500
  done
  node=0
  for site in "$dir"/conf-node*/yarn-site.xml; do
    node=$((node + 1))
    configured "$site" yarn.nodemanager.recovery.enabled=true yarn.nodemanager.recovery.supervised=true \
      "yarn.nodemanager.recovery.dir=$dir/node$node/recovery" \
      "yarn.nodemanager.address=localhost:$((23400 + node))"
  done
  # A ResourceManager that has seen the NodeManagers at their old ports would wait for these.
  for node in nodemanager1 nodemanager2 resourcemanager; do
    dies $node
  done
  for node in resourcemanager nodemanager1 nodemanager2; do
    returns $node
  done
  for _ in {1..300}; do
    if (($("$cluster" hadoop org.apache.hadoop.yarn.client.cli.NodeCLI -list 2>/dev/null |
      grep -c RUNNING) == 2)); then
      return
    fi
    sleep 0.2
  done
  fail "the NodeManagers did not come back"
}

# exchange NAME OPTION...: a job in the background, of 24 MiB for two ranks at 2 MiB/s.
exchange() {
  begin "$1" in -D p2p.peer.rate.down=2m "${@:2}"
}

# halfway NAME: waits until peers have got something.
halfway() {
  await_percent "$1" "$job" '(2[0-9]|[3-9][0-9])'
}

# right NAME: the job succeeds.
right() {
  await_right "$1" "$job" 3
}

master_pid() {
  pgrep -f "^[^ ]*java .*org.yarnp2p.appmaster.ApplicationMaster" | while read -r pid; do
    if tr '\0' '\n' <"/proc/$pid/environ" | grep -q "$dir"; then
      echo "$pid"
    fi
  done
}

check() {
  local what=$1 started=$SECONDS
  case $what in
    quota) check_quota && return ;;
    commit) check_commit && return ;;
    orphans) check_orphans && return ;;
    safemode)
      exchange "$what"
      halfway "$what"
      "$cluster" hadoop org.apache.hadoop.hdfs.tools.DFSAdmin -safemode enter >/dev/null
      sleep 20
      "$cluster" hadoop org.apache.hadoop.hdfs.tools.DFSAdmin -safemode leave >/dev/null
      ;;
    master)
      exchange "$what"
      halfway "$what"
      kill -KILL "$(master_pid)"
      ;;
    *)
      exchange "$what"
      halfway "$what"
      dies "$what"
      sleep 3
      returns "$what"
      ;;
  esac
  right "$what"
  echo "$what: right bytes after $((over - started)) s; without trouble $undisturbed s"
}

# renames: how many outputs of the commit check are in their place by the NameNode's word.
renames() {
  grep -c "allowed=true.*cmd=rename.*dst=/check/out-commit/client2_" "$dir/logs/namenode.log" || true
}

# So many outputs that there is time to kill in the midst of them.
check_commit() {
  local files=800 in=$work/many pid name before killed took
  mkdir -p "$in"
  {
    echo $files
    for name in $(seq $files); do
      printf 'f%s 1\nline of %s\n' "$name" "$name"
    done
    echo 0
  } >"$in/in1.txt"
  {
    printf '0\n%s\n' $files
    seq -f 'f%g' $files
  } >"$in/in2.txt"
  "$cluster" fs -put "$in" /check
  begin commit many
  until pid=$(master_pid) && [[ -n $pid ]]; do
    running commit "$job"
    sleep 0.1
  done
  while (($(renames) < 20)); do
    running commit "$job"
    sleep 0.02
  done
  kill -KILL "$pid" || fail "the commit was too fast"
  killed=$SECONDS
  sleep 0.2
  before=$(renames)
  ! grep -q "cmd=create.*src=/check/out-commit/_SUCCESS" "$dir/logs/namenode.log" ||
    fail "the commit was over before the kill"
  wait "$job" || fail "the job has failed: $(cat "$work/commit.log")"
  took=$((SECONDS - killed))
  "$cluster" fs -test -e /check/out-commit/_SUCCESS || fail "no _SUCCESS"
  ! "$cluster" fs -test -e /check/out-commit/_temporary || fail "_temporary is left"
  (($(renames) == files)) || fail "$(renames) moves of $files outputs"
  "$cluster" fs -get /check/out-commit "$work/committed"
  for name in $(seq $files); do
    [[ $(<"$work/committed/client2_f$name") == "line of $name" ]] || fail "wrong bytes in f$name"
  done
  echo "commit: killed after $before of $files outputs; each moved once, the job was over $took s later"
}

# containers: processes of tracker and peers.
containers() {
  local pid
  pgrep -f "^[^ ]*java .*org.yarnp2p.(tracker|peer)[.]" | while read -r pid; do
    if tr '\0' '\n' <"/proc/$pid/environ" 2>/dev/null | grep -q "$dir"; then
      echo "$pid"
    fi
  done
}

# Containers that nobody comes for end themselves; when somebody comes after all, the job begins anew.
check_orphans() {
  local started=$SECONDS gone
  exchange orphans -D p2p.am.absence.timeout=20s
  halfway orphans
  [[ -n $(containers) ]] || fail "no containers are found"
  dies resourcemanager
  kill -KILL "$(master_pid)"
  gone=$SECONDS
  while [[ -n $(containers) ]]; do
    ((SECONDS < gone + 60)) || fail "containers still run: $(containers)"
    sleep 0.5
  done
  gone=$((SECONDS - gone))
  returns resourcemanager
  right orphans
  echo "orphans: ended after $gone s, waiting for 20 s; right bytes after $((over - started)) s"
}

# A quota that lets the peers write, but no report.
check_quota() {
  "$cluster" fs -mkdir -p /check/limited
  "$cluster" hadoop org.apache.hadoop.hdfs.tools.DFSAdmin -setQuota 6 /check/limited
  if run in limited/out >"$work/quota.log" 2>&1; then
    fail "a job above the quota has succeeded"
  fi
  grep -m1 quota "$work/quota.log" || fail "the quota is not named: $(cat "$work/quota.log")"
  ! "$cluster" fs -test -e /check/limited/out/_SUCCESS || fail "_SUCCESS in spite of the quota"
  "$cluster" fs -ls -R /check/limited
}

trap '"$cluster" down' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
"$cluster" up >/dev/null
pin
mkdir -p "$work"
put_payload $((24 * 1024 * 1024))
put_inputs in 3
started=$SECONDS
exchange undisturbed
right undisturbed
undisturbed=$((over - started))
if (($# == 0)); then
  set -- resourcemanager namenode datanode1 nodemanager2 master commit orphans safemode quota
fi
for what in "$@"; do
  check "$what"
done
