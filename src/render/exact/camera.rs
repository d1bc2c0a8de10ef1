//! Stills of written pages. The browser is started for the first and ended a while after the last.

use super::pipe::{ADDRESS, Patience, Pipe};
use super::{Browser, exact_page};
use crate::event::{NodeId, Point, Rect, Size};
use crate::job::Progress;
use crate::render::{Assets, Picture, Trouble, What};
use crate::replay::{Content, PageState};
use base64::Engine as _;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// What is done on the page before it is drawn.
const SETTLE: &str = include_str!("settle.js");

/// The highest full page that is drawn, px: browsers repeat or leave out what is below it.
const HIGHEST: f64 = 16_000.0;
/// The largest viewport, CSS px each way.
const LARGEST: f64 = 8_000.0;
/// How long one still may take.
const LIMIT: Duration = Duration::from_secs(30);
/// A browser that was not needed for so long is ended.
const IDLE: Duration = Duration::from_secs(20);

/// A page state, written, and what of it is to be drawn.
#[derive(Debug, Clone)]
pub struct Shot {
    html: String,
    missing: Vec<String>,
    viewport: Size,
    scroll: Point,
    /// Where the mouse is, and an element of the document that this counts in.
    pointer: Option<(Point, Option<NodeId>)>,
    /// What has the focus, and whether it shows a ring.
    focus: Option<(NodeId, bool)>,
    full_page: bool,
}

/// A still that a browser drew.
#[derive(Debug, Clone, PartialEq)]
pub struct ExactStill {
    /// The picture as the bytes of a PNG file.
    pub png: Vec<u8>,
    /// The page's height, CSS px.
    pub page_height: f64,
    /// Boxes of the page's elements, page px; those in iframes and shadow trees too.
    pub boxes: BTreeMap<NodeId, Rect>,
    /// Addresses that the page names and that are not known, sorted.
    pub missing: Vec<String>,
    /// Addresses that the browser asked for although the page has none; all were refused.
    pub refused: Vec<String>,
}

impl Shot {
    /// Writes a page state. `what` is the viewport or the full page; anything else counts as the viewport.
    ///
    /// # Errors
    /// As [`exact_page`].
    pub fn of(state: &PageState, what: What, assets: &dyn Assets) -> Result<Self, Trouble> {
        let page = exact_page(state, assets)?;
        let full_page = what == What::FullPage;
        let side = |length: f64| if length.is_finite() { length.round().clamp(1.0, LARGEST) } else { 1.0 };
        let pointer = state.pointer.filter(|pointer| !pointer.touch);
        Ok(Self {
            html: page.html,
            missing: page.missing,
            viewport: Size::new(side(state.viewport.width), side(state.viewport.height)),
            scroll: if full_page { Point::default() } else { state.scroll },
            pointer: pointer.map(|pointer| (pointer.at, pointer.node)),
            focus: state.focus.map(|id| (id, shows_ring(state, id))),
            full_page,
        })
    }

    /// A name for all that the picture depends on: the same for the same picture.
    pub fn key(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        // What is done on the page is part of it: another version may draw otherwise.
        hasher.update(SETTLE.as_bytes());
        hasher.update(self.html.as_bytes());
        let rest = format!(
            "{:?} {:?} {:?} {:?} {}",
            self.viewport, self.scroll, self.pointer, self.focus, self.full_page
        );
        hasher.update(rest.as_bytes());
        *hasher.finalize().as_bytes()
    }

    /// Addresses that the page names and that are not known, sorted.
    pub fn missing(&self) -> &[String] {
        &self.missing
    }
}

/// A browser shows a ring on what is typed into; on what was clicked it shows none.
fn shows_ring(state: &PageState, id: NodeId) -> bool {
    const CLICKED: [&str; 9] =
        ["button", "submit", "reset", "checkbox", "radio", "image", "file", "color", "range"];
    let Some(Content::Element(element)) = state.dom.get(id).map(|node| &node.content) else { return false };
    let kind = element.attribute("type").unwrap_or_default().to_ascii_lowercase();
    match &*element.tag {
        "input" => !CLICKED.contains(&&*kind),
        "textarea" => true,
        _ => element.attribute("contenteditable").is_some_and(|value| value != "false"),
    }
}

/// Draws stills with one browser. Can be shared between threads; one still is drawn at a time.
pub struct Camera {
    browser: Browser,
    limit: Duration,
    running: Arc<Mutex<Option<Running>>>,
}

struct Running {
    pipe: Pipe,
    used: Instant,
}

impl Camera {
    /// With this browser; it is started by the first still.
    pub fn new(browser: Browser) -> Self {
        Self { browser, limit: LIMIT, running: Arc::default() }
    }

    /// The same, giving up a still after this long.
    #[must_use]
    pub fn patient(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// The browser.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// Draws a still and waits for it.
    ///
    /// # Errors
    /// [`Trouble::Browser`] when the browser does not start, ends or refuses, or nobody wants the still any
    /// more; [`Trouble::TooSlow`] when it takes too long: then the browser is ended.
    pub fn take(&self, shot: &Shot, progress: &Progress) -> Result<ExactStill, Trouble> {
        let mut running = lock(&self.running);
        let fresh = running.is_none();
        let mut now = match running.take() {
            Some(running) => running,
            None => Running { pipe: Pipe::open(&self.browser, self.limit, progress)?, used: Instant::now() },
        };
        let patience = Patience { until: Instant::now() + self.limit, limit: self.limit, progress };
        let taken = Sitting::open(&mut now.pipe, patience).and_then(|mut sitting| {
            let taken = sitting.take(shot);
            sitting.close();
            taken
        });
        // One that failed is not trusted with another; one that nobody waited for is.
        if taken.is_ok() || progress.is_cancelled() {
            now.used = Instant::now();
            *running = Some(now);
            drop(running);
            if fresh {
                watch(Arc::downgrade(&self.running));
            }
        }
        taken
    }
}

impl std::fmt::Debug for Camera {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Camera").field("browser", &self.browser).finish_non_exhaustive()
    }
}

/// Ends the browser once it was idle for a while.
fn watch(running: Weak<Mutex<Option<Running>>>) {
    let work = move || {
        while let Some(running) = running.upgrade() {
            let mut running = lock(&running);
            let Some(idle) = running.as_ref().map(|running| running.used.elapsed()) else { return };
            if idle >= IDLE {
                let ended = running.take();
                drop(running);
                drop(ended);
                return;
            }
            drop(running);
            std::thread::park_timeout(IDLE.saturating_sub(idle) + Duration::from_millis(10));
        }
    };
    // Without a thread it runs on until the camera is dropped.
    drop(std::thread::Builder::new().name("idle browser".to_owned()).spawn(work));
}

fn lock(running: &Mutex<Option<Running>>) -> MutexGuard<'_, Option<Running>> {
    running.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One page in the browser, from its opening to its closing.
struct Sitting<'a> {
    pipe: &'a mut Pipe,
    patience: Patience<'a>,
    target: String,
    session: String,
}

impl<'a> Sitting<'a> {
    fn open(pipe: &'a mut Pipe, patience: Patience<'a>) -> Result<Self, Trouble> {
        pipe.forget();
        let made = pipe.call(None, "Target.createTarget", &json!({ "url": "about:blank" }), patience)?;
        let target = made["targetId"].as_str().unwrap_or_default().to_owned();
        let attach = json!({ "targetId": target, "flatten": true });
        let attached = pipe.call(None, "Target.attachToTarget", &attach, patience)?;
        let session = attached["sessionId"].as_str().unwrap_or_default().to_owned();
        Ok(Self { pipe, patience, target, session })
    }

    fn close(self) {
        drop(self.pipe.tell(None, "Target.closeTarget", &json!({ "targetId": self.target })));
    }

    fn call(&mut self, method: &str, parameters: &Value) -> Result<Value, Trouble> {
        self.pipe.call(Some(&self.session), method, parameters, self.patience)
    }

    fn take(&mut self, shot: &Shot) -> Result<ExactStill, Trouble> {
        let Size { width, height } = shot.viewport;
        self.call("Emulation.setScriptExecutionDisabled", &json!({ "value": true }))?;
        self.call("Emulation.setFocusEmulationEnabled", &json!({ "enabled": true }))?;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", &metrics)?;
        self.call("Page.enable", &json!({}))?;
        // Every request stops here; the page itself is the only one that is answered.
        self.call("Fetch.enable", &json!({ "patterns": [{ "urlPattern": "*" }] }))?;
        self.pipe.page_wanted = true;
        self.pipe.tell(Some(&self.session), "Page.navigate", &json!({ "url": ADDRESS }))?;
        self.load(shot)?;
        let wish = json!({
            "scroll": [shot.scroll.x, shot.scroll.y],
            "pointer": shot.pointer.map(|(at, _)| [at.x, at.y]),
            "over": shot.pointer.and_then(|(_, node)| node).map(|id| id.0),
            "boxes": true,
        });
        let ready = self.settle("prepare", &wish)?;
        if let (Some(x), Some(y)) = (ready["pointer"][0].as_f64(), ready["pointer"][1].as_f64()) {
            let moved = json!({ "type": "mouseMoved", "x": x, "y": y });
            self.call("Input.dispatchMouseEvent", &moved)?;
        }
        if let Some((id, ring)) = shot.focus {
            self.focus(id, ring)?;
        }
        let told = self.settle("settle", &wish)?;
        let page_height = told["height"].as_f64().unwrap_or(height);
        let png = self.photograph(shot, page_height)?;
        let boxes = told["boxes"].as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(ExactStill {
            png,
            page_height,
            boxes: boxes.iter().filter_map(area).collect(),
            missing: shot.missing.clone(),
            refused: self.pipe.refused(),
        })
    }

    /// Gives the browser the page, and waits until it stands.
    fn load(&mut self, shot: &Shot) -> Result<(), Trouble> {
        loop {
            let message = self.pipe.next_message(self.patience)?;
            if message["sessionId"].as_str() != Some(&self.session) {
                continue;
            }
            match message["method"].as_str() {
                Some("Fetch.requestPaused") => self.answer(&message["params"], shot)?,
                Some("Page.loadEventFired") => return Ok(()),
                Some("Inspector.targetCrashed") => return Err(self.pipe.trouble("the page stopped it")),
                _ if message["error"]["message"].is_string() => {
                    let why = message["error"]["message"].as_str().unwrap_or_default().to_owned();
                    return Err(self.pipe.trouble(&why));
                }
                _ => {}
            }
        }
    }

    /// Answers the one request that is allowed.
    fn answer(&mut self, request: &Value, shot: &Shot) -> Result<(), Trouble> {
        self.pipe.page_wanted = false;
        let body = base64::engine::general_purpose::STANDARD.encode(&shot.html);
        let headers = json!([{ "name": "Content-Type", "value": "text/html; charset=utf-8" }]);
        let page = json!({
            "requestId": request["requestId"], "responseCode": 200, "responseHeaders": headers, "body": body,
        });
        self.pipe.tell(Some(&self.session), "Fetch.fulfillRequest", &page).map(|_| ())
    }

    /// Runs a step of `settle.js` and gives back what it tells.
    fn settle(&mut self, step: &str, wish: &Value) -> Result<Value, Trouble> {
        let expression = format!("({SETTLE})(\"{step}\", {wish})");
        let question = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.call("Runtime.evaluate", &question)?;
        if let Some(failed) = answer.get("exceptionDetails") {
            let said = failed["exception"]["description"].as_str().or_else(|| failed["text"].as_str());
            let line = said.unwrap_or_default().lines().next().unwrap_or_default().to_owned();
            return Err(self.pipe.trouble(&format!("the page could not be made ready: {line}")));
        }
        Ok(answer["result"]["value"].take())
    }

    /// Lets an element look as one with the focus does, with or without a ring.
    fn focus(&mut self, id: NodeId, ring: bool) -> Result<(), Trouble> {
        let find = json!({ "expression": format!("document.querySelector('[wf-id=\"{}\"]')", id.0) });
        let found = self.call("Runtime.evaluate", &find)?;
        let Some(object) = found["result"]["objectId"].as_str().map(str::to_owned) else { return Ok(()) };
        self.call("DOM.enable", &json!({}))?;
        self.call("DOM.getDocument", &json!({ "depth": 0 }))?;
        self.call("CSS.enable", &json!({}))?;
        let node = self.call("DOM.requestNode", &json!({ "objectId": object }))?;
        let mut classes = vec!["focus", "focus-within"];
        if ring {
            classes.push("focus-visible");
        }
        let forced = json!({ "nodeId": node["nodeId"], "forcedPseudoClasses": classes });
        self.call("CSS.forcePseudoState", &forced).map(|_| ())
    }

    fn photograph(&mut self, shot: &Shot, page_height: f64) -> Result<Vec<u8>, Trouble> {
        let Size { width, height } = shot.viewport;
        let mut wish = json!({ "format": "png", "optimizeForSpeed": true });
        if shot.full_page {
            if page_height > HIGHEST {
                let why = format!("the page is {page_height:.0} px high, and it draws {HIGHEST:.0} at most");
                return Err(self.pipe.trouble(&why));
            }
            let height = page_height.max(height).round();
            wish["captureBeyondViewport"] = true.into();
            wish["clip"] = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 1 });
        }
        let taken = self.call("Page.captureScreenshot", &wish)?;
        let data = taken["data"].as_str().unwrap_or_default();
        let png = base64::engine::general_purpose::STANDARD.decode(data).unwrap_or_default();
        match Picture::from_encoded(&png) {
            Ok(picture) if picture.width > 0 => Ok(png),
            _ => Err(self.pipe.trouble("it gave no picture")),
        }
    }
}

fn area(told: &Value) -> Option<(NodeId, Rect)> {
    let number = |at: usize| told[at].as_f64();
    let id = NodeId(told[0].as_i64()?);
    Some((id, Rect { x: number(1)?, y: number(2)?, width: number(3)?, height: number(4)? }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Choice;
    use std::net::TcpListener;

    /// A page that was not written by us, with nothing taken out and no policy.
    #[test]
    #[expect(clippy::print_stderr, reason = "what was skipped is told")]
    fn the_browser_reaches_nothing_whatever_the_page_says() {
        let Some(browser) = Browser::find(&Choice::of_environment()) else {
            eprintln!("skipped: no browser is installed here, or WHEREFORE_BROWSER is off");
            return;
        };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = format!("http://{}", listener.local_addr().unwrap());
        let html = format!(
            "<link rel=stylesheet href={at}/a.css><link rel=prefetch href={at}/b><img src={at}/c.png>\
             <script>fetch('{at}/script')</script><iframe src={at}/d></iframe><p style='background:url({at}/e)'>x"
        );
        let shot = Shot {
            html,
            missing: Vec::new(),
            viewport: Size::new(100.0, 100.0),
            scroll: Point::default(),
            pointer: None,
            focus: None,
            full_page: false,
        };
        let camera = Camera::new(browser);
        let refused = camera.take(&shot, &Progress::default()).unwrap().refused;
        for path in ["a.css", "c.png", "e"] {
            assert!(
                refused.contains(&format!("{at}/{path}")),
                "{path} was asked for and refused: {refused:?}"
            );
        }
        assert!(!refused.iter().any(|url| url.ends_with("/script")), "no script was run: {refused:?}");
        drop(camera);
        listener.set_nonblocking(true).unwrap();
        assert!(listener.accept().is_err(), "somebody connected");
    }
}
