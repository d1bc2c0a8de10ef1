//! Pointer, presses and focus.

use super::super::state::{PageState, PointerState};
use super::super::track::{finite, has_place, presses, touches};
use crate::event::{MoveKind, NodeId, Point, PointerKind, Position, PressKind};

impl PageState {
    pub(super) fn point(&mut self, by: MoveKind, positions: &[Position]) {
        let Some(last) = positions.iter().rev().find(|position| finite(position.point)) else { return };
        self.pointer = Some(PointerState {
            at: last.point,
            node: last.node,
            touch: by == MoveKind::Touch,
            pressed: self.pointer.is_some_and(|pointer| pointer.pressed),
        });
    }

    pub(super) fn press(&mut self, kind: PressKind, node: NodeId, point: Option<Point>, by: PointerKind) {
        match kind {
            PressKind::Focus if self.dom.get(node).is_some() => self.focus = Some(node),
            PressKind::Blur if self.focus == Some(node) => self.focus = None,
            _ => {}
        }
        if !has_place(kind) {
            return;
        }
        let before = self.pointer;
        let at = point.filter(|point| finite(*point)).or(before.map(|pointer| pointer.at));
        if let Some(at) = at {
            self.pointer = Some(PointerState {
                at,
                node: Some(node),
                touch: touches(kind, by),
                pressed: presses(kind).unwrap_or(before.is_some_and(|pointer| pointer.pressed)),
            });
        }
    }
}
