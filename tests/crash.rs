//! The real program, killed in the middle of an import and stopped by a full disk: the library is
//! sound, every session in it is whole, and going on gives the library of an import that was left
//! alone.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stdout, reason = "a test tells what it skipped and how often it did what")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use wherefore::job::Progress;
use wherefore::library::{Library, Order, Segment};

/// Recordings in the folder that is imported.
const RECORDINGS: i64 = 60;
/// How often an import is killed.
const KILLS: usize = 50;
/// After so many, or as soon as all is in, the library is brought to its end and compared.
const KILLS_OF_ONE: usize = 5;

#[test]
fn an_import_that_is_killed_leaves_whole_sessions_and_can_go_on() {
    let bench = Bench::new();
    let most = bench.largest();
    let mut dice = Dice(20_261_121);
    let (mut inside, mut libraries, mut before) = (0, 0, 0);
    for round in 0..KILLS {
        let path = bench.folder.path().join(format!("killed-{libraries}.wherefore"));
        let stop = dice.below(most);
        let mut child = bench.import(&path).spawn().unwrap();
        while child.try_wait().unwrap().is_none() && written(&path) < stop {}
        child.kill().unwrap();
        child.wait().unwrap();
        if !path.exists() {
            continue; // killed before there was a library
        }
        let kept = bench.check(&path);
        assert!(kept >= before, "{kept} sessions after {before}");
        inside += usize::from(kept > before && kept < bench.expected.len());
        before = kept;
        // The next kill meets what this one left, now and then; or a library that is not there yet.
        if kept == bench.expected.len() || round % KILLS_OF_ONE == KILLS_OF_ONE - 1 {
            let last = bench.import(&path).output().unwrap();
            assert!(last.status.success(), "{}", said(&last));
            assert_eq!(bench.check(&path), bench.expected.len());
            (libraries, before) = (libraries + 1, 0);
        }
    }
    println!("{inside} kills within the work, {libraries} libraries brought to their end");
    assert!(inside >= 5, "{inside} kills within the work");
}

#[test]
fn a_full_disk_is_told_and_nothing_is_lost() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let bench = Bench::new();
    let path = bench.folder.path().join("full.wherefore");
    let few = bench.folder.path().join("in/r-00.json");
    assert!(bench.program(&path).args(["import"]).arg(&few).output().unwrap().status.success());
    // Files cannot grow beyond half of what the whole needs; in blocks of 512 bytes.
    let limit = bench.largest() / 2 / 512;
    let script = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" import \"$1\"");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).arg(env!("CARGO_BIN_EXE_wherefore")).arg(bench.folder.path().join("in"));
    let run = shell.env("WHEREFORE_LIBRARY", &path).stdin(Stdio::null()).output().unwrap();
    assert_eq!(run.status.code(), Some(1), "{}", said(&run));
    let error = String::from_utf8_lossy(&run.stderr);
    for word in ["full.wherefore", "could not", "disk", "is kept"] {
        assert!(error.contains(word), "{word:?} is not in {error:?}");
    }
    let kept = bench.check(&path);
    assert!(kept >= 1 && kept < bench.expected.len(), "{kept} sessions");
    assert!(bench.import(&path).output().unwrap().status.success());
    assert_eq!(bench.check(&path), bench.expected.len());
}

/// A folder of recordings, and what an import of it gives.
struct Bench {
    folder: tempfile::TempDir,
    /// By id: everything about a session.
    expected: Vec<(String, String)>,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("in")).unwrap();
        for n in 0..RECORDINGS {
            let text = recording(1_790_000_000_000 + n * 3_600_000, n);
            fs::write(folder.path().join(format!("in/r-{n:02}.json")), text).unwrap();
        }
        let mut library = Library::open(&folder.path().join("clean.wherefore")).unwrap();
        library.import(&[folder.path().join("in")], &Progress::default()).unwrap();
        let expected = sessions(&library);
        assert_eq!(expected.len(), usize::try_from(RECORDINGS).unwrap());
        Self { folder, expected }
    }

    fn program(&self, library: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wherefore"));
        command.env("WHEREFORE_LIBRARY", library).current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    fn import(&self, library: &Path) -> Command {
        let mut command = self.program(library);
        command.args(["import", "in"]).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// How many bytes an import that is left alone has written at most.
    fn largest(&self) -> usize {
        let path = self.folder.path().join("measured.wherefore");
        let mut child: Child = self.import(&path).spawn().unwrap();
        let mut most = 0;
        while child.try_wait().unwrap().is_none() {
            most = most.max(written(&path));
        }
        most.max(written(&path))
    }

    /// Whether the library is sound and all of its sessions whole; how many there are.
    #[track_caller]
    fn check(&self, path: &Path) -> usize {
        let library = Library::open(path).unwrap();
        assert!(!library.read_only(), "the one that was killed holds no lock");
        assert_eq!(library.examine(&Progress::default()).unwrap(), [""; 0]);
        let found = sessions(&library);
        for (id, text) in &found {
            let whole = self.expected.iter().find(|(known, _)| known == id);
            assert!(whole.is_some_and(|(_, whole)| whole == text), "{id} is not whole");
        }
        found.len()
    }
}

/// Everything about each session, by id.
fn sessions(library: &Library) -> Vec<(String, String)> {
    let listed = library.sessions(&Segment::default(), Order::default()).unwrap();
    let mut all: Vec<_> = listed
        .into_iter()
        .map(|session| {
            let mut text = serde_json::to_string(&session).unwrap();
            write!(text, "{:?}", library.facts(&session.id).unwrap()).unwrap();
            text.push_str(&String::from_utf8(library.raw_events(&session.id).unwrap()).unwrap());
            (session.id, text)
        })
        .collect();
    all.sort();
    all
}

/// The bytes of a library's file and its log.
fn written(path: &Path) -> usize {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let length = |path: &Path| fs::metadata(path).map_or(0, |file| usize::try_from(file.len()).unwrap());
    length(path) + length(&PathBuf::from(log))
}

fn said(run: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr))
}

/// A page with a button that is clicked a few hundred times, at places that do not compress well.
fn recording(start: i64, number: i64) -> String {
    let mut dice = Dice(u64::try_from(number).unwrap() + 7);
    let mut events = format!(
        r#"[{{"type":4,"data":{{"href":"https://shop.example/p/{number}","width":390,"height":844}},"timestamp":{start}}},
{{"type":2,"data":{{"node":{{"type":0,"id":1,"childNodes":[{{"type":2,"id":2,"tagName":"html","attributes":{{}},"childNodes":[
{{"type":2,"id":4,"tagName":"button","attributes":{{"id":"buy"}},"childNodes":[{{"type":3,"id":5,"textContent":"Buy"}}]}}]}}]}},
"initialOffset":{{"top":0,"left":0}}}},"timestamp":{}}}"#,
        start + 10
    );
    for click in 0..300 {
        let (x, y, at) = (dice.below(390), dice.below(844), start + 1000 + click * 1500);
        write!(
            events,
            r#",{{"type":3,"data":{{"source":2,"type":2,"id":4,"x":{x},"y":{y}}},"timestamp":{at}}}"#
        )
        .unwrap();
    }
    events.push(']');
    events
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}
