//! Inspecting: what element is below the pointer, asked of the studio that drew the page.
//!
//! Two questions: which node is on top there, and how large the control is that it belongs to.

use crate::event::{NodeId, Point, Rect};
use crate::facts::{self, Element};
use crate::job::{Job, Poll};
use crate::render::{Drawn, FrameRequest, What};
use crate::replay::{Dom, PageState};

/// So many attributes are told.
const MOST: usize = 12;

/// What is inspected.
#[derive(Debug, Default)]
pub struct Inspect {
    /// Where the pointer is on the page, client px.
    at: Option<Point>,
    /// A click holds the element, so that the pointer can go elsewhere.
    pub held: bool,
    /// The element below it.
    pub found: Option<Found>,
    /// The place that `found` is for.
    answered: Option<Point>,
    asked: Option<Asked>,
    /// The element that is being described: its selector is told by the whole page, so this is not for
    /// the window's thread.
    describing: Option<Job<Option<Found>>>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Asked {
    key: u64,
    at: Point,
    /// The control whose box is asked for; `None` while it is asked what is there.
    node: Option<NodeId>,
}

/// An element of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its node.
    pub node: NodeId,
    /// Its tag, in small letters.
    pub tag: String,
    /// What people call it, and how it is found again.
    pub element: Element,
    /// Names and values of its attributes, as they are in the recording.
    pub attributes: Vec<(String, String)>,
    /// Its box, page px.
    pub area: Option<Rect>,
}

impl Inspect {
    /// The pointer is there now, or off the page.
    pub fn point(&mut self, at: Option<Point>) {
        if !self.held {
            self.at = at;
            if at.is_none() {
                (self.found, self.answered) = (None, None);
            }
        }
    }

    /// Where the pointer is on the page, client px.
    pub fn pointed(&self) -> Option<Point> {
        self.at
    }

    /// Whether an answer is on its way.
    pub fn waits(&self) -> bool {
        self.asked.is_some()
    }

    /// Another page is shown: what was found is no longer there.
    pub fn forget(&mut self) {
        (self.found, self.answered, self.held, self.describing) = (None, None, false, None);
    }

    /// The question to ask next, if there is one; `key` is its name.
    pub(super) fn ask(&mut self, key: u64, state: &PageState) -> Option<FrameRequest> {
        let at = self.at.filter(|at| self.asked.is_none() && self.answered != Some(*at))?;
        self.asked = Some(Asked { key, at, node: None });
        Some(request(key, at, state, Vec::new()))
    }

    /// Takes what was found out of the element.
    pub(super) fn poll(&mut self) {
        let Some(job) = &self.describing else { return };
        self.found = match job.poll() {
            Poll::Running => return,
            Poll::Done(found) => found,
            Poll::Panicked => None,
        };
        self.describing = None;
    }

    /// Takes an answer; gives back the question that follows from it. `key` is for that one.
    pub(super) fn take(
        &mut self,
        (answered, drawn): (u64, Option<&Drawn>),
        key: u64,
        state: &PageState,
        wake: &egui::Context,
    ) -> Option<FrameRequest> {
        let asked = self.asked.take_if(|asked| asked.key == answered)?;
        let Some(drawn) = drawn else {
            (self.found, self.answered) = (None, Some(asked.at));
            return None;
        };
        if let Some(node) = asked.node {
            self.answered = Some(asked.at);
            let area = drawn.boxes.first().copied().flatten();
            let (dom, wake) = (state.dom.clone(), wake.clone());
            let describe = move |_: &_| found(&dom, node).map(|found| Found { area, ..found });
            self.describing = Job::spawn("describe", move || wake.request_repaint(), describe).ok();
            return None;
        }
        let node = drawn.under.and_then(|node| facts::target(&state.dom, node));
        if node.is_none() || node == self.found.as_ref().map(|found| found.node) {
            self.answered = Some(asked.at);
            self.found = self.found.take().filter(|_| node.is_some());
            return None;
        }
        self.asked = Some(Asked { key, at: asked.at, node });
        Some(request(key, asked.at, state, node.into_iter().collect()))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a place in a viewport")]
fn request(key: u64, at: Point, state: &PageState, boxes: Vec<NodeId>) -> FrameRequest {
    let what = What::Under { x: at.x as i32, y: at.y as i32 };
    FrameRequest { key, state: state.clone(), what, boxes }
}

fn found(dom: &Dom, node: NodeId) -> Option<Found> {
    let element = facts::describe(dom, node)?;
    let recorded = dom.element(node)?;
    let attributes = recorded.attributes.iter().filter(|(name, _)| !name.starts_with("rr_")).take(MOST);
    let attributes = attributes.map(|(name, value)| (name.to_string(), value.to_string())).collect();
    Some(Found { node, tag: recorded.tag.to_string(), element, attributes, area: None })
}
