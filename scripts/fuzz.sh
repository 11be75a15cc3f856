#!/usr/bin/env bash
# Builds the fuzzers and runs them one after another; fails if one has a finding, and names the file of its input.
#
#   scripts/fuzz.sh long     FUZZ_SECONDS (3600) for each target; then takes what was learnt into the corpus
#   scripts/fuzz.sh short    FUZZ_SECONDS (20) for each target; changes no file of the project
#   scripts/fuzz.sh merge    makes the corpora small again and adds what FUZZ_FROM/<target> reaches besides
#
# TARGET names one target or several, "json filter" for instance. LEAKS=1 builds with the address sanitizer, which finds
# leaks as well; without it libFuzzer cannot.
set -euo pipefail
cd "$(dirname "$0")/../Fuzz"
export SWIFT_BACKTRACE=enable=no

mode=${1:-short}
targets=${TARGET:-json filter path query patch draft request journal yaml token}
swift=${SWIFT:-swift}
case $mode in
long) seconds=${FUZZ_SECONDS:-3600} ;;
*) seconds=${FUZZ_SECONDS:-20} ;;
esac

scratch=.build
flags=(-c release --sanitize=fuzzer)
leaks=0
if [ "${LEAKS:-0}" = 1 ]; then
    scratch=.build-leaks
    flags+=(-Xswiftc -sanitize=address,fuzzer)
    leaks=1
fi
"$swift" build "${flags[@]}" --scratch-path "$scratch"
bin=$("$swift" build "${flags[@]}" --scratch-path "$scratch" --show-bin-path)

# Some targets write files for each input; memory is the place for them.
if [ -w /dev/shm ]; then export TMPDIR=/dev/shm; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

program() {
    case $1 in
    json) echo "$bin/FuzzJSON" ;;
    yaml) echo "$bin/FuzzYAML" ;;
    *) echo "$bin/Fuzz$(tr '[:lower:]' '[:upper:]' <<<"${1:0:1}")${1:1}" ;;
    esac
}

# Keeps the seeds that people wrote, and of the rest the fewest inputs that reach every edge that the given folders reach.
merge() {
    local target=$1 file
    shift
    rm -rf "$work/merged"
    mkdir -p "$work/merged"
    "$(program "$target")" -set_cover_merge=1 -use_counters=0 -timeout=10 -rss_limit_mb=2048 "$work/merged" "$@" \
        >"$work/log" 2>&1 || {
        tail -n 40 "$work/log"
        return 1
    }
    # libFuzzer names a file by the SHA-1 of its content; a name of another kind is a person's.
    find "Corpus/$target" -type f -regextype posix-extended -regex '.*/[0-9a-f]{40}' -delete
    for file in "$work/merged"/*; do
        if ! cmp_any "$file" "Corpus/$target"; then cp "$file" "Corpus/$target/"; fi
    done
}

cmp_any() {
    local other
    for other in "$2"/*; do
        if cmp -s "$1" "$other"; then return 0; fi
    done
    return 1
}

failed=0
for target in $targets; do
    mkdir -p "Corpus/$target" "Regressions/$target" "$work/$target"
    if [ "$mode" = merge ]; then
        merge "$target" "Corpus/$target" "Regressions/$target" ${FUZZ_FROM:+"$FUZZ_FROM/$target"}
        echo "$target: $(find "Corpus/$target" -type f | wc -l) files"
        continue
    fi
    findings=$(mktemp -d "/tmp/roster-fuzz-$target.XXXXXX")
    # What is learnt goes into the first folder, so that the kept corpus stays as it is.
    if TMPDIR="$work" "$(program "$target")" -max_total_time="$seconds" -timeout="${FUZZ_TIMEOUT:-1}" -rss_limit_mb=2048 \
        -detect_leaks=$leaks -max_len=8192 -print_final_stats=1 -dict="Dictionaries/$target.dict" \
        -artifact_prefix="$findings/" "$work/$target" "Corpus/$target" "Regressions/$target" >"$work/log" 2>&1
    then
        echo "$target: $(grep -a 'number_of_executed_units' "$work/log" | grep -o '[0-9]*$') inputs," \
            "$(grep -aE '^#.*cov:' "$work/log" | tail -n 1 | grep -aoE 'cov: [0-9]+')"
        rmdir "$findings"
    else
        failed=1
        tail -n 60 "$work/log"
        echo "$target: FAILED; the input is in $findings" >&2
        continue
    fi
    if [ "$mode" = long ]; then merge "$target" "Corpus/$target" "$work/$target"; fi
done
exit $failed
