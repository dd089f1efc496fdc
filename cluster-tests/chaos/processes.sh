# The processes of a job without a cluster ("p2p run --local"), and what can be done to them. Sourced;
# $dir/tmp is the job's hadoop.tmp.dir.
# shellcheck shell=bash

# ranks: PROCESS RANK of all containers that run now. Their working directories tell.
ranks() {
  local link cwd
  for link in /proc/[0-9]*/cwd; do
    cwd=$(readlink "$link" 2>/dev/null) || continue
    [[ $cwd == "$dir"/tmp/*/rank-* ]] || continue
    link=${link#/proc/}
    echo "${link%/cwd} ${cwd##*/rank-}"
  done
}

# cut_links PROCESS: ends all its connections, both ways.
cut_links() {
  local here there
  while read -r here there; do
    ss -K -t src "$here" dst "$there" >/dev/null 2>&1 || true # it has ended by itself
  done < <(ss -Htnp state established | sed -n "s/^[0-9]* *[0-9]* *\([^ ]*\) *\([^ ]*\) .*pid=$1,.*/\1 \2/p")
}
