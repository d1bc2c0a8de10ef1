//! How long heat takes: up to ten million clicks on a long desktop page, counted, blurred and coloured;
//! a tile of it; and how long each part of the page was in view.
//!
//! For `benches/heat_against`: with `-- points FILE` it writes the ten million clicks instead, with
//! `-- once FOLDER` it draws those of the folder and leaves times and the field there.

use criterion::Criterion;
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;
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

/// Writes numbers as little-endian f32.
fn write(numbers: impl Iterator<Item = f32>, file: &Path) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(file)?);
    numbers.map(f32::to_le_bytes).try_for_each(|bytes| out.write_all(&bytes))?;
    out.flush()
}

/// The least time of a few runs, ms.
fn best<T>(mut work: impl FnMut() -> T) -> f64 {
    let run = |_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed().as_secs_f64() * 1000.0
    };
    (0..7).map(run).fold(f64::MAX, f64::min)
}

/// Adds one to a cell for each point and no more.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be on the page")]
fn scatter(points: &[(f32, f32)]) -> Vec<u32> {
    let (width, height) = (PX.0 as usize, PX.1 as usize);
    let mut counts = vec![0; width * height];
    for (x, y) in points {
        let (left, top) = (*x as usize, *y as usize);
        if *x >= 0.0 && *y >= 0.0 && left < width && top < height {
            counts[top * width + left] += 1;
        }
    }
    counts
}

/// Draws `points.f32` of a folder; writes `ours.json` and `ours.f32` there.
fn once(folder: &Path) -> std::io::Result<()> {
    let bytes = std::fs::read(folder.join("points.f32"))?;
    let number = |bytes: &[u8; 4]| f32::from_le_bytes(*bytes);
    let points = bytes.as_chunks::<4>().0.as_chunks::<2>().0.iter();
    let points: Vec<(f32, f32)> = points.map(|[x, y]| (number(x), number(y))).collect();
    let draw = || {
        let grid = Grid::of_points(&points, &[], PAGE, RADIUS);
        heat_layer(cells(&grid), PX, HeatLook::default())
    };
    let scatter = best(|| scatter(&points));
    let blur = best(|| Grid::of_points(&points, &[], PAGE, RADIUS));
    let whole = best(draw);
    let grid = Grid::of_points(&points, &[], PAGE, RADIUS);
    write(grid.cells.iter().copied(), &folder.join("ours.f32"))?;
    let Grid { width, height, cell, .. } = &grid;
    let told = format!(
        "{{\"scatter\": {scatter:.2}, \"blur\": {blur:.2}, \"whole\": {whole:.2}, \
         \"width\": {width}, \"height\": {height}, \"cell\": {}}}",
        cell.width
    );
    std::fs::write(folder.join("ours.json"), told + "\n")
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |word: &str| {
        let at = arguments.iter().position(|argument| argument == word)?;
        arguments.get(at + 1).map(Path::new)
    };
    if let Some(file) = after("points") {
        let points = clicks(10_000_000);
        let numbers = points.iter().flat_map(|(x, y)| [*x, *y]);
        return write(numbers, file).expect("the file can be written");
    }
    if let Some(folder) = after("once") {
        return once(folder).expect("the folder can be read and written");
    }
    let mut criterion = Criterion::default().configure_from_args();
    heat(&mut criterion);
    criterion.final_summary();
}
