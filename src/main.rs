//! Parses the arguments, runs the command line or the window, turns the result into an exit code.

#![expect(clippy::print_stderr, reason = "without a window there is nowhere else to say why")]

use std::env;
use std::panic;
use std::process::ExitCode;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};
use wherefore::cli::{self, Asked, Exit};
use wherefore::ui;

/// Long sessions are many small pieces of memory, and they are to be given back when a session is left.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    keep_contained_panics_quiet();
    let (paths, library) = match cli::run(env::args_os().collect(), now_ms()) {
        Asked::Done(exit) => return ExitCode::from(exit.code()),
        Asked::Window { paths, library } => (paths, library),
    };
    if !has_display() {
        eprintln!(
            "wherefore: there is no display to open a window on. `wherefore demo` does the main job on the sample \
             shop without one; `wherefore --help` lists the commands."
        );
        return ExitCode::from(Exit::Failed.code());
    }
    match ui::run(paths, library) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wherefore: {error:#}");
            ExitCode::from(Exit::Failed.code())
        }
    }
}

/// The drawing engine can panic on a hostile page. `render` contains that on these threads and says
/// what came of it where it matters, so nothing is printed here.
fn keep_contained_panics_quiet() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !matches!(thread::current().name(), Some("measure" | "background" | "studio")) {
            usual(info);
        }
    }));
}

/// Whether the system says where windows go. Only Linux can be asked beforehand.
fn has_display() -> bool {
    let named = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || named("DISPLAY") || named("WAYLAND_DISPLAY")
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
