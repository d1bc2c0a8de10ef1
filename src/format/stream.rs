//! Files of any size: JSON read as a stream, value by value, through a window of some megabytes.
//!
//! Knows lines, arrays, and the objects around the one array that holds the events.

use super::entries::{Intake, first_format, is_lines};
use super::har;
use super::item::Format;
use super::window::Window;
use super::wrapper;
use crate::job::Cancelled;
use std::io::Read;

/// Whether the beginning of a file is text that can be read as a stream.
pub(super) fn is_fit(head: &[u8]) -> bool {
    let start = &head[..head.len().min(4096)];
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let first = start.trim_ascii_start().first();
    // Text has no control characters but those of lines and tabs.
    let is_text = !start.iter().any(|b| *b < b'\t');
    is_text && matches!(first, Some(b'[' | b'{' | b'"')) && !har::is_har(&String::from_utf8_lossy(start))
}

/// Reads a file of which `head` was read already.
///
/// # Errors
/// When nobody wants the result any more.
pub(super) fn read(
    head: Vec<u8>,
    rest: Box<dyn Read + '_>,
    hint: Option<Format>,
    intake: &mut Intake<'_, '_>,
) -> Result<(), Cancelled> {
    let mut window = Window::new(head, rest);
    window.more(intake)?;
    let is_list = window.text().trim_start().starts_with('[');
    let is_lines = is_lines(window.text());
    let format = first_format(hint, is_list && !is_lines);
    (intake.unit, intake.number) = (if is_lines { "line" } else { "event" }, 0);
    if is_lines {
        lines(&mut window, format, intake)?;
    } else if is_list {
        wrapper::file_list(&mut window, format, intake)?;
    } else {
        wrapper::file_object(&mut window, format, intake)?;
    }
    window.finish(intake);
    Ok(())
}

/// Takes what is ahead line by line.
///
/// # Errors
/// When nobody wants the result any more.
pub(super) fn lines(
    window: &mut Window<'_>,
    format: Format,
    intake: &mut Intake<'_, '_>,
) -> Result<(), Cancelled> {
    loop {
        let text = window.text();
        let end = match memchr::memrchr(b'\n', text.as_bytes()) {
            Some(end) => end + 1,
            None if window.more(intake)? => continue,
            None => window.text().len(),
        };
        intake.lines(&window.text()[..end], format)?;
        window.pass(end);
        if window.text().is_empty() && !window.more(intake)? {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests;
