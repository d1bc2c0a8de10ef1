//! What layout tells: boxes, heights, what is fixed, what lies under a point.

use crate::event::{NodeId, Point, Rect};
use blitz_dom::{BaseDocument, Node, NodeId as EngineId};
use style::computed_values::position::T as Position;
use style::values::computed::Display;
use style::values::specified::box_::DisplayInside;

/// Farther down than this nothing is page: helpers hidden far outside would make it endless.
const LOWEST: f64 = 60_000.0;

/// The node's box on the page; `None` where it has none. A shape inside a drawing has the drawing's.
pub(super) fn page_box(doc: &BaseDocument, engine: EngineId) -> Option<Rect> {
    let engine = drawing_around(doc, engine).unwrap_or(engine);
    let node = doc.get_node(engine)?;
    node.element_data()?;
    let display = node.primary_styles()?.clone_display();
    // What makes no box may still point at one that is gone.
    if matches!(display.inside(), DisplayInside::None | DisplayInside::Contents) {
        return None;
    }
    if holds_cells(display) {
        let cells = node.children.iter().filter_map(|child| page_box(doc, *child));
        return cells.reduce(around);
    }
    let mut found = client_box(doc, engine)?;
    if let Some((top, bottom)) = text_span(doc, node) {
        (found.y, found.height) = (top - doc.viewport_scroll().y, bottom - top);
    }
    let scroll = doc.viewport_scroll();
    // The engine takes the scroll off what is fixed, too.
    let times = if hangs_on_window(doc, node) { 2.0 } else { 1.0 };
    let (x, y) = (found.x + times * scroll.x, found.y + times * scroll.y);
    let area = transformed(doc, node, Rect { x, y, width: found.width, height: found.height });
    (area.width > 0.0 && area.height > 0.0).then_some(area)
}

/// The node's box in the window. The engine takes from it how far the node's own content is scrolled, too.
pub(super) fn client_box(doc: &BaseDocument, engine: EngineId) -> Option<Rect> {
    let found = doc.get_client_bounding_rect(engine)?;
    let scrolled = *doc.get_node(engine)?.scroll_offset();
    let (x, y) = (found.x + scrolled.x, found.y + scrolled.y);
    Some(Rect { x, y, width: found.width, height: found.height })
}

/// Rows of tables and groups of rows, which the engine gives no boxes.
fn holds_cells(display: Display) -> bool {
    matches!(
        display.inside(),
        DisplayInside::TableRow
            | DisplayInside::TableRowGroup
            | DisplayInside::TableHeaderGroup
            | DisplayInside::TableFooterGroup
    )
}

/// The smallest box that holds both.
fn around(a: Rect, b: Rect) -> Rect {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    let right = (a.x + a.width).max(b.x + b.width);
    let bottom = (a.y + a.height).max(b.y + b.height);
    Rect { x, y, width: right - x, height: bottom - y }
}

/// The box with what `transform` does to the node and to all that it is inside of.
fn transformed(doc: &BaseDocument, node: &Node, area: Rect) -> Rect {
    let scroll = doc.viewport_scroll();
    let mut area = kurbo::Rect::from_origin_size((area.x, area.y), (area.width, area.height));
    for node in std::iter::once(node).chain(above(doc, node)) {
        let Some(transform) = node.element_data().and_then(|_| node.transform().as_deref()) else { continue };
        let Some(place) = client_box(doc, node.id) else { continue };
        let origin = kurbo::Vec2::new(place.x + scroll.x, place.y + scroll.y);
        area = transform.transform_rect_bbox(area - origin) + origin;
    }
    Rect { x: area.x0, y: area.y0, width: area.width(), height: area.height() }
}

/// From where to where on the page an element inside of text reaches: as high as its letters, as a
/// browser tells it; the engine's box is as high as the line. `None` for what has a box of its own.
fn text_span(doc: &BaseDocument, node: &Node) -> Option<(f64, f64)> {
    use parley::PositionedLayoutItem as Item;
    node.inline_fragment_boxes().map(drop)?;
    let root = node.inline_root_ancestor()?;
    let text = root.element_data()?.inline_layout_data.as_ref()?;
    let place = client_box(doc, root.id)?;
    let inset = root.final_layout().padding.top + root.final_layout().border.top + text.block_offset;
    let begin = place.y + doc.viewport_scroll().y + f64::from(inset);
    let inside = |id: EngineId| {
        id == node.id
            || doc.get_node(id).is_some_and(|inner| above(doc, inner).any(|outer| outer.id == node.id))
    };
    let mut span: Option<(f64, f64)> = None;
    for line in text.layout.lines() {
        for item in line.items() {
            let Item::GlyphRun(run) = item else { continue };
            if !inside(run.style().brush.id) {
                continue;
            }
            let metrics = run.run().font_metrics();
            let top = (run.baseline() - metrics.ascent.round()) / text.layout.scale();
            let bottom = (run.baseline() + metrics.descent.round()) / text.layout.scale();
            let (top, bottom) = (begin + f64::from(top), begin + f64::from(bottom));
            span = Some(span.map_or((top, bottom), |(a, b)| (a.min(top), b.max(bottom))));
        }
    }
    span
}

/// What an iframe shows its document in, on the page: its box without border and padding.
pub(super) fn window_box(doc: &BaseDocument, engine: EngineId) -> Option<Rect> {
    let whole = page_box(doc, engine)?;
    let layout = doc.get_node(engine)?.final_layout();
    let (border, padding) = (layout.border, layout.padding);
    let (left, top) = (f64::from(border.left + padding.left), f64::from(border.top + padding.top));
    let (right, bottom) =
        (f64::from(border.right + padding.right), f64::from(border.bottom + padding.bottom));
    let (width, height) = (whole.width - left - right, whole.height - top - bottom);
    let area = Rect { x: whole.x + left, y: whole.y + top, width, height };
    (width > 0.0 && height > 0.0).then_some(area)
}

/// The outermost `svg` that the node is inside of.
fn drawing_around(doc: &BaseDocument, engine: EngineId) -> Option<EngineId> {
    let above = above(doc, doc.get_node(engine)?);
    above
        .filter(|node| node.element_data().is_some_and(|element| &*element.name.local == "svg"))
        .map(|node| node.id)
        .last()
}

fn hangs_on_window(doc: &BaseDocument, node: &Node) -> bool {
    std::iter::once(node).chain(above(doc, node)).any(|node| matches!(position(node), Some(Position::Fixed)))
}

pub(super) fn above<'a>(doc: &'a BaseDocument, node: &'a Node) -> impl Iterator<Item = &'a Node> {
    std::iter::successors(node.parent.and_then(|id| doc.get_node(id)), |node| doc.get_node(node.parent?))
}

/// Ties the root element to the document as layout wants it, or unties it: when it draws and looks what
/// lies under a point, the engine knows boxes that are fixed to the window by a root that hangs on
/// nothing.
pub(super) fn link_root(doc: &BaseDocument, tied: bool) {
    if let Some(root) = doc.try_root_element() {
        let laid_out =
            root.layout_parent.get().is_some() || doc.root_node().layout_children.borrow().is_some();
        root.layout_parent.set((tied && laid_out).then(|| doc.root_node().id));
    }
}

/// Whether the node stays in its place when the page is scrolled.
pub(super) fn is_fixed(doc: &BaseDocument, engine: EngineId) -> bool {
    let Some(node) = doc.get_node(engine) else { return false };
    let stays = |node: &Node| matches!(position(node), Some(Position::Fixed | Position::Sticky));
    stays(node) || above(doc, node).any(stays)
}

/// The nodes that hang on the window, not those inside of them; unsorted.
pub(super) fn on_window(doc: &BaseDocument) -> Vec<EngineId> {
    let is_fixed = |node: &Node| matches!(position(node), Some(Position::Fixed));
    let all = doc.tree().iter().filter(|(_, node)| node.flags.is_in_document() && is_fixed(node));
    all.filter(|(_, node)| !above(doc, node).any(is_fixed)).map(|(id, _)| id).collect()
}

/// Whether the node or something that it is inside of was taken out of the flow of the page.
pub(super) fn floats(doc: &BaseDocument, engine: EngineId) -> bool {
    let Some(node) = doc.get_node(engine) else { return false };
    let out = |node: &Node| matches!(position(node), Some(Position::Fixed | Position::Absolute));
    out(node) || above(doc, node).any(out)
}

/// The part of a box on the page that is not cut off by what it is inside of; `None` where nothing of
/// it can be seen, be it hidden, scrolled away or quite transparent.
pub(super) fn seen_part(doc: &BaseDocument, engine: EngineId) -> Option<Rect> {
    use style::computed_values::visibility::T as Visibility;
    const FAINTEST: f32 = 0.05;
    let engine = drawing_around(doc, engine).unwrap_or(engine);
    let node = doc.get_node(engine)?;
    let mut seen = page_box(doc, engine)?;
    let faint = |node: &Node| node.primary_styles().is_some_and(|style| style.clone_opacity() < FAINTEST);
    if node.primary_styles()?.clone_visibility() != Visibility::Visible
        || faint(node)
        || above(doc, node).any(faint)
    {
        return None;
    }
    let around = |node: &Node| node.containing_block().and_then(|id| doc.get_node(id));
    for outer in std::iter::successors(around(node), |node| around(node)).take(1_000) {
        if clips(outer) && !is_root(outer) {
            seen = overlap(seen, page_box(doc, outer.id)?)?;
        }
    }
    Some(seen)
}

fn clips(node: &Node) -> bool {
    use style::values::computed::Overflow;
    let visible = |overflow: Overflow| matches!(overflow, Overflow::Visible);
    node.element_data().is_some()
        && node
            .primary_styles()
            .is_some_and(|style| !visible(style.clone_overflow_x()) || !visible(style.clone_overflow_y()))
}

/// What these two do with what is too large for them, they do for the window.
pub(super) fn is_root(node: &Node) -> bool {
    node.element_data().is_some_and(|element| matches!(&*element.name.local, "html" | "body"))
}

/// What two boxes have in common.
pub(super) fn overlap(a: Rect, b: Rect) -> Option<Rect> {
    let (x, y) = (a.x.max(b.x), a.y.max(b.y));
    let width = (a.x + a.width).min(b.x + b.width) - x;
    let height = (a.y + a.height).min(b.y + b.height) - y;
    (width > 0.0 && height > 0.0).then_some(Rect { x, y, width, height })
}

/// The node drawn on top at a client point.
pub(super) fn hit(
    doc: &BaseDocument,
    client: Point,
    ours: impl Fn(EngineId) -> Option<NodeId>,
) -> Option<NodeId> {
    let scroll = doc.viewport_scroll();
    let found = doc.hit(narrow(client.x + scroll.x), narrow(client.y + scroll.y))?;
    let mut next = doc.nearest_non_anonymous_ancestor(found.node_id);
    while let Some(engine) = next {
        if let Some(id) = ours(engine) {
            return Some(id);
        }
        next = doc.get_node(engine)?.parent;
    }
    None
}

/// The page's height: down to the lowest box that can be seen, and at least the root's own.
pub(super) fn page_height(doc: &BaseDocument) -> f64 {
    let Some(root) = doc.try_root_element() else { return 0.0 };
    let own = f64::from(root.final_layout().size.height);
    let mut lowest = own;
    let mut stack = vec![(root, 0.0, f64::INFINITY)];
    while let Some((node, above, limit)) = stack.pop() {
        let Some(children) = node.paint_children.borrow().as_ref().map(|list| list.to_vec()) else {
            continue;
        };
        for child in children {
            let Some(child) = doc.get_node(child) else { continue };
            if let Some((top, bottom, clips)) = seen(child, above) {
                let bottom = bottom.min(limit);
                lowest = lowest.max(bottom.min(LOWEST));
                stack.push((child, top, if clips { bottom } else { limit }));
            }
        }
    }
    lowest
}

/// Where a box begins and ends, and whether it cuts off what is inside; `None` for what does not count.
fn seen(node: &Node, above: f64) -> Option<(f64, f64, bool)> {
    let layout = node.final_layout();
    let top = above + f64::from(layout.location.y);
    let bottom = top + f64::from(layout.size.height);
    if matches!(position(node), Some(Position::Fixed)) {
        return None;
    }
    let clips = node.primary_styles().is_some_and(|style| {
        use style::values::computed::Overflow;
        !matches!(style.clone_overflow_y(), Overflow::Visible)
    });
    Some((top, bottom, clips))
}

pub(super) fn position(node: &Node) -> Option<Position> {
    node.primary_styles().map(|style| style.clone_position())
}

#[expect(clippy::cast_possible_truncation, reason = "the engine counts in f32")]
pub(super) fn narrow(value: f64) -> f32 {
    value as f32
}
