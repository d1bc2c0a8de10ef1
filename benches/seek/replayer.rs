//! The same recording in rrweb's own player in Chromium, if Node.js and both are there.

use crate::generate::{Random, lines};
use crate::table::{Times, timed};
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use wherefore::event::Time;
use wherefore::format::decode;
use wherefore::job::Progress;
use wherefore::replay::Replay;

const EVENTS: usize = 100_000;
const SEEKS: usize = 40;

pub(crate) fn print() {
    let lines = lines(EVENTS).collect::<Vec<_>>().join("\n");
    println!(
        "One file of {EVENTS} events, {:.0} MB of JSON; ms until it can be played, and for a seek to the state of the page\n",
        lines.len() as f64 / 1e6
    );
    println!("{:<14} {:>8} | {:>8} {:>8} {:>8}", "", "load", "median", "99 %", "longest");
    let start = Instant::now();
    let decoded = decode(lines.as_bytes());
    assert_eq!((decoded.events.len(), decoded.warnings.len()), (EVENTS, 0));
    let replay = Replay::new(decoded.events, &Progress::default()).expect("nobody cancels");
    let load = start.elapsed().as_secs_f64() * 1000.0;
    let (length, mut random) = (replay.duration().0, Random(5));
    let moments: Vec<i64> = (0..SEEKS).map(|_| random.below(length)).collect();
    let mut next = moments.iter().cycle();
    let ours = timed(SEEKS, || {
        drop(black_box(replay.state_at(Time(*next.next().expect("it goes round")))));
    });
    println!("{:<14} {load:>8.0} | {ours}", "Wherefore");
    match theirs(&lines, &moments) {
        Ok((load, theirs)) => {
            println!("{:<14} {load:>8.0} | {theirs}", "rrweb");
            println!(
                "\nMedian: rrweb's player takes {:.0} times as long.",
                theirs.percent(50) / ours.percent(50)
            );
        }
        Err(why) => println!("rrweb: not measured: {why}"),
    }
}

/// Loading and seeks of rrweb's player, ms.
fn theirs(lines: &str, moments: &[i64]) -> Result<(f64, Times), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let file = folder.path().join("long.json");
    std::fs::write(&file, format!("[{}]", lines.replace('\n', ",\n"))).map_err(|error| error.to_string())?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/seek/replayer.mjs");
    let asked: Vec<String> = moments.iter().map(ToString::to_string).collect();
    let run = Command::new("node").arg(script).arg(&file).args(asked).output();
    let run = run.map_err(|error| error.to_string())?;
    let told = String::from_utf8_lossy(&run.stdout);
    let numbers: Option<Vec<f64>> = told.split_whitespace().map(|number| number.parse().ok()).collect();
    match numbers.as_deref() {
        Some([load, seeks @ ..]) if seeks.len() == moments.len() => Ok((*load, Times::of(seeks.to_vec()))),
        _ => Err(String::from_utf8_lossy(&run.stderr).lines().take(5).collect::<Vec<_>>().join("\n")),
    }
}
