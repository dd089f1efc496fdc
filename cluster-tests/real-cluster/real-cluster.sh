#!/usr/bin/env bash
# A Hadoop cluster of real daemons on this machine, each a process of its own, from the jars that the
# build has collected: NameNode, DataNode, ResourceManager, NodeManagers.
#
#   real-cluster.sh up              format and start; prints the configuration directory for clients
#   real-cluster.sh run ARGUMENT... what "yarn jar p2p.jar run ARGUMENT..." would do on this cluster
#   real-cluster.sh p2p ARGUMENT... what "yarn jar p2p.jar ARGUMENT..." would do on this cluster
#   real-cluster.sh fs ARGUMENT...  what "hadoop fs ARGUMENT..." would do on this cluster
#   real-cluster.sh down            stop all daemons; logs and data stay in the directory
#   real-cluster.sh test            up, a job, its outputs compared, down; the exit code tells
#   real-cluster.sh distribute-check  distributions to three hosts, as network namespaces: twice, to
#                                   be repaired, with a changing source; needs root and iproute2
#   real-cluster.sh verbs-check     the other verbs, the web page and metrics, on such a cluster
#   real-cluster.sh racks-check     a distribution over two racks that only the ResourceManager knows
#   real-cluster.sh nodes-check     distributions under way when the cluster loses nodes, on such a cluster
#   real-cluster.sh overhead-check  an empty job beside the distributed shell, on such a cluster
#   restart-check.sh                jobs in whose midst a daemon or the ApplicationMaster is killed
#   preemption-check.sh             a job from which the scheduler takes a container for another one
#   real-cluster.sh hadoop CLASS ARGUMENT...  a command line tool of Hadoop, by its class
#
# "bin/p2p bench cluster" starts one with each node on a host of its own.
#
# Settings, from the environment:
#   REAL_CLUSTER_DIR  where everything is kept       (default: cluster-tests/target/real-cluster)
#   MASTER_HOST       NameNode and ResourceManager   (default: localhost)
#   NODE_HOSTS        one NodeManager for each word  (default: localhost localhost)
#   DATANODES         how many of the nodes also run a DataNode, the first ones       (default: 1)
#   REPLICATION       copies of a block              (default: 1)
#   NODE_MEMORY_MB    memory that a NodeManager offers, in MiB                        (default: 6144)
#   NODE_COMMAND      command in front of the daemons of a node, with %h for its host and %n for its
#                     number; for nodes in network namespaces "ip netns exec %h"      (default: none)
#   RM_WEB_PORT       of the ResourceManager's pages; links to a job's page work only with one that is
#                     not 0                                                            (default: 0)
#   QUEUES            of the scheduler, with equal shares: one, two, four or five      (default: default)
#   RM_SETTINGS       more KEY=VALUE words for the ResourceManager                    (default: none)
#   NODE_SETTINGS     more KEY=VALUE words for the NodeManagers, with %h for the host (default: none)
#   START_SECONDS     how long a daemon may take to start                            (default: 180)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
lib=$root/cluster-tests/target/lib
jar=$root/client/target/p2p.jar

dir=$(realpath -m "${REAL_CLUSTER_DIR:-$root/cluster-tests/target/real-cluster}")
master=${MASTER_HOST:-localhost}
read -r -a hosts <<<"${NODE_HOSTS:-localhost localhost}"
datanodes=${DATANODES:-1}
read -r -a queues <<<"${QUEUES:-default}"
memory=${NODE_MEMORY_MB:-6144}
patience=${START_SECONDS:-180}

fail() {
  echo "real-cluster: $*" >&2
  exit 1
}

java=${JAVA_HOME:+$JAVA_HOME/bin/java}
java=$(readlink -f "$(command -v "${java:-java}")") || fail "no java: install a JDK 17 or set JAVA_HOME"
java_home=$(dirname "$(dirname "$java")")
# What the hadoop and yarn commands give to every JVM on Java 17.
opens=(--add-opens=java.base/java.{io,lang,lang.reflect,math,net,text,util,util.concurrent,util.zip}=ALL-UNNAMED
  --add-opens=java.base/sun.security.{util,x509}=ALL-UNNAMED)

# All daemons share this machine's processors with the jobs: they collect on one thread, compile once, and start
# processes (Hadoop's changes of permissions, without its native library) with nothing in between.
frugal=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djdk.lang.Process.launchMechanism=VFORK)

# properties [KEY=VALUE]...: in the notation of configuration files.
properties() {
  local pair
  for pair in "$@"; do
    printf '  <property><name>%s</name><value>%s</value></property>\n' "${pair%%=*}" "${pair#*=}"
  done
}

# site FILE [KEY=VALUE]... writes a configuration file.
site() {
  local file=$1
  shift
  {
    echo '<?xml version="1.0"?>'
    echo '<configuration>'
    properties "$@"
    echo '</configuration>'
  } >"$file"
}

# logging DIRECTORY: daemons write their log to the file that -Dlog names, commands to stderr.
logging() {
  cat >"$1/log4j.properties" <<'PROPERTIES'
log=/dev/stderr
level=INFO
log4j.rootLogger=${level},file
log4j.logger.org.apache.hadoop.util.NativeCodeLoader=ERROR
log4j.appender.file=org.apache.log4j.FileAppender
log4j.appender.file.File=${log}
log4j.appender.file.layout=org.apache.log4j.PatternLayout
log4j.appender.file.layout.ConversionPattern=%d %p [%t] %c{2}: %m%n
PROPERTIES
}

# daemon NAME CLASS CONF [COMMAND...]: starts CLASS in the background, with COMMAND in front.
daemon() {
  local name=$1 class=$2 conf=$3
  shift 3
  HADOOP_CONF_DIR=$conf "$@" "$java" -Xmx384m "${frugal[@]}" "${opens[@]}" -Dlog="$dir/logs/$name.log" \
    -Dhadoop.log.dir="$dir/logs" -Djava.io.tmpdir="$dir/tmp" -cp "$conf:$lib/*" "$class" \
    >"$dir/logs/$name.out" 2>&1 </dev/null &
  echo $! >"$dir/pids/$name"
  disown
}

alive() {
  local pid
  pid=$(cat "$dir/pids/$1" 2>/dev/null) && [[ $(ps -o args= -p "$pid") == *"$dir"* ]]
}

# await NAME PATTERN: the first match of PATTERN in the log of a daemon, as soon as it is there.
await() {
  local name=$1 pattern=$2 deadline=$((SECONDS + patience)) found
  while ((SECONDS < deadline)); do
    if found=$(grep -Eom1 -e "$pattern" "$dir/logs/$name.log" 2>/dev/null); then
      echo "$found"
      return
    fi
    alive "$name" || fail "$name has ended: $(tail -n 3 "$dir/logs/$name.out"); see $dir/logs/$name.log"
    sleep 0.1
  done
  fail "$name is not up after $patience s; see $dir/logs/$name.log"
}

# port "TEXT:PORT...": the last number of a text.
port() {
  sed -E 's/.*[^0-9]([0-9]+)[^0-9]*$/\1/' <<<"$1"
}

up() {
  [[ -d $lib && -f $jar ]] || fail "$lib or $jar is missing; build first: mvn package"
  if [[ -d $dir/pids && -n $(ls "$dir/pids") ]]; then
    fail "$dir has a cluster already; stop it with: $0 down"
  fi
  if [[ -d $dir && ! -d $dir/pids && -n $(ls -A "$dir") ]]; then
    fail "$dir is not empty and not of an earlier cluster; set REAL_CLUSTER_DIR to another directory"
  fi
  ((datanodes <= ${#hosts[@]})) || fail "DATANODES is $datanodes, but NODE_HOSTS has ${#hosts[@]} nodes"
  rm -rf "$dir"
  mkdir -p "$dir"/{logs,pids,name,conf,tmp}

  link_container_lib
  start_namenode
  start_resourcemanager
  configure_clients
  local number
  for number in "${!hosts[@]}"; do
    start_node $((number + 1))
  done
  for number in "${!hosts[@]}"; do
    await "nodemanager$((number + 1))" 'Registered with ResourceManager as' >/dev/null
  done
  for ((number = 1; number <= datanodes; number++)); do
    await "datanode$number" 'Successfully sent block report' >/dev/null
  done
  echo "$dir/conf"
}

# What containers find on a node: as by YARN's default, the jars of common, HDFS and YARN, and not those of MapReduce.
link_container_lib() {
  local file
  mkdir "$dir/lib"
  for file in "$lib"/*.jar; do
    [[ $file == *hadoop-mapreduce* ]] || ln -s "$file" "$dir/lib"
  done
}

start_namenode() {
  local conf=$dir/conf-namenode
  mkdir "$conf"
  logging "$conf"
  site "$conf/core-site.xml" "fs.defaultFS=hdfs://$master:0" "hadoop.tmp.dir=$dir/tmp"
  # Host names need not be known to the resolver in both directions.
  site "$conf/hdfs-site.xml" "dfs.namenode.name.dir=file://$dir/name" \
    "dfs.namenode.http-address=$master:0" "dfs.replication=${REPLICATION:-1}" \
    "dfs.namenode.datanode.registration.ip-hostname-check=false"
  "$java" "${opens[@]}" -Dlog="$dir/logs/format.log" -cp "$conf:$lib/*" \
    org.apache.hadoop.hdfs.server.namenode.NameNode -format -nonInteractive \
    >"$dir/logs/format.out" 2>&1 || fail "formatting failed; see $dir/logs/format.log"
  daemon namenode org.apache.hadoop.hdfs.server.namenode.NameNode "$conf"
}

start_resourcemanager() {
  local conf=$dir/conf-resourcemanager kind addresses=() settings=() queue shares=()
  read -r -a settings <<<"${RM_SETTINGS:-}"
  # Several nodes on one host need their ports to be told apart.
  if [[ $(printf '%s\n' "${hosts[@]}" | sort -u | wc -l) -lt ${#hosts[@]} ]]; then
    settings+=("yarn.scheduler.include-port-in-node-name=true")
  fi
  mkdir "$conf"
  logging "$conf"
  : >"$dir/excluded" # hosts to decommission; rmadmin -refreshNodes reads it
  for kind in "" .scheduler .resource-tracker .admin; do
    addresses+=("yarn.resourcemanager$kind.address=$master:0")
  done
  # Links to the proxy have the port that stands here.
  addresses+=("yarn.resourcemanager.webapp.address=$master:${RM_WEB_PORT:-0}")
  site "$conf/core-site.xml" "hadoop.tmp.dir=$dir/tmp"
  site "$conf/yarn-site.xml" "yarn.resourcemanager.hostname=$master" "${addresses[@]}" \
    "yarn.scheduler.minimum-allocation-mb=128" "${settings[@]}" \
    "yarn.resourcemanager.nodes.exclude-path=$dir/excluded" \
    "yarn.node-labels.enabled=true" "yarn.node-labels.fs-store.root-dir=file://$dir/node-labels" \
    "yarn.node-attribute.fs-store.root-dir=file://$dir/node-attributes"
  for queue in "${queues[@]}"; do
    shares+=("yarn.scheduler.capacity.root.$queue.capacity=$((100 / ${#queues[@]}))")
  done
  site "$conf/capacity-scheduler.xml" "yarn.scheduler.capacity.root.queues=$(IFS=, && echo "${queues[*]}")" \
    "${shares[@]}" "yarn.scheduler.capacity.maximum-am-resource-percent=0.5"
  daemon resourcemanager org.apache.hadoop.yarn.server.resourcemanager.ResourceManager "$conf"
}

# The clients' configuration, with the ports that NameNode and ResourceManager were given.
configure_clients() {
  local namenode kind addresses=()
  namenode=$(await namenode 'RPC up at: .*:[0-9]+')
  await resourcemanager 'Transitioned to active state' >/dev/null
  resourcemanager_settings >"$dir/resourcemanager.conf"
  for kind in "" .scheduler .resource-tracker .admin .webapp; do
    addresses+=("$(setting "yarn.resourcemanager$kind.address")")
  done
  logging "$dir/conf"
  site "$dir/conf/core-site.xml" "fs.defaultFS=hdfs://$master:$(port "$namenode")" \
    "hadoop.tmp.dir=$dir/tmp"
  site "$dir/conf/hdfs-site.xml" "dfs.replication=${REPLICATION:-1}"
  site "$dir/conf/yarn-site.xml" "yarn.resourcemanager.hostname=$master" "${addresses[@]}" \
    'yarn.application.classpath=$HADOOP_CONF_DIR,'"$dir/lib/*" "yarn.log-aggregation-enable=true"
}

# The ResourceManager serves its settings; addresses among them have their real ports.
resourcemanager_settings() {
  local web
  web=$(port "$(await resourcemanager 'Web app cluster started at [0-9]+')")
  exec 3<>"/dev/tcp/$master/$web"
  printf 'GET /conf HTTP/1.0\r\nHost: %s:%s\r\n\r\n' "$master" "$web" >&3
  cat <&3
  exec 3>&-
}

# setting KEY: KEY=VALUE as the ResourceManager has it.
setting() {
  local value
  value=$(grep -o "<name>$1</name><value>[^<]*" "$dir/resourcemanager.conf") ||
    fail "the ResourceManager does not tell $1; see $dir/resourcemanager.conf"
  echo "$1=${value##*>}"
}

# start_node NUMBER: the daemons of a node, with a configuration directory of their own.
start_node() {
  local number=$1 host=${hosts[$1 - 1]} conf=$dir/conf-node$1 command settings=()
  cp -r "$dir/conf" "$conf"
  mkdir -p "$dir/node$number"
  read -r -a command <<<"${NODE_COMMAND:-env}"
  command=("${command[@]//%h/$host}")
  command=("${command[@]//%n/$number}")
  read -r -a settings <<<"${NODE_SETTINGS:-}"
  if ((number <= datanodes)); then
    site "$conf/hdfs-site.xml" "dfs.datanode.data.dir=file://$dir/node$number/data" \
      "dfs.datanode.hostname=$host" "dfs.datanode.address=$host:0" \
      "dfs.datanode.ipc.address=$host:0" "dfs.datanode.http.address=$host:0"
    daemon "datanode$number" org.apache.hadoop.hdfs.server.datanode.DataNode "$conf" "${command[@]}"
  fi
  sed -i '/<\/configuration>/d' "$conf/yarn-site.xml"
  # A container gets JAVA_HOME from here: it may be unset where this script runs.
  properties "yarn.nodemanager.hostname=$host" "yarn.nodemanager.address=$host:0" \
    "yarn.nodemanager.localizer.address=$host:0" "yarn.nodemanager.webapp.address=$host:0" \
    "yarn.nodemanager.local-dirs=$dir/node$number/local" \
    "yarn.nodemanager.log-dirs=$dir/node$number/logs" \
    "yarn.nodemanager.resource.memory-mb=$memory" \
    "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage=100" \
    "yarn.nodemanager.admin-env.JAVA_HOME=$java_home" "${settings[@]//%h/$host}" >>"$conf/yarn-site.xml"
  echo '</configuration>' >>"$conf/yarn-site.xml"
  daemon "nodemanager$number" org.apache.hadoop.yarn.server.nodemanager.NodeManager "$conf" \
    "${command[@]}"
}

# All that a daemon has started, as process ids.
descendants() {
  local child
  for child in $(ps -o pid= --ppid "$1"); do
    echo "$child"
    descendants "$child"
  done
}

# down: the NodeManagers first, so that they end their containers while the others still answer.
down() {
  local name names pid children=()
  [[ -d $dir/pids ]] || return 0
  for names in 'nodemanager*' 'resourcemanager' 'datanode*' 'namenode'; do
    for name in $(cd "$dir/pids" && compgen -G "$names"); do
      alive "$name" || continue
      pid=$(cat "$dir/pids/$name")
      children+=($(descendants "$pid"))
      kill "$pid" || true # has ended meanwhile
    done
    for name in $(cd "$dir/pids" && compgen -G "$names"); do
      stopped "$name" || kill -KILL "$(cat "$dir/pids/$name")" || true
      rm "$dir/pids/$name"
    done
  done
  for pid in "${children[@]}"; do
    if [[ $(ps -o args= -p "$pid") == *"$dir"* ]]; then
      kill -KILL "$pid" || true
    fi
  done
}

# stopped NAME: waits until a daemon that was told to stop has done so; false when it has not.
stopped() {
  local deadline=$((SECONDS + 15))
  while alive "$1"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

# hadoop CLASS ARGUMENT...: a command line tool with the clients' configuration.
hadoop() {
  [[ -f $dir/conf/core-site.xml ]] || fail "no cluster in $dir; start it with: $0 up"
  HADOOP_CONF_DIR=$dir/conf "$java" -Djava.io.tmpdir="$dir/tmp" -Dlevel=WARN "${opens[@]}" \
    -cp "$dir/conf:$lib/*" "$@"
}

p2p() {
  hadoop org.apache.hadoop.util.RunJar "$jar" "$@"
}

fs() {
  hadoop org.apache.hadoop.fs.FsShell "$@"
}

# job_input DIRECTORY URI: three ranks. 1 and 2 hold a list each, 1 also a payload; all want everything.
job_input() {
  local in=$1 payload=$2 rank
  mkdir -p "$in"
  seq -f 'line %g of the first list' 60 >"$in/../list-a"
  seq -f 'line %g of the second list' 90 >"$in/../list-b"
  {
    echo 2
    echo 'list-a 60'
    cat "$in/../list-a"
    echo "payload $payload"
  } >"$in/in1.txt"
  {
    echo 1
    echo 'list-b 90'
    cat "$in/../list-b"
  } >"$in/in2.txt"
  echo 0 >"$in/in3.txt"
  for rank in 1 2 3; do
    printf '3\nlist-a\nlist-b\npayload\n' >>"$in/in$rank.txt"
  done
}

# same_outputs WORK: the fetched outputs against what went in. An inline output has no last LF.
same_outputs() {
  local work=$1 rank list
  for rank in 1 2 3; do
    for list in list-a list-b; do
      cmp <(printf %s "$(<"$work/$list")") "$work/fetched/client${rank}_$list" || return 1
    done
    cmp "$work/payload" "$work/fetched/client${rank}_payload" || return 1
  done
}

# clean_hdfs: the output directory is complete and nothing else is left of the job.
clean_hdfs() {
  local listing
  listing=$(fs -ls -R -C /job /user)
  grep -qx /job/out/_SUCCESS <<<"$listing" || fail "no _SUCCESS among: $listing"
  grep -qx /job/out/report.json <<<"$listing" || fail "no report.json among: $listing"
  if grep -e _temporary -e '/\.p2p/.' <<<"$listing"; then
    fail "the job has left the above behind"
  fi
}

run_test() {
  local work=$dir/test
  trap down EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  up >/dev/null
  mkdir -p "$work"
  job_input "$work/in" hdfs:///job/payload
  head -c 33554433 /dev/urandom >"$work/payload"
  fs -mkdir -p /job
  fs -put "$work/payload" "$work/in" /job
  p2p run --input /job/in --output /job/out --fetch "$work/fetched" ||
    fail "the job ended with exit code $?; logs of its containers: $dir/node*/logs"
  same_outputs "$work" || fail "outputs differ from what went in"
  clean_hdfs
  echo "real-cluster: outputs are right, nothing was left behind"
}

case ${1:-} in
  up) up ;;
  down) down ;;
  run) p2p "$@" ;;
  p2p | fs | hadoop) "$@" ;;
  test) run_test ;;
  distribute-check | verbs-check | overhead-check)
    [[ $1 != overhead-check || -f ${SHELL_JAR:-} ]] ||
      fail "SHELL_JAR is '${SHELL_JAR:-}', expected Hadoop's jar of the distributed shell; see $here/$1.sh"
    exec "$root/bin/p2p" bench cluster --hosts 3 --run "$here/$1.sh"
    ;;
  nodes-check)
    health=yarn.nodemanager.health-checker
    export NODE_SETTINGS="$health.script.path=$here/health.sh $health.script.opts=%h $health.interval-ms=1000"
    exec "$root/bin/p2p" bench cluster --hosts 3 --run "$here/$1.sh"
    ;;
  racks-check)
    export RM_SETTINGS="net.topology.script.file.name=$here/topology.sh"
    exec "$root/bin/p2p" bench cluster --hosts 4 --run "$here/$1.sh"
    ;;
  *)
    sed -n '/^set /q;2,$s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac
