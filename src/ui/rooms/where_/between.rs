//! Two heatmaps compared: the same scale for both, and the difference of what happened in a view.

use super::sheet::{cells_tile, whole};
use super::side::{Paint, Shown};
use crate::findings::{HeatComparison, HeatMap, heat_against};
use crate::job::{Job, Poll};
use crate::render::Cells;
use crate::ui::theme::points;
use crate::ui::widgets::mosaic::{Maker, Mosaic};
use egui::Context;
use std::sync::Arc;

type Pair = (Arc<HeatMap>, Arc<HeatMap>);

/// The comparison of both sides, and the job that makes it.
#[derive(Default)]
pub(super) struct Between {
    of: Option<Pair>,
    making: Option<Job<(HeatComparison, f32)>>,
    /// What differs.
    pub(super) told: Option<Arc<HeatComparison>>,
    /// The layer of the difference; `None` where the pages are not the same.
    pub(super) heat: Option<Mosaic>,
    /// The largest difference, in what the field counts for each view.
    pub(super) most: f32,
}

impl Between {
    /// Takes what is ready and begins what is missing.
    pub(super) fn tick(&mut self, (a, b): (Option<&Shown>, Option<&Shown>), paint: Paint, ctx: &Context) {
        let Some((a, b)) = a.zip(b).map(|(a, b)| (a.map.clone(), b.map.clone())) else {
            *self = Self::default();
            return;
        };
        self.take(paint);
        let same = |of: &Pair| Arc::ptr_eq(&of.0, &a) && Arc::ptr_eq(&of.1, &b);
        if self.of.as_ref().is_some_and(same) {
            return;
        }
        self.of = Some((a.clone(), b.clone()));
        let wake = ctx.clone();
        let work = move |_: &crate::job::Progress| {
            let told = heat_against((*a).clone(), (*b).clone());
            let most = told.cells().map_or(0.0, |cells| cells.top());
            (told, most)
        };
        self.making = Job::spawn("difference", move || wake.request_repaint(), work).ok();
    }

    fn take(&mut self, paint: Paint) {
        let Some(job) = &self.making else { return };
        let made = match job.poll() {
            Poll::Running => return,
            Poll::Done(made) => Some(made),
            Poll::Panicked => None,
        };
        self.making = None;
        let Some((told, most)) = made else { return };
        let told = Arc::new(told);
        (self.told, self.most) = (Some(told.clone()), most);
        if told.difference.is_none() {
            self.heat = None;
            return;
        }
        let size = whole(told.a.size);
        let maker: Maker = Arc::new(move |part| {
            let Some(cells) = told.cells() else { return crate::render::Picture::filled(1, 1, [0; 4]) };
            cells_tile(Cells { hottest: most, ..cells }, size, part, paint.look)
        });
        match &mut self.heat {
            Some(heat) => heat.replace(size, maker),
            none => *none = Some(Mosaic::new("difference", size, maker)),
        }
    }
}

/// One scale for both sides: what gets the hottest colour on each, so that the same colour is as much in a
/// view.
pub(super) fn common(a: &Shown, b: &Shown) -> (f32, f32) {
    // On pages of different widths a cell of the field is not as large, nor the same number as many clicks.
    let near = |map: &HeatMap| match map.shows {
        kind if kind.by_row() => 1.0,
        _ => points(map.parts.grid.clicks_near(1.0, map.parts.radius).0),
    };
    let one = |shown: &Shown| shown.map.page_views.max(1) as f32 / near(&shown.map).max(f32::MIN_POSITIVE);
    let most = (a.peak / one(a)).max(b.peak / one(b));
    (most * one(a), most * one(b))
}
