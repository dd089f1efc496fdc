#!/usr/bin/env bash
# What a job costs that moves nothing: three ranks that hold and want nothing, beside Hadoop's
# distributed shell running "true" in as many containers, from submission to finish as the
# ResourceManager saw it; with the jar that each job brings, and with a program that was installed. Runs within "real-cluster.sh overhead-check", which makes the cluster; needs
# curl.
#
# Settings, from the environment:
#   SHELL_JAR     hadoop-yarn-applications-distributedshell-VERSION.jar (from Maven Central); that of
#                 3.4.2 needs the classes of com.sun.jersey:jersey-{core,client}:1.19.4 in it
#   RUNS          how often, after one run to warm up  (default: 5)
#   OPTIONS       more options of p2p run              (default: none)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${REAL_CLUSTER_DIR:?no cluster; run: $here/real-cluster.sh overhead-check}" \
  "${SHELL_JAR:?expected the jar of the distributed shell}"
work=$REAL_CLUSTER_DIR/overhead-check
containers=4 # the tracker and three peers
read -r -a options <<<"${OPTIONS:-}"

fail() {
  echo "overhead-check: $*" >&2
  exit 1
}

real() {
  timeout 120 "$here/real-cluster.sh" "$@"
}

# elapsed: ms from submission to finish of the latest application.
elapsed() {
  local address
  address=$(sed -nE 's/.*<name>yarn.resourcemanager.webapp.address<\/name><value>([^<]*).*/\1/p' \
    "$REAL_CLUSTER_DIR/conf/yarn-site.xml")
  curl -sSf -H 'Accept: application/json' "http://$address/ws/v1/cluster/apps" |
    grep -Eo '"(id":"application_[0-9]+_[0-9]+|elapsedTime":[0-9]+)' |
    sed -E 's/.*application_[0-9]+_/id /; s/.*elapsedTime":/ms /' |
    awk '$1 == "id" { id = $2 } $1 == "ms" && id >= last { last = id; ms = $2 } END { print ms }'
}

seconds_since() {
  awk -v from="$1" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }'
}

# empty_job NAME [OPTION]...
empty_job() {
  local begin=$EPOCHREALTIME name=$1
  shift
  real p2p run "${options[@]}" "$@" --overwrite --input /overhead/in --output /overhead/out >"$work/run.out" 2>&1 ||
    fail "$(<"$work/run.out")"
  printf '%-20s ' "$name"
  echo "$(elapsed) ms, the command $(seconds_since "$begin") s;" \
    "$(fs_report | tr -d '\n" ')"
}

# The phases in ms since the client began to submit.
fs_report() {
  real fs -cat /overhead/out/report.json | sed -n '/"phases"/,/}/p' | grep :
}

distributed_shell() {
  local begin=$EPOCHREALTIME
  real hadoop org.apache.hadoop.util.RunJar "$SHELL_JAR" \
    org.apache.hadoop.yarn.applications.distributedshell.Client -jar "$SHELL_JAR" \
    -shell_command true -num_containers $containers -master_memory 512 -container_memory 256 \
    >"$work/shell.out" 2>&1 || fail "$(tail -n 30 "$work/shell.out")"
  echo "distributed shell    $(elapsed) ms, the command $(seconds_since "$begin") s"
}

mkdir -p "$work/in"
for rank in 1 2 3; do
  printf '0\n0\n' >"$work/in/in$rank.txt"
done
real fs -mkdir -p /overhead
real fs -put "$work/in" /overhead
real p2p install --to /overhead/programs
for ((run = 0; run <= ${RUNS:-5}; run++)); do
  ((run)) || echo "warming up:"
  distributed_shell
  empty_job "p2p run"
  empty_job "the same, installed" -D p2p.job.programs=/overhead/programs
done
