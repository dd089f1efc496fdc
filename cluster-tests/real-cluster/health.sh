#!/usr/bin/env bash
# A health script for the NodeManagers of a check: health.sh HOST; the host is sick when a file says of what.
set -euo pipefail

sickness=$REAL_CLUSTER_DIR/sick-$1
[[ ! -f $sickness ]] || echo "ERROR $(<"$sickness")"
