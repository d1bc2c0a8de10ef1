//! What opening, seeking and drawing cost in a long recording and in one ten times as long.

use crate::generate::{Random, recording};
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;
use wherefore::event::{Event, Time};
use wherefore::job::Progress;
use wherefore::render::{Fonts, NoAssets, Painter};
use wherefore::replay::Replay;

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

pub(crate) fn print() {
    println!("Random moments of made recordings; ms by the clock on the wall\n");
    println!("{:<44} {:>8} {:>8} {:>8}", "what", "median", "99 %", "longest");
    for events in LENGTHS {
        let before = resident();
        let made: Arc<[Event]> = recording(events).into();
        let own = resident();
        let start = Instant::now();
        let replay = Replay::new(made, &Progress::default()).expect("nobody cancels");
        let opened = start.elapsed().as_secs_f64() * 1000.0;
        let after = resident();
        let length = replay.duration().0;
        let mut random = Random(23);
        let seeks = timed(SEEKS, || drop(black_box(replay.state_at(Time(random.below(length))))));
        println!("{:<44} {seeks}", format!("the page's state, {events} events"));
        let mut painter = Painter::new(Arc::new(NoAssets), Fonts::bundled());
        let frames = timed(FRAMES, || {
            let state = replay.state_at(Time(random.below(length)));
            painter.show(&state).expect("the page can be shown");
            black_box(painter.frame());
        });
        println!("{:<44} {frames}", "… and its picture at 1366 × 768");
        println!(
            "… opened in {opened:.0} ms, {} checkpoints; memory: events {} MB, the rest {} MB\n",
            replay.checkpoints(),
            own.saturating_sub(before) >> 10,
            after.saturating_sub(own) >> 10,
        );
    }
}

/// Memory that the process holds, KB; 0 where the system does not tell.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse().ok()).unwrap_or_default()
}
