//! Which elements came into view, in how many views of the page. Knows no clicks.
//!
//! An element was in view when its middle line was, or when it filled the viewport, for 150 ms at least;
//! what stays in its place when the page is scrolled always is. The middle line is Contentsquare's rule;
//! by it alone a part of the page that is taller than the screen is missed.

use crate::event::{Rect, Size};
use crate::library::{Chosen, View, Visits};
use rayon::prelude::*;

/// A shorter look shows nobody anything, ms.
const SEEN_MS: i64 = 150;
/// No screen that a page is looked at on is lower, CSS px of the picture.
const LOWEST_SCREEN: f64 = 100.0;
/// Views looked at by one piece of work.
const PIECE: usize = 2048;

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

/// In how many of the chosen views each element was in view, or was clicked. `clicked` are views and
/// the elements clicked in them, each pair once, in the order of views.
pub(super) fn exposed(
    (visits, chosen): (&Visits, &Chosen),
    size: Size,
    extents: &[Option<Extent>],
    clicked: &[(u32, usize)],
) -> Vec<u64> {
    let rank = Rank::of(extents);
    // Whole numbers, so that the order of the additions does not matter.
    let count = |views: &[u32]| {
        let mut sum = Sum::new(extents.len());
        let mut seen = Seen::default();
        let first = views.first().map_or(0, |view| clicked.partition_point(|(of, _)| of < view));
        let mut clicked = clicked[first..].iter().peekable();
        for number in views {
            seen.look(visits, visits.view(*number), size);
            rank.count(&seen, &mut sum);
            while let Some((_, element)) = clicked.next_if(|(view, _)| view == number) {
                let saw = extents[*element].is_some_and(|extent| seen.saw(extent));
                sum.more[*element] += u64::from(!saw);
            }
        }
        sum
    };
    let sum = chosen.views.par_chunks(PIECE).map(count).reduce(|| Sum::new(extents.len()), Sum::join);
    rank.by_element(&sum)
}

/// Elements in the order of their middle lines.
struct Rank {
    middles: Vec<f64>,
    /// The element of each middle line.
    order: Vec<usize>,
    /// Those that can be in view though their middle line is not: fixed, or taller than a screen may be.
    special: Vec<(usize, Extent)>,
}

/// Counts while they are made.
struct Sum {
    /// By middle line: how many more views saw it than saw the one before.
    steps: Vec<i64>,
    /// By element: views that saw it in another way.
    more: Vec<u64>,
}

impl Sum {
    fn new(elements: usize) -> Self {
        Self { steps: vec![0; elements + 1], more: vec![0; elements] }
    }

    fn join(mut self, other: Self) -> Self {
        self.steps.iter_mut().zip(other.steps).for_each(|(sum, more)| *sum += more);
        self.more.iter_mut().zip(other.more).for_each(|(sum, more)| *sum += more);
        self
    }
}

impl Rank {
    fn of(extents: &[Option<Extent>]) -> Self {
        let known = || extents.iter().enumerate().filter_map(|(at, extent)| Some((at, (*extent)?)));
        let mut ranked: Vec<(f64, usize)> = known().map(|(at, extent)| (extent.middle(), at)).collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let special = known().filter(|(_, it)| it.fixed || it.bottom - it.top >= LOWEST_SCREEN).collect();
        let (middles, order) = ranked.into_iter().unzip();
        Self { middles, order, special }
    }

    fn count(&self, seen: &Seen, sum: &mut Sum) {
        for (from, to) in &seen.parts {
            sum.steps[self.middles.partition_point(|middle| middle < from)] += 1;
            sum.steps[self.middles.partition_point(|middle| middle <= to)] -= 1;
        }
        for (element, extent) in &self.special {
            sum.more[*element] += u64::from(!seen.holds(extent.middle()) && seen.saw(*extent));
        }
    }

    fn by_element(&self, sum: &Sum) -> Vec<u64> {
        let mut counts = sum.more.clone();
        let mut views = 0;
        for (element, step) in self.order.iter().zip(&sum.steps) {
            views += step;
            counts[*element] += u64::try_from(views).unwrap_or_default();
        }
        counts
    }
}

/// What a view saw of the page: heights of the picture, from–to, ascending and apart.
#[derive(Debug, Clone, Default, PartialEq)]
struct Seen {
    parts: Vec<(f64, f64)>,
    /// The largest height that was in view at once.
    screen: f64,
}

impl Seen {
    /// Looks at what a view saw of a page that is shown at this size.
    fn look(&mut self, visits: &Visits, view: &View, size: Size) {
        let by = view.page_height.filter(|height| *height > 0.0).map_or(1.0, |height| size.height / height);
        let long = visits.bands_of(view).iter().filter(|band| band.ms >= SEEN_MS);
        self.parts.clear();
        self.parts.extend(long.map(|band| (band.y * by, (band.y + band.height) * by)));
        self.parts.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.screen = self.parts.iter().map(|(from, to)| to - from).fold(0.0, f64::max);
        self.parts.dedup_by(|next, last| {
            let joined = next.0 <= last.1;
            if joined {
                last.1 = last.1.max(next.1);
            }
            joined
        });
    }

    /// Whether it saw this element.
    fn saw(&self, extent: Extent) -> bool {
        !self.parts.is_empty() && (extent.fixed || self.holds(extent.middle()) || self.filled_by(extent))
    }

    /// Whether it saw this height.
    fn holds(&self, y: f64) -> bool {
        let next = self.parts.partition_point(|(from, _)| *from <= y);
        next.checked_sub(1).is_some_and(|at| y <= self.parts[at].1)
    }

    /// Whether so much of it was in view that nothing else was.
    fn filled_by(&self, extent: Extent) -> bool {
        let Extent { top, bottom, .. } = extent;
        let tall = bottom - top >= self.screen && self.screen > 0.0;
        tall && self.parts.iter().any(|(from, to)| bottom.min(*to) - top.max(*from) >= self.screen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Time;
    use crate::facts::Band;
    use proptest::prelude::*;

    /// What a viewport of 800 px at these offsets for so long saw of a page of 4000 px.
    fn seen(offsets: &[(f64, i64)], page_height: Option<f64>) -> Seen {
        let (visits, view) = visits(offsets, page_height);
        let mut seen = Seen::default();
        seen.look(&visits, &view, Size::new(400.0, 4000.0));
        seen
    }

    fn visits(offsets: &[(f64, i64)], page_height: Option<f64>) -> (Visits, View) {
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
        (Visits { bands, views: vec![view.clone()], ..Visits::default() }, view)
    }

    proptest! {
        /// Counting by rank gives what asking each view about each element gives.
        #[test]
        fn counted_by_rank_is_counted_one_by_one(
            offsets in proptest::collection::vec((0_u32..4000, 100_i64..300), 0..5),
            boxes in proptest::collection::vec((0_u32..4000, 1_u32..2000, any::<bool>()), 1..12),
            clicked in any::<bool>(),
        ) {
            let offsets: Vec<(f64, i64)> = offsets.into_iter().map(|(y, ms)| (f64::from(y), ms)).collect();
            let (visits, _) = visits(&offsets, None);
            let extents: Vec<Option<Extent>> = boxes
                .into_iter()
                .map(|(top, height, fixed)| {
                    Some(Extent { fixed, ..extent(f64::from(top), f64::from(top + height)) })
                })
                .collect();
            let chosen = Chosen { views: vec![0], sessions: 1 };
            let clicks: &[(u32, usize)] = if clicked { &[(0, 0)] } else { &[] };
            let found = exposed((&visits, &chosen), Size::new(400.0, 4000.0), &extents, clicks);
            let seen = seen(&offsets, None);
            for (at, extent) in extents.iter().flatten().enumerate() {
                let saw = seen.saw(*extent) || (clicked && at == 0);
                prop_assert_eq!(found[at], u64::from(saw));
            }
        }
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
