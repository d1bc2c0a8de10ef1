//! How long another segment takes on a page of 100,000 views and half a million clicks: choosing the
//! views, placing, ranking elements, reach, the field. What is between a changed chip and the picture.
//!
//! ```text
//! cargo bench --bench chip
//! ```

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use wherefore::analysis::heat::{Grid, Ground, HeatKind, attention, elements, place, reach};
use wherefore::event::{Device, Rect, Size, Time};
use wherefore::facts::{Band, Element, Places, Spot};
use wherefore::library::{Chosen, Touch, TouchKind, View, Visitor, Visits};

const PAGE: Size = Size::new(1440.0, 9000.0);
const VIEWS: u32 = 100_000;
const ELEMENTS: u32 = 300;
const CLICKS: u32 = 5;

/// Numbers without rhyme, the same each time.
fn numbers() -> impl FnMut(u32) -> u32 {
    let mut state = 42_u64;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % u64::from(below)).unwrap_or_default()
    }
}

fn element(number: u32) -> Element {
    let name = format!("Element {number}");
    Element { selector: format!("main > div:nth-of-type({number}) > a"), text: name.clone(), name }
}

fn visits() -> Visits {
    let mut next = numbers();
    let mut visits = Visits { elements: (0..ELEMENTS).map(element).collect(), ..Visits::default() };
    for number in 0..VIEWS {
        let (touches, bands) = (number * CLICKS, number * 4);
        let mut visitor = Visitor::made(Device::Desktop);
        visitor.bought = next(20) == 0;
        visits.visitors.push(visitor);
        for click in 0..CLICKS {
            visits.touches.push(touch(number, click, &mut next));
        }
        for screen in 0..4 {
            visits.bands.push(Band { y: f64::from(screen * 700 + next(300)), height: 900.0, ms: 2000 });
        }
        visits.views.push(View {
            visitor: number,
            index: 0,
            span: (Time(0), Time(60_000)),
            viewport: Size::new(1440.0, 900.0),
            page_height: Some(9000.0),
            max_scroll_px: 2400.0,
            touches: touches..touches + CLICKS,
            bands: bands..bands + 4,
            states: 0,
            measured: true,
        });
    }
    visits
}

fn touch(view: u32, number: u32, next: &mut impl FnMut(u32) -> u32) -> Touch {
    let part = |of: u32| of as f32 / 1000.0;
    Touch {
        kind: TouchKind::Click,
        view,
        at: Time(i64::from(number) * 1000),
        ms: 0,
        element: Some(next(ELEMENTS)),
        inside: Some((part(next(1000)), part(next(1000)))),
        position: Some((100.0, 100.0)),
        state: 0,
        fixed: false,
        rage: next(50) == 0,
        dead: next(10) == 0,
        error: false,
        control: false,
    }
}

fn places() -> Places {
    let mut next = numbers();
    let spot = |number| Spot {
        element: element(number),
        area: Rect { x: f64::from(next(1200)), y: f64::from(next(8900)), width: 200.0, height: 60.0 },
        visible: true,
        fixed: false,
    };
    Places::of((0..ELEMENTS).map(spot).collect())
}

fn chip(criterion: &mut Criterion) {
    let (visits, places) = (visits(), places());
    let ground = Ground { places: &places, size: PAGE, state: 0 };
    let everyone = visits.everyone();
    let mut group = criterion.benchmark_group("chip");
    group.sample_size(10);
    group.bench_function("choose the views", |bench| {
        bench.iter(|| black_box(&visits).choose(|visitor| visitor.bought));
    });
    group.bench_function("place 500k clicks", |bench| {
        bench.iter(|| place(&visits, black_box(&everyone), ground, HeatKind::Click));
    });
    group.bench_function("rank 300 elements", |bench| {
        bench.iter(|| elements(&visits, black_box(&everyone), ground));
    });
    group.bench_function("reach", |bench| bench.iter(|| reach(&visits, black_box(&everyone), 9000.0, 50.0)));
    group.bench_function("attention", |bench| {
        bench.iter(|| {
            let bands = everyone.views.iter().map(|number| visits.bands_of(visits.view(*number)));
            attention(&bands.collect::<Vec<_>>(), PAGE)
        });
    });
    group.bench_function("all of it, to the field", |bench| {
        bench.iter(|| whole(&visits, black_box(&everyone), ground));
    });
    group.finish();
}

/// As a heatmap is put together.
fn whole(visits: &Visits, chosen: &Chosen, ground: Ground<'_>) -> Grid {
    let ((placed, _), _) = rayon::join(
        || (place(visits, chosen, ground, HeatKind::Click), elements(visits, chosen, ground)),
        || reach(visits, chosen, PAGE.height, 50.0),
    );
    Grid::of_points(&placed.points, &placed.weights, PAGE, 44.0)
}

criterion_group!(benches, chip);
criterion_main!(benches);
