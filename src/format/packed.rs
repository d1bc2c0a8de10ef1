//! Events made small by rrweb's packer: zlib bytes written as characters.

use super::inflate::{Compression, from_latin1};
use super::json::is_valid;

/// What the packer adds to an event.
const MARK: &str = r#","v":"v1"}"#;

/// The event's JSON text. A string that is JSON already was never packed.
///
/// # Errors
/// A sentence for people.
pub(super) fn unpack(packed: &str) -> Result<String, String> {
    if packed.starts_with('{') && is_valid(packed) {
        return Ok(packed.to_owned());
    }
    let bytes = from_latin1(packed).ok_or("This text is no packed event.")?;
    if Compression::of(&bytes) != Some(Compression::Zlib) {
        return Err("This text is no packed event.".to_owned());
    }
    let inflated = Compression::Zlib.inflate(&bytes);
    if let Some(fault) = inflated.fault {
        return Err(fault);
    }
    let text =
        String::from_utf8(inflated.bytes).map_err(|error| format!("A packed event is damaged: {error}."))?;
    match text.strip_suffix(MARK) {
        Some(event) => Ok(format!("{event}}}")),
        None => Err("This event was packed by a packer that is not known.".to_owned()),
    }
}
