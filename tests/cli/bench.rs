//! The real program in a temporary folder with a library of its own.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A folder with a library that nothing else uses.
pub(crate) struct Bench {
    folder: PathBuf,
    /// Removes the folder in the end.
    _temporary: Option<TempDir>,
}

/// How a run of the program ended.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// What it printed, as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }
}

impl Bench {
    pub(crate) fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        Self { folder: temporary.path().to_owned(), _temporary: Some(temporary) }
    }

    /// With these recordings imported.
    #[track_caller]
    pub(crate) fn with(recordings: &[(&str, String)]) -> Self {
        let bench = Self::new();
        for (name, text) in recordings {
            bench.file(name, text);
            let run = bench.run(&["import", name]);
            assert_eq!(run.code, 0, "importing {name}: {}{}", run.out, run.err);
        }
        bench
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn file(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[track_caller]
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wherefore"));
        command.args(arguments).current_dir(&self.folder);
        command.env("WHEREFORE_LIBRARY", self.path("test.wherefore"));
        // As if no browser was installed: a test that wants one names it.
        command.env("WHEREFORE_BROWSER", "off");
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Self::finish(&mut self.command(arguments))
    }

    /// The same with a browser for exact pictures.
    pub(crate) fn run_with(&self, browser: &Path, arguments: &[&str]) -> Run {
        Self::finish(self.command(arguments).env("WHEREFORE_BROWSER", browser))
    }

    fn finish(command: &mut Command) -> Run {
        let output = command.output().unwrap();
        Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs with a stdout that nobody reads; the exit code.
    pub(crate) fn run_into_closed_pipe(&self, arguments: &[&str]) -> i32 {
        let mut child = self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        drop(child.stdout.take());
        child.wait().unwrap().code().unwrap_or(-1)
    }

    /// The JSON that a command which must succeed prints with `--json`.
    #[track_caller]
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
        run.json()
    }
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_sessions")
}

/// The sample shop's library, imported once for all tests of this program.
pub(crate) fn sample() -> &'static Bench {
    static SAMPLE: OnceLock<Bench> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        // What is static is never dropped, so this one lives in the build folder.
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli-sample");
        fs::remove_dir_all(&folder).unwrap_or_default();
        fs::create_dir_all(&folder).unwrap();
        let bench = Bench { folder, _temporary: None };
        let bundle = samples().join("nordlund");
        let run = bench.run(&["import", bundle.to_str().unwrap()]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        bench
    })
}

/// What the sample's visitors really did, session by session.
pub(crate) fn truth() -> Vec<Value> {
    let text = fs::read_to_string(samples().join("truth.json")).unwrap();
    let mut value: Value = serde_json::from_str(&text).unwrap();
    serde_json::from_value(value["sessions"].take()).unwrap()
}

/// A small recording of a phone: a product page, scrolled by 300 px, a click on "Buy" at 2 s.
pub(crate) fn recording(name: &str) -> String {
    let start = 1_780_000_000_000_i64 + i64::from(name.as_bytes()[0]) * 100_000;
    let element = |id: i64, tag: &str, attributes: Value, children: Value| json!({ "type": 2, "id": id, "tagName": tag, "attributes": attributes, "childNodes": children });
    let text = |id: i64, words: &str| json!({ "type": 3, "id": id, "textContent": words });
    let buy = element(
        7,
        "button",
        json!({ "id": "buy", "style": "position:absolute;left:20px;top:400px;width:200px;height:48px" }),
        json!([text(8, "Buy")]),
    );
    let tall = json!({ "style": "margin:0;height:2000px" });
    let body = element(6, "body", tall, json!([buy]));
    let head = element(4, "head", json!({}), json!([]));
    let html = element(3, "html", json!({}), json!([head, body]));
    let doctype = json!({ "type": 1, "id": 2, "name": "html", "publicId": "", "systemId": "" });
    let document = json!({ "type": 0, "id": 1, "childNodes": [doctype, html] });
    let event =
        |at: i64, kind: i64, data: Value| json!({ "type": kind, "timestamp": start + at, "data": data });
    let href = "https://shop.example/product/7";
    json!([
        event(0, 4, json!({ "href": href, "width": 400, "height": 800 })),
        event(10, 2, json!({ "node": document, "initialOffset": { "top": 0, "left": 0 } })),
        event(1000, 3, json!({ "source": 3, "id": 1, "x": 0, "y": 300 })),
        event(2000, 3, json!({ "source": 2, "type": 2, "id": 7, "x": 60, "y": 120, "pointerType": 0 })),
        event(5000, 3, json!({ "source": 3, "id": 1, "x": 0, "y": 100 })),
    ])
    .to_string()
}
