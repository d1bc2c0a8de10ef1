//! What opening, seeking and drawing cost in a long recording and in one ten times as long.

use crate::generate::{Random, lines};
use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;
use wherefore::event::Time;
use wherefore::job::Progress;
use wherefore::library::{Library, Order, Segment};
use wherefore::render::{Fonts, NoAssets, Painter};

/// Events of the recordings.
const LENGTHS: [usize; 2] = [100_000, 1_000_000];
const SEEKS: usize = 1000;
const FRAMES: usize = 200;

/// Times of one thing, ms, ascending.
pub(crate) struct Times(Vec<f64>);

impl Times {
    pub(crate) fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        Self(times)
    }

    /// The time that so many of a hundred do not exceed.
    pub(crate) fn percent(&self, share: usize) -> f64 {
        self.0
            .get((self.0.len() * share / 100).min(self.0.len().saturating_sub(1)))
            .copied()
            .unwrap_or(f64::NAN)
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [median, most, last] = [50, 99, 100].map(|share| self.percent(share));
        write!(out, "{median:>8.2} {most:>8.2} {last:>8.2}")
    }
}

/// Runs something so often, each timed.
pub(crate) fn timed(runs: usize, mut run: impl FnMut()) -> Times {
    let one = |_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64() * 1000.0
    };
    Times::of((0..runs).map(one).collect())
}

/// Imports recordings and lets a process of its own measure each, so that memory is told by itself.
pub(crate) fn print() {
    println!("Random moments of made recordings; ms by the clock on the wall\n");
    println!("{:<44} {:>8} {:>8} {:>8}", "what", "median", "99 %", "longest");
    for events in LENGTHS {
        let folder = tempfile::tempdir().expect("there is room for a temporary folder");
        let file = folder.path().join("long.json");
        write(&file, events).expect("the recording can be written");
        let library = folder.path().join("a.wherefore");
        let mut made = Library::open(&library).expect("a new library");
        let report = made.import(&[file], &Progress::default()).expect("the library can be written");
        assert_eq!(report.new, 1, "the recording is read");
        drop(made);
        let program = std::env::current_exe().expect("this program has a path");
        let told = Command::new(program).args(["measure", &events.to_string()]).arg(library).status();
        assert!(told.expect("this program can be run").success(), "it measured");
    }
}

fn write(file: &Path, events: usize) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    for (number, line) in lines(events).enumerate() {
        write!(out, "{}{line}", if number == 0 { "[" } else { ",\n" })?;
    }
    out.write_all(b"]\n")?;
    out.flush()
}

/// Measures the only session of a library.
pub(crate) fn measure(events: &str, library: &Path) {
    let ms = |start: Instant| start.elapsed().as_secs_f64() * 1000.0;
    let library = Library::open(library).expect("the library that was made");
    let sessions = library.sessions(&Segment::default(), Order::default()).expect("it can be read");
    let id = &sessions.first().expect("it has a session").id;
    let fonts = Fonts::bundled();
    let before = resident();

    let start = Instant::now();
    let beginning = library.replay_beginning(id).expect("it can be read");
    let mut painter = Painter::new(Arc::new(NoAssets), fonts);
    painter.show(&beginning.state_at(beginning.first_page())).expect("the page can be shown");
    black_box(painter.frame());
    let first = ms(start);
    drop(beginning);

    let engine = resident();
    let start = Instant::now();
    let replay = library.replay(id, &Progress::default()).expect("it can be read");
    let (opened, after) = (ms(start), resident());
    let length = replay.duration().0;
    let mut random = Random(23);
    let seeks = timed(SEEKS, || drop(black_box(replay.state_at(Time(random.below(length))))));
    println!("{:<44} {seeks}", format!("the page's state, {events} events"));
    let frames = timed(FRAMES, || {
        let state = replay.state_at(Time(random.below(length)));
        painter.show(&state).expect("the page can be shown");
        black_box(painter.frame());
    });
    println!("{:<44} {frames}", "… and its picture at 1366 × 768");
    println!(
        "… first picture after {first:.0} ms, all of it open after {opened:.0} ms more; {} checkpoints;\n\
         … memory: the recording {} MB, the drawn page {} MB\n",
        replay.checkpoints(),
        after.saturating_sub(engine) >> 10,
        engine.saturating_sub(before) >> 10,
    );
}

/// Memory that the process holds, KB; 0 where the system does not tell.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse().ok()).unwrap_or_default()
}
