# Sourced by the benches that drive the real window: opens `$library` with `$program` on a display of its own, 1600 ×
# 1000 points. Gives `trace`, `app`, `window`, `wait_for` and `choose`; takes all away in the end.
# It needs Xvfb, openbox and xdotool.
work=$(mktemp -d)
trace=$work/trace
: >"$trace"
mkdir -p "$work/data/wherefore" "$work/config" "$work/run"
export XDG_DATA_HOME=$work/data XDG_CONFIG_HOME=$work/config XDG_RUNTIME_DIR=$work/run
export WHEREFORE_TRACE=$trace
unset WAYLAND_DISPLAY WHEREFORE_LIBRARY

exec 3<>"$work/display"
Xvfb -displayfd 3 -screen 0 1700x1100x24 +extension GLX +extension RANDR -nolisten tcp >/dev/null 2>&1 &
server=$!
trap 'kill ${app:-} ${manager:-} $server 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 200); do [ -s "$work/display" ] && break; sleep 0.1; done
DISPLAY=:$(head -n 1 "$work/display")
export DISPLAY
openbox >/dev/null 2>&1 &
manager=$!
sleep 1

"$program" --library "$library" >"$work/printed" 2>&1 &
app=$!
window=
for _ in $(seq 600); do
  window=$(xdotool search --onlyvisible --pid "$app" 2>/dev/null | head -n 1 || true)
  [ -n "$window" ] && break
  sleep 0.1
done
xdotool windowsize --sync "$window" 1600 1000 || true
xdotool windowmove "$window" 0 0

# Waits until the last line of the trace fits.
wait_for() {
  for _ in $(seq 1200); do
    tail -n 1 "$trace" | grep -qE "$1" && return 0
    kill -0 "$app" || exit 1
    sleep 0.1
  done
  echo "never: $1" && tail -n 2 "$trace" && exit 1
}

# Types a segment into the line of the window.
choose() {
  xdotool key --window "$window" slash
  sleep 1
  xdotool key --window "$window" ctrl+a
  sleep 0.3
  xdotool type --window "$window" --delay 60 "$1"
  sleep 0.3
  xdotool key --window "$window" Return
}
