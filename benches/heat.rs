//! How long heat takes: up to ten million clicks on a long desktop page.

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use wherefore::analysis::heat::Grid;
use wherefore::event::{Point, Size};

const PAGE: Size = Size::new(1440.0, 9000.0);

/// Clicks in clusters, as on a real page: most near a few hundred places.
fn clicks(count: usize) -> Vec<(Point, f32)> {
    let mut state = 42_u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    let places: Vec<Point> =
        (0..300).map(|_| Point::new(next() * PAGE.width, next() * PAGE.height)).collect();
    places
        .iter()
        .cycle()
        .take(count)
        .map(|place| (place.plus(Point::new(next() * 120.0 - 60.0, next() * 40.0 - 20.0)), 1.0))
        .collect()
}

fn heat(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("heat");
    group.sample_size(10);
    for (name, count) in [("10k points", 10_000), ("10M points", 10_000_000)] {
        let points = clicks(count);
        group.bench_function(format!("{name}, 1440×9000"), |bench| {
            bench.iter(|| Grid::of_points(black_box(&points), PAGE, 44.0));
        });
    }
    group.finish();
}

criterion_group!(benches, heat);
criterion_main!(benches);
