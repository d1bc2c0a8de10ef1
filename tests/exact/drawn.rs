//! What a browser makes of it, pixel by pixel.

use crate::maker::Maker;
use crate::written::hostile;
use crate::{Files, camera};
use std::net::TcpListener;
use std::time::Duration;
use wherefore::event::{NodeId, Point, Size};
use wherefore::job::Progress;
use wherefore::render::{Browser, Camera, Choice, NoAssets, Picture, Shot, Trouble, What};
use wherefore::replay::{Content, PageState, PointerState};

const RED: [u8; 4] = [255, 0, 0, 255];
const LIME: [u8; 4] = [0, 255, 0, 255];
const BLUE: [u8; 4] = [0, 0, 255, 255];
const WHITE: [u8; 4] = [255; 4];

fn drawn(camera: &Camera, state: &PageState, what: What) -> Picture {
    let shot = Shot::of(state, what, &NoAssets).unwrap();
    let still = camera.take(&shot, &Progress::default()).unwrap();
    assert_eq!(still.refused, [""; 0]);
    Picture::from_encoded(&still.png).unwrap()
}

/// A page without margins, and its body.
fn plain() -> (Maker, NodeId) {
    let mut page = Maker::new();
    page.style("body{margin:0}");
    let body = page.body;
    (page, body)
}

#[test]
fn trees_that_no_markup_gives_are_drawn_as_they_are() {
    let Some(camera) = camera() else { return };
    let (mut page, body) = plain();
    page.style(
        "p,a,tr{display:block;margin:0} p > div{background:lime!important} a > a{background:lime!important}",
    );
    page.style("section > tr{background:lime!important} table > tr > td{background:lime!important}");
    page.style("table{border-spacing:0} td{padding:0}");
    let p = page.tag(body, "p", &[]);
    page.bar(p, "div", "red");
    let a = page.tag(body, "a", &[]);
    page.bar(a, "a", "red");
    let section = page.tag(body, "section", &[]);
    page.bar(section, "tr", "red");
    let table = page.tag(body, "table", &[]);
    let row = page.tag(table, "tr", &[]);
    page.bar(row, "td", "red");
    let host = page.tag(body, "x-y", &[]);
    let inner = page.bar(host, "b", "lime");
    page.in_shadow(inner);
    page.bar(host, "i", "red");
    let svg = page.shape(body, "svg", &[("width", "200"), ("height", "20"), ("style", "display:block")]);
    page.shape(svg, "rect", &[("width", "200"), ("height", "20"), ("fill", "lime")]);
    let picture = drawn(&camera, &page.state(), What::Viewport);
    for (row, what) in
        (0..).zip(["p > div", "a > a", "a row alone", "a row in a table", "a shadow tree", "a drawing"])
    {
        assert_eq!(picture.pixel(100, row * 20 + 10), Some(LIME), "{what}");
    }
    assert_eq!(picture.pixel(100, 125), Some(WHITE), "and nothing else");
}

#[test]
fn scroll_dialogs_values_and_frames_are_as_they_were() {
    let Some(camera) = camera() else { return };
    let (mut page, body) = plain();
    page.style(
        "html{scroll-behavior:smooth} dialog{border:0;padding:0;width:40px;height:40px;background:blue}",
    );
    page.style(
        "dialog::backdrop{background:transparent} input:checked{appearance:none;background:lime!important}",
    );
    page.bar(body, "div", "red");
    let inner = page.tag(body, "div", &[("style", "height:20px;width:200px;overflow:hidden")]);
    page.bar(inner, "div", "red");
    page.bar(inner, "div", "lime");
    page.change(inner, |it| it.special_mut().scroll = Point::new(0.0, 20.0));
    let frame = page.tag(body, "iframe", &[("style", "display:block;border:0;width:200px;height:20px")]);
    let document = page.put(frame, Content::Document { quirks: false });
    let html = page.tag(document, "html", &[]);
    let inside = page.tag(html, "body", &[("style", "margin:0")]);
    page.bar(inside, "div", "red");
    page.bar(inside, "div", "lime");
    let tick = "display:block;margin:0;width:200px;height:20px;background:red";
    page.tag(body, "input", &[("type", "checkbox"), ("checked", ""), ("style", tick)]);
    page.tag(body, "div", &[("style", "height:500px")]);
    let dialog = page.tag(body, "dialog", &[("open", "")]);
    page.change(dialog, |it| it.special_mut().modal = true);
    let mut state = page.state();
    state.scroll = Point::new(0.0, 20.0);
    std::sync::Arc::make_mut(&mut state.frame_scrolls).insert(document, Point::new(0.0, 20.0));
    let picture = drawn(&camera, &state, What::Viewport);
    for (row, what) in (0..).zip(["an inner scroller", "a frame", "a ticked box"]) {
        assert_eq!(picture.pixel(20, row * 20 + 10), Some(LIME), "{what}");
    }
    assert_eq!(picture.pixel(100, 100), Some(BLUE), "a dialog over the page, in its middle");
}

#[test]
fn the_pointer_and_the_focus_are_where_they_were() {
    let Some(camera) = camera() else { return };
    let (mut page, body) = plain();
    page.style("div:hover{background:lime!important} section:focus-within b{background:lime!important}");
    page.style("button:focus-visible{outline:9px solid red} button{border:0}");
    page.bar(body, "div", "red");
    let section = page.tag(body, "section", &[]);
    page.bar(section, "b", "red");
    let button = page.bar(section, "button", "lime");
    let mut state = page.state();
    state.pointer =
        Some(PointerState { at: Point::new(50.0, 10.0), node: None, touch: false, pressed: false });
    state.focus = Some(button);
    let picture = drawn(&camera, &state, What::Viewport);
    for (row, what) in (0..).zip(["under the mouse", "around the focus", "a clicked button without a ring"]) {
        assert_eq!(picture.pixel(100, row * 20 + 10), Some(LIME), "{what}");
    }
}

#[test]
fn a_full_page_keeps_the_height_of_the_window() {
    let Some(camera) = camera() else { return };
    let (mut page, body) = plain();
    let high = page.tag(body, "div", &[("style", "height:100vh;background:red")]);
    let low = page.tag(body, "div", &[("style", "height:300px;background:lime")]);
    let mut state = page.state();
    (state.viewport, state.scroll) = (Size::new(320.0, 200.0), Point::new(0.0, 90.0));
    let shot = Shot::of(&state, What::FullPage, &NoAssets).unwrap();
    let still = camera.take(&shot, &Progress::default()).unwrap();
    let picture = Picture::from_encoded(&still.png).unwrap();
    assert_eq!((picture.width, picture.height, still.page_height), (320, 500, 500.0));
    assert_eq!([199, 200].map(|y| picture.pixel(10, y)), [Some(RED), Some(LIME)]);
    assert_eq!((still.boxes[&high].height, still.boxes[&low].y), (200.0, 200.0));
}

#[test]
fn files_of_the_site_are_shown_and_the_same_page_has_the_same_name() {
    let Some(camera) = camera() else { return };
    let (mut page, body) = plain();
    page.tag(body, "img", &[("src", "a.png"), ("style", "display:block")]);
    page.tag(body, "div", &[("style", "width:20px;height:20px;background:url(a.png)")]);
    let mut state = page.state();
    state.href = "https://shop.example/".into();
    let mut files = Files::default();
    files.0.insert("https://shop.example/a.png", Picture::filled(20, 20, LIME).to_png().unwrap());
    let shot = Shot::of(&state, What::Viewport, &files).unwrap();
    let still = camera.take(&shot, &Progress::default()).unwrap();
    let picture = Picture::from_encoded(&still.png).unwrap();
    assert_eq!([10, 30].map(|y| picture.pixel(10, y)), [Some(LIME), Some(LIME)]);
    assert_eq!(shot.key(), Shot::of(&state, What::Viewport, &files).unwrap().key());
    assert_ne!(shot.key(), Shot::of(&state, What::FullPage, &files).unwrap().key());
    assert_ne!(shot.key(), Shot::of(&state, What::Viewport, &NoAssets).unwrap().key());
}

#[test]
fn nothing_connects() {
    let Some(camera) = camera() else { return };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let state = hostile(&format!("http://{}", listener.local_addr().unwrap()));
    for what in [What::Viewport, What::FullPage] {
        drawn(&camera, &state, what);
    }
    drop(camera);
    listener.set_nonblocking(true).unwrap();
    assert!(listener.accept().is_err(), "somebody connected");
}

#[test]
fn a_program_that_is_no_browser_and_one_that_hangs_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chrome");
    for (script, slow) in [("#!/bin/sh\nexit 3\n", false), ("#!/bin/sh\nexec sleep 600\n", true)] {
        std::fs::write(&path, script).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        }
        let Some(browser) = Browser::find(&Choice::At(path.clone())) else { return };
        let camera = Camera::new(browser).patient(Duration::from_millis(300));
        let shot = Shot::of(&plain().0.state(), What::Viewport, &NoAssets).unwrap();
        let trouble = camera.take(&shot, &Progress::default()).unwrap_err();
        assert_eq!(matches!(trouble, Trouble::TooSlow { .. }), slow, "{trouble}");
        assert!(slow || trouble.to_string().contains("Chrome gave no exact picture"), "{trouble}");
    }
}
