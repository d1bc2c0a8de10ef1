//! A running browser and the pipe that it is told over what to do: one JSON value after another, each
//! ended by a zero byte. Knows no pages.

use super::Browser;
use crate::job::Progress;
use crate::render::Trouble;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Where the page seems to be; the one address that may be asked for.
pub(super) const ADDRESS: &str = "https://page.invalid/";

/// How long it may take to end by itself.
const END: Duration = Duration::from_secs(2);
/// How often it is asked whether anybody still wants the picture.
const LOOK: Duration = Duration::from_millis(40);
/// The longest answer, bytes.
const LONGEST: usize = 512 << 20;

/// What keeps a browser without a window, a network and a memory.
const SWITCHES: &[&str] = &[
    "--headless=new",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--disable-lcd-text",
    "--font-render-hinting=none",
    "--mute-audio",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-service-autorun",
    "--password-store=basic",
    "--use-mock-keychain",
    // Nothing can be reached: no name has an address, and what needs no name goes to a proxy that has none.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://proxy.invalid:9",
    "--proxy-bypass-list=<-loopback>",
    "--disable-quic",
    // Nor does it want to reach anything by itself.
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-extensions-with-background-pages",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-features=AutofillServerCommunication,DialMediaRouteProvider,MediaRouter,OptimizationHints,Translate",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-pings",
    "--safebrowsing-disable-auto-update",
];

/// Until when something is waited for, and who may lose interest.
#[derive(Clone, Copy)]
pub(super) struct Patience<'a> {
    pub(super) until: Instant,
    pub(super) limit: Duration,
    pub(super) progress: &'a Progress,
}

/// A browser that runs. Ends with its children when it is dropped.
pub(super) struct Pipe {
    name: String,
    child: Child,
    to: Option<ChildStdin>,
    from: Receiver<Value>,
    next: u64,
    /// What came while an answer was waited for.
    heard: VecDeque<Value>,
    /// The page itself may be asked for, once.
    pub(super) page_wanted: bool,
    /// Addresses that were asked for and refused.
    refused: Vec<String>,
    /// Its profile.
    _home: TempDir,
}

impl Pipe {
    /// Starts the browser with an empty profile.
    pub(super) fn open(browser: &Browser, limit: Duration, progress: &Progress) -> Result<Self, Trouble> {
        let failed = |why: String| Trouble::Browser { name: browser.name.clone(), why };
        let home = tempfile::Builder::new().prefix("wherefore-browser-").tempdir();
        let home = home.map_err(|error| failed(format!("there is no folder for its profile: {error}")))?;
        let mut child = command(&browser.path, home.path())
            .spawn()
            .map_err(|error| failed(format!("it does not start: {error}")))?;
        let (to, out) = (child.stdin.take(), child.stdout.take());
        let (sender, from) = sync_channel(256);
        let read = out.map(|out| {
            let reader = std::thread::Builder::new().name("browser".to_owned());
            reader.spawn(move || listen(out, &sender))
        });
        let mut pipe = Self {
            name: browser.name.clone(),
            child,
            to,
            from,
            next: 1,
            heard: VecDeque::new(),
            page_wanted: false,
            refused: Vec::new(),
            _home: home,
        };
        if !matches!(read, Some(Ok(_))) {
            return Err(pipe.trouble("the system gave no thread"));
        }
        let patience = Patience { until: Instant::now() + limit, limit, progress };
        pipe.call(None, "Browser.getVersion", &json!({}), patience)?;
        Ok(pipe)
    }

    /// Asks for something and waits for the answer. Other messages are kept for [`Self::next_message`].
    pub(super) fn call(
        &mut self,
        session: Option<&str>,
        method: &str,
        parameters: &Value,
        patience: Patience<'_>,
    ) -> Result<Value, Trouble> {
        let id = self.tell(session, method, parameters)?;
        loop {
            let mut message = self.receive(patience)?;
            if message["id"].as_u64() != Some(id) {
                self.heard.push_back(message);
                continue;
            }
            if let Some(why) = message["error"]["message"].as_str() {
                return Err(self.trouble(&format!("{method}: {why}")));
            }
            return Ok(message["result"].take());
        }
    }

    /// Asks for something and does not wait. Gives back the number of the question.
    pub(super) fn tell(
        &mut self,
        session: Option<&str>,
        method: &str,
        parameters: &Value,
    ) -> Result<u64, Trouble> {
        let id = self.next;
        self.next += 1;
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let written = self.to.as_mut().map(|to| to.write_all(&bytes).and_then(|()| to.flush()));
        match written {
            Some(Ok(())) => Ok(id),
            _ => Err(self.trouble("it ended by itself")),
        }
    }

    /// The next message that is no answer to a call.
    pub(super) fn next_message(&mut self, patience: Patience<'_>) -> Result<Value, Trouble> {
        match self.heard.pop_front() {
            Some(message) => Ok(message),
            None => self.receive(patience),
        }
    }

    /// Forgets what came and was not asked for.
    pub(super) fn forget(&mut self) {
        self.heard.clear();
        self.refused.clear();
        while self.from.try_recv().is_ok() {}
    }

    /// Addresses other than the page's that were asked for since [`Self::forget`]; all were refused.
    pub(super) fn refused(&mut self) -> Vec<String> {
        std::mem::take(&mut self.refused)
    }

    /// Refuses a request, unless it is the first for the page itself: the debugger asks for it again.
    fn refuse(&mut self, message: &Value) -> Result<bool, Trouble> {
        let (method, request) = (message["method"].as_str(), &message["params"]);
        let url = request["request"]["url"].as_str().unwrap_or_default();
        if method != Some("Fetch.requestPaused") || (url == ADDRESS && self.page_wanted) {
            return Ok(false);
        }
        if url != ADDRESS {
            self.refused.push(url.chars().take(300).collect());
        }
        let refusal = json!({ "requestId": request["requestId"], "errorReason": "BlockedByClient" });
        let session = message["sessionId"].as_str();
        self.tell(session, "Fetch.failRequest", &refusal).map(|_| true)
    }

    pub(super) fn trouble(&self, why: &str) -> Trouble {
        Trouble::Browser { name: self.name.clone(), why: why.to_owned() }
    }

    fn receive(&mut self, patience: Patience<'_>) -> Result<Value, Trouble> {
        loop {
            match self.from.recv_timeout(LOOK) {
                Ok(message) if self.refuse(&message)? => {}
                Ok(message) => return Ok(message),
                Err(RecvTimeoutError::Disconnected) => return Err(self.trouble("it ended by itself")),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if patience.progress.is_cancelled() {
                return Err(self.trouble("nobody wants the picture any more"));
            }
            if Instant::now() >= patience.until {
                return Err(Trouble::TooSlow { seconds: patience.limit.as_secs() });
            }
        }
    }
}

impl Drop for Pipe {
    /// Without its pipe a browser ends; one that hangs is ended with all that it started.
    fn drop(&mut self) {
        self.to = None;
        let until = Instant::now() + END;
        while Instant::now() < until {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        end_all(&mut self.child);
    }
}

/// The browser reads from its third file and writes to its fourth. A shell puts them there: to do that
/// from here would take unsafe code.
fn command(program: &Path, home: &Path) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", "sh"]);
    command.arg(program).args(SWITCHES);
    let mut profile = std::ffi::OsString::from("--user-data-dir=");
    profile.push(home);
    command.arg(profile);
    if is_root(home) {
        command.arg("--no-sandbox");
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    own_group(&mut command);
    command
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_command: &mut Command) {}

/// Whether we are the system's administrator, for whom the browser's sandbox does not work: then what we
/// make is root's.
#[cfg(unix)]
fn is_root(made_by_us: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(made_by_us).is_ok_and(|folder| folder.uid() == 0)
}

#[cfg(not(unix))]
fn is_root(_made_by_us: &Path) -> bool {
    false
}

/// Ends the browser's process and its group.
fn end_all(child: &mut Child) {
    if cfg!(unix) {
        let group = format!("-{}", child.id());
        let kill = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        drop(kill);
    }
    drop(child.kill());
    drop(child.wait());
}

/// Passes on what the browser says until it ends.
fn listen(mut out: ChildStdout, sender: &SyncSender<Value>) {
    let mut pending = Vec::new();
    let mut chunk = vec![0; 1 << 16];
    while let Ok(count) = out.read(&mut chunk) {
        if count == 0 || pending.len() > LONGEST {
            return;
        }
        let mut rest = &chunk[..count];
        while let Some(end) = rest.iter().position(|byte| *byte == 0) {
            pending.extend_from_slice(&rest[..end]);
            rest = &rest[end + 1..];
            let message = serde_json::from_slice(&pending);
            pending.clear();
            if let Ok(message) = message
                && sender.send(message).is_err()
            {
                return;
            }
        }
        pending.extend_from_slice(rest);
    }
}
