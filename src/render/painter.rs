//! Shows page states and draws them.

use super::page::Page;
use super::{Assets, Fonts, Picture, Trouble};
use crate::event::{NodeId, Point, Rect};
use crate::replay::PageState;
use std::sync::Arc;

/// Draws one page state after another. It stays on the thread that made it, which needs a deep stack:
/// see [`super::Studio`].
pub struct Painter {
    page: Page,
}

impl Painter {
    /// A painter that has shown nothing yet.
    pub fn new(assets: Arc<dyn Assets>, fonts: Fonts) -> Self {
        Self { page: Page::new(assets, fonts) }
    }

    /// Makes this the shown state; style and layout are done when it returns.
    ///
    /// # Errors
    /// [`Trouble::NoPage`] for a state without a document.
    pub fn show(&mut self, state: &PageState) -> Result<(), Trouble> {
        self.page.show(state)
    }

    /// The viewport as it was seen, at its recorded size.
    pub fn frame(&mut self) -> Picture {
        todo!()
    }

    /// The whole page at the recorded viewport's width, not scrolled; at most 16,000 px high.
    pub fn full_page(&mut self) -> Picture {
        todo!()
    }

    /// The page's height, CSS px, told by what can be seen of it.
    pub fn page_height(&self) -> f64 {
        todo!()
    }

    /// The boxes of nodes on the page, CSS px, with the window's scroll taken out; `None` for nodes
    /// without a box.
    pub fn boxes(&self, nodes: &[NodeId]) -> Vec<Option<Rect>> {
        let _ = nodes;
        todo!()
    }

    /// Whether the node stays where it is when the page is scrolled.
    pub fn is_fixed(&self, node: NodeId) -> bool {
        let _ = node;
        todo!()
    }

    /// The node drawn on top at a client point.
    pub fn hit(&self, client: Point) -> Option<NodeId> {
        let _ = client;
        todo!()
    }

    /// Addresses that pages asked for and that are neither in the recording nor in the library; sorted.
    pub fn missing(&self) -> Vec<String> {
        todo!()
    }
}

impl std::fmt::Debug for Painter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Painter").finish_non_exhaustive()
    }
}
