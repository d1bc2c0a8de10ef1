//! Where a visitor lingered: the mouse at rest, and fields in focus.
//!
//! A recorder samples the mouse while it moves, so a gap between two samples is time at rest. Nobody is
//! known to be there for all of a long gap: a rest counts for as long as any sign of life does, 5 s.

use super::element;
use super::log::Spot;
use super::manner::{self, Manner};
use super::model::{Stay, StayKind};
use super::pass::Pass;
use super::window::Window;
use crate::event::{NodeId, Point, Position, Time};

/// A mouse that moved less than this is still in its place, px.
const SAME_PLACE_PX: f64 = 8.0;
/// What is shorter is a movement seen twice, ms.
const SHORTEST_REST_MS: i64 = 200;
/// What counts of a longer rest, ms.
const LONGEST_REST_MS: i64 = 5_000;
/// A browser lets the mouse follow a finger for pages that know only mice, within this time, ms.
const FOLLOWS_FINGER_MS: i64 = 1_000;
/// No session has more of them.
const MOST: usize = 5_000;

/// A mouse at rest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rest {
    at: Time,
    point: Point,
    node: Option<NodeId>,
    view: u32,
}

/// A field in focus.
#[derive(Debug, Clone, Copy)]
pub(super) struct Focus {
    at: Time,
    node: NodeId,
    view: u32,
}

/// The mouse was seen at these places.
pub(super) fn moved(pass: &mut Pass<'_>, window: &mut Window, spot: Spot, positions: &[Position]) {
    for position in positions {
        let touched = window.lingers.touched;
        if touched.is_some_and(|touched| position.at.since(touched).abs() <= FOLLOWS_FINGER_MS) {
            continue;
        }
        let same = window.lingers.rest.is_some_and(|rest| {
            rest.view == spot.view && rest.point.distance(position.point) < SAME_PLACE_PX
        });
        if !same {
            rest_ends(pass, window, position.at);
            let Position { at, point, node } = *position;
            window.lingers.rest = Some(Rest { at, point, node, view: spot.view });
        }
    }
}

/// A finger is on the glass, or left it: there is no mouse to rest.
pub(super) fn touched(window: &mut Window, at: Time) {
    window.lingers.touched = Some(at);
    window.lingers.rest = None;
}

/// The mouse moved on, or what is under it changed.
pub(super) fn rest_ends(pass: &mut Pass<'_>, window: &mut Window, at: Time) {
    let Some(rest) = window.lingers.rest.take() else { return };
    let ms = at.since(rest.at).min(LONGEST_REST_MS);
    if ms < SHORTEST_REST_MS || pass.stays.len() >= MOST {
        return;
    }
    let dom = &window.page.dom;
    let inner = rest.node.and_then(|node| dom.document_of(node)).is_some_and(|of| Some(of) != dom.root());
    let target = rest.node.and_then(|node| element::target(dom, node));
    let control = rest.node.is_some_and(|node| element::control(dom, node).is_some());
    let element = target.and_then(|node| window.describe(node));
    pass.stays.push(Stay {
        kind: StayKind::Rest,
        at: rest.at,
        ms,
        page_view: rest.view,
        node: target.filter(|_| element.is_some()),
        element,
        client: Some(rest.point),
        // Inside an iframe the point is measured from the frame's corner, which no recording tells.
        position: (!inner).then(|| rest.point.plus(window.page.scroll)),
        control,
    });
}

/// A control got the focus.
pub(super) fn focused(pass: &mut Pass<'_>, window: &mut Window, spot: Spot, node: NodeId) {
    focus_ends(pass, window, spot.at);
    let control = element::control(&window.page.dom, node);
    if manner::manner(&window.page.dom, node, control) == Manner::Field {
        window.lingers.focus = Some(Focus { at: spot.at, node: control.unwrap_or(node), view: spot.view });
    }
}

/// Nothing has the focus any more.
pub(super) fn focus_ends(pass: &mut Pass<'_>, window: &mut Window, at: Time) {
    let Some(focus) = window.lingers.focus.take() else { return };
    let ms = at.since(focus.at);
    let Some(element) = window.describe(focus.node).filter(|_| ms > 0 && pass.stays.len() < MOST) else {
        return;
    };
    pass.stays.push(Stay {
        kind: StayKind::Focus,
        at: focus.at,
        ms,
        page_view: focus.view,
        element: Some(element),
        node: Some(focus.node),
        client: None,
        position: None,
        control: true,
    });
}

/// The stays as they are told: in order of time, fields without the time in which nothing was done.
pub(super) fn settled(mut stays: Vec<Stay>, idle: &[(Time, Time)]) -> Vec<Stay> {
    for stay in stays.iter_mut().filter(|stay| stay.kind == StayKind::Focus) {
        let (from, to) = (stay.at, stay.at.plus(stay.ms));
        let gone: i64 = idle.iter().map(|(begin, end)| (*end).min(to).since((*begin).max(from)).max(0)).sum();
        stay.ms -= gone;
    }
    stays.retain(|stay| stay.ms > 0);
    stays.sort_by_key(|stay| stay.at);
    stays
}
