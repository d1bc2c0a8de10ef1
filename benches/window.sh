#!/usr/bin/env bash
# How soon a session's first picture is there in the real window, how many pictures a second follow the pointer
# along the timeline, and what is left in memory when a session is left.
# Usage: benches/window.sh PROGRAM LIBRARY SESSION [OTHER SESSION]
# It needs Xvfb, openbox and xdotool. Times are by the clock on the wall, in a window drawn without a graphics card.
set -euo pipefail
program=$1 library=$2 session=$3 other=${4:-}
. "$(dirname "$0")/in_window.sh"

memory() { awk '/VmRSS/ { printf "%.0f MB", $2 / 1024 }' "/proc/$app/status"; }
# Opens a session by the segment line, and tells when its first picture came and when all of it was there.
open() {
  choose "id:$1"
  wait_for "sessions=1/"
  xdotool key --window "$window" j
  wait_for "session=$1 .* opening=$1 page=[0-9]"
  sleep 2
  awk -v id="$1" '
    function value(name,  at) { at = index($0, " " name "="); return substr($0, at + length(name) + 2) + 0 }
    $0 ~ " opening=" id " " && !asked { asked = value("at") }
    asked && ($0 ~ " session=none" || $0 ~ " session=" id " ") && $0 ~ / page=[0-9]/ && !seen { seen = value("at") }
    asked && $0 ~ " session=" id " " && !whole { whole = value("at") }
    END { printf "%s: first picture after %.0f ms, all of it after %.0f ms\n", id, seen - asked, whole - asked }
  ' "$trace"
}

# Along the timeline and back, as a hand does, with some time before it for the small pictures.
drag() {
  xdotool mousemove --window "$window" 400 905
  sleep 6
  : >"$trace"
  xdotool mousedown 1
  for x in $(seq 400 6 1200) $(seq 1200 -6 400); do xdotool mousemove --window "$window" "$x" 905 sleep 0.012; done
  xdotool mouseup 1
  awk '
    function value(name,  at) { at = index($0, " " name "="); return substr($0, at + length(name) + 2) }
    { split(value("at"), t, " "); split(value("page"), p, " "); split(value("small"), s, " "); split(value("ms"), m, " ") }
    !begin { begin = t[1] }
    { end = t[1]; heads += (m[1] != head); head = m[1]; shown = p[1] "/" s[1]; pictures += (shown != last); sharp += (p[1] != page); last = shown; page = p[1] }
    END { d = (end - begin) / 1000; printf "dragged for %.1f s: the play head moved %.0f times a second, %.0f pictures a second followed, %.0f of them sharp\n", d, heads / d, pictures / d, sharp / d }
  ' "$trace"
}

xdotool windowactivate --sync "$window" || true
wait_for 'session=[^ ]+ ms=.* page=[0-9]'
sleep 2
echo "the window with its first session: $(memory)"
if [ -n "$other" ]; then
  open "$other"
  drag
fi
: >"$trace"
open "$session"
echo "with $session open: $(memory)"
drag

if [ -n "$other" ]; then
  : >"$trace"
  open "$other"
  echo "and left for $other: $(memory)"
fi
xdotool windowactivate --sync "$window" key alt+F4 || true
