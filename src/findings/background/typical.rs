//! Which moment of whose visit stands for many.

use super::super::{Error, Kit, open_recording};
use super::{BackgroundChoice, BackgroundOf};
use crate::event::{Device, Time};
use crate::facts::{Element, Facts, OpenState};
use crate::job::Progress;
use crate::library::{Library, Segment};
use crate::render::{Candidate, Screenshot, candidate, with_later_pictures};
use crate::replay::{PageState, Replay};

/// How many visits are looked through, the most typical first.
const VISITS: usize = 400;
/// How many of them are laid out at most.
const LAID_OUT: usize = 5;
/// The part of the clicks that must find their element for a page to be taken without a look at others.
const ENOUGH: f64 = 0.97;
/// How much the heights of two pages may differ that show the same.
const ALIKE: f64 = 0.015;
/// By how much of the clicks a page must be better to be taken before a more typical one.
const BETTER: f64 = 0.01;

/// The session and the page that stand for many, without what should not lie over it; `None` where no
/// visit can be drawn. Where there is a screenshot, it is the page that is most like it.
///
/// # Errors
/// When the library cannot be read, or it was cancelled.
pub(super) fn moment(
    library: &Library,
    of: &BackgroundOf,
    screenshot: Option<&Screenshot>,
    kit: &Kit,
    progress: &Progress,
) -> Result<Option<(String, PageState)>, Error> {
    let look = Look { library, of, kit, progress };
    if let BackgroundChoice::Moment { session, at } = &of.shown.choice {
        let replay = open_recording(library, session, progress)?;
        let state = replay.state_at((*at).max(replay.first_page()));
        return Ok(Some((session.clone(), look.candidate(state, &[]).state)));
    }
    let everyone = Segment::default();
    for segment in [&of.segment, &everyone] {
        let mut views = library.typical_views((&of.page, None), of.device, segment)?;
        views.truncate(VISITS);
        let found = if let Some(wanted) = &of.shown.state {
            look.seen(&views, wanted)?
        } else {
            let clicks = library.clicked_on(&of.page, of.device, segment)?;
            let whole = |shot: &&Screenshot| shot.page_height >= 1.0 && shot.viewport_width >= 1.0;
            match screenshot.filter(whole) {
                Some(shot) => look.like(&views, &clicks, shot)?,
                None => look.as_loaded(&views, &clicks)?,
            }
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

struct Look<'a> {
    library: &'a Library,
    of: &'a BackgroundOf,
    kit: &'a Kit,
    progress: &'a Progress,
}

impl Look<'_> {
    fn candidate(&self, state: PageState, clicks: &[(Element, u64)]) -> Candidate {
        let shown = (self.of.shown.state.as_ref(), self.of.shown.hide);
        candidate(state, shown, clicks, self.kit.assets.clone(), self.kit.fonts.clone())
    }

    /// The first of these views that was seen in that page state, at that moment.
    fn seen(
        &self,
        views: &[(String, u32)],
        wanted: &OpenState,
    ) -> Result<Option<(String, PageState)>, Error> {
        for (session, index) in views {
            self.progress.advance(0)?;
            let Some(measures) = self.library.measures(session)? else { continue };
            let is_it = |state: u32| measures.states.get(state as usize) == Some(wanted);
            let seen = measures.seen.iter().find(|seen| seen.page_view == *index && is_it(seen.state));
            if let Some(seen) = seen {
                let visit = self.visit(session, *index)?;
                let state = with_later_pictures(visit.replay.state_at(seen.at), &visit.at_end());
                return Ok(Some((session.clone(), self.candidate(state, &[]).state)));
            }
        }
        Ok(None)
    }

    /// The page on which most clicks find their element: of the most typical views, just before the first
    /// click, else at the end. A view is not asked for more than it takes.
    fn as_loaded(
        &self,
        views: &[(String, u32)],
        clicks: &[(Element, u64)],
    ) -> Result<Option<(String, PageState)>, Error> {
        let total = clicks.iter().map(|(_, count)| count).sum::<u64>() as f64;
        let mut best: Option<(String, Candidate)> = None;
        for (session, index) in views.iter().take(LAID_OUT) {
            self.progress.advance(0)?;
            let visit = self.visit(session, *index)?;
            let end = visit.at_end();
            let begin = with_later_pictures(visit.replay.state_at(visit.begin), &end);
            for state in [begin, end] {
                let looked = self.candidate(state, clicks);
                let enough = looked.covers as f64 >= total * ENOUGH;
                let gain = |best: &Candidate| looked.covers as f64 - best.covers as f64;
                if best.as_ref().is_none_or(|(_, best)| gain(best) > total * BETTER) {
                    best = Some((session.clone(), looked));
                }
                if enough {
                    return Ok(best.map(|(session, best)| (session, best.state)));
                }
            }
        }
        Ok(best.map(|(session, best)| (session, best.state)))
    }

    /// The page that is most like a screenshot: laid out at its width it is as high, and of such pages the
    /// one on which most clicks find their element. Visits of its very address come first; where those on
    /// this class of device are not like it, what others saw there is laid out as wide as the screenshot.
    fn like(
        &self,
        views: &[(String, u32)],
        clicks: &[(Element, u64)],
        shot: &Screenshot,
    ) -> Result<Option<(String, PageState)>, Error> {
        let mut best: Option<Alike> = None;
        let address = shot.url.as_deref();
        let enough = clicks.iter().map(|(_, count)| count).sum::<u64>() as f64 * ENOUGH;
        let others = Device::ALL.into_iter().filter(|device| *device != self.of.device);
        let devices = std::iter::once((self.of.device, LAID_OUT)).chain(others.zip([LAID_OUT / 2; 2]));
        for (device, most) in devices.filter(|_| address.is_some()) {
            let everyone = Segment::default();
            let mut there = self.library.typical_views((&self.of.page, address), device, &everyone)?;
            there.truncate(most);
            self.compare(&there, (clicks, shot), &mut best)?;
            if best.as_ref().is_some_and(|it| it.off <= ALIKE && it.page.covers as f64 >= enough) {
                break;
            }
        }
        if best.as_ref().is_none_or(|best| best.off > ALIKE) {
            self.compare(&self.by_height(views, shot)?, (clicks, shot), &mut best)?;
        }
        Ok(best.map(|best| (best.session, best.page.state)))
    }

    /// Looks whether one of these views is more like the screenshot than the best so far.
    fn compare(
        &self,
        views: &[(String, u32)],
        (clicks, shot): (&[(Element, u64)], &Screenshot),
        best: &mut Option<Alike>,
    ) -> Result<(), Error> {
        for (session, index) in views.iter().take(LAID_OUT) {
            self.progress.advance(0)?;
            let visit = self.visit(session, *index)?;
            let mut state = with_later_pictures(visit.replay.state_at(visit.begin), &visit.at_end());
            state.viewport.width = shot.viewport_width;
            let window = state.viewport.height;
            let page = self.candidate(state, clicks);
            let off = match page.height {
                height if height <= window && shot.page_height <= window * 1.05 => 0.0,
                height => (height / shot.page_height - 1.0).abs(),
            };
            let better = best.as_ref().is_none_or(|best| {
                let both = off <= ALIKE && best.off <= ALIKE;
                if both { page.covers > best.page.covers } else { off < best.off }
            });
            if better {
                *best = Some(Alike { off, session: session.clone(), page });
            }
        }
        Ok(())
    }

    /// The same views, those first whose page was about as high as the screenshot.
    fn by_height(&self, views: &[(String, u32)], shot: &Screenshot) -> Result<Vec<(String, u32)>, Error> {
        let mut far = Vec::with_capacity(views.len());
        for (session, index) in views {
            let measures = self.library.measures(session)?;
            let own = measures.and_then(|it| it.page_heights.get(*index as usize).copied().flatten());
            far.push(own.map_or(2, |own| match (own / shot.page_height - 1.0).abs() {
                off if off <= ALIKE => 0,
                off if off <= 0.1 => 1,
                _ => 3,
            }));
        }
        let mut order: Vec<usize> = (0..views.len()).collect();
        order.sort_by_key(|at| far[*at]);
        Ok(order.into_iter().map(|at| views[at].clone()).collect())
    }

    fn visit(&self, session: &str, index: u32) -> Result<Visit, Error> {
        let facts = self.library.facts(session)?;
        let replay = open_recording(self.library, session, self.progress)?;
        let end = facts.page_views.iter().find(|view| view.index == index).map(|view| view.end);
        let end = end.unwrap_or_else(|| replay.duration()).plus(-1).max(Time::ZERO);
        let begin = before_first_click(&facts, index).unwrap_or(end);
        Ok(Visit { replay, begin, end })
    }
}

/// A page that is like a screenshot.
struct Alike {
    /// By which part its height differs.
    off: f64,
    session: String,
    page: Candidate,
}

/// A visit of the page.
struct Visit {
    replay: Replay,
    /// When it was as loaded: just before the first click, else at the end.
    begin: Time,
    end: Time,
}

impl Visit {
    fn at_end(&self) -> PageState {
        self.replay.state_at(self.end)
    }
}

fn before_first_click(facts: &Facts, index: u32) -> Option<Time> {
    let mut clicks = facts.interactions.iter().filter(|it| it.page_view == index && it.kind.is_click());
    clicks.next().map(|click| click.at.plus(-1).max(Time::ZERO))
}
