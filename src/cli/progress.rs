//! How far work is, on stderr: one line that is written over on a terminal, a line now and then in a
//! file or pipe. Ctrl+C ends an import after the session at hand.

#![expect(clippy::print_stderr, reason = "progress goes to stderr")]

use crate::findings::going::going;
use crate::job::{Job, Pace, Progress};
use std::io::{IsTerminal as _, stderr};
use std::process;
use std::thread;
use std::time::{Duration, Instant};

/// How often a terminal is told.
const GLANCE: Duration = Duration::from_millis(150);
/// How often a file or pipe is told.
const LINE_EVERY: Duration = Duration::from_secs(2);

/// Does some work, telling on the terminal how far it is. Nothing is told into files and pipes.
pub(super) fn with_progress<T>(label: &'static str, work: impl FnOnce(&Progress) -> T) -> T {
    let progress = Progress::default();
    if !stderr().is_terminal() {
        return work(&progress);
    }
    let watched = progress.clone();
    let teller = watch(GLANCE, move || {
        let (done, total) = watched.counts();
        if let Some(percent) = (done.min(total) * 100).checked_div(total) {
            eprint!("\r{label} {percent:3} %");
        }
    });
    let result = work(&progress);
    drop(teller);
    eprint!("\r{:width$}\r", "", width = label.len() + 8);
    result
}

/// Does an import, telling bytes, sessions, rate and the time that is left. Ctrl+C cancels it, which
/// leaves whole sessions only; a second Ctrl+C ends the program at once.
pub(super) fn with_import_progress<T>(work: impl FnOnce(&Progress) -> T) -> T {
    let progress = Progress::default();
    let asked = progress.clone();
    let handler = ctrlc::set_handler(move || {
        if asked.is_cancelled() {
            process::exit(130);
        }
        asked.cancel();
    });
    drop(handler); // where the system knows no such thing, Ctrl+C ends the program as ever
    let terminal = stderr().is_terminal();
    let (watched, mut pace, start) = (progress.clone(), Pace::default(), Instant::now());
    let mut widest = 0;
    let teller = watch(if terminal { GLANCE } else { LINE_EVERY }, move || {
        pace.note(start.elapsed(), &watched);
        let line = line(&watched, &pace);
        if terminal {
            widest = widest.max(line.chars().count());
            eprint!("\r{line:widest$}");
        } else {
            eprintln!("{line}");
        }
    });
    let result = work(&progress);
    let told = progress.counts().1 > 0;
    drop(teller);
    if terminal && told {
        eprintln!();
    }
    result
}

/// Calls `tell` every so often until what it gives back is dropped.
fn watch(every: Duration, mut tell: impl FnMut() + Send + 'static) -> Option<Job<()>> {
    let work = move |own: &Progress| {
        let mut last = Instant::now();
        while own.advance(0).is_ok() {
            thread::sleep(GLANCE.min(every));
            if last.elapsed() >= every {
                last = Instant::now();
                tell();
            }
        }
    };
    Job::spawn("progress", || {}, work).ok() // without a thread the work is done untold
}

/// `importing 45 % · 1.2 GB of 2.6 GB · 1,204 sessions · 185 MB/s · 8 s left`.
fn line(progress: &Progress, pace: &Pace) -> String {
    let (done, total) = progress.counts();
    let percent = (done.min(total) * 100).checked_div(total).unwrap_or_default();
    let told = going(progress, pace);
    let first = if total == 0 { "importing".to_owned() } else { format!("importing {percent} %") };
    let parts = [Some(first), Some(told.read), Some(told.sessions), told.rate, told.left, told.set_aside];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
