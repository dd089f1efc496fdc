#!/usr/bin/env bash
# A topology script for the ResourceManager of a check: hosts with even addresses are in one rack, the
# others in another.
set -euo pipefail

for host in "$@"; do
  case $host in
    *[02468]) echo /even ;;
    *) echo /odd ;;
  esac
done
