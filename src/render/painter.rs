//! Shows page states and draws them.

use super::page::Page;
use super::scene::Mended;
use super::{Assets, Fonts, Picture, Trouble};
use crate::event::{NodeId, Point, Rect};
use crate::replay::PageState;
use anyrender::{ImageRenderer as _, PaintScene as _};
use anyrender_vello_cpu::VelloCpuImageRenderer;
use blitz_dom::BaseDocument;
use kurbo::{Affine, Rect as Rectangle};
use peniko::{Color, Fill};
use std::sync::Arc;

/// The highest full page that is drawn, px; one that is very wide is drawn down to [`HIGHEST_WIDE`] only.
const HIGHEST: f64 = 24_000.0;
/// As far down any page is drawn, px.
const HIGHEST_WIDE: f64 = 16_000.0;
/// As many pixels a page may have whose lower end lies between the two.
const LARGEST: f64 = 60e6;

/// The most pixels of a full page that is drawn finer than its CSS px: 64 MB.
const FINE: u64 = 16_000_000;

/// The most nodes of a page that is drawn. Laying out more takes gigabytes and minutes.
const MOST_NODES: usize = 400_000;

/// Draws one page state after another. It stays on the thread that made it, which needs a deep stack:
/// see [`super::Studio`].
pub struct Painter {
    page: Page,
    /// The renderer and the size it is for; making one costs more than drawing.
    renderer: Option<((u32, u32), VelloCpuImageRenderer)>,
}

impl Painter {
    /// A painter that has shown nothing yet.
    pub fn new(assets: Arc<dyn Assets>, fonts: Fonts) -> Self {
        Self { page: Page::new(assets, fonts), renderer: None }
    }

    /// Makes this the shown state; style and layout are done when it returns.
    ///
    /// # Errors
    /// [`Trouble::NoPage`] for a state without a document, [`Trouble::TooMuch`] for a page that is
    /// larger than can be drawn.
    pub fn show(&mut self, state: &PageState) -> Result<(), Trouble> {
        let nodes = state.dom.len();
        if nodes > MOST_NODES {
            return Err(Trouble::TooMuch(format!(
                "its page has {nodes} nodes, and {MOST_NODES} is the most"
            )));
        }
        self.page.show(state)
    }

    /// The viewport as it was seen, at its recorded size.
    pub fn frame(&mut self) -> Picture {
        let size = self.page.viewport();
        let renderer = renderer(&mut self.renderer, size);
        match self.page.doc_mut() {
            Some(doc) => paint(renderer, doc, size, 1),
            None => Picture::filled(size.0, size.1, [255; 4]),
        }
    }

    /// The whole page at the recorded viewport's width, not scrolled; at most 24,000 px high.
    pub fn full_page(&mut self) -> Picture {
        self.whole(|_| 1).0
    }

    /// The same, with two pixels for each CSS px where that is not too large a picture; how many there are.
    pub fn fine_page(&mut self) -> (Picture, u32) {
        self.whole(|(width, height)| if u64::from(width) * u64::from(height) * 4 <= FINE { 2 } else { 1 })
    }

    /// The whole page with so many pixels for each CSS px as its size asks for.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    fn whole(&mut self, fine: impl FnOnce((u32, u32)) -> u32) -> (Picture, u32) {
        let (width, viewport) = self.page.viewport();
        let drawn = self.page.at_top(|doc, height| {
            let most = (LARGEST / f64::from(width.max(1))).clamp(HIGHEST_WIDE, HIGHEST);
            let height = (height.clamp(1.0, most).round() as u32).max(viewport);
            let fine = fine((width, height));
            let mut renderer = VelloCpuImageRenderer::new(width * fine, height * fine);
            (paint(&mut renderer, doc, (width, height), fine), fine)
        });
        drawn.unwrap_or_else(|| (Picture::filled(width, viewport, [255; 4]), 1))
    }

    /// The page's height, CSS px, told by what can be seen of it.
    pub fn page_height(&self) -> f64 {
        self.page.height()
    }

    /// The boxes of nodes on the page, CSS px, with the window's scroll taken out; `None` for nodes
    /// without a box. An iframe's document has the box that it is shown in.
    pub fn boxes(&self, nodes: &[NodeId]) -> Vec<Option<Rect>> {
        self.page.boxes(nodes)
    }

    /// As [`Self::boxes`], but only the part that can be seen: not cut off by an inner scroller or a
    /// carousel, not hidden, not quite transparent. What lies outside the viewport counts as seen.
    pub fn seen(&self, nodes: &[NodeId]) -> Vec<Option<Rect>> {
        self.page.seen(nodes)
    }

    /// The nodes that are fixed to the window, without those inside of them; unsorted.
    pub(super) fn on_window(&self) -> Vec<NodeId> {
        self.page.on_window()
    }

    /// Whether the node lies over the page rather than in its flow.
    pub(super) fn floats(&self, node: NodeId) -> bool {
        self.page.floats(node)
    }

    /// Whether the node stays where it is when the page is scrolled.
    pub fn is_fixed(&self, node: NodeId) -> bool {
        self.page.is_fixed(node)
    }

    /// The node drawn on top at a client point.
    pub fn hit(&self, client: Point) -> Option<NodeId> {
        self.page.hit(client)
    }

    /// Addresses that pages asked for and that are neither in the recording nor in the library; sorted.
    pub fn missing(&self) -> Vec<String> {
        self.page.missing()
    }
}

impl std::fmt::Debug for Painter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Painter").finish_non_exhaustive()
    }
}

/// The renderer for this size; the last one is used again.
fn renderer(
    kept: &mut Option<((u32, u32), VelloCpuImageRenderer)>,
    size: (u32, u32),
) -> &mut VelloCpuImageRenderer {
    if kept.as_ref().is_none_or(|(other, _)| *other != size) {
        *kept = None;
    }
    &mut kept.get_or_insert_with(|| (size, VelloCpuImageRenderer::new(size.0, size.1))).1
}

fn paint(
    renderer: &mut VelloCpuImageRenderer,
    doc: &mut BaseDocument,
    (width, height): (u32, u32),
    fine: u32,
) -> Picture {
    let mut rgba = Vec::new();
    renderer.reset();
    renderer.render_to_vec(
        |scene| {
            let all = Rectangle::new(0.0, 0.0, f64::from(width * fine), f64::from(height * fine));
            scene.fill(Fill::NonZero, Affine::IDENTITY, Color::WHITE, None, &all);
            let mut scene = Mended::over(scene, f64::from(fine));
            blitz_paint::paint_scene(&mut scene, doc, 1.0, width, height, 0, 0);
        },
        &mut rgba,
    );
    Picture { width: width * fine, height: height * fine, rgba }
}
