//! What is in a file: takes off what it is packed in, and gives the rest to the reader that fits.

use super::archive::Kind as ArchiveKind;
use super::entries::Intake;
use super::inflate::{Compression, fault};
use super::item::Format;
use super::limits::{MAX_WHOLE_BYTES, SMALL_BYTES};
use super::peel::{Unpeeled, peel};
use super::stop::Stop;
use super::tables::{self, TableKind};
use super::text::text;
use super::{har, nest, stream};
use crate::job::Cancelled;
use std::io::Read;

/// What is known of a file before it is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Of<'u> {
    /// As people know it.
    pub(super) name: &'u str,
    /// The side table that its name tells.
    pub(super) kind: Option<TableKind>,
    /// How many archives it is in, beside the one that was opened.
    pub(super) archives: usize,
}

/// Reads a file, or one part of several.
///
/// # Errors
/// When nobody wants the result any more.
pub(super) fn read<'r>(
    reader: Box<dyn Read + 'r>,
    of: Of<'_>,
    intake: &mut Intake<'_, '_>,
) -> Result<(), Cancelled> {
    let plain = match peel(reader, of.name) {
        Ok(plain) => plain,
        Err(Unpeeled::Cancelled) => return Err(Cancelled),
        Err(Unpeeled::Fault(why)) => {
            intake.notes.set_aside("", &why);
            return Ok(());
        }
    };
    for layer in &plain.layers {
        intake.notes.packed(layer.name());
    }
    if let Some(kind) = ArchiveKind::of(&plain.head) {
        return nest::read(kind, plain, of, intake);
    }
    let is_highlight = plain.layers.contains(&Compression::Brotli) || of.name.contains("session-contents");
    let hint = match (plain.sentry, is_highlight) {
        (true, _) => Some(Format::Sentry),
        (false, true) => Some(Format::Highlight),
        (false, false) => None,
    };
    let (mut bytes, mut rest) = (plain.head, plain.rest);
    let mut all = fill(&mut bytes, &mut rest, SMALL_BYTES, intake)?;
    if !all && of.kind.is_none() && stream::is_fit(&bytes) {
        return stream::read(bytes, rest, hint, intake);
    }
    if !all {
        all = fill(&mut bytes, &mut rest, MAX_WHOLE_BYTES, intake)?;
    }
    if all {
        whole(bytes, of, hint, intake)
    } else {
        let most = MAX_WHOLE_BYTES >> 20;
        intake.notes.set_aside(
            "",
            &format!(
                "It is larger than {most} MB, and only recordings of events are read then. Split it first."
            ),
        );
        Ok(())
    }
}

/// Reads until there are so many bytes; whether that was all. What is wrong is said, and what comes
/// before it is kept.
fn fill(
    bytes: &mut Vec<u8>,
    rest: &mut Box<dyn Read + '_>,
    most: u64,
    intake: &mut Intake<'_, '_>,
) -> Result<bool, Cancelled> {
    let missing = most.saturating_sub(bytes.len() as u64);
    match rest.by_ref().take(missing).read_to_end(bytes) {
        Ok(_) => Ok((bytes.len() as u64) < most),
        Err(error) => {
            match Stop::of(&error) {
                Some(Stop::Cancelled) => return Err(Cancelled),
                Some(Stop::Bomb) => bytes.clear(),
                None => {}
            }
            intake.notes.set_aside("", &fault(&error));
            Ok(true)
        }
    }
}

/// Reads a file that is in memory.
fn whole(
    mut bytes: Vec<u8>,
    of: Of<'_>,
    hint: Option<Format>,
    intake: &mut Intake<'_, '_>,
) -> Result<(), Cancelled> {
    if bytes.is_empty() && intake.notes.said() {
        return Ok(());
    }
    if intake.openreplay(of.name, &mut bytes) {
        return Ok(());
    }
    let found = match text(bytes) {
        Ok(found) => found,
        Err(why) => {
            intake.notes.set_aside("", &why);
            return Ok(());
        }
    };
    for fault in &found.faults {
        intake.notes.set_aside("", fault);
    }
    let hint = match found.packed {
        _ if found.sentry => Some(Format::Sentry),
        Some(packed) => {
            intake.notes.packed(packed);
            if packed == "brotli" { Some(Format::Highlight) } else { hint }
        }
        None => hint,
    };
    let text = &found.plain;
    intake.progress.advance(0)?;
    if of.kind.is_some() || tables::is_table(text) {
        if !tables::read(text, of.kind, intake.notes) {
            intake.notes.set_aside("", "This is no recording, and no table whose columns are known.");
        }
    } else if har::is_har(text) {
        intake.notes.taken("HAR file", "it has log and entries");
        har::read(text, intake.notes);
    } else {
        intake.text(text, hint)?;
    }
    Ok(())
}
