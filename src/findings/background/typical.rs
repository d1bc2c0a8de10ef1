//! Which moment of whose visit stands for many.

use super::super::{Error, Kit, open_recording};
use super::{BackgroundChoice, BackgroundOf};
use crate::event::Time;
use crate::facts::{Element, Facts, OpenState};
use crate::job::Progress;
use crate::library::{Library, Segment};
use crate::render::{Candidate, candidate, with_later_pictures};
use crate::replay::{PageState, Replay};

/// How many visits are looked through, the most typical first.
const VISITS: usize = 400;
/// How many of them are laid out at most.
const LAID_OUT: usize = 5;
/// The part of the clicks that must find their element for a page to be taken without a look at others.
const ENOUGH: f64 = 0.97;
/// By how much of the clicks a page must be better to be taken before a more typical one.
const BETTER: f64 = 0.01;

/// The session and the page that stand for many, without what should not lie over it; `None` where no
/// visit can be drawn. `height` is that of the screenshot which it is to fit.
///
/// # Errors
/// When the library cannot be read, or it was cancelled.
pub(super) fn moment(
    library: &Library,
    of: &BackgroundOf,
    height: Option<f64>,
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
        let mut views = library.typical_views(&of.page, of.device, segment)?;
        views.truncate(VISITS);
        let found = match &of.shown.state {
            Some(wanted) => look.seen(&views, wanted)?,
            None => {
                let views = look.by_height(views, height)?;
                let clicks = library.clicked_on(&of.page, of.device, segment)?;
                look.as_loaded(&views, &clicks)?
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

    /// The same views, those first whose page was as high as the screenshot: they show the same content.
    fn by_height(
        &self,
        mut views: Vec<(String, u32)>,
        height: Option<f64>,
    ) -> Result<Vec<(String, u32)>, Error> {
        let Some(height) = height else { return Ok(views) };
        let mut far = Vec::with_capacity(views.len());
        for (session, index) in &views {
            let measures = self.library.measures(session)?;
            let own = measures.and_then(|it| it.page_heights.get(*index as usize).copied().flatten());
            far.push(own.map_or(2, |own| match (own / height - 1.0).abs() {
                off if off <= 0.02 => 0,
                off if off <= 0.15 => 1,
                _ => 3,
            }));
        }
        let mut order: Vec<usize> = (0..views.len()).collect();
        order.sort_by_key(|at| far[*at]);
        Ok(order.into_iter().map(|at| std::mem::take(&mut views[at])).collect())
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
