//! How far down a page was seen, and for how long each height of it. Knows no picture.

use crate::event::{Device, Size};
use crate::facts::Band;
use crate::library::{Chosen, View, Visits};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// No page is looked at further down than this, px.
const DEEPEST: f64 = 200_000.0;
/// Views that are worth another thread.
const VIEWS: usize = 2_000;
/// No band is in view longer, ms: a year.
const LONGEST: i64 = 366 * 86_400_000;

/// How many views saw a height of the page.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reach {
    /// Distance from the top of the page, CSS px.
    pub y_px: f64,
    /// Part of the views whose viewport came down to it, 0–1.
    pub reach: f64,
}

/// Where the first screen of a class of device ends.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Fold {
    /// The class of device.
    pub device: Device,
    /// The middle height of its viewports, CSS px.
    pub y_px: f64,
    /// A tenth of the views had a first screen no higher than this, CSS px.
    pub low_px: f64,
    /// A tenth of the views had one at least as high as this, CSS px.
    pub high_px: f64,
    /// Views on such a device.
    pub views: u64,
}

/// The lowest line of the page that a view saw, CSS px: the lower edge of its viewport at its
/// deepest. `None` where the viewport is not known.
fn saw(visits: &Visits, view: &View) -> Option<f64> {
    let height = view.viewport.height;
    let deepest = visits
        .bands_of(view)
        .iter()
        .map(|band| band.y + band.height)
        .fold(view.max_scroll_px + height, f64::max);
    (height > 0.0 && deepest.is_finite()).then_some(deepest)
}

/// The reach of every `step` px from the top down to `height`, and of `height` itself. Empty where
/// no view tells its viewport. Who saw a page of another height to its end saw this one to its end.
pub fn reach(visits: &Visits, chosen: &Chosen, height: f64, step: f64) -> Vec<Reach> {
    let lowest = |number: &u32| {
        let view = visits.view(*number);
        let deepest = saw(visits, view)?;
        let end = view.page_height.is_some_and(|end| end > 0.0 && deepest >= end - 1.0);
        Some(if end { deepest.max(height) } else { deepest })
    };
    let mut depths: Vec<f64> = chosen.views.par_iter().filter_map(lowest).collect();
    if depths.is_empty() || !(height.is_finite() && step > 0.0) {
        return Vec::new();
    }
    depths.par_sort_unstable_by(f64::total_cmp);
    let end = height.clamp(0.0, DEEPEST);
    let mut lines: Vec<f64> = Vec::new();
    let mut y = 0.0;
    while y < end {
        lines.push(y);
        y += step;
    }
    lines.push(end);
    let seen = |y: f64| depths.len() - depths.partition_point(|depth| *depth < y);
    lines.into_iter().map(|y| Reach { y_px: y, reach: seen(y) as f64 / depths.len() as f64 }).collect()
}

/// The heights of the first screens, by class of device.
fn screens(visits: &Visits, chosen: &Chosen) -> BTreeMap<Device, Vec<f64>> {
    let mut screens: BTreeMap<Device, Vec<f64>> = BTreeMap::new();
    for view in chosen.views.iter().map(|number| visits.view(*number)) {
        if view.viewport.height > 0.0 {
            screens.entry(visits.visitor(view).device).or_default().push(view.viewport.height);
        }
    }
    screens
}

/// The average height of the first screen, CSS px: what is above the fold.
pub fn average_fold(visits: &Visits, chosen: &Chosen) -> Option<f64> {
    let screens = screens(visits, chosen);
    let count: usize = screens.values().map(Vec::len).sum();
    (count > 0).then(|| screens.values().flatten().sum::<f64>() / count as f64)
}

/// Where the first screen ends on each class of device, widest devices first.
pub fn folds(visits: &Visits, chosen: &Chosen) -> Vec<Fold> {
    screens(visits, chosen)
        .into_iter()
        .map(|(device, mut heights)| {
            heights.sort_by(f64::total_cmp);
            let last = heights.len() - 1;
            Fold {
                device,
                y_px: heights[last / 2],
                low_px: heights[last / 10],
                high_px: heights[last - last / 10],
                views: heights.len() as u64,
            }
        })
        .collect()
}

/// Seconds that each px row of the page was in view, summed over all views; one value a row of
/// `size`. `views` are the bands of each view. Time counts in full for every row of the viewport;
/// bands without time, or whose place is no number, count for nothing.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the page")]
pub fn attention(views: &[&[Band]], size: Size) -> Vec<f32> {
    let rows = if size.height.is_finite() { size.height.clamp(0.0, DEEPEST).ceil() as usize } else { 0 };
    let piece = views.len().div_ceil(rayon::current_num_threads()).max(VIEWS);
    // Whole milliseconds, so that the order of the additions does not matter.
    let change = views.par_chunks(piece).map(|views| changes(views, rows)).reduce(
        || vec![0; rows + 1],
        |mut sum, more| {
            sum.iter_mut().zip(more).for_each(|(sum, more)| *sum = sum.saturating_add(more));
            sum
        },
    );
    let mut ms = 0_i64;
    let seconds = |step: &i64| {
        ms = ms.saturating_add(*step);
        ms as f32 / 1000.0
    };
    change.iter().take(rows).map(seconds).collect()
}

/// By how much the time in view changes from row to row, ms.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the page")]
fn changes(views: &[&[Band]], rows: usize) -> Vec<i64> {
    let mut change = vec![0_i64; rows + 1];
    let row = |y: f64| y.clamp(0.0, rows as f64) as usize;
    for band in views.iter().copied().flatten() {
        let end = band.y + band.height;
        if end.is_finite() && band.ms > 0 {
            let ms = band.ms.min(LONGEST);
            change[row(band.y)] += ms;
            change[row(end)] -= ms;
        }
    }
    change
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, page};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reach_counts_the_lower_edge_of_the_viewport() {
        let mut made = Made::new();
        made.view(0.0).view(400.0).view(0.0).band(1200.0, 5).view(1200.0);
        let (visits, all) = made.done();
        let reach = reach(&visits, &all, 3000.0, 100.0);
        let at = |y: f64| reach.iter().find(|r| r.y_px == y).map(|r| r.reach);
        assert_eq!(
            [at(0.0), at(800.0), at(900.0), at(1200.0)],
            [Some(1.0), Some(1.0), Some(0.75), Some(0.75)]
        );
        assert_eq!(
            [at(1300.0), at(2000.0), at(2100.0), at(3000.0)],
            [Some(0.5), Some(0.5), Some(0.0), Some(0.0)]
        );
        assert_eq!(average_fold(&visits, &all), Some(800.0));
        let folds = folds(&visits, &all);
        assert_eq!(folds.len(), 1);
        assert_eq!((folds[0].y_px, folds[0].low_px, folds[0].views), (800.0, 800.0, 4));
    }

    #[test]
    fn the_end_of_a_shorter_page_is_the_end() {
        let mut made = Made::new();
        made.view(1200.0).page_height(2000.0).view(1200.0).page_height(5000.0);
        let (visits, all) = made.done();
        let last = reach(&visits, &all, 3000.0, 100.0).pop();
        assert_eq!(last.map(|r| r.reach), Some(0.5));
    }

    #[test]
    fn nothing_known_is_nothing_said() {
        let (visits, all) = Made::new().done();
        assert_eq!(reach(&visits, &all, 1000.0, 50.0), []);
        assert_eq!(average_fold(&visits, &all), None);
        assert_eq!(folds(&visits, &all), []);
        let mut blind = Made::new();
        blind.view(10.0).viewport(Size::default());
        let (visits, all) = blind.done();
        assert_eq!(reach(&visits, &all, 1000.0, 50.0), []);
    }

    #[test]
    fn attention_is_time_in_view() {
        let mut made = Made::new();
        made.view(0.0).band(0.0, 2000).band(400.0, 1000);
        let rows = attention(&[&made.done().0.bands], page(1500.0));
        assert_eq!((rows[0], rows[399], rows[400], rows[799]), (2.0, 2.0, 3.0, 3.0));
        assert_eq!((rows[800], rows[1199], rows[1200], rows.len()), (1.0, 1.0, 0.0, 1500));
    }

    #[test]
    fn bands_that_cannot_be_count_for_nothing() {
        let band = |y, height, ms| Band { y, height, ms };
        let wild = [
            band(f64::NAN, 10.0, 5),
            band(0.0, f64::INFINITY, 5),
            band(0.0, 10.0, -5),
            band(-50.0, 60.0, 1000),
            band(90.0, 1e9, 2000),
        ];
        let rows = attention(&[&wild], Size::new(400.0, 100.0));
        assert_eq!(
            (rows[0], rows[9], rows[10], rows[89], rows[90], rows[99]),
            (1.0, 1.0, 0.0, 0.0, 2.0, 2.0)
        );
        assert_eq!(attention(&[&wild], Size::new(400.0, f64::NAN)), [0.0; 0]);
        let long = [band(0.0, 10.0, i64::MAX); 3];
        assert!(attention(&[&long], Size::new(4.0, 20.0))[0] > 0.0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn parallel_is_serial_and_as_counted_one_by_one(
            bands in proptest::collection::vec((-50_i32..700, 1_i32..400, 0_i64..9000), 1..60),
        ) {
            let band = |(y, height, ms)| Band { y: f64::from(y), height: f64::from(height), ms };
            let bands: Vec<Band> = bands.into_iter().map(band).collect();
            // Often enough for several threads to have their share.
            let views: Vec<&[Band]> = bands.chunks(3).collect::<Vec<_>>().repeat(700);
            let size = Size::new(400.0, 500.0);
            let on = |threads| {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                pool.install(|| attention(&views, size))
            };
            let one = on(1);
            prop_assert_eq!(&one, &on(4));
            for (y, seconds) in one.iter().enumerate() {
                let y = y as f64;
                let ms: i64 = bands
                    .iter()
                    .filter(|band| band.y.max(0.0) <= y && y < band.y + band.height)
                    .map(|band| band.ms)
                    .sum();
                prop_assert_eq!(*seconds, (ms * 700) as f32 / 1000.0);
            }
        }
    }
}
