#!/bin/sh
# The tests under the thread sanitizer, servers that they start included; ends with 1 if there is a report or a test fails.
# SANITIZER=address looks for what is read or written outside of its place instead. A quarter of an hour for the build, ten minutes
# for the tests, on two cores.
set -eu
kind=${SANITIZER:-thread}
build=.build-$kind
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The debugger that Swift starts after a crash would keep a test waiting.
export SWIFT_BACKTRACE=enable=no

${SWIFT:-swift} build --build-tests -c release -Xswiftc -enable-testing --sanitize="$kind" --scratch-path "$build"

# Under a limit on the size of files a sanitizer cannot write, and those tests measure machines, not code.
skipped='exportFailure|limitedFileSize|CrashTests'
run() { "$build/release/rosterPackageTests.xctest" --testing-library swift-testing --skip "$skipped" "$@"; }

if [ "$kind" = thread ]; then
    compiler=$(dirname "$(readlink -f "$(command -v "${SWIFT:-swift}")")")
    "$compiler/clang" -shared -fPIC -O1 scripts/sanitize/runtime.c -o "$work/runtime.so"
    "$compiler/swiftc" -O -sanitize=thread scripts/sanitize/control.swift -o "$work/control"
    export LD_PRELOAD="$work/runtime.so" TSAN_OPTIONS="log_path=$work/report exitcode=0"
    "$work/control" guarded >/dev/null
    if ls "$work"/report.* >/dev/null 2>&1; then
        echo "the sanitizer reports what is no race:" && cat "$work"/report.* && exit 1
    fi
    "$work/control" >/dev/null
    ls "$work"/report.* >/dev/null 2>&1 || { echo "the sanitizer does not report a race" && exit 1; }
    rm "$work"/report.*
else
    export ASAN_OPTIONS="log_path=$work/report detect_leaks=0"
fi

status=0
run >"$work/output" 2>&1 || status=$?
grep -a -E '^✘|Test run with' "$work/output" || true
# A process that was killed may have begun a file and written nothing.
found=$(cat "$work"/report.* 2>/dev/null | grep -c -E '(WARNING|ERROR): [A-Za-z]*Sanitizer' || true)
echo "R13: the tests under the $kind sanitizer, $found reports"
if [ "$found" != 0 ]; then
    cat "$work"/report.*
    exit 1
fi
exit "$status"
