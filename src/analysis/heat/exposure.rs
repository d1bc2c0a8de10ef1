//! Which elements came into view, in how many views of the page. Knows no clicks.
//!
//! An element was in view when its middle line was, or when it filled the viewport, for 150 ms at least;
//! what stays in its place when the page is scrolled always is. The middle line is Contentsquare's rule;
//! by it alone a part of the page that is taller than the screen is missed.

use crate::event::{Rect, Size};
use crate::library::{View, Visits};

/// A shorter look shows nobody anything, ms.
const SEEN_MS: i64 = 150;

/// An element's part of the page's height on the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub(super) top: f64,
    pub(super) bottom: f64,
    /// It stays where it is when the page is scrolled.
    pub(super) fixed: bool,
}

impl Extent {
    pub(super) fn of(area: Rect, fixed: bool) -> Self {
        Self { top: area.y, bottom: area.y + area.height, fixed }
    }

    fn middle(self) -> f64 {
        f64::midpoint(self.top, self.bottom)
    }
}

/// What a view saw of the page: heights of the picture, from–to, ascending and apart.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Seen {
    parts: Vec<(f64, f64)>,
    /// The largest height that was in view at once.
    screen: f64,
}

impl Seen {
    /// What a view saw of a page that is shown at this size.
    pub(super) fn of(visits: &Visits, view: &View, size: Size) -> Self {
        let by = view.page_height.filter(|height| *height > 0.0).map_or(1.0, |height| size.height / height);
        let long = visits.bands_of(view).iter().filter(|band| band.ms >= SEEN_MS);
        let mut all: Vec<(f64, f64)> = long.map(|band| (band.y * by, (band.y + band.height) * by)).collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let screen = all.iter().map(|(from, to)| to - from).fold(0.0, f64::max);
        let mut parts: Vec<(f64, f64)> = Vec::with_capacity(all.len());
        for (from, to) in all {
            match parts.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => parts.push((from, to)),
            }
        }
        Self { parts, screen }
    }

    /// Whether it saw this element.
    pub(super) fn saw(&self, extent: Extent) -> bool {
        if self.parts.is_empty() {
            return false;
        }
        let middle = extent.middle();
        let holds = |y: f64| {
            let next = self.parts.partition_point(|(from, _)| *from <= y);
            next.checked_sub(1).is_some_and(|at| y <= self.parts[at].1)
        };
        extent.fixed || holds(middle) || self.filled_by(extent)
    }

    /// Whether so much of it was in view that nothing else was.
    fn filled_by(&self, extent: Extent) -> bool {
        let tall = extent.bottom - extent.top >= self.screen && self.screen > 0.0;
        tall && self
            .parts
            .iter()
            .any(|(from, to)| extent.bottom.min(*to) - extent.top.max(*from) >= self.screen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Time;
    use crate::facts::Band;

    /// What a viewport of 800 px at these offsets for so long saw of a page of 4000 px.
    fn seen(offsets: &[(f64, i64)], page_height: Option<f64>) -> Seen {
        let bands: Vec<Band> = offsets.iter().map(|(y, ms)| Band { y: *y, height: 800.0, ms: *ms }).collect();
        let view = View {
            visitor: 0,
            index: 0,
            span: (Time(0), Time(1)),
            viewport: Size::new(400.0, 800.0),
            page_height,
            max_scroll_px: 0.0,
            touches: 0..0,
            bands: 0..u32::try_from(bands.len()).unwrap(),
            states: 0,
            measured: true,
        };
        let visits = Visits { bands, ..Visits::default() };
        Seen::of(&visits, &view, Size::new(400.0, 4000.0))
    }

    fn extent(top: f64, bottom: f64) -> Extent {
        Extent { top, bottom, fixed: false }
    }

    #[test]
    fn the_middle_line_decides() {
        let seen = seen(&[(0.0, 500), (2000.0, 500)], None);
        assert!(seen.saw(extent(700.0, 900.0)), "its middle is the lowest line of the first screen");
        assert!(!seen.saw(extent(710.0, 900.0)));
        assert!(seen.saw(extent(1900.0, 2100.0)));
        assert!(!seen.saw(extent(1000.0, 1100.0)), "passed by");
    }

    #[test]
    fn what_is_taller_than_the_screen_counts_when_it_fills_it() {
        let seen = seen(&[(1000.0, 500)], None);
        assert!(seen.saw(extent(900.0, 4000.0)), "its middle was never in view");
        assert!(!seen.saw(extent(1300.0, 4000.0)), "it filled a part of the screen only");
    }

    #[test]
    fn a_glance_is_no_look_and_what_is_fixed_is_always_there() {
        let glance = seen(&[(0.0, 500), (2000.0, 149)], None);
        assert!(!glance.saw(extent(2300.0, 2400.0)));
        assert!(glance.saw(Extent { fixed: true, ..extent(3900.0, 4000.0) }));
        assert!(!seen(&[], None).saw(Extent { fixed: true, ..extent(0.0, 10.0) }), "nothing was looked at");
    }

    #[test]
    fn pages_of_other_heights_are_stretched() {
        let seen = seen(&[(1000.0, 500)], Some(2000.0));
        assert!(seen.saw(extent(2100.0, 2200.0)), "the second half of the page");
        assert!(!seen.saw(extent(1100.0, 1200.0)));
    }
}
