//! How long a seek to any moment of a long recording takes, and how long opening it.
//!
//! `cargo bench --bench seek -- table` prints how it grows with the recording's length, with drawn
//! frames and memory; `-- rrweb` also asks rrweb's own player in Chromium, in the same run.

#![expect(clippy::print_stdout, reason = "a tool for a terminal")]

#[path = "../generate/mod.rs"]
mod generate;
mod replayer;
mod table;

use criterion::{BatchSize, Criterion};
use generate::{Random, events};
use std::hint::black_box;
use std::path::Path;
use wherefore::event::{Event, Time};
use wherefore::job::Progress;
use wherefore::replay::{PageState, Replay};

/// As the program has it.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

const EVENTS: usize = 100_000;

fn seek(criterion: &mut Criterion) {
    let events: Vec<Event> = events(EVENTS).collect();
    let replay = Replay::new(events.clone(), &Progress::default()).expect("nobody cancels");
    let length = replay.duration().0;
    let mut random = Random(11);

    criterion.bench_function("seek/random moment of 100,000 events", |bench| {
        bench.iter(|| black_box(replay.state_at(Time(random.below(length)))));
    });
    criterion.bench_function("seek/next picture while playing", |bench| {
        let mut at = 0;
        let mut state = PageState::default();
        bench.iter(|| {
            at = (at + 16) % length;
            replay.seek(&mut state, Time(at));
        });
    });
    criterion.bench_function("seek/pointer", |bench| {
        bench.iter(|| black_box(replay.pointer_at(Time(random.below(length)))));
    });
    let mut slow = criterion.benchmark_group("seek");
    slow.sample_size(10);
    slow.bench_function("open 100,000 events", |bench| {
        bench.iter_batched(
            || events.clone(),
            |events| Replay::new(events, &Progress::default()),
            BatchSize::LargeInput,
        );
    });
    slow.finish();
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, measure, events, library] = &arguments[..]
        && measure == "measure"
    {
        return table::measure(events, Path::new(library));
    }
    let asked = |name: &str| arguments.iter().any(|argument| argument == name);
    if asked("table") || asked("rrweb") {
        table::print();
        if asked("rrweb") {
            replayer::print();
        }
        return;
    }
    let mut criterion = Criterion::default().configure_from_args();
    seek(&mut criterion);
    criterion.final_summary();
}
