# The processes of a job without a cluster ("p2p run --local"), and what can be done to them. Sourced;
# $dir/tmp is the job's hadoop.tmp.dir, $job the process of p2p.
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

# end_with COMMAND: nothing of the job goes on when the script ends, however it ends; then comes COMMAND, with the exit code.
end_with() {
  # shellcheck disable=SC2064 # now
  trap "code=\$?; end_job; $1 \$code" EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

end_job() {
  local process rank
  [[ -z ${job:-} ]] || kill -KILL "$job" 2>/dev/null || true # it would replace its ranks
  for _ in {1..100}; do
    while read -r process rank; do
      kill -KILL "$process" 2>/dev/null || true
    done < <(ranks)
    [[ -n $(ranks) ]] || break
    sleep 0.1
  done
}

# is_failure CODE: whether there is something for people to look at, since nobody has broken it off.
is_failure() {
  [[ $1 != 0 && $1 != 130 && $1 != 143 ]]
}
