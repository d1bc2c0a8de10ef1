//! The live document of the shown page: from one state to the next with the fewest changes.

mod after;
mod ask;
mod bare;
mod edges;
mod forms;
mod framed;
mod level;
mod plan;
mod selection;
mod shape;
mod sheets;
mod sticky;
mod tables;
mod tree;
mod vast;
mod vector;
mod void;

use super::net::Answers;
use super::{Assets, Fonts, Trouble};
use crate::event::{NodeId, Point, Size};
use crate::replay::PageState;
use blitz_dom::{BaseDocument, DocumentConfig, NodeId as EngineId, StyleThreading, UserAgentStylesheet};
use blitz_html::HtmlProvider;
use blitz_traits::net::NetProvider;
use blitz_traits::shell::{ColorScheme, Viewport};
use framed::Framed;
use plan::Source;
use sheets::{Collector, PLACES, Places};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Once};
use sticky::Sticky;
use tree::Tree;
use url::Url;

/// What stands in for an address that cannot be read.
const NOWHERE: &str = "http://page.invalid/";

/// The largest viewport, CSS px each way.
const LARGEST: f64 = 8_000.0;

/// Pages that were shown one after another, the last of them live.
pub(super) struct Page {
    assets: Arc<dyn Assets>,
    fonts: Fonts,
    answers: Arc<Answers>,
    live: Option<Live>,
}

/// One document in the engine.
struct Live {
    doc: BaseDocument,
    tree: Tree,
    places: Places,
    base: Url,
    state: PageState,
    /// The iframes by their documents.
    frames: BTreeMap<NodeId, Framed>,
    /// Inner scrollers that are not at their beginning.
    scrolled: Vec<NodeId>,
    sticky: Sticky,
    columns: tables::Columns,
    /// What has the focus and all that it is inside of, marked for style sheets.
    within: Vec<EngineId>,
    /// The engine's clock, seconds.
    clock: f64,
}

impl Page {
    pub(super) fn new(assets: Arc<dyn Assets>, fonts: Fonts) -> Self {
        let answers = Arc::new(Answers::new(assets.clone()));
        Self { assets, fonts, answers, live: None }
    }

    pub(super) fn missing(&self) -> Vec<String> {
        self.answers.missing()
    }

    pub(super) fn show(&mut self, state: &PageState) -> Result<(), Trouble> {
        let root = state.dom.root().ok_or(Trouble::NoPage)?;
        let goes_on = self.live.take().filter(|live| {
            live.state.dom.generation() == state.dom.generation()
                && live.state.dom.root() == Some(root)
                && live.state.href == state.href
                && !live.tree.is_worn()
                && !self.answers.is_worn()
        });
        let (live, fresh) = match goes_on {
            Some(live) => (live, false),
            None => (self.build(state, PLACES), true),
        };
        let mut live = self.advance(live, state, fresh);
        let worn = !fresh && (live.tree.is_worn() || self.answers.is_worn());
        if worn {
            // What a page may have it must have however it was come to.
            live = self.advance(self.build(state, PLACES), state, true);
        }
        if fresh || worn {
            self.answers.has_begun();
        }
        self.live = Some(live);
        Ok(())
    }

    /// Brings a live document to a state. Not put back before it is whole, so that a panic leaves no
    /// half-done page behind.
    fn advance(&self, mut live: Live, state: &PageState, fresh: bool) -> Live {
        live.sticky.undo(&mut live.doc);
        let changed = fresh || !state.dom.changed(&live.state.dom).is_empty();
        let styled = changed || !same_sheets(&live.state, state) || live.state.focus != state.focus;
        if styled || live.state.viewport != state.viewport {
            live.columns.undo(&mut live.doc);
        }
        if !fresh && changed {
            live.patch(state);
        }
        if changed || !same_sheets(&live.state, state) {
            let root = state.dom.root().unwrap_or(NodeId(0));
            let sheets = self.collector(state, &live.base).sheets(root);
            if !live.places.hold(sheets.len()) {
                live = self.build(state, sheets.len() * 2);
            }
            live.places.put(&mut live.doc, sheets);
            if !fresh && !same_sheets(&live.state, state) {
                // The sheets of iframes are put in force when their documents are made.
                live.tree.frames.extend(live.frames.iter().map(|(document, frame)| (frame.host, *document)));
            }
        }
        self.make_frames(&mut live, state);
        live.set_viewport(state.viewport);
        live.settle(state, &self.answers);
        selection::mark(&mut live.doc, &live.tree, state);
        live.state = state.clone();
        live
    }

    fn build(&self, state: &PageState, places: usize) -> Live {
        self.answers.begin();
        let base = Url::parse(&state.href).ok().filter(Url::has_host);
        let base = base.or_else(|| Url::parse(NOWHERE).ok()).expect("a constant address");
        let mut doc = BaseDocument::new(self.config(&base, state.viewport));
        let places = Places::new(&mut doc, places);
        let mut tree = Tree::default();
        if let Some(root) = state.dom.root() {
            let ids = vector::Ids::default();
            let source = Source { dom: &state.dom, base: &base, ids: &ids };
            tree.mount_document(&mut doc.mutate(), source, root);
        }
        let (sticky, columns) = (Sticky::default(), tables::Columns::default());
        let (frames, scrolled) = (BTreeMap::new(), Vec::new());
        Live {
            doc,
            tree,
            places,
            base,
            state: state.clone(),
            frames,
            scrolled,
            sticky,
            columns,
            within: Vec::new(),
            clock: 0.0,
        }
    }

    /// Makes the documents of iframes that were mounted.
    fn make_frames(&self, live: &mut Live, state: &PageState) {
        for (engine, document) in std::mem::take(&mut live.tree.frames) {
            if live.doc.get_node(engine).is_none() {
                continue;
            }
            let (doc, framed) = self.frame(state, (document, engine), &live.base, 1);
            live.doc.mutate().set_sub_document(engine, Box::new(doc));
            live.frames.insert(document, framed);
        }
    }

    fn frame(
        &self,
        state: &PageState,
        (document, host): (NodeId, EngineId),
        base: &Url,
        depth: u32,
    ) -> (BaseDocument, Framed) {
        let mut doc = BaseDocument::new(self.config(base, Size::new(300.0, 150.0)));
        let sheets = self.collector(state, base).sheets(document);
        let mut places = Places::new(&mut doc, sheets.len());
        let mut tree = Tree::default();
        let ids = vector::Ids::default();
        let source = Source { dom: &state.dom, base, ids: &ids };
        tree.mount_document(&mut doc.mutate(), source, document);
        places.put(&mut doc, sheets);
        let mut inner = BTreeMap::new();
        if depth < 4 {
            for (engine, document) in std::mem::take(&mut tree.frames) {
                let (below, framed) = self.frame(state, (document, engine), base, depth + 1);
                doc.mutate().set_sub_document(engine, Box::new(below));
                inner.insert(document, framed);
            }
        }
        (doc, Framed { host, tree, inner })
    }

    fn collector<'a>(&'a self, state: &'a PageState, base: &'a Url) -> Collector<'a> {
        Collector { state, base, assets: &*self.assets }
    }

    fn config(&self, base: &Url, viewport: Size) -> DocumentConfig {
        // The engine learns some properties, `appearance` among them, only with its first document;
        // our sheet would be read before that.
        static TAUGHT: Once = Once::new();
        static BASE: LazyLock<UserAgentStylesheet> =
            LazyLock::new(|| UserAgentStylesheet::parse(include_str!("base.css")));
        static EDGES: LazyLock<UserAgentStylesheet> =
            LazyLock::new(|| UserAgentStylesheet::parse(&edges::rules()));
        TAUGHT.call_once(|| {
            let fonts = Some(self.fonts.context());
            drop(BaseDocument::new(DocumentConfig { font_ctx: fonts, ..DocumentConfig::default() }));
        });
        DocumentConfig {
            viewport: Some(engine_viewport(viewport)),
            base_url: Some(base.to_string()),
            net_provider: Some(self.answers.clone() as Arc<dyn NetProvider>),
            html_parser_provider: Some(Arc::new(HtmlProvider)),
            font_ctx: Some(self.fonts.context()),
            style_threading: StyleThreading::Sequential,
            ua_stylesheets: vec![UserAgentStylesheet::default_sheet(), BASE.clone(), EDGES.clone()],
            ..DocumentConfig::default()
        }
    }
}

impl Live {
    fn patch(&mut self, state: &PageState) {
        let ids = vector::Ids::default();
        let source = Source { dom: &state.dom, base: &self.base, ids: &ids };
        let before = std::mem::take(&mut self.state.dom);
        self.tree.patch(&mut self.doc.mutate(), source, &before);
        self.state.dom = before;
    }

    fn set_viewport(&mut self, viewport: Size) {
        let wanted = engine_viewport(viewport);
        if self.doc.viewport().window_size != wanted.window_size {
            self.doc.set_viewport(wanted);
        }
    }

    /// Style, layout, scroll, focus and hover, until nothing moves any more.
    fn settle(&mut self, state: &PageState, answers: &Answers) {
        self.doc.clear_hover();
        let focus = state.focus.and_then(|id| self.tree.engine_id(id));
        match focus {
            Some(engine) => {
                self.doc.set_focus_to(engine);
            }
            None => self.doc.clear_focus(),
        }
        after::mark_within(&mut self.doc, &mut self.within, focus);
        // What is known to be missing: marked before the first layout, it costs none of its own.
        self.mark_broken(answers);
        self.resolve();
        // Pictures and fonts that the first pass asked for, and keyframes that it started.
        self.resolve();
        for _ in 0..3 {
            let painted = after::mend(&mut self.doc, &self.tree);
            let held = bare::mend(&mut self.doc, &mut self.tree);
            let lines = edges::mend(&mut self.doc) | void::mend(&mut self.doc) | level::mend(&mut self.doc);
            let boxed = lines | tables::part_borders(&mut self.doc) | vast::mend(&mut self.doc);
            let broken = self.mark_broken(answers);
            if !(painted | held | boxed | broken) {
                break;
            }
            self.resolve();
            if broken {
                // The mark is a picture too.
                self.resolve();
            }
        }
        if !self.columns.any() {
            self.columns = tables::Columns::share(&mut self.doc);
            if self.columns.any() {
                self.resolve();
            }
        }
        self.scroll(state);
        if self.hover(state) {
            self.resolve();
            self.scroll(state);
        }
        self.sticky = Sticky::stick(&mut self.doc);
    }

    fn mark_broken(&mut self, answers: &Answers) -> bool {
        let base = &self.base;
        let missing = |address: &str| base.join(address).is_ok_and(|url| answers.is_missing(url.as_str()));
        after::mark_broken(&mut self.doc, &self.tree, missing)
    }

    fn resolve(&mut self) {
        self.clock += 1_000.0;
        shape::link_root(&self.doc, true);
        self.doc.resolve(self.clock);
        shape::link_root(&self.doc, false);
        framed::fit(&mut self.doc, self.clock);
    }

    fn scroll(&mut self, state: &PageState) {
        for id in std::mem::take(&mut self.scrolled) {
            if let Some(engine) = self.tree.engine_id(id) {
                after::scroll_inner(&mut self.doc, engine, (0.0, 0.0));
            }
        }
        for (id, node) in state.dom.nodes() {
            let Some(element) = node.element() else { continue };
            if element.special().scroll != Point::default()
                && let Some(engine) = self.tree.engine_id(id)
            {
                after::scroll_inner(
                    &mut self.doc,
                    engine,
                    (element.special().scroll.x, element.special().scroll.y),
                );
                self.scrolled.push(id);
            }
        }
        for (document, frame) in &self.frames {
            let to = state.frame_scrolls.get(document).copied().unwrap_or_default();
            after::scroll_frame(&mut self.doc, frame.host, (to.x, to.y));
        }
        let room = (shape::page_height(&self.doc) - state.viewport.height).max(0.0);
        let finite = |value: f64| if value.is_finite() { value.max(0.0) } else { 0.0 };
        let to =
            blitz_dom::Point { x: finite(state.scroll.x).min(LARGEST), y: finite(state.scroll.y).min(room) };
        self.doc.set_viewport_scroll(to);
    }

    /// Lets the mouse hover where it was; `true` when that may change the page.
    fn hover(&mut self, state: &PageState) -> bool {
        let Some(pointer) = state.pointer.filter(|pointer| !pointer.touch) else { return false };
        let top = pointer.node.is_none_or(|node| state.dom.document_of(node) == state.dom.root());
        let scroll = self.doc.viewport_scroll();
        let at = pointer.at.plus(Point::new(scroll.x, scroll.y));
        top && at.x.is_finite()
            && at.y.is_finite()
            && self.doc.set_hover_to(shape::narrow(at.x), shape::narrow(at.y))
    }
}

/// Whether what the sheets are made of besides the document is the same.
fn same_sheets(a: &PageState, b: &PageState) -> bool {
    Arc::ptr_eq(&a.fonts, &b.fonts)
        && a.adopters().eq(b.adopters())
        && a.adopters().all(|root| a.adopted(root).eq(b.adopted(root)))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn engine_viewport(size: Size) -> Viewport {
    let side = |length: f64| if length.is_finite() { length.round().clamp(1.0, LARGEST) as u32 } else { 1 };
    Viewport::new(side(size.width), side(size.height), 1.0, ColorScheme::Light)
}
