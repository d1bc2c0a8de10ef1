//! How long something takes, by the processors' own clock: so that a figure says something on a busy
//! machine too.

#![expect(clippy::print_stdout, reason = "a tool for a terminal")]

use std::time::{Duration, Instant};

/// Each thing is done so often…
const MOST_RUNS: u32 = 30;
/// …or for so long, but three times at least.
const LONGEST: Duration = Duration::from_secs(2);

/// Processor time of all threads of this process; `None` where the system does not tell.
fn worked() -> Option<Duration> {
    let threads = std::fs::read_dir("/proc/self/task").ok()?;
    let of = |path: std::path::PathBuf| {
        let told = std::fs::read_to_string(path.join("schedstat")).ok()?;
        told.split(' ').next()?.parse::<u64>().ok()
    };
    Some(Duration::from_nanos(threads.flatten().filter_map(|thread| of(thread.path())).sum()))
}

/// Prints the head of a table.
pub(crate) fn head(what: &str, aim: &str) {
    println!("\n{what:<64} {:>9} {:>9}   aim {aim}", "work ms", "least ms");
}

/// Does something several times and prints a line: processor time of all threads, on average, and the
/// least time by the clock on the wall. `fresh` is not counted.
pub(crate) fn line<F, T>(name: &str, mut fresh: impl FnMut() -> F, mut work: impl FnMut(F) -> T) {
    let (begun, mut runs) = (Instant::now(), 0);
    let (mut sum, mut least) = (Duration::ZERO, Duration::MAX);
    while runs < 3 || (runs < MOST_RUNS && begun.elapsed() < LONGEST) {
        let given = fresh();
        let (before, start) = (worked(), Instant::now());
        let done = work(given);
        let wall = start.elapsed();
        sum += worked().zip(before).map_or(wall, |(after, before)| after.saturating_sub(before));
        drop(done);
        least = least.min(wall);
        runs += 1;
    }
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!("{name:<64} {:>9.2} {:>9.2}", ms(sum) / f64::from(runs), ms(least));
}
