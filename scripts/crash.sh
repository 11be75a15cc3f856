#!/bin/sh
# What the json-file store promises, tried at full size: prints a line of figures for each goal that
# tests can try, and ends with 1 if a test fails. No test asserts times: they are for the reader.
set -eu
out=$(mktemp)
trap 'rm -f "$out"' EXIT
: "${SIM_HISTORIES:=3000}" "${SIM_FLIPS:=all}" "${CRASH_KILLS:=1000}" "${CRASH_USERS:=10000}" "${CRASH_POWER_CUTS:=200}"
: "${CRASH_RACES:=100}" "${CRASH_OPERATIONS:=100000}" "${BACKUP_STORES:=1000}" "${CRASH_SLOW_DISKS:=1}"
export SIM_HISTORIES SIM_FLIPS CRASH_KILLS CRASH_USERS CRASH_POWER_CUTS CRASH_RACES CRASH_OPERATIONS BACKUP_STORES CRASH_SLOW_DISKS
status=0
${SWIFT:-swift} test -c release -Xswiftc -enable-testing --scratch-path .build-crash --filter \
    'SimulationTests|ScrubTests|GoldenStoreTests|ReopeningTests|ClockTests|SlowDiskTests|CrashTests|DiskFailureTests|LinearizabilityTests|BackupTests' \
    >"$out" 2>&1 || status=$?
grep -E '^R[0-9]+: |^✘|skipped|^not on this machine|Test run with|error:' "$out" | sort -u -V || true
exit "$status"
