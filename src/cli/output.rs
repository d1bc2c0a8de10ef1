//! What leaves the program: stdout, stderr, files and the exit code.

#![expect(clippy::print_stderr, reason = "the command line speaks on stderr")]

use crate::library::{Error as LibraryError, SegmentError};
use anyhow::{Context as _, Result};
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All was done.
    Done,
    /// It failed.
    Failed,
    /// The arguments make no sense.
    Usage,
    /// It was done, but parts of what came in were set aside.
    Incomplete,
}

impl Exit {
    /// The number that the system is told.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Incomplete => 3,
        }
    }
}

/// Arguments that make no sense.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Usage(String);

/// An error that ends in exit code 2.
pub(super) fn usage(message: impl Into<String>) -> anyhow::Error {
    Usage(message.into()).into()
}

/// Prints what went wrong, once, and says how it ended. A closed pipe is no failure: the reader had
/// enough.
pub(super) fn exit(result: Result<Exit>) -> Exit {
    let error = match result {
        Ok(exit) => return exit,
        Err(error) => error,
    };
    if error.chain().any(is_closed_pipe) {
        return Exit::Done;
    }
    eprintln!("wherefore: {error:#}");
    if error.chain().any(is_usage) { Exit::Usage } else { Exit::Failed }
}

fn is_closed_pipe(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn is_usage(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause.is::<Usage>()
        || cause.is::<SegmentError>()
        || matches!(cause.downcast_ref(), Some(LibraryError::Segment(_)))
}

/// Prints help or a complaint about the arguments.
pub(super) fn clap(error: &clap::Error) -> Exit {
    let printed = error.print();
    if error.use_stderr() || printed.is_err_and(|error| error.kind() != io::ErrorKind::BrokenPipe) {
        Exit::Usage
    } else {
        Exit::Done
    }
}

/// Puts text on stdout.
pub(super) fn say(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("writing to stdout")
}

/// Puts one JSON value on stdout.
pub(super) fn say_json(value: &impl serde::Serialize) -> Result<()> {
    say(&(serde_json::to_string_pretty(value).context("putting the result into JSON")? + "\n"))
}

/// A message on stderr.
pub(super) fn tell(message: &str) {
    eprintln!("{message}");
}

/// Pictures are written as PNG whatever their name says, so it has to say so.
pub(super) fn expect_png(path: &Path) -> Result<()> {
    let png = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("png"));
    if png || path == Path::new("-") {
        return Ok(());
    }
    Err(usage(format!("pictures are written as PNG: {} has to end in .png", path.display())))
}

/// Writes a file; its folder must be there. `-` is stdout.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if path == Path::new("-") {
        let mut out = io::stdout().lock();
        return out.write_all(bytes).and_then(|()| out.flush()).context("writing to stdout");
    }
    fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}
