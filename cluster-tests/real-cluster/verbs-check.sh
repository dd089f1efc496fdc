#!/usr/bin/env bash
# The verbs that look at jobs, and what jobs show, on a cluster of real daemons whose nodes are hosts
# of their own: doctor, plan, status, list, logs, kill, clean, node labels, the web page through the
# ResourceManager's proxy, metrics. The exit code tells. Runs within "real-cluster.sh verbs-check",
# which makes the cluster; needs curl.
#
# Settings, from the environment:
#   SHOTS_DIR     directory for what people see: the output of a distribution and, if chromium is
#                 there, pictures of the page                                (default: none)
#   SECONDS_EACH  how long a command may take, or a state may be waited for  (default: 180)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${REAL_CLUSTER_DIR:?no cluster; run: $here/real-cluster.sh verbs-check}" "${NODE_HOSTS:?}"
work=$REAL_CLUSTER_DIR/verbs-check
read -r -a hosts <<<"$NODE_HOSTS"
bytes=$((48 << 20))
patience=${SECONDS_EACH:-180}

fail() {
  echo "verbs-check: $*" >&2
  exit 1
}

say() {
  echo "verbs-check: $*" >&2
}

real() {
  timeout "$patience" "$here/real-cluster.sh" "$@"
}

# p2p WORD... with what it prints in $work/out, both streams.
p2p() {
  real p2p "$@" >"$work/out" 2>&1
}

# told PATTERN: the last command has said so.
told() {
  grep -Eq -e "$1" "$work/out" || fail "not told: $1; but: $(<"$work/out")"
}

# until_so WHAT COMMAND...: again and again, until it is so.
until_so() {
  local deadline=$((SECONDS + patience)) what=$1
  shift
  until "$@"; do
    ((SECONDS < deadline)) || fail "not within the time: $what; $(<"$work/out")"
    sleep 0.3
  done
}

web() {
  local address
  address=$(sed -nE 's/.*<name>yarn.resourcemanager.webapp.address<\/name><value>([^<]*).*/\1/p' "$REAL_CLUSTER_DIR/conf/yarn-site.xml")
  echo "http://$address"
}

# page PATH: of the running job, through the proxy.
page() {
  curl -sSfL --max-time 20 "$(web)/proxy/$job/$1"
}

submit() {
  p2p distribute --detach "$@" || fail "$(<"$work/out")"
  job=$(grep -Eo 'application_[0-9]+_[0-9]+' "$work/out" | tail -n 1)
  [[ -n $job ]] || fail "no application id: $(<"$work/out")"
}

exchanging() {
  p2p status "$job" && grep -q EXCHANGING "$work/out" && grep -q 'MiB of' "$work/out"
}

ended() {
  ! p2p status "$job" || grep -Eq 'SUCCEEDED|FAILED|KILLED' "$work/out"
}

before_the_first_job() {
  p2p doctor || fail "doctor: $(<"$work/out")"
  told 'ok .*NodeManager'
  p2p plan --source /data/model.bin --target "$work/nodes/{host}" --link-rate 100mbit || fail "plan: $(<"$work/out")"
  told '3 '
  cp "$work/out" "$work/plan.txt"
  say "doctor and plan: ok"
}

running_job() {
  submit -D hadoop.prometheus.endpoint.enabled=true -D p2p.metrics.enabled=true --rate 400k \
    --source /data/model.bin --target "$work/nodes/{host}"
  until_so "the job exchanges" exchanging
  told 'MiB'
  cp "$work/out" "$work/status.txt"
  p2p list && told "$job.*RUNNING"
  p2p logs "$job" --rank 1 && told 'rank 1|container'
  p2p logs "$job" --format json && told '"rank" *: *3'
  say "status, list and logs of a running job: ok"
}

web_page() {
  local peers log
  page api/v1/job >"$work/job.json"
  grep -Eq '"phase" *: *"EXCHANGE"' "$work/job.json" || fail "$(<"$work/job.json")"
  peers=$(grep -Eo '"peers" *: *[0-9]+' "$work/job.json")
  [[ ${peers##*[ :]} == 3 ]] || fail "peers: $peers"
  page '' | grep -q '<title>' || fail "no page through the proxy"
  page api/v1/ranks >"$work/ranks.json"
  for log in $(grep -Eo '"log" *: *"[^"]+"' "$work/ranks.json" | sed -E 's/.*"(http[^"]+)"/\1/'); do
    curl -sSfL --max-time 20 "$log" | grep -qi 'stderr\|stdout\|syslog' || fail "no log behind $log"
  done
  [[ -n ${log:-} ]] || fail "no links to logs: $(<"$work/ranks.json")"
  page prom >"$work/prom.txt"
  grep -q 'p2p_rank_up{.*rank="3"' "$work/prom.txt" || fail "no rank in: $(grep p2p "$work/prom.txt")"
  local name
  for name in $(grep -Eo 'p2p_(job|rank)_[a-z_]+' "$here/../../docs/grafana-dashboard.json" | sort -u); do
    grep -q "^$name{" "$work/prom.txt" || fail "the example dashboard shows $name, which /prom does not have"
  done
  page api/v1/files/0/map >"$work/map.json"
  shots
  say "page, JSON, log links and metrics through the proxy: ok"
}

# Pictures of the page as people see it, for people to look at.
shots() {
  local mode flags=(--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --hide-scrollbars --window-size=1280,1550 --virtual-time-budget=8000)
  [[ -n ${SHOTS_DIR:-} ]] && command -v chromium >/dev/null || return 0
  for mode in light dark; do
    [[ $mode == light ]] || flags+=(--force-dark-mode "--blink-settings=preferredColorScheme=0")
    timeout 60 chromium "${flags[@]}" --user-data-dir="$work/chromium-$mode" \
      --screenshot="$SHOTS_DIR/page-$mode.png" "$(web)/proxy/$job/" >"$work/chromium.log" 2>&1 ||
      fail "no picture: $(tail -n 3 "$work/chromium.log")"
  done
}

sinks() {
  local file
  for file in "$work"/metrics-{am,tracker,peer}.out; do
    until_so "records in $file" test -s "$file"
  done
  grep -q 'P2pPeer:.*AcquiredBytes=' "$work/metrics-peer.out" || fail "$(tail -n 1 "$work/metrics-peer.out")"
  say "sinks of metrics2 in containers: ok"
}

killed_job() {
  p2p kill "$job" --reason 'enough seen' || fail "kill: $(<"$work/out")"
  until_so "the job has ended" ended
  p2p list --all && told "$job.*KILLED"
  [[ -z $(find "$work/nodes" -name model.bin -print -quit) ]] || fail "a file looks finished"
  say "kill: ok"
}

finished_job() {
  submit --source /data/model.bin --target "$work/nodes/{host}"
  until_so "the job has ended" ended
  p2p status "$job" && told SUCCEEDED
  local host
  for host in "${hosts[@]}"; do
    cmp "$work/model.bin" "$work/nodes/$host/model.bin" || fail "model.bin on $host differs"
  done
  until_so "aggregated logs" p2p logs "$job" --rank 2
  p2p list --all && told "$job.*SUCCEEDED"
  say "status, list and logs of a job that has ended: ok"
}

clean() {
  p2p clean --dry-run || fail "clean: $(<"$work/out")"
  p2p clean --reports-older-than 0s || fail "clean: $(<"$work/out")"
  [[ -z $(real fs -ls -C .p2p | grep application_ || true) ]] || fail "left: $(real fs -ls .p2p)"
  say "clean: ok"
}

admin() {
  HADOOP_CONF_DIR=$REAL_CLUSTER_DIR/conf real hadoop "$@" >"$work/out" 2>&1 || fail "$(<"$work/out")"
}

node_label() {
  local rmadmin=org.apache.hadoop.yarn.client.cli.RMAdminCLI
  local queues=$REAL_CLUSTER_DIR/conf-resourcemanager/capacity-scheduler.xml
  admin $rmadmin -addToClusterNodeLabels 'models(exclusive=true)'
  admin $rmadmin -replaceLabelsOnNode "${hosts[0]}=models ${hosts[1]}=models"
  sed -i '/<\/configuration>/d' "$queues"
  local key
  {
    for key in root root.default; do
      echo "<property><name>yarn.scheduler.capacity.$key.accessible-node-labels</name><value>models</value></property>"
      echo "<property><name>yarn.scheduler.capacity.$key.accessible-node-labels.models.capacity</name><value>100</value></property>"
    done
    echo '<property><name>yarn.scheduler.capacity.maximum-am-resource-percent</name><value>0.5</value></property>'
    echo '</configuration>'
  } >>"$queues"
  admin $rmadmin -refreshQueues
  p2p plan --nodes models --source /data/model.bin --target "$work/labelled/{host}" || fail "plan: $(<"$work/out")"
  p2p distribute --nodes models --source /data/model.bin --target "$work/labelled/{host}" ||
    fail "$(<"$work/out")"
  [[ -z ${SHOTS_DIR:-} ]] || cp "$work/out" "$SHOTS_DIR/terminal.txt"
  [[ $(find "$work/labelled" -name model.bin | wc -l) == 2 ]] || fail "$(find "$work/labelled")"
  ! p2p plan --nodes nolabel --source /data/model.bin --target "$work/labelled/{host}" || fail "a label that is none"
  told 'models'
  say "distribution to the nodes with a label: ok"
}

mkdir -p "$work" ${SHOTS_DIR:+"$SHOTS_DIR"}
printf '%s\n' "*.period=1" "p2papplicationmaster.sink.file.class=org.apache.hadoop.metrics2.sink.FileSink" \
  "p2papplicationmaster.sink.file.filename=$work/metrics-am.out" \
  "p2ptracker.sink.file.class=org.apache.hadoop.metrics2.sink.FileSink" \
  "p2ptracker.sink.file.filename=$work/metrics-tracker.out" \
  "p2ppeer.sink.file.class=org.apache.hadoop.metrics2.sink.FileSink" \
  "p2ppeer.sink.file.filename=$work/metrics-peer.out" |
  tee "$REAL_CLUSTER_DIR"/conf-node{1,2,3}/hadoop-metrics2.properties >/dev/null
head -c $bytes /dev/urandom >"$work/model.bin"
real fs -mkdir -p /data
real fs -put "$work/model.bin" /data
before_the_first_job
running_job
web_page
sinks
killed_job
finished_job
clean
node_label
say "all is right"
