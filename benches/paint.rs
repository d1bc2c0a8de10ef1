//! What drawing costs: a page for the first time, a small change, a frame, the whole page. On a
//! generated shop page of about 1,500 nodes.

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::sync::Arc;
use wherefore::event::{NodeId, Size};
use wherefore::render::{Cells, Fonts, HeatLook, NoAssets, Painter, Picture, heat_over};
use wherefore::replay::{Content, Dom, Element, Node, PageState};

const CSS: &str = "body{margin:0;font:16px Arial} .grid{display:grid;grid-template-columns:repeat(4,1fr);gap:16px}
 .card{border:1px solid #ddd;border-radius:12px;padding:12px;box-shadow:0 2px 8px #0002} .card:hover{background:#eee}
 .name{font-weight:700} .price{color:#c2410c} .photo{height:180px;background:linear-gradient(160deg,#fed7aa,#7c2d12)}
 .dark .card{background:#222;color:#eee}";

struct Maker {
    dom: Dom,
    next: i64,
}

impl Maker {
    fn put(&mut self, parent: NodeId, content: Content) -> NodeId {
        let id = NodeId(self.next);
        self.next += 1;
        self.dom.put(id, Node { parent: Some(parent), in_shadow: false, children: Vec::new(), content });
        self.dom.get_mut(parent).expect("put before").children.push(id);
        id
    }

    fn tag(&mut self, parent: NodeId, tag: &str, class: &str) -> NodeId {
        let attributes = vec![("class".into(), class.into())];
        let element = Element { tag: tag.into(), attributes, ..Element::default() };
        self.put(parent, Content::Element(Box::new(element)))
    }

    fn text(&mut self, parent: NodeId, tag: &str, class: &str, text: &str) -> NodeId {
        let element = self.tag(parent, tag, class);
        self.put(element, Content::Text(text.into()))
    }
}

/// The page, its body and one of its texts.
fn page(cards: usize) -> (PageState, NodeId, NodeId) {
    let root = NodeId(1);
    let mut maker = Maker { dom: Dom::of_generation(1), next: 2 };
    let content = Content::Document { quirks: false };
    maker.dom.put(root, Node { parent: None, in_shadow: false, children: Vec::new(), content });
    maker.dom.set_root(root);
    let html = maker.tag(root, "html", "");
    maker.text(html, "style", "", CSS);
    let body = maker.tag(html, "body", "");
    let grid = maker.tag(body, "div", "grid");
    let mut text = root;
    for card in 0..cards {
        let outer = maker.tag(grid, "a", "card");
        maker.tag(outer, "div", "photo");
        maker.text(outer, "div", "name", &format!("Running shoe number {card}"));
        text = maker.text(outer, "div", "price", "€129.00");
    }
    let mut state = PageState::default();
    state.dom = maker.dom;
    state.viewport = Size::new(1366.0, 768.0);
    (state, body, text)
}

fn set_text(state: &mut PageState, id: NodeId, text: &str) {
    state.dom.get_mut(id).expect("a text of the page").content = Content::Text(text.into());
}

fn paint(criterion: &mut Criterion) {
    let (first, body, text) = page(200);
    let mut second = first.clone();
    set_text(&mut second, text, "€99.00");
    let mut dark = first.clone();
    if let Content::Element(element) = &mut dark.dom.get_mut(body).expect("a body").content {
        element.set_attribute(&"class".into(), Some("dark".into()));
    }
    let fonts = Fonts::bundled();
    let painter = || Painter::new(Arc::new(NoAssets), fonts.clone());

    criterion.bench_function("show a page for the first time", |bencher| {
        bencher.iter(|| painter().show(&first));
    });
    let mut live = painter();
    let mut to_and_fro = |name: &str, a: &PageState, b: &PageState| {
        live.show(a).expect("a page");
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| (live.show(b), live.show(a)));
        });
    };
    to_and_fro("change one text, and back", &first, &second);
    to_and_fro("change the class of the body, and back", &first, &dark);
    criterion
        .bench_function("draw a frame of 1366 × 768", |bencher| bencher.iter(|| black_box(live.frame())));
    criterion.bench_function("draw the whole page", |bencher| bencher.iter(|| black_box(live.full_page())));
}

fn heat(criterion: &mut Criterion) {
    let page = Picture::filled(1366, 4_000, [240, 240, 240, 255]);
    let values: Vec<f32> = (0u16..200 * 100).map(|at| f32::from(at % 97)).collect();
    let (cell, size) = (Size::new(6.83, 40.0), Size::new(1366.0, 4_000.0));
    let cells =
        Cells { width: 200, height: 100, cell, page: size, values: &values, hottest: 0.0, signed: false };
    criterion.bench_function("lay heat over 1366 × 4000", |bencher| {
        bencher.iter(|| black_box(heat_over(&page, cells, HeatLook::default())));
    });
}

criterion_group!(benches, paint, heat);
criterion_main!(benches);
