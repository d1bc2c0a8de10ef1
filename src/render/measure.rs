//! What layout tells about a session: where inside their elements clicks fell, in which page state that
//! was, how high pages were.

use super::overlays::{Overlay, overlays, state_around};
use super::stack::{contained, on_deep_stack};
use super::{Assets, Fonts, Painter};
use crate::event::{NodeId, Point, Rect, Time};
use crate::facts::{Facts, Inside, Interaction, Measures, OpenState, PageView, SeenState, StayKind};
use crate::job::{Cancelled, Progress};
use crate::replay::{PageState, Replay};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// So many rests of the mouse are measured in one page view, the longest; the others are short.
const RESTS: usize = 40;

/// Walks the recording once and measures every click and tap of `facts`, on the page as it was just
/// before, and the longer rests of the mouse. Runs on a thread of its own and waits for it; what the engine could not lay out stays
/// `None`. Counts one unit of progress per click, rest and page view.
///
/// # Errors
/// [`Cancelled`] when the caller has lost interest.
pub fn measure(
    replay: &Replay,
    facts: &Facts,
    assets: Arc<dyn Assets>,
    fonts: Fonts,
    progress: &Progress,
) -> Result<Measures, Cancelled> {
    let measures = Measures {
        page_heights: vec![None; facts.page_views.len()],
        inside: vec![None; facts.interactions.len()],
        rests: vec![None; facts.stays.len()],
        ..Measures::default()
    };
    let stops = stops(facts);
    progress.expect(stops.len() as u64);
    let walked = on_deep_stack("measure", || {
        let mut walk = Walk { replay, facts, assets, fonts, painter: None, lying: None, measures };
        for (at, stop) in stops {
            progress.advance(1)?;
            walk.stop(at, stop);
        }
        Ok(walk.measures)
    });
    walked.unwrap_or_else(|_trouble| Ok(Measures::default()))
}

/// A moment at which something is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// An interaction, by its number.
    Press(usize),
    /// A rest of the mouse or a field in focus, by its number.
    Stay(usize),
    /// The end of a page view, by its number.
    PageEnd(usize),
}

impl Stop {
    /// The page view that it is in.
    fn page_view(self, facts: &Facts) -> usize {
        match self {
            Self::Press(number) => facts.interactions[number].page_view as usize,
            Self::Stay(number) => facts.stays[number].page_view as usize,
            Self::PageEnd(number) => number,
        }
    }
}

/// The moments, in the order of the recording: the state just before a press, the last of a page.
fn stops(facts: &Facts) -> Vec<(Time, Stop)> {
    let presses = facts.interactions.iter().enumerate().filter(|(_, interaction)| is_measured(interaction));
    let presses = presses.map(|(at, interaction)| (interaction.at.plus(-1), Stop::Press(at)));
    let ends = facts.page_views.iter().enumerate().map(|(at, view)| (page_end(view), Stop::PageEnd(at)));
    let stays = measured_stays(facts).into_iter().map(|at| (facts.stays[at].at, Stop::Stay(at)));
    let mut stops: Vec<(Time, Stop)> = presses.chain(stays).chain(ends).collect();
    stops.sort_by_key(|(at, _)| *at);
    stops
}

/// The numbers of the fields in focus, and of the longest rests of each page view.
fn measured_stays(facts: &Facts) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    let mut rests: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, stay) in facts.stays.iter().enumerate().filter(|(_, stay)| stay.node.is_some()) {
        match stay.kind {
            StayKind::Focus => chosen.push(at),
            StayKind::Rest => rests.entry(stay.page_view).or_default().push(at),
        }
    }
    for mut rests in rests.into_values() {
        rests.sort_by_key(|at| (Reverse(facts.stays[*at].ms), *at));
        chosen.extend(rests.into_iter().take(RESTS));
    }
    chosen
}

/// The last moment of a page view at which its page still stands.
fn page_end(view: &PageView) -> Time {
    Time((view.end.0 - 1).max(view.start.0))
}

fn is_measured(interaction: &Interaction) -> bool {
    interaction.kind.is_click() && interaction.node.is_some()
}

struct Walk<'a> {
    replay: &'a Replay,
    facts: &'a Facts,
    assets: Arc<dyn Assets>,
    fonts: Fonts,
    /// Gone after a panic of the engine; the next stop begins with a new one.
    painter: Option<Painter>,
    /// The page that the painter shows, and what lies open over it.
    lying: Option<(PageState, Vec<Overlay>)>,
    measures: Measures,
}

impl Walk<'_> {
    fn stop(&mut self, at: Time, stop: Stop) {
        let state = self.state(at, stop);
        let painter = self.painter.take();
        let mut painter = painter.unwrap_or_else(|| Painter::new(self.assets.clone(), self.fonts.clone()));
        let lying = self.lying.take();
        let measured = contained(|| {
            let found = self.shown(&mut painter, &state, lying, stop).map(|lying| {
                let found = self.look(&painter, (&state, &lying), stop);
                (found, lying)
            });
            (painter, found)
        });
        let Ok((painter, found)) = measured else { return };
        self.painter = Some(painter);
        let Some((found, lying)) = found else { return };
        self.lying = Some((state, lying));
        self.keep(stop, &found);
    }

    /// Shows the page and tells what lies open over it. Where the mouse rests on the page that is shown
    /// already, its boxes are where they are: only what is fixed to the window moves as it is scrolled.
    fn shown(
        &self,
        painter: &mut Painter,
        state: &PageState,
        lying: Option<(PageState, Vec<Overlay>)>,
        stop: Stop,
    ) -> Option<Vec<Overlay>> {
        if let (Stop::Stay(number), Some((before, lying))) = (stop, lying)
            && is_same_page(&before, state)
        {
            let stays_put = self.facts.stays[number].node.is_none_or(|node| !painter.is_fixed(node));
            if stays_put || before.scroll == state.scroll {
                return Some(lying);
            }
        }
        painter.show(state).ok()?;
        Some(overlays(painter, state))
    }

    /// Notes what was found at a stop.
    fn keep(&mut self, stop: Stop, found: &Found) {
        let Ok(page_view) = u32::try_from(stop.page_view(self.facts)) else { return };
        for state in &found.open {
            let state = self.number_of(state);
            let seen = SeenState { page_view, state, at: found.at };
            let place =
                self.measures.seen.binary_search_by_key(&(page_view, state), |it| (it.page_view, it.state));
            if let Err(place) = place {
                self.measures.seen.insert(place, seen);
            }
        }
        match stop {
            Stop::Press(number) => {
                self.measures.inside[number] = found.inside;
                let Ok(key) = u32::try_from(number) else { return };
                if let Some(corner) = found.frame {
                    put(&mut self.measures.frames, key, corner);
                }
                if let Some(state) = &found.state {
                    let state = self.number_of(state);
                    put(&mut self.measures.in_state, key, state);
                }
            }
            Stop::Stay(number) => {
                self.measures.rests[number] = found.inside;
                let Ok(key) = u32::try_from(number) else { return };
                if let Some(state) = &found.state {
                    let state = self.number_of(state);
                    put(&mut self.measures.rests_in_state, key, state);
                }
            }
            Stop::PageEnd(number) => self.measures.page_heights[number] = Some(found.height),
        }
    }

    /// The number of a page state, which it gets when it is first met.
    fn number_of(&mut self, state: &OpenState) -> u32 {
        let states = &mut self.measures.states;
        let at = states.iter().position(|other| other == state).unwrap_or_else(|| {
            states.push(state.clone());
            states.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// The page at that moment. A press in the first moment of its page is looked at in that moment:
    /// just before, there was another page.
    fn state(&self, at: Time, stop: Stop) -> PageState {
        let before = self.replay.state_at(at);
        let node = match stop {
            Stop::Press(number) => self.facts.interactions[number].node,
            Stop::Stay(_) | Stop::PageEnd(_) => None,
        };
        let mut state = match node {
            Some(node) if before.dom.get(node).is_none() => self.replay.state_at(at.plus(1)),
            _ => before,
        };
        // A scroll that was told only after the press was made before it: facts know.
        if let Stop::Press(number) = stop
            && let Interaction { client: Some(client), position: Some(position), .. } =
                &self.facts.interactions[number]
        {
            state.scroll = Point::new(position.x - client.x, position.y - client.y);
        }
        state
    }

    fn look(&self, painter: &Painter, (state, lying): (&PageState, &[Overlay]), stop: Stop) -> Found {
        let mut found = Found {
            at: state.at,
            height: painter.page_height(),
            open: lying.iter().filter_map(Overlay::state).collect(),
            ..Found::default()
        };
        let (node, client) = match stop {
            Stop::Press(number) => {
                let Interaction { node, client, .. } = &self.facts.interactions[number];
                (*node, *client)
            }
            Stop::Stay(number) => (self.facts.stays[number].node, self.facts.stays[number].client),
            Stop::PageEnd(_) => return found,
        };
        found.state = state_around(lying, &state.dom, node);
        if let (Some(node), Some(client)) = (node, client) {
            found.frame = frame_corner(painter, state, node);
            let client = client.plus(found.frame.unwrap_or_default());
            found.inside = place_inside(painter, state, (node, client));
        }
        found
    }
}

/// Whether two pages are laid out alike, whatever is under the mouse and however far they are scrolled.
fn is_same_page(before: &PageState, now: &PageState) -> bool {
    before.dom.generation() == now.dom.generation()
        && before.viewport == now.viewport
        && before.frame_scrolls == now.frame_scrolls
        && before.adopters().eq(now.adopters())
        && now.dom.changed(&before.dom).is_empty()
}

/// Puts a value under its number; they come in the order of time, which is nearly that of the numbers.
fn put<T>(list: &mut Vec<(u32, T)>, number: u32, value: T) {
    let place = list.partition_point(|(other, _)| *other < number);
    list.insert(place, (number, value));
}

/// What was found at a stop.
#[derive(Default)]
struct Found {
    /// The moment that was looked at.
    at: Time,
    height: f64,
    /// The page states that lay open.
    open: Vec<OpenState>,
    /// The one that the press was made in.
    state: Option<OpenState>,
    inside: Option<Inside>,
    /// The press was inside an iframe, whose window began here in the viewport.
    frame: Option<Point>,
}

/// Where in the viewport the window of the iframe that `node` is in begins; `None` in the top document.
fn frame_corner(painter: &Painter, state: &PageState, node: NodeId) -> Option<Point> {
    let document = state.dom.document_of(node).filter(|document| Some(*document) != state.dom.root())?;
    let window = painter.boxes(&[document]).pop().flatten()?;
    let scroll = state.page_scroll();
    Some(Point::new(window.x - scroll.x, window.y - scroll.y))
}

/// Where in its element something was that happened at a point of the top document's viewport.
fn place_inside(painter: &Painter, state: &PageState, (node, client): (NodeId, Point)) -> Option<Inside> {
    let area = painter.boxes(&[node]).pop().flatten()?;
    let fixed = painter.is_fixed(node);
    let at = area.fraction(client.plus(state.page_scroll())).filter(|at| near(*at, area))?;
    let clamped = Point::new(at.x.clamp(0.0, 1.0), at.y.clamp(0.0, 1.0));
    Some(Inside { at: clamped, area, fixed })
}

/// Whether a place is in the box or at most 24 px off: what is farther away was laid out wrongly, and
/// nothing is better than a wrong place.
fn near(at: Point, area: Rect) -> bool {
    const SLACK: f64 = 24.0;
    let within = |part: f64, length: f64| part * length >= -SLACK && (part - 1.0) * length <= SLACK;
    within(at.x, area.width) && within(at.y, area.height)
}
