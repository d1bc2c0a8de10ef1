//! Typing, scrolling, selecting and the like.
//!
//! A value that a script set is no input. A movement that hardly pauses is one interaction.

use super::element;
use super::log::{FRAME_MS, Spot, go_on, going_on, of_element};
use super::model::InteractionKind;
use super::pass::Pass;
use super::reactions::What;
use super::window::Window;
use crate::event::{MediaAction, NodeId, Point, SelectionRange, Size};

/// A scroll that brings something into view goes at least this far, px.
const INTO_VIEW_PX: f64 = 48.0;

/// A continuous movement may pause for this long, ms.
const MOVEMENT_MS: i64 = 400;

/// A form control got a value.
pub(super) fn input(
    pass: &mut Pass<'_>,
    window: &mut Window,
    spot: Spot,
    (node, text, checked, by_user): (NodeId, &str, bool, Option<bool>),
) {
    let (sort, tag) = window.page.dom.element(node).map_or((String::new(), String::new()), |element| {
        (element.attribute("type").unwrap_or_default().to_ascii_lowercase(), element.tag.to_string())
    });
    let toggles = matches!(sort.as_str(), "checkbox" | "radio");
    let length = text.chars().count();
    let before = window.lengths.insert(node, length);
    if by_user == Some(false) || (sort == "radio" && !checked) {
        return;
    }
    if by_user.is_none() && !is_by_hand(window, node, (before, length), toggles || tag == "select") {
        return;
    }
    pass.reactions.push(spot.at, spot.window, What::Input);
    pass.coupons.typed((spot.at, spot.window), window, node);
    let detail = match (sort.as_str(), length) {
        ("checkbox", _) => if checked { "checked" } else { "unchecked" }.to_owned(),
        ("radio", _) => "chosen".to_owned(),
        _ if tag == "select" => "chosen".to_owned(),
        (_, 1) => "1 character".to_owned(),
        (_, length) => format!("{length} characters"),
    };
    let running = window.typing.filter(|(typed, _)| *typed == node && !toggles).map(|(_, at)| at);
    let running = running.filter(|at| pass.log.at(*at).page_view == spot.view);
    let index = if let Some(index) = running {
        pass.log.retell(index, detail);
        index
    } else {
        let mut done = of_element(window, spot, InteractionKind::Input, Some(node));
        done.detail = detail;
        pass.log.push(done)
    };
    window.typing = Some((node, index));
    pass.log.typed.push((spot.at, index));
}

/// Whether a value was probably set by the visitor, where the recorder does not say: the control was
/// focused or pressed before, or one character came or went.
fn is_by_hand(window: &Window, node: NodeId, (before, now): (Option<usize>, usize), choice: bool) -> bool {
    let focused = window.page.focus == Some(node);
    // A form that is emptied after it was sent is no typing.
    let emptied = now == 0 && before.is_some_and(|before| before > 1);
    let keystroke = !choice && now.abs_diff(before.unwrap_or_default()) == 1;
    focused || (window.touched.contains(&node) && !emptied) || keystroke
}

/// The window or an element was scrolled.
pub(super) fn scroll(pass: &mut Pass<'_>, window: &mut Window, spot: Spot, (node, to): (NodeId, Point)) {
    let top = window.is_top(node);
    let from = if top {
        window.page.scroll
    } else {
        window.page.dom.element(node).map_or_else(Point::default, |element| element.special().scroll)
    };
    if from == to {
        return;
    }
    if let Some(finger) = &mut window.hand.finger {
        finger.stays = false;
    }
    let just_pressed = window.hand.down.is_some_and(|(at, _)| spot.at.since(at) <= FRAME_MS);
    // A short way, or to the very top, is more often the page's own doing: it became shorter, or a
    // button led back up.
    let into_view = (to.y - from.y).abs() >= INTO_VIEW_PX && to.y > 0.0;
    let told_late = top && just_pressed && into_view && pass.log.scrolled_first(spot, to, &window.page.dom);
    if !told_late {
        pass.reactions.push(spot.at, spot.window, What::Scroll);
    }
    let sideways = (to.x - from.x).abs() > (to.y - from.y).abs();
    let detail = if sideways { format!("to {:.0} px across", to.x) } else { format!("to {:.0} px", to.y) };
    let running = going_on(window.scrolls.get(&node).copied(), spot.at, MOVEMENT_MS)
        .filter(|at| pass.log.at(*at).page_view == spot.view);
    let index = if let Some(index) = running {
        pass.log.retell(index, detail);
        index
    } else {
        let mut done = of_element(window, spot, InteractionKind::Scroll, Some(node).filter(|_| !top));
        done.detail = detail;
        pass.log.push(done)
    };
    window.scrolls.insert(node, (spot.at, index));
}

/// The selection changed.
pub(super) fn select(pass: &mut Pass<'_>, window: &mut Window, spot: Spot, ranges: &[SelectionRange]) {
    let is_open =
        |range: &&SelectionRange| range.start != range.end || range.start_offset != range.end_offset;
    let Some(range) = ranges.iter().find(is_open) else {
        window.selecting = None;
        return;
    };
    pass.reactions.push(spot.at, spot.window, What::Select);
    let detail = if range.start == range.end {
        format!("{} characters", range.start_offset.abs_diff(range.end_offset))
    } else {
        "text".to_owned()
    };
    let running = going_on(window.selecting, spot.at, 1000);
    let index = if let Some(index) = running {
        pass.log.retell(index, detail);
        index
    } else {
        let target = element::element_of(&window.page.dom, range.start);
        let mut done = of_element(window, spot, InteractionKind::Select, target);
        done.detail = detail;
        pass.log.push(done)
    };
    window.selecting = Some((spot.at, index));
}

/// The viewport changed.
pub(super) fn resize(pass: &mut Pass<'_>, window: &mut Window, spot: Spot, size: Size) {
    if size == window.page.viewport {
        return;
    }
    let detail = format!("to {} × {} px", size.width, size.height);
    let running = going_on(window.resizing, spot.at, MOVEMENT_MS);
    let index = go_on(pass, running, spot, InteractionKind::Resize, detail);
    window.resizing = Some((spot.at, index));
}

/// Audio or video did something.
pub(super) fn media(
    pass: &mut Pass<'_>,
    window: &mut Window,
    spot: Spot,
    (node, action): (NodeId, MediaAction),
) {
    let mut done = of_element(window, spot, InteractionKind::Media, Some(node));
    media_word(action).clone_into(&mut done.detail);
    pass.log.push(done);
}

fn media_word(action: MediaAction) -> &'static str {
    match action {
        MediaAction::Play => "played",
        MediaAction::Pause => "paused",
        MediaAction::Seek => "sought",
        MediaAction::Volume => "volume changed",
        MediaAction::Rate => "speed changed",
    }
}
