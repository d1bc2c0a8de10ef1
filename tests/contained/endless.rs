//! Pages that are small as files and without end, or without measure, once they are drawn. Each case
//! would end the process or fill its memory where it is not looked for.

use super::*;
use std::fmt::Write as _;

#[track_caller]
fn is_survived(state: PageState) -> Result<wherefore::render::Drawn, Trouble> {
    let _others = beside_others();
    let studio = Studio::new(Arc::new(NoAssets), Fonts::bundled(), || {}).patient(Duration::from_mins(5));
    let result = studio.draw(request(state)).result;
    assert!(
        !matches!(result, Err(Trouble::TooSlow { .. } | Trouble::HeldUp | Trouble::NoThread(_))),
        "{result:?}"
    );
    draws_well(&studio);
    result
}

fn svg(maker: &mut Maker, parent: NodeId, name: &str, attributes: &[(&str, &str)]) -> NodeId {
    let id = maker.tag(parent, name, attributes);
    let Content::Element(element) = &mut maker.dom.get_mut(id).unwrap().content else { unreachable!() };
    element.svg = true;
    id
}

#[test]
fn drawings_that_hold_each_other() {
    let mut maker = Maker::new();
    let body = maker.body;
    let drawing = svg(&mut maker, body, "svg", &[("width", "50"), ("height", "50")]);
    for (id, other) in [("a", "#b"), ("b", "#c"), ("c", "#a")] {
        let symbol = svg(&mut maker, drawing, "symbol", &[("id", id)]);
        svg(&mut maker, symbol, "use", &[("href", other)]);
    }
    svg(&mut maker, drawing, "use", &[("href", "#a")]);
    is_survived(maker.state()).unwrap();
}

#[test]
fn drawings_that_hold_ten_of_ten_of_ten() {
    let mut maker = Maker::new();
    let body = maker.body;
    let drawing = svg(&mut maker, body, "svg", &[("width", "50"), ("height", "50")]);
    for level in 0..10 {
        let symbol = svg(&mut maker, drawing, "g", &[("id", &format!("l{level}"))]);
        for _ in 0..10 {
            svg(&mut maker, symbol, "use", &[("href", &format!("#l{}", level + 1))]);
        }
    }
    let last = svg(&mut maker, drawing, "g", &[("id", "l10")]);
    svg(&mut maker, last, "rect", &[("width", "5"), ("height", "5")]);
    svg(&mut maker, drawing, "use", &[("href", "#l0")]);
    is_survived(maker.state()).unwrap();
}

/// Brackets in brackets, as text.
fn nested(open: &str) -> String {
    open.repeat(200_000)
}

fn with_sheet(css: &str) -> PageState {
    let mut maker = Maker::new();
    maker.style(css);
    maker.text(maker.body, "text");
    maker.state()
}

#[test]
fn rules_within_rules() {
    is_survived(with_sheet(&nested("a{"))).unwrap();
    is_survived(with_sheet(&nested("@media all{"))).unwrap();
    is_survived(with_sheet(&nested("@supports("))).unwrap();
}

#[test]
fn selectors_within_selectors() {
    is_survived(with_sheet(&format!("{}{{color:red}}", nested(":not(")))).unwrap();
    is_survived(with_sheet(&format!("{}{{color:red}}", nested(":is(")))).unwrap();
}

#[test]
fn sums_within_sums() {
    is_survived(with_sheet(&format!("p{{width:{}}}", nested("calc(")))).unwrap();
    is_survived(with_sheet(&format!("p{{width:calc{}}}", nested("(")))).unwrap();
    is_survived(with_sheet(&format!("p{{--a:{}}}", nested("var(--b,")))).unwrap();
    is_survived(with_sheet(&format!("p{{color:{}}}", nested("color-mix(in srgb,")))).unwrap();
    is_survived(with_sheet(&format!("p{{--a:{}}}", nested("[")))).unwrap();
}

#[test]
fn sums_within_sums_of_one_element() {
    let mut maker = Maker::new();
    let body = maker.body;
    maker.tag(body, "p", &[("style", &format!("width:calc{}", nested("(")))]);
    maker.tag(body, "img", &[("sizes", &nested("calc(")), ("width", &nested("("))]);
    svg(&mut maker, body, "svg", &[("fill", &nested("calc("))]);
    is_survived(maker.state()).unwrap();
}

#[test]
fn variables_that_double() {
    let mut css = ":root{--v0:aaaaaaaaaa".to_owned();
    for level in 1..60 {
        write!(css, ";--v{level}:var(--v{0}) var(--v{0})", level - 1).unwrap();
    }
    css.push_str("} p{font-family:var(--v59)}");
    is_survived(with_sheet(&css)).unwrap();
}

#[test]
fn vector_files_within_vector_files() {
    let deep = format!(
        "<svg xmlns='http://www.w3.org/2000/svg'>{}{}</svg>",
        "<g>".repeat(100_000),
        "</g>".repeat(100_000)
    );
    is_survived(with_picture(&format!("data:image/svg+xml,{deep}"))).unwrap();
    let mut entity = "<!DOCTYPE svg [<!ENTITY e0 'xxxxxxxxxx'>".to_owned();
    for level in 1..30 {
        write!(entity, "<!ENTITY e{level} '{}'>", format!("&e{};", level - 1).repeat(10)).unwrap();
    }
    let bomb = format!("{entity}]><svg xmlns='http://www.w3.org/2000/svg'><text>&e29;</text></svg>");
    is_survived(with_picture(&format!("data:image/svg+xml;base64,{}", base64(bomb.as_bytes())))).unwrap();
    let mut uses = String::new();
    for level in 0..12 {
        let inside = format!("<use xlink:href='%23u{}'/>", level + 1).repeat(10);
        write!(uses, "<g id='u{level}'>{inside}</g>").unwrap();
    }
    let bomb = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{uses}<g id='u12'><rect width='1' height='1'/></g></svg>"
    );
    is_survived(with_picture(&format!("data:image/svg+xml,{bomb}"))).unwrap();
    for huge in [
        "<pattern id='p' width='0.0001' height='0.0001'><rect width='1' height='1'/></pattern><rect width='900' height='900' fill='url(%23p)'/>",
        "<filter id='p' x='0' y='0' width='1e9' height='1e9'><feGaussianBlur stdDeviation='1e9'/><feTurbulence numOctaves='1000000'/></filter><rect width='1e9' height='1e9' filter='url(%23p)'/>",
        "<mask id='p' width='1e9' height='1e9'><rect width='1e9' height='1e9'/></mask><rect width='1e9' height='1e9' mask='url(%23p)'/>",
        "<path stroke='red' stroke-width='1' stroke-dasharray='0.00001' d='M0 0L1e9 1e9'/>",
        "<path d='M0 0a1e9 1e-9 0 0 0 9 9'/><circle r='1e30'/>",
    ] {
        is_survived(with_picture(&format!(
            "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='100' height='100'>{huge}</svg>"
        )))
        .unwrap();
    }
}

pub(super) fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
/// A drawing of one px.
const DOT: &str = "url(\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'><rect width='1' height='1'/></svg>\")";

#[test]
fn tiles_without_number() {
    for (name, css) in [
        ("tiny pictures", format!("height:9999px;background:{DOT};background-size:0.01px 0.01px")),
        (
            "spaced pictures",
            format!("height:9999px;background:{DOT};background-size:0.1px;background-repeat:space"),
        ),
        ("tiny shades", "height:9999px;background:linear-gradient(red,blue) 0/0.01px 0.01px".to_owned()),
        (
            "spaced shades",
            "height:9999px;background:linear-gradient(red,blue) 0/0.01px 0.01px space".to_owned(),
        ),
        ("tiny stripes", "height:99px;background:repeating-linear-gradient(red 0,blue 1e-7px)".to_owned()),
        ("tiny rays", "height:99px;background:repeating-conic-gradient(red 0,blue 1e-7deg)".to_owned()),
    ] {
        let result = is_survived(with_sheet(&format!("body{{{css}}}")));
        assert!(matches!(result, Ok(_) | Err(Trouble::TooMuch(_))), "{name}: {result:?}");
    }
}

#[test]
fn dots_without_number() {
    for (name, css) in [
        ("a border", "width:1e7px;height:1e7px;border:0.5px dotted red"),
        ("a round border", "width:1e9px;height:1e9px;border:1px dotted red;border-radius:5px"),
        ("a dashed border", "width:1e30px;height:1e30px;border:1px dashed red"),
        ("an outline", "outline:1e6px dotted red;border-radius:1e9px;height:5px"),
        ("a line that is no line", "text-decoration:underline dotted red;text-decoration-thickness:0"),
        ("a wave", "text-decoration:underline wavy red;text-decoration-thickness:0"),
        ("a tiny wave", "text-decoration:underline wavy red;text-decoration-thickness:1e-9px"),
        ("a long wave", "letter-spacing:1e9px;text-decoration:underline wavy red"),
        ("dashes", "letter-spacing:1e9px;text-decoration:underline dashed red"),
        ("tiny dashes", "text-decoration:underline dashed red;text-decoration-thickness:1e-9px"),
    ] {
        let result = is_survived(with_sheet(&format!("body{{{css}}}")));
        assert!(matches!(result, Ok(_) | Err(Trouble::TooMuch(_))), "{name}: {result:?}");
    }
}

/// One picture under every address.
struct Always(Vec<u8>);

impl Assets for Always {
    fn get(&self, _: &str) -> Option<Vec<u8>> {
        Some(self.0.clone())
    }
}

#[test]
fn pictures_that_would_fill_the_memory() {
    let png = wherefore::render::Picture::filled(8_000, 8_000, [9; 4]).to_png().unwrap();
    let studio = |png: &[u8]| {
        Studio::new(Arc::new(Always(png.to_vec())), Fonts::bundled(), || {}).patient(Duration::from_mins(5))
    };
    let mut maker = Maker::new();
    let body = maker.body;
    for at in 0..12 {
        maker.tag(body, "img", &[("src", &format!("https://a.example/{at}.png")), ("width", "20")]);
    }
    let _others = beside_others();
    let drawn = studio(&png).draw(request(maker.state())).result.unwrap();
    assert_eq!(drawn.missing.len(), 10, "two of them fit, the others are told as missing");
}

#[test]
fn a_page_that_goes_through_many_pictures_shows_the_last() {
    let mut painter = Painter::new(
        Arc::new(Always(wherefore::render::Picture::filled(6_000, 6_000, [9, 9, 9, 255]).to_png().unwrap())),
        Fonts::bundled(),
    );
    for at in 0..6 {
        painter.show(&with_picture(&format!("https://a.example/{at}.png"))).unwrap();
        assert_eq!(painter.frame().pixel(20, 20), Some([9, 9, 9, 255]), "picture {at}");
    }
}

#[test]
fn windows_and_canvases_beyond_measure() {
    let mut maker = Maker::new();
    let body = maker.body;
    maker.tag(body, "canvas", &[("width", "30000"), ("height", "30000")]);
    let mut state = maker.state();
    state.viewport = Size::new(1e6, 1e6);
    assert_eq!(is_survived(state).map(|drawn| drawn.picture.width), Ok(8_000));
}

#[test]
fn hundreds_of_documents() {
    let mut maker = Maker::new();
    let body = maker.body;
    for _ in 0..200 {
        let frame = maker.tag(body, "iframe", &[("width", "8000"), ("height", "8000")]);
        let document = maker.put(frame, Content::Document { quirks: false });
        let html = maker.tag(document, "html", &[]);
        let inner = maker.tag(html, "body", &[]);
        maker.text(inner, "x");
    }
    is_survived(maker.state()).unwrap();
}
