//! `OpenReplay`'s own binary recordings (`dom.mobs` with `dom.mobe` behind it, `devtools.mob`): to events.
//!
//! Knows neither files nor compressions: it is given the bytes of one recording.

use super::item::RawRecording;
use super::notes::Notes;
use crate::job::{Cancelled, Progress};

/// Whether bytes begin as such a recording does. Very old ones and encrypted ones do not; they are
/// told by their names only (`.mobs`, `.mobe`, `.mob`).
pub(super) fn is_openreplay(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfd..=0xff, ..])
}

/// The recording in `bytes`: the parts of one session, joined in their order. What cannot be read is
/// set aside in `notes`; `None` when nothing remains.
///
/// # Errors
/// When `progress` was cancelled.
pub(super) fn recording(
    bytes: &[u8],
    notes: &mut Notes<'_>,
    progress: &Progress,
) -> Result<Option<RawRecording>, Cancelled> {
    progress.advance(0)?;
    notes.set_aside(
        "",
        &format!("This is an OpenReplay recording of {} bytes, which is not read yet.", bytes.len()),
    );
    Ok(None)
}
