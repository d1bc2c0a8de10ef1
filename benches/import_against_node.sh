#!/usr/bin/env bash
# Import against Node's JSON.parse of the same files, in one run: about 200 recordings of 0.2 to 5 MB
# in a folder, and one NDJSON file of many sessions, both put together from the sample shop's
# recordings in a temporary folder (some 400 MB). Import is JSON text to a committed library with all
# facts, on all cores; JSON.parse is one core, reading not counted. Without node its column says so.
set -euo pipefail
cd "$(dirname "$0")/.."
exec cargo bench --quiet --bench import -- node
