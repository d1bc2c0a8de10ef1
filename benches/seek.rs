//! How long a seek to any moment of a long recording takes, and how long opening it.

mod generate;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use generate::{Random, recording};
use std::hint::black_box;
use std::sync::Arc;
use wherefore::event::{Event, Time};
use wherefore::job::Progress;
use wherefore::replay::{PageState, Replay};

const EVENTS: usize = 100_000;

fn seek(criterion: &mut Criterion) {
    let events: Arc<[Event]> = recording(EVENTS).into();
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

criterion_group!(benches, seek);
criterion_main!(benches);
