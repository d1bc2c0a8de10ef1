//! Clicks and taps.
//!
//! A click that no pointer made (Enter in a field, a script) is no interaction, nor is the second
//! click that a browser sends from a label to its control.

use super::controls;
use super::element;
use super::log::{Press, Spot, of_element};
use super::manner::{self, Manner};
use super::model::{Interaction, InteractionKind};
use super::name;
use super::pass::Pass;
use super::reactions::What;
use super::stays;
use super::window::{Finger, Window};
use crate::event::{Event, EventKind, MoveKind, NodeId, Point, PointerKind, PressKind};

/// A click follows its touch within this time, ms.
const CLICK_AFTER_TOUCH_MS: i64 = 300;
/// A finger that moved this far was no tap, px.
const TAP_MOVES_PX: f64 = 10.0;
/// A finger held longer than this asks for something else, ms.
const TAP_HOLDS_MS: i64 = 700;

/// Notes what a visitor did, before the event is applied.
pub(super) fn note(pass: &mut Pass<'_>, event: &Event, window: &mut Window, view: u32) {
    let spot = Spot { at: event.at, window: event.window, view };
    match &event.kind {
        EventKind::Press { kind, node, point, pointer } => {
            press(pass, window, spot, (*kind, *node, *point, *pointer));
        }
        EventKind::Moves { by, positions } => {
            if *by == MoveKind::Mouse {
                stays::moved(pass, window, spot, positions);
            }
            if let Some(finger) = &mut window.hand.finger {
                finger.stays &= positions.iter().all(|to| to.point.distance(finger.point) < TAP_MOVES_PX);
            }
        }
        EventKind::Input { node, text, checked, by_user } => {
            controls::input(pass, window, spot, (*node, text, *checked, *by_user));
        }
        EventKind::Scroll { node, to } => {
            stays::rest_ends(pass, window, spot.at);
            controls::scroll(pass, window, spot, (*node, *to));
        }
        EventKind::Meta { .. } | EventKind::Snapshot(_) => {
            stays::rest_ends(pass, window, spot.at);
            stays::focus_ends(pass, window, spot.at);
        }
        EventKind::Resize(size) => controls::resize(pass, window, spot, *size),
        EventKind::Media { node, action, .. } => controls::media(pass, window, spot, (*node, *action)),
        EventKind::Selection(ranges) => controls::select(pass, window, spot, ranges),
        _ => {}
    }
}

fn press(
    pass: &mut Pass<'_>,
    window: &mut Window,
    spot: Spot,
    (kind, node, point, pointer): (PressKind, NodeId, Option<Point>, PointerKind),
) {
    let here = point.unwrap_or_default();
    match kind {
        PressKind::Down => window.hand.down = Some((spot.at, here)),
        PressKind::TouchStart => {
            stays::touched(window, spot.at);
            window.hand.down = Some((spot.at, here));
            // A second finger makes it no tap.
            let alone = window.hand.finger.is_none();
            window.hand.finger = Some(Finger { at: spot.at, point: here, node, stays: alone });
        }
        PressKind::TouchCancel => window.hand.finger = None,
        PressKind::TouchEnd => {
            stays::touched(window, spot.at);
            touch_end(pass, window, spot, here);
        }
        PressKind::Click => click(pass, window, spot, (node, point, pointer)),
        PressKind::ContextMenu | PressKind::DoubleClick => {
            let name = if kind == PressKind::ContextMenu {
                InteractionKind::ContextMenu
            } else {
                InteractionKind::DoubleClick
            };
            let done = pointed(window, spot, name, (node, point));
            pass.log.push(done);
        }
        PressKind::Focus => {
            touch(window, node);
            stays::focused(pass, window, spot, node);
        }
        PressKind::Blur => {
            stays::focus_ends(pass, window, spot.at);
            let control = element::control(&window.page.dom, node);
            if manner::manner(&window.page.dom, node, control) == Manner::Field {
                pass.reactions.push(spot.at, spot.window, What::LeftField);
            }
            window.typing = None;
        }
        PressKind::Up => {}
    }
}

fn touch(window: &mut Window, node: NodeId) {
    window.touched.insert(node);
    if window.typing.is_some_and(|(typed, _)| typed != node) {
        window.typing = None;
    }
}

/// A finger was lifted: perhaps a tap, if no click follows.
fn touch_end(pass: &mut Pass<'_>, window: &mut Window, spot: Spot, here: Point) {
    let Some(finger) = window.hand.finger.take() else { return };
    let short = spot.at.since(finger.at) <= TAP_HOLDS_MS;
    let stays = finger.stays && here.distance(finger.point) < TAP_MOVES_PX;
    let maybe = (short && stays).then(|| {
        let at = add_press(pass, window, spot, (finger.node, Some(finger.point), InteractionKind::Tap));
        pass.reactions.pressed(spot.at, spot.window);
        at
    });
    window.hand.lifted = Some((spot.at, finger.point, maybe));
}

fn click(
    pass: &mut Pass<'_>,
    window: &mut Window,
    spot: Spot,
    (node, point, pointer): (NodeId, Option<Point>, PointerKind),
) {
    let control = element::control(&window.page.dom, node);
    let by_hand = window.hand.down.is_some_and(|(at, _)| spot.at.since(at) <= 1000);
    let nowhere = point.is_none_or(|point| point == Point::default());
    if nowhere && !by_hand {
        // Enter, space or a script.
        pass.coupons.pressed((spot.at, spot.window), &window.page.dom, control.unwrap_or(node));
        pass.reactions.pressed(spot.at, spot.window);
        return;
    }
    let echo = window.hand.clicked.is_some_and(|(at, label)| {
        spot.at.since(at) < 60 && Some(node) != Some(label) && is_labelled_by(window, node, label)
    });
    if echo {
        touch(window, node);
        return;
    }
    let lifted = window.hand.lifted.take().filter(|(at, _, _)| spot.at.since(*at) <= CLICK_AFTER_TOUCH_MS);
    if let Some((_, _, Some(maybe))) = lifted {
        pass.log.drop(maybe);
    }
    let touched = pointer == PointerKind::Touch
        || (pointer == PointerKind::Mouse
            && lifted.is_some_and(|(_, at, _)| point.is_none_or(|point| point.distance(at) < 30.0)));
    let kind = if touched { InteractionKind::Tap } else { InteractionKind::Click };
    add_press(pass, window, spot, (node, point, kind));
    pass.reactions.pressed(spot.at, spot.window);
    window.hand.clicked = Some((spot.at, node));
    let target = control.unwrap_or(node);
    touch(window, target);
    if let Some(labelled) = name::control_of(window.sight(), target).filter(|_| is_label(window, target)) {
        window.touched.insert(labelled);
    }
    pass.coupons.pressed((spot.at, spot.window), &window.page.dom, target);
}

fn is_label(window: &Window, node: NodeId) -> bool {
    window.page.dom.element(node).is_some_and(|element| &*element.tag == "label")
}

/// Whether a click on `pressed` is passed on by a label to the control `node`.
fn is_labelled_by(window: &mut Window, node: NodeId, pressed: NodeId) -> bool {
    let sight = window.sight();
    let label = sight.dom.ancestors(pressed).take(20).find(|(_, node)| node.tag() == "label");
    label.is_some_and(|(label, _)| name::control_of(sight, label) == Some(node))
}

fn add_press(
    pass: &mut Pass<'_>,
    window: &mut Window,
    spot: Spot,
    (node, point, kind): (NodeId, Option<Point>, InteractionKind),
) -> usize {
    let control = element::control(&window.page.dom, node);
    let manner = manner::manner(&window.page.dom, node, control);
    let began = window.hand.down.filter(|(at, _)| spot.at.since(*at) <= 1000).map_or(spot.at, |(at, _)| at);
    let done = pointed(window, spot, kind, (node, point));
    let target = done.node;
    let interaction = pass.log.push(done);
    pass.log.presses.push(Press { interaction, window: spot.window, target, manner, began });
    interaction
}

/// An interaction with a place.
fn pointed(
    window: &mut Window,
    spot: Spot,
    kind: InteractionKind,
    (node, point): (NodeId, Option<Point>),
) -> Interaction {
    let target = element::target(&window.page.dom, node);
    let mut done = of_element(window, spot, kind, target);
    done.client = point;
    // Inside an iframe the point is measured from the frame's corner, which no recording tells.
    done.position = point.map(|point| point.plus(window.page.scroll));
    done
}
