//! The list of what the visitor did, while it is written.

use super::manner::Manner;
use super::model::{Interaction, InteractionKind};
use super::pass::Pass;
use super::window::Window;
use crate::event::{NodeId, Point, Time};
use crate::replay::Dom;

/// A scroll is told at most this long after it was made: a frame of a busy page, ms. People hold a
/// button longer than this; scripts do not.
pub(super) const FRAME_MS: i64 = 25;

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

    /// Says that an interaction was none.
    pub(super) fn drop(&mut self, interaction: usize) {
        self.dropped.push(interaction);
    }

    /// Gives an interaction that goes on another detail.
    pub(super) fn retell(&mut self, interaction: usize, detail: String) {
        self.list[interaction].detail = detail;
    }

    /// A browser tells a scroll with its next frame, which may come after the press that was made at
    /// the new offset. Moves the presses that began within one frame before; says whether there was one.
    /// A link into the page scrolls by itself and stays where it was pressed.
    pub(super) fn scrolled_first(&mut self, spot: Spot, to: Point, dom: &Dom) -> bool {
        let recent = |press: &&Press| press.window == spot.window && spot.at.since(press.began) <= FRAME_MS;
        let mut moved = false;
        for press in self.presses.iter().rev().take_while(recent) {
            let link = press.target.and_then(|node| dom.element(node)?.attribute("href"));
            let done = &mut self.list[press.interaction];
            if let Some(client) = done.client.filter(|_| !link.is_some_and(|href| href.contains('#'))) {
                done.position = Some(client.plus(to));
                moved = true;
            }
        }
        moved
    }

    pub(super) fn push(&mut self, interaction: Interaction) -> usize {
        self.list.push(interaction);
        self.list.len() - 1
    }
}

/// Where in a recording something happens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub(super) at: Time,
    pub(super) window: u16,
    pub(super) view: u32,
}

/// An interaction with an element, or with the window, that has no place.
pub(super) fn of_element(
    window: &mut Window,
    spot: Spot,
    kind: InteractionKind,
    node: Option<NodeId>,
) -> Interaction {
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

/// The interaction of a movement that has not paused for long.
pub(super) fn going_on(last: Option<(Time, usize)>, at: Time, pause_ms: i64) -> Option<usize> {
    last.filter(|(last, _)| at.since(*last) <= pause_ms).map(|(_, index)| index)
}

/// Retells the interaction that goes on, or begins one that has no element.
pub(super) fn go_on(
    pass: &mut Pass<'_>,
    running: Option<usize>,
    spot: Spot,
    kind: InteractionKind,
    detail: String,
) -> usize {
    if let Some(index) = running {
        pass.log.retell(index, detail);
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
