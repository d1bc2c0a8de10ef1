#!/usr/bin/env bash
# How much memory an import takes at most, and how large the library becomes: one NDJSON file of 2 GB
# (100,000 sessions of 20 KB), the same with 200 sessions taking turns line by line, a folder of 20,000
# small files, and 2,000 sessions as large as the sample's. All is generated (benches/generate) in the
# folder that is named, or a temporary one, which needs 3 GB, and deleted afterwards. The import runs in
# a process of its own; its peak is VmHWM of /proc, so this needs Linux. Aim: below 600 MB.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d "${1:-${TMPDIR:-/tmp}}/wherefore-memory.XXXXXX")
trap 'rm -rf "$folder"' EXIT
many=${SESSIONS:-100000}
few=$((many / 5))

try() { # WHAT, options of generate
    echo "== $1"
    shift
    cargo bench --quiet --bench generate -- --out "$folder/made" "$@"
    cargo bench --quiet --bench generate -- --out "$folder/made" --import-only \
        --library "$folder/made.wherefore"
    rm -rf "$folder"/made*
}

uptime
try "one file of lines, $many sessions" --sessions "$many"
try "one file of lines, 200 sessions taking turns" --sessions "$many" --interleave 200
try "a folder of $few files" --sessions "$few" --files "$few"
try "sessions as large as the sample's" --sessions $((many / 50)) --size 0
