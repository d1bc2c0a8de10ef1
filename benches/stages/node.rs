//! Import beside Node's `JSON.parse` of the same files, in one run.

use serde::Deserialize;
use serde_json::value::RawValue;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use wherefore::job::Progress;
use wherefore::library::Library;

/// Recordings in the folder.
const FILES: usize = 200;
/// The smallest, bytes.
const LEAST: f64 = 0.2e6;
/// What the largest has more, bytes.
const SPAN: f64 = 4.8e6;
/// Sessions in the file of lines.
const SESSIONS: usize = 300;
/// Between two visits of one recording, ms.
const PAUSE_MS: i64 = 4000;

/// Parses each file that is named, or each line of it, and tells milliseconds by the clock and of the
/// processor; reading is not counted.
const SCRIPT: &str = r#"
const fs = require("fs");
let ms = 0, work = 0;
for (const file of process.argv.slice(1)) {
  const text = fs.readFileSync(file, "utf8");
  const parts = file.endsWith(".ndjson") ? text.trimEnd().split("\n") : [text];
  const start = process.hrtime.bigint();
  const before = process.cpuUsage();
  let kept;
  for (const part of parts) kept = JSON.parse(part);
  const used = process.cpuUsage(before);
  work += (used.user + used.system) / 1e3;
  ms += Number(process.hrtime.bigint() - start) / 1e6;
}
console.log(ms, work);
"#;

#[derive(Deserialize)]
struct Wire<'t> {
    #[serde(rename = "type")]
    kind: i64,
    timestamp: i64,
    #[serde(borrow)]
    data: &'t RawValue,
}

/// Measures both and prints a table; without Node it says so and measures the import.
pub(crate) fn compare(sample: &[super::File]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let visits: Vec<Vec<Wire<'_>>> =
        sample.iter().map(|(_, text)| serde_json::from_str(text).expect("the sample is rrweb")).collect();
    println!(
        "Import (JSON files to a committed library with all facts, all cores) beside Node's JSON.parse of the same \
         files (one core, reading not counted). The recordings are put together from the sample shop's.\n"
    );
    println!(
        "{:<44} {:>6} | {:>10} {:>10} | {:>10} {:>10} | {:>8}",
        "what", "MB", "Node MB/s", "ms / MB", "import", "ms / MB", "library"
    );
    let files = write_files(&visits, &folder.path().join("recordings"));
    row("200 recordings of 0.2 to 5 MB", folder.path(), &files);
    for file in files {
        std::fs::remove_file(file).expect("it was written here");
    }
    let lines = write_lines(&visits, &folder.path().join("sessions.ndjson"));
    row("one NDJSON file of 300 sessions", folder.path(), &[lines]);
    let most = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(most) = most.lines().find_map(|line| line.strip_prefix("VmHWM:")) {
        println!(
            "\nMB/s by the clock on the wall; ms / MB: processor time of all threads, which on two idle cores is \
             half the time; most memory of the import:{most}"
        );
    }
}

fn row(what: &str, folder: &Path, paths: &[PathBuf]) {
    let bytes: u64 = paths.iter().map(|path| std::fs::metadata(path).map_or(0, |file| file.len())).sum();
    let megabytes = bytes as f64 / 1e6;
    let node = node(paths);
    let told =
        |figure: Option<f64>| figure.map_or_else(|| "no node".to_owned(), |figure| format!("{figure:.1}"));
    let speed = told(node.map(|(ms, _)| megabytes * 1000.0 / ms));
    let effort = told(node.map(|(_, work)| work / megabytes));
    let (start, before) = (Instant::now(), super::whole_clock(Instant::now()));
    let path = folder.join("against.wherefore");
    let mut library = Library::open(&path).expect("a new library");
    let report = library.import(paths, &Progress::default()).expect("imported");
    assert!(report.new > 0 && report.set_aside.is_empty());
    drop(library);
    let (wall, work) = (start.elapsed(), super::whole_clock(Instant::now()).saturating_sub(before));
    let size = std::fs::metadata(&path).map_or(0, |file| file.len());
    for ending in ["", "-wal", "-shm", "-lock"] {
        let _ok = std::fs::remove_file(folder.join(format!("against.wherefore{ending}")));
    }
    println!(
        "{what:<44} {megabytes:>6.0} | {speed:>10} {effort:>10} | {:>10.1} {:>10.1} | {:>6.1} %",
        megabytes / wall.as_secs_f64(),
        work.as_secs_f64() * 1000.0 / megabytes,
        size as f64 * 100.0 / bytes as f64
    );
}

/// Milliseconds that Node parses, by the clock and of the processor; `None` where there is no Node.
fn node(paths: &[PathBuf]) -> Option<(f64, f64)> {
    let run = Command::new("node").args(["-e", SCRIPT, "--"]).args(paths).output().ok()?;
    let told = String::from_utf8_lossy(&run.stdout);
    let (ms, work) = told.trim().split_once(' ')?;
    Some((ms.parse().ok()?, work.parse().ok()?))
}

/// One recording a file: visits one after the other until it is large enough. Many are small.
fn write_files(visits: &[Vec<Wire<'_>>], folder: &Path) -> Vec<PathBuf> {
    std::fs::create_dir_all(folder).expect("the folder can be written");
    let write = |number: usize| {
        let share = (number * 37 % FILES) as f64 / FILES as f64;
        let size = LEAST + share.powi(3) * SPAN;
        let mut text = String::from("[");
        let mut at = 1_760_000_000_000 + i64::try_from(number).expect("few files") * 100_000;
        for visit in visits.iter().cycle().skip(number) {
            at = push(visit, at, "", ",", &mut text);
            if text.len() as f64 >= size {
                break;
            }
        }
        text.pop();
        text.push(']');
        let path = folder.join(format!("made-{number:03}.json"));
        std::fs::write(&path, text).expect("the folder can be written");
        path
    };
    (0..FILES).map(write).collect()
}

/// All sessions in one file, each line naming its session.
fn write_lines(visits: &[Vec<Wire<'_>>], path: &Path) -> PathBuf {
    let mut text = String::new();
    for number in 0..SESSIONS {
        let id = format!("\"sessionId\":\"made-{number}\",");
        push(
            &visits[number % visits.len()],
            1_760_000_000_000 + i64::try_from(number).expect("few files") * 100_000,
            &id,
            "\n",
            &mut text,
        );
    }
    std::fs::write(path, text).expect("the folder can be written");
    path.to_owned()
}

/// Adds a visit that begins at a time; when the next may begin.
fn push(visit: &[Wire<'_>], at: i64, id: &str, end: &str, text: &mut String) -> i64 {
    let first = visit.first().map_or(0, |event| event.timestamp);
    let mut last = at;
    for Wire { kind, timestamp, data } in visit {
        last = at + timestamp - first;
        let written = write!(text, "{{{id}\"type\":{kind},\"data\":{data},\"timestamp\":{last}}}{end}");
        written.expect("a string takes all");
    }
    last + PAUSE_MS
}
