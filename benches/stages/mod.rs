//! Where the time of an import goes: each stage alone on one core, by the processor's own clock.

pub(crate) mod node;

use sha2::{Digest as _, Sha256};
use std::hint::black_box;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use wherefore::event::Event;
use wherefore::facts::{Facts, Rules, derive, needs, texts};
use wherefore::format::{Decoded, Item, RawRecording, decode, list};
use wherefore::job::Progress;
use wherefore::library::Library;
use wherefore::replay::PageState;

/// Each stage runs at least so long.
const LEAST: Duration = Duration::from_millis(600);

/// A recording's file name and its JSON text.
pub(crate) type File = (String, String);

/// The recordings of the sample shop as plain JSON.
pub(crate) fn sample() -> Vec<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_sessions/nordlund/recordings");
    let files = std::fs::read_dir(folder).expect("the sample is there");
    let mut paths: Vec<PathBuf> = files.map(|file| file.expect("listed").path()).collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let mut text = String::new();
        let packed = std::fs::File::open(path).expect("the sample can be read");
        flate2::read::GzDecoder::new(packed).read_to_string(&mut text).expect("the sample is gzip");
        (path.file_stem().expect("a file has a name").to_string_lossy().into_owned(), text)
    };
    paths.iter().map(read).collect()
}

/// Processor time of this thread; where the system does not tell, time.
fn clock(start: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let on_core = told.and_then(|told| told.split(' ').next()?.parse().ok());
    on_core.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// Milliseconds that one run takes.
fn timed(mut run: impl FnMut()) -> f64 {
    run();
    let start = Instant::now();
    let (before, mut runs) = (clock(start), 0_u32);
    while runs < 3 || start.elapsed() < LEAST {
        run();
        runs += 1;
    }
    clock(start).saturating_sub(before).as_secs_f64() * 1000.0 / f64::from(runs)
}

/// The same for work that has threads of its own.
fn timed_whole(mut run: impl FnMut()) -> f64 {
    run();
    let start = Instant::now();
    let (before, mut runs) = (whole_clock(start), 0_u32);
    while runs < 5 || start.elapsed() < LEAST * 3 {
        run();
        runs += 1;
    }
    whole_clock(start).saturating_sub(before).as_secs_f64() * 1000.0 / f64::from(runs)
}

/// Processor time of all threads, in steps of 10 ms; where the system does not tell, time.
pub(crate) fn whole_clock(start: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/self/stat").ok();
    let ticks = |told: &str| {
        let fields = told.rsplit_once(") ")?.1.split(' ').skip(11).take(2);
        fields.map(|field| field.parse::<u64>().ok()).sum::<Option<u64>>()
    };
    let on_cores = told.and_then(|told| ticks(&told));
    on_cores.map_or_else(|| start.elapsed(), |ticks| Duration::from_millis(ticks * 10))
}

/// The recordings in files.
pub(crate) fn read(paths: &[PathBuf]) -> Vec<RawRecording> {
    let progress = Progress::default();
    let mut found = Vec::new();
    for unit in list(paths, &progress).units {
        unit.read(&progress, &mut |item| {
            if let Item::Recording(raw) = item {
                found.push(raw);
            }
        })
        .expect("the file was just written");
    }
    found
}

/// Measures the stages over some recordings and prints a table.
pub(crate) fn table(name: &str, files: &[File]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut paths = Vec::new();
    for (name, text) in files {
        paths.push(folder.path().join(name));
        std::fs::write(&paths[paths.len() - 1], text).expect("the folder can be written");
    }
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    let megabytes = bytes as f64 / 1e6;
    println!("\n{name}: {} recordings, {megabytes:.1} MB of JSON, processor time", files.len());
    println!("{:<44} {:>9} {:>9}", "stage", "ms / MB", "MB/s");
    let row = |stage: &str, ms: f64| {
        println!("{stage:<44} {:>9.2} {:>9.0}", ms / megabytes, megabytes * 1000.0 / ms);
        ms
    };
    let mut sum = row("read files, check and sort the events", timed(|| drop(black_box(read(&paths)))));
    let raws = read(&paths);
    let each = |work: &mut dyn FnMut(&RawRecording)| timed(|| raws.iter().for_each(&mut *work));
    sum += row(
        "hash",
        each(&mut |raw| {
            black_box(Sha256::digest(&raw.events));
        }),
    );
    sum += row("decode", each(&mut |raw| drop(black_box(decode(&raw.events)))));
    let decoded: Vec<Decoded> = raws.iter().map(|raw| decode(&raw.events)).collect();
    row("  (of facts: the page alone)", timed(|| decoded.iter().for_each(replay)));
    let rules = Rules::default();
    let facts = || decoded.iter().map(|decoded| derive(&decoded.events, &rules)).collect::<Vec<_>>();
    sum += row("facts", timed(|| drop(black_box(facts()))));
    sum +=
        row("full text: the words of the pages", timed(|| looked(&decoded, &|events| texts(events).len())));
    sum +=
        row("fidelity: what the pages need", timed(|| looked(&decoded, &|events| needs(events).files.len())));
    let facts = facts();
    let mut press = zstd::bulk::Compressor::new(3).expect("the level is one there is");
    sum += row("facts as they are stored", timed(|| facts.iter().for_each(|facts| store(&mut press, facts))));
    sum += row("compress the events", each(&mut |raw| drop(black_box(squeeze(&mut press, &raw.events)))));
    let mut size = 0;
    let import = timed_whole(|| size = import(folder.path(), &paths));
    row("write, join and all else", import - sum);
    row("import, all in all", import);
    println!("library: {:.1} % of the JSON", size as f64 * 100.0 / bytes as f64);
}

fn looked(decoded: &[Decoded], look: &dyn Fn(&[Event]) -> usize) {
    black_box(decoded.iter().map(|decoded| look(&decoded.events)).sum::<usize>());
}

fn replay(decoded: &Decoded) {
    let mut page = PageState::default();
    decoded.events.iter().for_each(|event| page.apply(event));
    black_box(page);
}

fn store(press: &mut zstd::bulk::Compressor<'_>, facts: &Facts) {
    black_box(squeeze(press, &serde_json::to_vec(facts).expect("facts are JSON")));
}

fn squeeze(press: &mut zstd::bulk::Compressor<'_>, bytes: &[u8]) -> Vec<u8> {
    press.compress(bytes).expect("memory takes any amount")
}

/// Imports into a new library; its size in bytes.
fn import(folder: &Path, paths: &[PathBuf]) -> u64 {
    let path = folder.join("stages.wherefore");
    let mut library = Library::open(&path).expect("a new library");
    let report = library.import(paths, &Progress::default()).expect("imported");
    assert_eq!(usize::try_from(report.new), Ok(paths.len()));
    drop(library);
    let size = std::fs::metadata(&path).map_or(0, |file| file.len());
    for ending in ["", "-wal", "-shm", "-lock"] {
        let _ok = std::fs::remove_file(folder.join(format!("stages.wherefore{ending}")));
    }
    size
}
