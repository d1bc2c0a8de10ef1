//! How long heat takes: up to ten million clicks on a long desktop page, counted, blurred and coloured;
//! a tile of it; and how long each part of the page was in view.
//!
//! `cargo bench --bench heat -- points FILE` writes the ten million clicks instead, for
//! `benches/heat_against`.

use criterion::Criterion;
use std::hint::black_box;
use std::io::Write as _;
use wherefore::analysis::heat::{Grid, attention};
use wherefore::event::{Rect, Size};
use wherefore::facts::Band;
use wherefore::render::{Cells, HeatLook, heat_layer, heat_part};

const PAGE: Size = Size::new(1440.0, 9000.0);
const PX: (u32, u32) = (1440, 9000);
const RADIUS: f64 = 44.0;

struct Random(u64);

impl Random {
    /// 0–1.
    fn part(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / f64::from(1_u32 << 31)
    }
}

/// Clicks in clusters, as on a real page: most near a few hundred places.
#[expect(clippy::cast_possible_truncation, reason = "places on a page")]
fn clicks(count: usize) -> Vec<(f32, f32)> {
    let mut random = Random(42);
    let places: Vec<(f64, f64)> =
        (0..300).map(|_| (random.part() * PAGE.width, random.part() * PAGE.height)).collect();
    let mut near = |middle: f64, reach: f64| (middle + (random.part() - 0.5) * reach) as f32;
    places.iter().cycle().take(count).map(|(x, y)| (near(*x, 120.0), near(*y, 40.0))).collect()
}

/// A dozen stops of each view, down the page.
fn views(count: usize) -> Vec<Vec<Band>> {
    let mut random = Random(7);
    let mut band = || Band { y: random.part() * 8_000.0, height: 900.0, ms: 1_500 };
    (0..count).map(|_| (0..12).map(|_| band()).collect()).collect()
}

fn cells(grid: &Grid) -> Cells<'_> {
    let side = |cells: usize| u32::try_from(cells).expect("a grid over a page is no larger");
    Cells {
        width: side(grid.width),
        height: side(grid.height),
        cell: grid.cell,
        page: PAGE,
        values: &grid.cells,
        hottest: 0.0,
        signed: false,
    }
}

fn heat(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("heat");
    group.sample_size(10);
    for (name, count) in [("10k clicks", 10_000), ("1M clicks", 1_000_000), ("10M clicks", 10_000_000)] {
        let points = clicks(count);
        group.bench_function(format!("{name}, 1440 × 9000: count and blur"), |bench| {
            bench.iter(|| Grid::of_points(black_box(&points), &[], PAGE, RADIUS));
        });
        group.bench_function(format!("{name}, 1440 × 9000: count, blur and colour"), |bench| {
            bench.iter(|| {
                let grid = Grid::of_points(black_box(&points), &[], PAGE, RADIUS);
                heat_layer(cells(&grid), PX, HeatLook::default())
            });
        });
    }
    let grid = Grid::of_points(&clicks(1_000_000), &[], PAGE, RADIUS);
    for zoom in [0.25, 1.0, 3.0] {
        let side = 512.0 / zoom;
        let area = Rect { x: 100.0, y: 3_000.0, width: side, height: side };
        group.bench_function(format!("a tile of 512 × 512 at zoom {zoom}"), |bench| {
            bench.iter(|| heat_part(black_box(cells(&grid)), area, (512, 512), HeatLook::default()));
        });
    }
    let views = views(100_000);
    group.bench_function("attention of 100k views", |bench| {
        bench.iter(|| {
            let views: Vec<&[Band]> = black_box(&views).iter().map(Vec::as_slice).collect();
            attention(&views, PAGE)
        });
    });
    group.finish();
}

/// Writes points as pairs of little-endian f32.
fn write(points: &[(f32, f32)], file: &str) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(file)?);
    for (x, y) in points {
        out.write_all(&x.to_le_bytes())?;
        out.write_all(&y.to_le_bytes())?;
    }
    out.flush()
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "points") {
        let file = arguments.get(at + 1).expect("points FILE");
        write(&clicks(10_000_000), file).expect("the file can be written");
        return;
    }
    let mut criterion = Criterion::default().configure_from_args();
    heat(&mut criterion);
    criterion.final_summary();
}
