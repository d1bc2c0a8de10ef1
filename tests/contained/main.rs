//! A hostile page costs that page alone, and nothing that a page asks for leaves the process.
//!
//! Files of the site are the door through which these tests make the engine stop or crawl: it asks for
//! them while it draws.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod asks;
mod endless;

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;
use wherefore::event::{NodeId, Size};
use wherefore::render::{Assets, Fonts, FrameRequest, NoAssets, Painter, Studio, Trouble, What};
use wherefore::replay::{Content, Dom, Element, Node, PageState};

/// A page that is put together node by node.
struct Maker {
    dom: Dom,
    next: i64,
    body: NodeId,
}

impl Maker {
    fn new() -> Self {
        let mut dom = Dom::of_generation(1);
        let root = NodeId(1);
        let content = Content::Document { quirks: false };
        dom.put(root, Node { parent: None, in_shadow: false, children: Vec::new(), content });
        dom.set_root(root);
        let mut maker = Self { dom, next: 2, body: root };
        let html = maker.tag(root, "html", &[]);
        maker.body = maker.tag(html, "body", &[]);
        maker
    }

    fn put(&mut self, parent: NodeId, content: Content) -> NodeId {
        let id = NodeId(self.next);
        self.next += 1;
        self.dom.put(id, Node { parent: Some(parent), in_shadow: false, children: Vec::new(), content });
        self.dom.get_mut(parent).unwrap().children.push(id);
        id
    }

    fn tag(&mut self, parent: NodeId, name: &str, attributes: &[(&str, &str)]) -> NodeId {
        let attributes = attributes.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let element = Element { tag: name.into(), attributes, ..Element::default() };
        self.put(parent, Content::Element(Box::new(element)))
    }

    fn text(&mut self, parent: NodeId, text: &str) {
        self.put(parent, Content::Text(text.into()));
    }

    fn style(&mut self, css: &str) {
        let style = self.tag(self.body, "style", &[]);
        self.text(style, css);
    }

    fn state(self) -> PageState {
        let viewport = Size::new(200.0, 200.0);
        let mut state = PageState::default();
        state.dom = self.dom;
        state.href = "https://shop.example/".into();
        state.viewport = viewport;
        state
    }
}

/// A page with one picture.
fn with_picture(src: &str) -> PageState {
    let mut maker = Maker::new();
    maker.tag(maker.body, "img", &[("src", src)]);
    maker.state()
}

fn plain() -> PageState {
    let mut maker = Maker::new();
    maker.style("body{margin:0;background:rgb(1,2,3)}");
    maker.state()
}

fn request(state: PageState) -> FrameRequest {
    FrameRequest { key: 1, state, what: What::Viewport, boxes: Vec::new() }
}

/// Files that panic, or that take until the test lets go.
struct Trap {
    asked: Mutex<SyncSender<()>>,
    hold: Mutex<Receiver<()>>,
}

impl Assets for Trap {
    fn get(&self, url: &str) -> Option<Vec<u8>> {
        assert!(!url.ends_with("panic"), "expected in this test");
        if url.ends_with("crawl") {
            self.asked.lock().unwrap().send(()).unwrap_or_default();
            self.hold.lock().unwrap().recv().unwrap_or_default();
        }
        None
    }
}

#[track_caller]
fn draws_well(studio: &Studio) {
    let drawn = studio.draw(request(plain())).result.unwrap();
    assert_eq!(drawn.picture.pixel(100, 100), Some([1, 2, 3, 255]));
}

/// Held for writing by the test that holds up all threads that may be, for reading by those that begin one.
static ALONE: RwLock<()> = RwLock::new(());

/// Holds off the test that would leave no thread to draw with.
fn beside_others() -> RwLockReadGuard<'static, ()> {
    ALONE.read().unwrap_or_else(PoisonError::into_inner)
}

/// One test, as the threads that may be held up are counted for the whole program.
#[test]
fn a_page_that_stops_or_holds_up_the_engine_costs_that_page_alone() {
    let (asked, was_asked) = sync_channel(16);
    let (release, hold) = sync_channel(16);
    let trap = Arc::new(Trap { asked: Mutex::new(asked), hold: Mutex::new(hold) });
    let _alone = ALONE.write().unwrap_or_else(PoisonError::into_inner);
    let studio = |limit: Duration| Studio::new(trap.clone(), Fonts::bundled(), || {}).patient(limit);
    let patient = studio(Duration::from_mins(10));
    draws_well(&patient);
    let stopped = patient.draw(request(with_picture("https://shop.example/panic"))).result;
    assert_eq!(stopped, Err(Trouble::Panicked("expected in this test".to_owned())));
    draws_well(&patient);

    let hasty = studio(Duration::from_millis(200));
    for _ in 0..3 {
        let given_up = hasty.draw(request(with_picture("https://shop.example/crawl"))).result;
        assert_eq!(given_up, Err(Trouble::TooSlow { seconds: 0 }));
        was_asked.recv().unwrap();
    }
    let refused = hasty.draw(request(plain())).result;
    assert_eq!(refused, Err(Trouble::HeldUp), "no more threads are begun than can be borne");
    draws_well(&patient);
    for _ in 0..3 {
        release.send(()).unwrap();
    }
    // As soon as one of them has come to its end, it goes on.
    while studio(Duration::from_mins(10)).draw(request(plain())).result == Err(Trouble::HeldUp) {
        std::thread::yield_now();
    }
}

/// Pages that are made to hurt. Drawn or given up, the program lives, and the next page is drawn.
#[test]
fn pages_that_are_too_much_are_drawn_or_given_up() {
    let _others = beside_others();
    let studio = Studio::new(Arc::new(NoAssets), Fonts::bundled(), || {});
    let mut pages = Vec::new();
    let mut deep = Maker::new();
    let mut at = deep.body;
    for _ in 0..Dom::MAX_DEPTH - 3 {
        at = deep.tag(at, "div", &[("style", "display:flex")]);
    }
    pages.push(("deep nesting", deep.state()));
    let mut wide = Maker::new();
    let table = wide.tag(wide.body, "table", &[]);
    for _ in 0..60 {
        let row = wide.tag(table, "tr", &[]);
        for _ in 0..60 {
            let cell = wide.tag(row, "td", &[("colspan", "1000"), ("rowspan", "65534")]);
            wide.text(cell, "1");
        }
    }
    pages.push(("a table that spans itself", wide.state()));
    let mut inline = Maker::new();
    for _ in 0..5_000 {
        let span = inline.tag(inline.body, "span", &[("style", "display:inline-block;padding:1px")]);
        inline.text(span, "x");
    }
    pages.push(("many inline boxes", inline.state()));
    let mut text = Maker::new();
    text.text(text.body, &"unbroken".repeat(20_000));
    pages.push(("a long word", text.state()));
    for (name, css) in [
        ("cyclic variables", "body{--a:var(--b);--b:var(--a);width:var(--a);height:calc(1px*var(--b))}"),
        ("calc of nothing", "body{width:calc(1px/0);height:calc(0px*infinity);margin:calc(NaN*1px)}"),
        ("giant sizes", "body{width:1e38px;height:1e38px;border:1e30px solid;border-radius:1e38px}"),
        ("giant shadows", "body{height:50px;box-shadow:0 0 1e9px 1e9px red;filter:blur(1e9px)}"),
        ("giant letters", "body{font-size:1e9px}body::before{content:'x'}"),
        (
            "giant grid",
            "body{display:grid;grid-template-columns:repeat(9999,1px)}body::before{content:'x';grid-row:9999}",
        ),
        (
            "mad transforms",
            "body{height:9px;background:red;transform:scale(1e30) rotate(1e30deg) matrix(0,0,0,0,0,0)}",
        ),
        ("many gradients", "body{height:99px;background:repeating-linear-gradient(red 0,blue 1e-9px)}"),
    ] {
        let mut maker = Maker::new();
        maker.style(css);
        maker.text(maker.body, "text");
        pages.push((name, maker.state()));
    }
    for (name, state) in pages {
        for what in [What::Viewport, What::FullPage] {
            let result = studio.draw(FrameRequest { what, ..request(state.clone()) }).result;
            let told = match &result {
                Ok(_) => "drawn".to_owned(),
                Err(trouble) => trouble.to_string(),
            };
            assert!(!told.is_empty(), "{name}, {what:?}");
        }
        draws_well(&studio);
    }
}

#[test]
fn a_page_with_too_many_nodes_is_not_begun() {
    let mut maker = Maker::new();
    for _ in 0..400_000 {
        maker.put(maker.body, Content::Text("".into()));
    }
    let shown = Painter::new(Arc::new(NoAssets), Fonts::bundled()).show(&maker.state());
    assert!(matches!(shown, Err(Trouble::TooMuch(_))), "{shown:?}");
}

/// Notes what is asked for, and has nothing.
#[derive(Default)]
struct Notes(Mutex<BTreeSet<String>>);

impl Assets for Notes {
    fn get(&self, url: &str) -> Option<Vec<u8>> {
        self.0.lock().unwrap().insert(url.to_owned());
        None
    }
}

#[test]
fn all_that_a_page_asks_for_is_asked_of_the_library_and_told_as_missing() {
    let mut maker = Maker::new();
    let body = maker.body;
    maker.tag(body, "img", &[("src", "https://a.example/picture.png")]);
    maker.tag(body, "img", &[("srcset", "https://a.example/set.png 1x, //b.example/set2.png 2x")]);
    maker.tag(body, "link", &[("rel", "stylesheet"), ("href", "https://a.example/sheet.css")]);
    maker.tag(body, "iframe", &[("src", "https://a.example/frame.html")]);
    maker.tag(
        body,
        "video",
        &[("src", "https://a.example/film.mp4"), ("poster", "https://a.example/poster.png")],
    );
    maker.tag(body, "object", &[("data", "https://a.example/object.swf")]);
    maker.tag(body, "input", &[("type", "image"), ("src", "file:///etc/hostname")]);
    let script = maker.tag(body, "script", &[("src", "https://a.example/script.js")]);
    maker.text(script, "document.body.innerHTML = '<img src=https://a.example/by-script.png>'");
    maker.tag(body, "div", &[("onclick", "fetch('https://a.example/by-handler')"), ("onload", "x()")]);
    maker.style(
        "@import 'https://a.example/import.css'; @font-face{font-family:f;src:url(https://a.example/f.woff2)} \
         body{font-family:f;background:url(https://a.example/back.png)} li{list-style-image:url(file:///etc/passwd)}",
    );
    maker.text(body, "text");
    let notes = Arc::new(Notes::default());
    let _others = beside_others();
    let studio = Studio::new(notes.clone(), Fonts::bundled(), || {});
    let drawn = studio.draw(request(maker.state())).result.unwrap();
    let asked = notes.0.lock().unwrap().clone();
    for wanted in ["https://a.example/picture.png", "https://a.example/back.png"] {
        assert!(asked.contains(wanted), "{wanted} is asked for: {asked:?}");
    }
    let missing: BTreeSet<String> = drawn.missing.into_iter().collect();
    assert!(missing.is_subset(&asked), "nothing is fetched past the library: {missing:?} of {asked:?}");
    for address in &asked {
        assert!(!address.contains("script") && !address.contains("handler"), "no script is run: {address}");
        assert!(address.starts_with("https://") || address.starts_with("file:"), "{address}");
    }
}

/// What cannot be linked cannot connect.
#[test]
fn no_crate_that_speaks_to_a_network_is_built_in() {
    let lock = include_str!("../../Cargo.lock");
    for name in [
        "reqwest",
        "hyper",
        "ureq",
        "curl",
        "isahc",
        "rustls",
        "native-tls",
        "openssl",
        "tungstenite",
        "blitz-net",
    ] {
        assert!(!lock.contains(&format!("name = \"{name}\"")), "{name}");
    }
}
