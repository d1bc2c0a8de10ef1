//! What the visitor did: clicks and taps, typing, scrolling, selecting.
//!
//! A click that no pointer made (Enter in a field, a script) is no interaction; nor is the second
//! click that a browser sends from a label to its control, nor a value that a script set.

use super::element;
use super::manner::{self, Manner};
use super::model::{Interaction, InteractionKind};
use super::name;
use super::pass::Pass;
use super::reactions::What;
use super::window::{Finger, Window};
use crate::event::{
    Event, EventKind, MediaAction, NodeId, Point, PointerKind, PressKind, SelectionRange, Time,
};

/// A continuous movement may pause for this long, ms.
const MOVEMENT_MS: i64 = 400;
/// A click follows its touch within this time, ms.
const CLICK_AFTER_TOUCH_MS: i64 = 300;
/// A finger that moved this far was no tap, px.
const TAP_MOVES_PX: f64 = 10.0;
/// A finger held longer than this asks for something else, ms.
const TAP_HOLDS_MS: i64 = 700;

/// Clicks and taps with what is needed to judge them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Press {
    /// Its place in the interactions.
    pub(super) interaction: usize,
    pub(super) window: u16,
    /// The control, or the element itself.
    pub(super) target: Option<NodeId>,
    pub(super) manner: Manner,
    /// When button or finger came down.
    pub(super) began: Time,
}

/// Everything that was done.
#[derive(Debug, Default)]
pub(super) struct Log {
    list: Vec<Interaction>,
    pub(super) presses: Vec<Press>,
    /// When and in which interaction something was typed or chosen.
    pub(super) typed: Vec<(Time, usize)>,
    /// Interactions that turned out to be none.
    dropped: Vec<usize>,
}

impl Log {
    pub(super) fn at(&self, interaction: usize) -> &Interaction {
        &self.list[interaction]
    }

    /// Forgets touches that turned out to be clicks.
    pub(super) fn drop_unsure(&mut self) {
        self.dropped.sort_unstable();
        self.presses.retain(|press| self.dropped.binary_search(&press.interaction).is_err());
    }

    pub(super) fn interactions(self) -> Vec<Interaction> {
        let kept = self.list.into_iter().enumerate();
        kept.filter(|(at, _)| self.dropped.binary_search(at).is_err()).map(|(_, one)| one).collect()
    }

    fn push(&mut self, interaction: Interaction) -> usize {
        self.list.push(interaction);
        self.list.len() - 1
    }
}

/// Where in a recording something happens.
#[derive(Debug, Clone, Copy)]
struct Spot {
    at: Time,
    window: u16,
    view: u32,
}

/// Notes what a visitor did, before the event is applied.
pub(super) fn note(pass: &mut Pass<'_>, event: &Event, window: &mut Window, view: u32) {
    let spot = Spot { at: event.at, window: event.window, view };
    match &event.kind {
        EventKind::Press { kind, node, point, pointer } => {
            press(pass, window, spot, (*kind, *node, *point, *pointer));
        }
        EventKind::Moves { positions, .. } => {
            if let Some(finger) = &mut window.hand.finger {
                finger.stays &= positions.iter().all(|to| to.point.distance(finger.point) < TAP_MOVES_PX);
            }
        }
        EventKind::Input { node, text, checked, by_user } => {
            input(pass, window, spot, (*node, text, *checked, *by_user));
        }
        EventKind::Scroll { node, to } => scroll(pass, window, spot, (*node, *to)),
        EventKind::Resize(size) if *size != window.page.viewport => {
            let detail = format!("to {} × {} px", size.width, size.height);
            let going_on = going_on(window.resizing, spot.at, MOVEMENT_MS);
            let index = go_on(pass, going_on, spot, InteractionKind::Resize, detail);
            window.resizing = Some((spot.at, index));
        }
        EventKind::Media { node, action, .. } => {
            let mut done = of_element(window, spot, InteractionKind::Media, Some(*node));
            media_word(*action).clone_into(&mut done.detail);
            pass.log.push(done);
        }
        EventKind::Selection(ranges) => select(pass, window, spot, ranges),
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
            window.hand.down = Some((spot.at, here));
            // A second finger makes it no tap.
            let alone = window.hand.finger.is_none();
            window.hand.finger = Some(Finger { at: spot.at, point: here, node, stays: alone });
        }
        PressKind::TouchCancel => window.hand.finger = None,
        PressKind::TouchEnd => touch_end(pass, window, spot, here),
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
        PressKind::Focus => touch(window, node),
        PressKind::Blur => {
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
        pass.log.dropped.push(maybe);
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
    if let Some(labelled) = name::control_of(&window.page.dom, target).filter(|_| is_label(window, target)) {
        window.touched.insert(labelled);
    }
    pass.coupons.pressed((spot.at, spot.window), &window.page.dom, target);
}

fn is_label(window: &Window, node: NodeId) -> bool {
    window.page.dom.element(node).is_some_and(|element| &*element.tag == "label")
}

/// Whether a click on `pressed` is passed on by a label to the control `node`.
fn is_labelled_by(window: &Window, node: NodeId, pressed: NodeId) -> bool {
    let dom = &window.page.dom;
    let label = dom.ancestors(pressed).take(20).find(|(_, node)| node.tag() == "label");
    label.is_some_and(|(label, _)| name::control_of(dom, label) == Some(node))
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

fn of_element(window: &mut Window, spot: Spot, kind: InteractionKind, node: Option<NodeId>) -> Interaction {
    let element = node.and_then(|node| window.describe(node));
    let node = node.filter(|_| element.is_some());
    Interaction {
        at: spot.at,
        kind,
        page_view: spot.view,
        inner_scroll: node.map_or_else(Point::default, |node| window.inner_scroll(node)),
        element,
        node,
        client: None,
        position: None,
        detail: String::new(),
    }
}

fn input(
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
    let index = match running {
        Some(index) => {
            pass.log.list[index].detail = detail;
            index
        }
        None => {
            let mut done = of_element(window, spot, InteractionKind::Input, Some(node));
            done.detail = detail;
            pass.log.push(done)
        }
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

fn scroll(pass: &mut Pass<'_>, window: &mut Window, spot: Spot, (node, to): (NodeId, Point)) {
    let top = window.is_top(node);
    let from = if top {
        window.page.scroll
    } else {
        window.page.dom.element(node).map_or_else(Point::default, |element| element.scroll)
    };
    if from == to {
        return;
    }
    if let Some(finger) = &mut window.hand.finger {
        finger.stays = false;
    }
    pass.reactions.push(spot.at, spot.window, What::Scroll);
    let sideways = (to.x - from.x).abs() > (to.y - from.y).abs();
    let detail = if sideways { format!("to {:.0} px across", to.x) } else { format!("to {:.0} px", to.y) };
    let running = going_on(window.scrolls.get(&node).copied(), spot.at, MOVEMENT_MS)
        .filter(|at| pass.log.at(*at).page_view == spot.view);
    let index = match running {
        Some(index) => {
            pass.log.list[index].detail = detail;
            index
        }
        None => {
            let mut done = of_element(window, spot, InteractionKind::Scroll, Some(node).filter(|_| !top));
            done.detail = detail;
            pass.log.push(done)
        }
    };
    window.scrolls.insert(node, (spot.at, index));
}

fn select(pass: &mut Pass<'_>, window: &mut Window, spot: Spot, ranges: &[SelectionRange]) {
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
    let index = go_on(pass, running, spot, InteractionKind::Select, detail);
    if running.is_none() {
        let target = element::element_of(&window.page.dom, range.start);
        let element = target.and_then(|node| window.describe(node));
        let done = &mut pass.log.list[index];
        done.node = target.filter(|_| element.is_some());
        done.element = element;
    }
    window.selecting = Some((spot.at, index));
}

/// The interaction of a movement that has not paused for long.
fn going_on(last: Option<(Time, usize)>, at: Time, pause_ms: i64) -> Option<usize> {
    last.filter(|(last, _)| at.since(*last) <= pause_ms).map(|(_, index)| index)
}

fn go_on(
    pass: &mut Pass<'_>,
    running: Option<usize>,
    spot: Spot,
    kind: InteractionKind,
    detail: String,
) -> usize {
    if let Some(index) = running {
        pass.log.list[index].detail = detail;
        return index;
    }
    pass.log.push(Interaction {
        at: spot.at,
        kind,
        page_view: spot.view,
        element: None,
        node: None,
        client: None,
        position: None,
        inner_scroll: Point::default(),
        detail,
    })
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
