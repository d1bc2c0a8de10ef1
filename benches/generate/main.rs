//! Makes a bundle of many sessions by varying the recordings of the sample shop, to try the program
//! at size. Nobody ever made these visits: what is counted in such a library says nothing of shoppers.
//!
//! ```text
//! cargo bench --bench generate -- --sessions 100000 --out DIR
//! wherefore --library DIR/big.wherefore import DIR
//! ```
//!
//! `--library FILE` imports too, and tells how long that took, the library's size and the most memory.
//! Deterministic: the same options give the same bytes. Without `--out` nothing is done, so that
//! `cargo bench` alone can run it.

#![expect(clippy::print_stdout, reason = "a tool for a terminal")]

#[path = "bundle.rs"]
mod bundle;

use clap::Parser;
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(Parser)]
#[command(about = "Makes a bundle of many sessions by varying the sample shop's recordings")]
struct Options {
    /// The folder to make.
    #[arg(long)]
    out: Option<PathBuf>,
    /// How many sessions.
    #[arg(long, default_value_t = 1000)]
    sessions: u64,
    /// About how large a session shall be, KB of JSON; 0 for as the sample is.
    #[arg(long, default_value_t = 20)]
    size: usize,
    /// Over how many files the sessions are spread.
    #[arg(long, default_value_t = 1)]
    files: u64,
    /// How many sessions take turns, line by line.
    #[arg(long, default_value_t = 1)]
    interleave: usize,
    /// Another seed makes other sessions, with other ids.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Also import the bundle into this library.
    #[arg(long)]
    library: Option<PathBuf>,
    /// The bundle is there already: only import it.
    #[arg(long)]
    import_only: bool,
    /// What cargo says to every bench.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let options = Options::parse();
    let Some(out) = &options.out else {
        println!("Say --out DIR to make a bundle, --help for more.");
        return;
    };
    let Options { sessions, size, files, interleave, seed, .. } = options;
    if !options.import_only {
        let bytes = bundle::write_bundle(&bundle::Options { sessions, size, files, interleave, seed }, out);
        println!(
            "{sessions} sessions, {bytes} bytes of JSON made by varying the sample shop: {}",
            out.display()
        );
    }
    if let Some(path) = &options.library {
        import(out, path);
    }
}

fn import(from: &Path, to: &Path) {
    let start = Instant::now();
    let mut library = wherefore::library::Library::open(to).expect("a library");
    let progress = wherefore::job::Progress::default();
    let report = library.import(&[from.to_owned()], &progress).expect("the bundle is imported");
    drop(library);
    let size = std::fs::metadata(to).map_or(0, |file| file.len());
    println!(
        "{} sessions imported into {} in {:.1} s: {:.0} MB read, library {:.0} MB ({:.1} %)",
        report.new,
        to.display(),
        start.elapsed().as_secs_f64(),
        report.bytes as f64 / 1e6,
        size as f64 / 1e6,
        size as f64 * 100.0 / report.bytes as f64
    );
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(most) = status.lines().find_map(|line| line.strip_prefix("VmHWM:")) {
        println!("most memory: {}", most.trim());
    }
}
