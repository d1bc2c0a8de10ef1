//! Small pictures of moments: what hovering over the timeline shows, and what stands on the stage while
//! the play head is dragged faster than the page can be drawn.
//!
//! They are drawn by a studio of their own, so that the stage never waits for them, and at most
//! `MOST` are kept: those looked at last. They go with the session.

use crate::event::{Size, Time};
use crate::render::{Frame, FrameRequest, Studio, What};
use crate::replay::{PageState, Replay};
use egui::{ColorImage, Context, TextureHandle, TextureOptions};
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

/// The longest side of a small picture, px.
const SIDE: u32 = 320;
/// So many are kept; about 25 MB.
const MOST: usize = 128;
/// So many are drawn ahead, spread over what the timeline shows.
const AHEAD: i64 = 40;
/// Moments nearer together than this share a picture, ms.
const FINEST_MS: i64 = 250;
/// The timeline is cut into about so many moments.
const PARTS: i64 = 300;

/// The small pictures of one session.
#[derive(Default)]
pub struct Thumbs {
    kept: BTreeMap<Time, Small>,
    /// The moment below the pointer.
    pointed: Option<Time>,
    /// The moment that is drawn for it.
    wanted: Option<Time>,
    /// What is drawn when nothing else is wanted, the nearest first.
    ahead: VecDeque<Time>,
    /// For what part of the recording `ahead` was made.
    ahead_of: Option<(Time, Time)>,
    asked: Option<(u64, Time)>,
    state: PageState,
    first_page: Time,
    clock: u64,
}

/// A small picture of the page at one moment.
pub struct Small {
    /// The picture.
    pub texture: TextureHandle,
    /// The viewport that it shows, CSS px.
    pub viewport: Size,
    /// The moment.
    pub at: Time,
    used: u64,
}

impl fmt::Debug for Thumbs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thumbs").field("kept", &self.kept.len()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Small {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Small").field("at", &self.at).finish_non_exhaustive()
    }
}

/// Keys are never used twice, as for the stage.
static NEXT_KEY: AtomicU64 = AtomicU64::new(1);

impl Thumbs {
    /// None yet; nothing is shown before `first_page`.
    pub fn new(first_page: Time) -> Self {
        Self { first_page, ..Self::default() }
    }

    /// The pointer is over this moment of a timeline that shows `span`, or no longer over it.
    pub fn look(&mut self, at: Option<Time>, span: (Time, Time)) {
        self.pointed = at;
        self.wanted = at.map(|at| self.moment(at, span));
        let Some(at) = self.wanted else { return };
        self.clock += 1;
        let clock = self.clock;
        if let Some(small) = self.kept.get_mut(&at) {
            small.used = clock;
        }
        if self.ahead_of != Some(span) {
            self.ahead_of = Some(span);
            self.ahead = self.spread(at, span);
        }
    }

    /// What the pointer is over, if it is over the timeline: the moment that is drawn for it.
    pub fn looked_at(&self) -> Option<Time> {
        self.wanted
    }

    /// The moment below the pointer, if it is over the timeline.
    pub fn pointed(&self) -> Option<Time> {
        self.pointed
    }

    /// The picture nearest to a moment.
    pub fn near(&self, at: Time) -> Option<&Small> {
        let before = self.kept.range(..=at).next_back().map(|(_, small)| small);
        let after = self.kept.range(at..).next().map(|(_, small)| small);
        match (before, after) {
            (Some(before), Some(after)) => {
                Some(if after.at.since(at) < at.since(before.at) { after } else { before })
            }
            (one, other) => one.or(other),
        }
    }

    /// The picture of what the pointer is over, once it is there.
    pub fn exact(&self, replay: &Replay) -> Option<&Small> {
        let at = self.wanted?;
        self.near(at).filter(|small| small.at == at || !replay.changes_between(small.at, at))
    }

    /// How many are kept.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Takes pictures that are ready and asks for the next; only while the pointer is over the
    /// timeline. Never waits.
    pub fn draw(&mut self, studio: &Studio, replay: &Replay, ctx: &Context) {
        while let Some(frame) = studio.poll() {
            self.take(frame, ctx);
        }
        if self.asked.is_some() {
            return;
        }
        let Some(at) = self.next(replay) else { return };
        replay.seek(&mut self.state, at);
        let key = NEXT_KEY.fetch_add(1, Ordering::Relaxed);
        self.asked = Some((key, at));
        studio.request(FrameRequest {
            key,
            state: self.state.clone(),
            what: What::Small(SIDE),
            boxes: Vec::new(),
        });
    }

    fn next(&mut self, replay: &Replay) -> Option<Time> {
        let wanted = self.wanted?;
        if self.exact(replay).is_none() {
            return Some(wanted);
        }
        loop {
            let at = self.ahead.pop_front()?;
            let known =
                self.near(at).is_some_and(|small| small.at == at || !replay.changes_between(small.at, at));
            if !known {
                return Some(at);
            }
        }
    }

    fn take(&mut self, frame: Frame, ctx: &Context) {
        let Some((_, at)) = self.asked.take_if(|(key, _)| *key == frame.key) else { return };
        let viewport = self.state.viewport;
        // A page that cannot be drawn has a blank picture, and is not asked for again and again.
        let image = frame.result.map_or_else(
            |_trouble| ColorImage::filled([1, 1], egui::Color32::TRANSPARENT),
            |drawn| {
                let size = [drawn.picture.width as usize, drawn.picture.height as usize];
                ColorImage::from_rgba_unmultiplied(size, &drawn.picture.rgba)
            },
        );
        let texture = ctx.load_texture("small", image, TextureOptions::LINEAR);
        self.clock += 1;
        self.kept.insert(at, Small { texture, viewport, at, used: self.clock });
        if self.kept.len() > MOST {
            let oldest = self.kept.values().min_by_key(|small| small.used).map(|small| small.at);
            if let Some(oldest) = oldest {
                self.kept.remove(&oldest);
            }
        }
    }

    /// The moment that stands for its neighbours in a timeline that shows `span`.
    fn moment(&self, at: Time, span: (Time, Time)) -> Time {
        let step = step(span);
        Time(at.0.div_euclid(step) * step + step / 2).clamp(self.first_page, span.1.max(self.first_page))
    }

    /// Moments all over `span`, the nearest to `at` first.
    fn spread(&self, at: Time, span: (Time, Time)) -> VecDeque<Time> {
        let whole = span.1.since(span.0);
        let mut all: Vec<Time> =
            (0..AHEAD).map(|part| self.moment(span.0.plus(whole * part / AHEAD), span)).collect();
        all.sort_by_key(|moment| moment.since(at).abs());
        all.dedup();
        all.into()
    }
}

/// How far the moments are apart that are drawn: a power of two, so that they stay the same ones when the
/// timeline is shown larger.
fn step((from, to): (Time, Time)) -> i64 {
    let wanted = to.since(from) / PARTS;
    let mut step = FINEST_MS;
    while step * 2 <= wanted {
        step *= 2;
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_a_larger_timeline_are_finer_and_inside_it() {
        let thumbs = Thumbs::new(Time(700));
        let whole = (Time::ZERO, Time(2_700_000));
        assert_eq!((step(whole), step((Time(0), Time(60_000)))), (8000, 250));
        assert_eq!(thumbs.moment(Time(9000), whole), Time(12_000));
        assert_eq!(thumbs.moment(Time(15_999), whole), Time(12_000));
        assert_eq!(thumbs.moment(Time(0), (Time(0), Time(60_000))), Time(700), "the first page");
        let spread = thumbs.spread(Time(1_000_000), whole);
        assert!(spread.len() > 30 && spread.len() <= 40);
        assert!(spread[0].since(Time(1_000_000)).abs() < 70_000);
    }
}
