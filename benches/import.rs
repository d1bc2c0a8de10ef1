//! Import: the sample's recordings, told apart and many times over, from JSON text to a committed
//! library with all facts. Throughput is bytes of JSON.
//!
//! `cargo bench --bench import -- stages` prints where the time goes instead, and `-- node` how fast
//! Node parses the same files.

#![expect(clippy::print_stdout, reason = "a tool for a terminal")]

mod stages;

use criterion::{Criterion, Throughput};
use std::fs;
use std::path::{Path, PathBuf};
use wherefore::job::Progress;
use wherefore::library::Library;

/// How often each of the sample's recordings is written.
const COPIES: usize = 3;

/// Plain JSON files made from the sample, each with an event of its own so that none is a copy.
fn recordings(folder: &Path) -> (Vec<PathBuf>, u64) {
    let (mut written, mut bytes) = (Vec::new(), 0);
    for (place, (_, text)) in stages::sample().iter().enumerate() {
        for copy in 0..COPIES {
            let own = format!(r#"[{{"type":5,"timestamp":1,"data":{{"tag":"copy","payload":{copy}}}}},"#);
            let path = folder.join(format!("{place}-{copy}.json"));
            let own = own.replace("\"timestamp\":1,", &format!("\"timestamp\":{},", first_time(text)));
            let text = text.replacen('[', &own, 1);
            bytes += text.len() as u64;
            fs::write(&path, text).expect("the folder can be written");
            written.push(path);
        }
    }
    (written, bytes)
}

/// The digits of the first timestamp.
fn first_time(text: &str) -> &str {
    let rest = text.split_once("\"timestamp\":").expect("a recording has times").1;
    rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or("0")
}

fn import(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (files, bytes) = recordings(folder.path());
    let mut group = c.benchmark_group("import");
    group.sample_size(10).throughput(Throughput::Bytes(bytes));
    let mut run = 0;
    group.bench_function("json to committed library", |bench| {
        bench.iter_with_large_drop(|| {
            run += 1;
            let path = folder.path().join(format!("{run}.wherefore"));
            let mut library = Library::open(&path).expect("a new library");
            let report = library.import(&files, &Progress::default()).expect("imported");
            assert_eq!(report.new, files.len() as u64);
            library
        });
    });
    group.finish();
}

fn main() {
    let asked = |name: &str| std::env::args().any(|argument| argument == name);
    if asked("stages") {
        return stages::table("The sample shop", &stages::sample());
    }
    if asked("node") {
        return stages::node::compare(&stages::sample());
    }
    let mut criterion = Criterion::default().configure_from_args();
    import(&mut criterion);
    criterion.final_summary();
}
