#!/usr/bin/env bash
# How soon the Where room shows the heat of another segment, in the real window, on a large library.
# Usage: benches/chip.sh PROGRAM LIBRARY [SEGMENT…]
#   cargo bench --bench generate -- --sessions 100000 --size 8 --out /tmp/made --library /tmp/made.wherefore
#   benches/chip.sh target/release/wherefore /tmp/made.wherefore
# It needs Xvfb, openbox and xdotool. Times are by the clock on the wall, from the segment's change: until the new heat
# is there, and until a frame after its tiles are painted. Without a graphics card a frame itself takes 40–60 ms.
set -euo pipefail
program=$1 library=$2
shift 2
segments=("$@")
[ $# -gt 0 ] || segments=(channel:paid device:mobile channel:direct channel:paid)
. "$(dirname "$0")/in_window.sh"

xdotool windowactivate --sync "$window" || true
wait_for 'session=[^ ]+ ms=.* page=[0-9]'
xdotool key --window "$window" 2
wait_for 'room=Where .*heat=\[/.* tiles=fine'
sleep 2
# The second page of the list: of 100,000 made sessions, 43,000 saw it on a phone.
xdotool mousemove --window "$window" 100 220 click 1
sleep 10
for segment in "${segments[@]}"; do
  : >"$trace"
  choose "$segment"
  wait_for "segment=\[$segment\] sessions=[0-9].*heat=\[/.* tiles=fine"
  sleep 3
  # What was typed on the way is a segment of its own; the one that counts is the last to begin.
  awk -v segment="$segment" '
    function heat() { match($0, /heat=\[[^]]*\]/); return substr($0, RSTART, RLENGTH) }
    function at() { match($0, / at=[0-9.]+/); return substr($0, RSTART + 4, RLENGTH - 4) + 0 }
    index($0, "segment=[" segment "]") {
      if (!begun) { begun = at(); before = heat() }
      if (!there && heat() != before && heat() != "heat=[none]") { there = at(); told = heat() }
      else if (there && !painted && / tiles=fine/) painted = at()
    }
    END {
      if (!there) { printf "%s: the same heat\n", segment; exit }
      printf "%s: %s after %.0f ms, painted after %.0f ms\n", segment, told, there - begun, painted - begun
    }
  ' "$trace"
done
xdotool windowactivate --sync "$window" key alt+F4 || true
