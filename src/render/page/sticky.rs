//! `position: sticky`, which the engine lays out as if it was not there: such boxes are moved to where the
//! window, or the scroller that they are in, holds them. Not in iframes.

use super::shape::{above, client_box, is_root, narrow, position};
use crate::event::Rect;
use blitz_dom::{BaseDocument, Node, NodeId as EngineId};
use style::computed_values::position::T as Position;
use style::values::computed::{Inset, Length, Overflow};

/// Boxes that were moved, outer ones first, and how far right and down.
#[derive(Default)]
pub(super) struct Sticky(Vec<(EngineId, (f32, f32))>);

impl Sticky {
    /// Moves every sticky box to where it is held.
    pub(super) fn stick(doc: &mut BaseDocument) -> Self {
        let is_sticky =
            |node: &Node| node.flags.is_in_document() && matches!(position(node), Some(Position::Sticky));
        let all = doc.tree().iter().filter(|(_, node)| is_sticky(node));
        let mut sticky: Vec<(usize, EngineId)> =
            all.map(|(id, node)| (above(doc, node).count(), id)).collect();
        sticky.sort_unstable();
        let mut moves = Vec::new();
        for (_, id) in sticky {
            if let Some(by) = pull(doc, id) {
                shift(doc, id, by);
                moves.push((id, by));
            }
        }
        Self(moves)
    }

    /// Puts them back, which must come before the next layout.
    pub(super) fn undo(&mut self, doc: &mut BaseDocument) {
        for (id, (right, down)) in std::mem::take(&mut self.0) {
            shift(doc, id, (-right, -down));
        }
    }
}

fn shift(doc: &mut BaseDocument, id: EngineId, (right, down): (f32, f32)) {
    if let Some(node) = doc.get_node_mut(id) {
        // By the one it is drawn, by the other its box is told.
        let drawn = &mut node.final_layout_mut().location;
        (drawn.x, drawn.y) = (drawn.x + right, drawn.y + down);
        let told = &mut node.unrounded_layout_mut().location;
        (told.x, told.y) = (told.x + right, told.y + down);
    }
    // Tells the engine that places it has worked out before are stale.
    let scroll = doc.viewport_scroll();
    doc.set_viewport_scroll(scroll);
}

/// How far right and down a sticky box is held from where it was laid out; `None` when it is not.
fn pull(doc: &BaseDocument, id: EngineId) -> Option<(f32, f32)> {
    let node = doc.get_node(id)?;
    let style = node.primary_styles()?;
    let place = client_box(doc, id)?;
    let around = inside(doc, node.containing_block()?, true)?;
    let view = view_of(doc, node)?;
    let across = held(
        (place.x, place.width),
        (around.x, around.width),
        (view.x, view.width),
        (length(&style.clone_left(), view.width), length(&style.clone_right(), view.width)),
    );
    let down = held(
        (place.y, place.height),
        (around.y, around.height),
        (view.y, view.height),
        (length(&style.clone_top(), view.height), length(&style.clone_bottom(), view.height)),
    );
    (across != 0.0 || down != 0.0).then_some((narrow(across), narrow(down)))
}

/// How far a box is moved along one axis: kept in view, at the distances that it wants from the view's
/// edges, as far as it has room in what it is inside of. Spans are where they begin, and their length.
fn held(
    (begin, length): (f64, f64),
    (first, room): (f64, f64),
    (from, seen): (f64, f64),
    (before, after): (Option<f64>, Option<f64>),
) -> f64 {
    let mut at = begin;
    if let Some(after) = after {
        at = at.min(from + seen - after - length).max(first.min(begin));
    }
    if let Some(before) = before {
        at = at.max(from + before).min((first + room - length).max(begin));
    }
    at - begin
}

/// The window, or the scroller that the node is in without its border: client px.
fn view_of(doc: &BaseDocument, node: &Node) -> Option<Rect> {
    let around = |node: &Node| node.containing_block().and_then(|id| doc.get_node(id));
    let mut outer = std::iter::successors(around(node), |node| around(node)).take(1_000);
    if let Some(scroller) = outer.find(|outer| scrolls(outer) && !is_root(outer)) {
        return inside(doc, scroller.id, false);
    }
    let (width, height) = doc.viewport().window_size;
    Some(Rect { x: 0.0, y: 0.0, width: f64::from(width), height: f64::from(height) })
}

/// A node's box without its border, and without its padding if so wished; client px.
fn inside(doc: &BaseDocument, id: EngineId, without_padding: bool) -> Option<Rect> {
    let Rect { x, y, width, height } = client_box(doc, id)?;
    let layout = doc.get_node(id)?.final_layout();
    let padding = if without_padding { 1.0 } else { 0.0 };
    let edge = |border: f32, own: f32| f64::from(border) + padding * f64::from(own);
    let left = edge(layout.border.left, layout.padding.left);
    let top = edge(layout.border.top, layout.padding.top);
    let right = edge(layout.border.right, layout.padding.right);
    let bottom = edge(layout.border.bottom, layout.padding.bottom);
    // What is in a scroller has room as far as that can be scrolled.
    let node = doc.get_node(id).filter(|node| without_padding && scrolls(node));
    let room = node.map(|node| {
        let more = |whole: f32, part: f32| f64::from((whole - part).max(0.0));
        let scrolled = *node.scroll_offset();
        let across = (scrolled.x, more(node.scroll_width(), node.client_width()));
        (across, (scrolled.y, more(node.scroll_height(), node.client_height())))
    });
    let (across, down) = room.unwrap_or_default();
    Some(Rect {
        x: x + left - across.0,
        y: y + top - down.0,
        width: width - left - right + across.1,
        height: height - top - bottom + down.1,
    })
}

fn scrolls(node: &Node) -> bool {
    let scrolls = |overflow| matches!(overflow, Overflow::Hidden | Overflow::Scroll | Overflow::Auto);
    node.element_data().is_some()
        && node
            .primary_styles()
            .is_some_and(|style| scrolls(style.clone_overflow_x()) || scrolls(style.clone_overflow_y()))
}

/// A distance, px; `None` for `auto`.
fn length(inset: &Inset, whole: f64) -> Option<f64> {
    let style::values::generics::position::GenericInset::LengthPercentage(length) = inset else {
        return None;
    };
    Some(f64::from(length.resolve(Length::new(narrow(whole))).px()))
}
