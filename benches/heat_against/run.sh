#!/usr/bin/env bash
# Times heat of ten million clicks against others on the same points, in one run. See README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=benches/heat_against
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cargo bench --quiet --bench heat -- points "$folder/points.f32"
cargo bench --quiet --bench heat -- once "$folder"

python=${HEAT_PYTHON:-$here/venv/bin/python}
if "$python" -c "import numpy, scipy" 2>/dev/null; then
    "$python" $here/others.py "$folder"
else
    echo "numpy and scipy: not installed"
fi
modules=${HEAT_MODULES:-$here/node_modules}
if command -v node >/dev/null && [ -d "$modules/heatmap.js" ] && [ -x "${CHROMIUM:-/usr/bin/chromium}" ]; then
    HEAT_MODULES="$(realpath "$modules")" node $here/heatmap.mjs "$folder" || echo "heatmap.js: failed"
else
    echo "heatmap.js: not installed"
fi
if command -v python3 >/dev/null; then
    python3 $here/table.py "$folder"
else
    cat "$folder/ours.json"
fi
