//! A Chromium that lays out pages and tells where their elements are. It shares nothing with the one that
//! the product draws exact pictures with but the program: own pipe, own profile, own questions.

use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;
use tempfile::TempDir;
use wherefore::event::{Rect, Size};
use wherefore::render::{Browser, Choice};

/// Longer than any answer takes.
const PATIENCE: Duration = Duration::from_mins(1);

/// Asked of a page: boxes of elements by selector and by what they say; `null` where none is shown.
const BOXES: &str = include_str!("boxes.js");

/// A browser with one page open.
pub(crate) struct Chromium {
    child: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    next: u64,
    session: Option<String>,
    home: TempDir,
}

impl Chromium {
    /// The browser of this computer; where it has none that is told, and the test passes.
    pub(crate) fn start() -> Option<Self> {
        let Some(browser) = browser() else {
            eprintln!("skipped: no browser is installed here, or WHEREFORE_BROWSER is off");
            return None;
        };
        let home = tempfile::tempdir().unwrap();
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", "sh"]).arg(browser.path);
        command.args(["--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu"]);
        command.args(["--hide-scrollbars", "--force-device-scale-factor=1", "--font-render-hinting=none"]);
        command.args(["--disable-lcd-text", "--no-first-run", "--disable-background-networking"]);
        command.arg("--host-resolver-rules=MAP * ~NOTFOUND");
        command.arg(format!("--user-data-dir={}", home.path().join("profile").display()));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let (to, out) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (sender, from) = sync_channel(1 << 16);
        let listen = move || {
            for message in BufReader::new(out).split(0).map_while(Result::ok) {
                if sender.send(serde_json::from_slice(&message).unwrap()).is_err() {
                    return;
                }
            }
        };
        std::thread::Builder::new().name("chromium".to_owned()).spawn(listen).unwrap();
        let mut chromium = Self { child, to, from, next: 0, session: None, home };
        let target = chromium.call("Target.createTarget", &json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = chromium.call("Target.attachToTarget", &attach);
        chromium.session = attached["sessionId"].as_str().map(str::to_owned);
        chromium.call("Page.enable", &json!({}));
        Some(chromium)
    }

    pub(crate) fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.next += 1;
        let mut message = json!({ "id": self.next, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            message["sessionId"] = session.as_str().into();
        }
        let number = self.next;
        self.to.write_all(format!("{message}\0").as_bytes()).unwrap();
        let mut answer = self.wait(|it| it["id"] == number);
        assert!(answer["error"].is_null(), "{method}: {answer}");
        answer["result"].take()
    }

    fn wait(&self, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.from.recv_timeout(PATIENCE).expect("the browser answers");
            if is_it(&message) {
                return message;
            }
        }
    }

    /// Opens a page in a window of that size.
    pub(crate) fn show(&mut self, html: &str, window: Size) {
        let path = self.home.path().join("page.html");
        fs::write(&path, html).unwrap();
        let metrics = json!({
            "width": window.width, "height": window.height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.call("Emulation.setDeviceMetricsOverride", &metrics);
        self.call("Page.navigate", &json!({ "url": format!("file://{}", path.display()) }));
        self.wait(|it| it["method"] == "Page.loadEventFired");
    }

    /// Enlarges the page that is open as two fingers do.
    pub(crate) fn pinch(&mut self, factor: f64, Size { width, height }: Size) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": true });
        self.call("Emulation.setDeviceMetricsOverride", &metrics);
        self.call("Emulation.setPageScaleFactor", &json!({ "pageScaleFactor": factor }));
        let enlarged = self.run("async () => visualViewport.scale", &json!([]));
        assert_eq!(enlarged.as_f64(), Some(factor));
    }

    /// Runs a function on the page that is open.
    pub(crate) fn run(&mut self, function: &str, argument: &Value) -> Value {
        let question = json!({
            "expression": format!("({function})({argument})"), "awaitPromise": true, "returnByValue": true,
        });
        let mut answer = self.call("Runtime.evaluate", &question);
        assert!(answer["exceptionDetails"].is_null(), "{answer}");
        answer["result"]["value"].take()
    }

    /// The boxes on a page of the elements at these selectors that say these texts, page px.
    pub(crate) fn boxes(
        &mut self,
        html: &str,
        window: Size,
        asked: &[(String, String)],
    ) -> Vec<Option<Rect>> {
        self.show(html, window);
        let told = self.run(BOXES, &json!(asked));
        told.as_array().unwrap().iter().map(area).collect()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        self.child.kill().unwrap_or_default();
        self.child.wait().map(drop).unwrap_or_default();
    }
}

/// The browser of this computer, if it has one.
pub(crate) fn browser() -> Option<Browser> {
    Browser::find(&Choice::of_environment())
}

/// A box that a script told: x, y, width and height.
pub(crate) fn area(told: &Value) -> Option<Rect> {
    let side = |at: usize| told[at].as_f64();
    Some(Rect { x: side(0)?, y: side(1)?, width: side(2)?, height: side(3)? })
}
