//! Pages drawn and looked at pixel by pixel: each test says in a sentence what must be seen.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod boxes;
mod fine;
mod forms;
mod gaps;
mod laws;
mod letters;
mod lines;
mod live;
mod missing;
mod overlays;
mod selection;

use std::sync::Arc;
use wherefore::event::{NodeId, Point, Size};
use wherefore::render::{Fonts, NoAssets, Painter, Picture};
use wherefore::replay::{Content, Dom, Element, Node, PageState};

/// A node to be: tag, attributes, children; or text.
#[derive(Clone)]
enum Part {
    Text(&'static str),
    Tag(&'static str, Vec<(&'static str, String)>, Vec<Part>),
}

fn tag(name: &'static str, attributes: &[(&'static str, &str)], inside: Vec<Part>) -> Part {
    Part::Tag(name, attributes.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(), inside)
}

fn styled(style: &str, inside: Vec<Part>) -> Part {
    tag("div", &[("style", style)], inside)
}

const SVG: [&str; 5] = ["svg", "path", "symbol", "use", "text"];

/// Puts a part under `parent`; numbers go up from `next`.
fn put(dom: &mut Dom, parent: NodeId, part: &Part, next: &mut i64) -> NodeId {
    let id = NodeId(*next);
    *next += 1;
    let content = match part {
        Part::Text(text) => Content::Text((*text).into()),
        Part::Tag(name, attributes, _) => Content::Element(Box::new(Element {
            tag: (*name).into(),
            svg: SVG.contains(name),
            attributes: attributes
                .iter()
                .map(|(name, value)| ((*name).into(), value.as_str().into()))
                .collect(),
            ..Element::default()
        })),
    };
    dom.put(id, Node { parent: Some(parent), in_shadow: false, children: Vec::new(), content });
    if let Part::Tag(_, _, inside) = part {
        let children = inside.iter().map(|part| put(dom, id, part, next)).collect();
        dom.get_mut(id).unwrap().children = children;
    }
    id
}

fn put_in(state: &mut PageState, parent: NodeId, part: &Part, at: usize) -> NodeId {
    let mut next = state.dom.nodes().map(|(id, _)| id.0).max().unwrap() + 1;
    let id = put(&mut state.dom, parent, part, &mut next);
    state.dom.get_mut(parent).unwrap().children.insert(at, id);
    id
}

/// A page of 200 × 200 px without margins: its body holds these.
fn page(css: &str, body: Vec<Part>) -> PageState {
    let css: &'static str = Box::leak(format!("html,body{{margin:0;padding:0}} {css}").into_boxed_str());
    let head = tag("head", &[], vec![tag("style", &[], vec![Part::Text(css)])]);
    let html = tag("html", &[], vec![head, tag("body", &[], body)]);
    let mut dom = Dom::of_generation(1);
    let root = NodeId(1);
    let content = Content::Document { quirks: false };
    dom.put(root, Node { parent: None, in_shadow: false, children: Vec::new(), content });
    dom.set_root(root);
    let html = put(&mut dom, root, &html, &mut 2);
    dom.get_mut(root).unwrap().children = vec![html];
    let mut state = PageState::default();
    state.dom = dom;
    state.href = "https://shop.example/a".into();
    state.viewport = Size::new(200.0, 200.0);
    state
}

fn painter() -> Painter {
    Painter::new(Arc::new(NoAssets), Fonts::bundled())
}

/// Runs on a deep stack, as the product does.
fn deep(work: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(256 << 20).spawn_scoped(scope, work).unwrap();
        if let Err(panic) = thread.join() {
            std::panic::resume_unwind(panic);
        }
    });
}

fn drawn(state: &PageState) -> Picture {
    let mut painter = painter();
    painter.show(state).unwrap();
    painter.frame()
}

#[track_caller]
fn assert_pixel(picture: &Picture, at: (u32, u32), colour: [u8; 3], sentence: &str) {
    let [red, green, blue, _] = picture.pixel(at.0, at.1).unwrap();
    let near = [red, green, blue].iter().zip(colour).all(|(a, b)| a.abs_diff(b) <= 3);
    assert!(near, "{sentence}: {at:?} is {:?}, not {colour:?}", [red, green, blue]);
}

fn set(state: &mut PageState, id: NodeId, name: &str, value: Option<&str>) {
    let node = state.dom.get_mut(id).unwrap();
    let Content::Element(element) = &mut node.content else { panic!("{id:?} is no element") };
    element.set_attribute(&name.into(), value.map(Into::into));
}

/// The first element of that tag.
fn find(state: &PageState, tag: &str) -> NodeId {
    let found = state.dom.nodes().find(|(_, node)| node.tag() == tag);
    found.unwrap_or_else(|| panic!("there is a {tag}")).0
}

const RED: [u8; 3] = [255, 0, 0];
const BLUE: [u8; 3] = [0, 0, 255];
const WHITE: [u8; 3] = [255, 255, 255];

/// Dark pixels in a part of a picture.
fn ink(picture: &Picture, from: (u32, u32), to: (u32, u32)) -> usize {
    let dark = |x, y| picture.pixel(x, y).is_some_and(|[r, g, b, _]| r.max(g).max(b) < 100);
    (from.1..to.1).map(|y| (from.0..to.0).filter(|x| dark(*x, y)).count()).sum()
}

#[test]
fn boxes_have_their_colour_and_place() {
    deep(|| {
        let state = page(
            ".a{width:50px;height:50px;background:red}",
            vec![tag("div", &[("class", "a")], vec![]), styled("height:10px;background:blue", vec![])],
        );
        let picture = drawn(&state);
        assert_eq!((picture.width, picture.height), (200, 200));
        assert_pixel(&picture, (25, 25), RED, "a class from the style sheet colours the box");
        assert_pixel(&picture, (100, 55), BLUE, "an element's own style counts");
        assert_pixel(&picture, (100, 25), WHITE, "the page is white where nothing is");
    });
}

#[test]
fn a_scrolled_page_shows_what_is_below_and_fixed_things_stay() {
    deep(|| {
        let mut state = page(
            "",
            vec![
                styled("height:300px;background:red", vec![]),
                styled("height:500px;background:blue", vec![]),
                styled("position:fixed;top:0;left:0;width:20px;height:20px;background:lime", vec![]),
            ],
        );
        let fixed = state.dom.nodes().filter(|(_, node)| node.tag() == "div").last().unwrap().0;
        state.scroll = Point::new(0.0, 250.0);
        let mut painter = painter();
        painter.show(&state).unwrap();
        let picture = painter.frame();
        assert_pixel(&picture, (100, 40), RED, "the end of the upper part");
        assert_pixel(&picture, (100, 60), BLUE, "the lower part");
        assert_pixel(&picture, (10, 10), [0, 255, 0], "what is fixed does not move");
        assert_eq!(painter.page_height(), 800.0);
        assert!(painter.is_fixed(fixed));
        let whole = painter.full_page();
        assert_eq!((whole.width, whole.height), (200, 800));
        assert_pixel(&whole, (100, 299), RED, "the whole page begins at its top");
        let area = painter.boxes(&[find(&state, "div")])[0].unwrap();
        assert_eq!((area.y, area.height), (0.0, 300.0), "boxes count from the top of the page");
        assert_eq!(painter.frame(), picture, "the whole page leaves the frame as it was");
    });
}

#[test]
fn a_sticky_header_stays_on_top() {
    deep(|| {
        let mut state = page(
            "",
            vec![
                styled("height:50px;background:red", vec![]),
                styled("position:sticky;top:10px;height:20px;background:blue", vec![]),
                styled("height:900px", vec![]),
            ],
        );
        assert_pixel(&drawn(&state), (100, 60), BLUE, "in its place before the page is scrolled");
        state.scroll = Point::new(0.0, 300.0);
        let picture = drawn(&state);
        assert_pixel(&picture, (100, 20), BLUE, "held ten pixels below the edge");
        assert_pixel(&picture, (100, 5), WHITE, "and not higher");
        let mut painter = painter();
        painter.show(&state).unwrap();
        let whole = painter.full_page();
        assert_pixel(&whole, (100, 60), BLUE, "on the whole page it is where it began");
    });
}

#[test]
fn vector_pictures_take_their_colours_from_the_sheet() {
    deep(|| {
        let css = "svg{display:block} .icon{fill:blue} .line{color:red}";
        let path =
            |class, fill| tag("path", &[("d", "M0 0h40v40h-40z"), ("class", class), ("fill", fill)], vec![]);
        let svg =
            |class, path| tag("svg", &[("width", "40"), ("height", "40"), ("class", class)], vec![path]);
        let state = page(css, vec![svg("", path("icon", "lime")), svg("line", path("", "currentColor"))]);
        let picture = drawn(&state);
        assert_pixel(&picture, (20, 20), BLUE, "the sheet goes before the attribute");
        assert_pixel(&picture, (20, 60), RED, "currentColor is the element's colour");
    });
}

#[test]
fn a_gradient_with_a_size_of_its_own_is_whole() {
    deep(|| {
        let state = page(
            "div{width:200px;height:100px;background:linear-gradient(90deg,red 50%,blue 50%) 150px 0/40px 40px no-repeat}",
            vec![styled("", vec![])],
        );
        let picture = drawn(&state);
        assert_pixel(&picture, (160, 20), RED, "its first half");
        assert_pixel(&picture, (180, 20), BLUE, "its second half");
        assert_pixel(&picture, (100, 20), WHITE, "and nothing beside it");
    });
}

#[test]
fn symbols_are_drawn_where_they_are_used() {
    deep(|| {
        let path = tag("path", &[("d", "M0 0h10v10h-10z")], vec![]);
        let symbol = tag("symbol", &[("id", "box"), ("viewBox", "0 0 10 10")], vec![path]);
        let hidden = tag("svg", &[("style", "display:none")], vec![symbol]);
        let used = tag("use", &[("href", "#box"), ("width", "40"), ("height", "40")], vec![]);
        let shown =
            tag("svg", &[("width", "40"), ("height", "40"), ("style", "display:block;fill:red")], vec![used]);
        let picture = drawn(&page("", vec![hidden, shown]));
        assert_pixel(&picture, (20, 20), RED, "in the colour of the place that uses it");
    });
}

#[test]
fn iframes_shadow_trees_and_canvases_are_seen() {
    deep(|| {
        let mut state = page(
            "iframe{display:block;border:0 solid;border-left-width:4px;width:196px;height:50px} canvas{display:block;width:40px;height:40px} p{background:lime}",
            vec![
                tag("iframe", &[("src", "https://ads.example/x")], vec![]),
                tag("section", &[], vec![tag("b", &[], vec![Part::Text("given")])]),
                tag("canvas", &[], vec![]),
            ],
        );
        let [frame, host, canvas] = ["iframe", "section", "canvas"].map(|tag| find(&state, tag));
        let inner = tag("html", &[], vec![tag("body", &[("style", "margin:0;background:red")], vec![])]);
        let document = put_in(&mut state, frame, &Part::Text(""), 0);
        let html = put_in(&mut state, document, &inner, 0);
        let node = state.dom.get_mut(document).unwrap();
        node.content = Content::Document { quirks: false };
        node.children = vec![html];
        for (at, part) in [
            tag("style", &[], vec![Part::Text("p{margin:0;height:50px;background:blue}")]),
            tag("p", &[], vec![tag("slot", &[], vec![])]),
        ]
        .iter()
        .enumerate()
        {
            let id = put_in(&mut state, host, part, at);
            state.dom.get_mut(id).unwrap().in_shadow = true;
        }
        let red = Picture::filled(2, 2, [255, 0, 0, 255]).to_png().unwrap();
        let Content::Element(element) = &mut state.dom.get_mut(canvas).unwrap().content else { panic!() };
        element.special_mut().picture = Some(format!("data:image/png;base64,{}", base64(&red)).into());
        let mut painter = painter();
        painter.show(&state).unwrap();
        let window = painter.boxes(&[document]).pop().flatten().unwrap();
        let sides = (window.x, window.y, window.width, window.height);
        assert_eq!(sides, (4.0, 0.0, 196.0, 50.0), "what an iframe shows its document in");
        let picture = painter.frame();
        assert_pixel(&picture, (100, 25), RED, "the document in the iframe");
        assert_pixel(&picture, (150, 75), BLUE, "a shadow tree has its own sheet");
        assert!(
            ink(&picture, (0, 50), (80, 100)) > 0 || picture.pixel(5, 60).is_some(),
            "what a slot was given"
        );
        assert_pixel(&picture, (20, 120), RED, "the recorded picture of a canvas");
    });
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[test]
fn an_open_modal_dialog_covers_the_page() {
    deep(|| {
        let css = "dialog{padding:0;border:0;background:red;width:100px;height:100px}";
        let mut state =
            page(css, vec![tag("dialog", &[("open", "")], vec![]), styled("height:900px", vec![])]);
        let dialog = find(&state, "dialog");
        let Content::Element(element) = &mut state.dom.get_mut(dialog).unwrap().content else { panic!() };
        element.special_mut().modal = true;
        state.scroll = Point::new(0.0, 300.0);
        let mut painter = painter();
        painter.show(&state).unwrap();
        let picture = painter.frame();
        assert_pixel(&picture, (100, 100), RED, "in the middle of the window");
        assert_pixel(&picture, (20, 20), [230, 230, 230], "with a backdrop");
        assert_eq!(painter.hit(Point::new(100.0, 100.0)), Some(dialog), "and under the mouse");
    });
}

#[test]
fn hidden_things_stay_hidden() {
    deep(|| {
        let red = || styled("height:50px;background:red", vec![]);
        let state = page(
            "",
            vec![
                tag("noscript", &[], vec![red()]),
                tag("details", &[], vec![tag("summary", &[], vec![Part::Text("More")]), red()]),
                tag("dialog", &[], vec![red()]),
                tag("template", &[], vec![red()]),
            ],
        );
        let picture = drawn(&state);
        let red = picture.rgba.chunks_exact(4).filter(|pixel| pixel[..3] == RED).count();
        assert_eq!(red, 0, "noscript, closed details, closed dialogs and templates are not drawn");
    });
}
