//! Bytes to text: takes off compressions and envelopes until text remains, or says what it is.

use super::inflate::Compression;
use super::limits::MAX_LAYERS;
use super::openreplay::is_openreplay;

/// What is inside.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Peeled {
    pub(super) text: String,
    /// An `OpenReplay` recording, which is no text.
    pub(super) openreplay: Option<Vec<u8>>,
    /// It was one of Sentry's segments.
    pub(super) sentry: bool,
    /// What was wrong on the way, though something remains.
    pub(super) faults: Vec<String>,
}

/// The text in `bytes`.
///
/// # Errors
/// A sentence for people on what the bytes are, when there is no text in them.
pub(super) fn peel(bytes: Vec<u8>) -> Result<Peeled, String> {
    let mut bytes = bytes;
    let mut sentry = false;
    let mut faults = Vec::new();
    let mut layers = 0;
    loop {
        if bytes.is_empty() {
            return Err(faults.pop().unwrap_or_else(|| "The file is empty.".to_owned()));
        }
        if let Some(compression) = Compression::of(&bytes) {
            layers += 1;
            if layers > MAX_LAYERS {
                return Err(format!("It is compressed more than {MAX_LAYERS} times over. Unpack it first."));
            }
            let inflated = compression.inflate(&bytes);
            faults.extend(inflated.fault);
            bytes = inflated.bytes;
        } else if let Some(header) = sentry_header(&bytes) {
            sentry = true;
            bytes.drain(..header);
        } else {
            break;
        }
    }
    if is_openreplay(&bytes) {
        return Ok(Peeled { text: String::new(), openreplay: Some(bytes), sentry, faults });
    }
    if let Some(why) = foreign(&bytes) {
        return Err(why);
    }
    let text = text(bytes, &mut faults)?;
    Ok(Peeled { text, openreplay: None, sentry, faults })
}

/// The length of what Sentry writes before the events of a segment.
fn sentry_header(bytes: &[u8]) -> Option<usize> {
    if bytes.starts_with(&[0, b'[']) {
        return Some(1);
    }
    let end = bytes.iter().take(64).position(|b| *b == b'\n')?;
    (bytes.starts_with(b"{\"segment_id\"") && end + 1 < bytes.len()).then_some(end + 1)
}

/// What the bytes are, if it is something that is known but not read.
fn foreign(bytes: &[u8]) -> Option<String> {
    let why = match bytes {
        [0x01, _, _, _, _, rest @ ..] if rest.get(4..8) == Some(b"ftyp") => {
            "This is a Sentry replay with video, which is not read yet."
        }
        [b'P', b'K', 3 | 5, 4 | 6, ..] => {
            "This is a zip inside another file. Unpack it and open what is in it."
        }
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] | [b'G', b'I', b'F', b'8', ..] => {
            "This is a picture, not a recording."
        }
        [b'%', b'P', b'D', b'F', ..] => "This is a PDF, not a recording.",
        _ => return None,
    };
    Some(why.to_owned())
}

fn text(bytes: Vec<u8>, faults: &mut Vec<String>) -> Result<String, String> {
    let text = match bytes.get(..2) {
        Some([0xff, 0xfe]) => utf16(&bytes[2..], u16::from_le_bytes),
        Some([0xfe, 0xff]) => utf16(&bytes[2..], u16::from_be_bytes),
        _ => String::from_utf8(bytes).or_else(|error| lossy(error.as_bytes(), faults))?,
    };
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    if text.trim().is_empty() { Err("The file is empty.".to_owned()) } else { Ok(text) }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// Text with a few broken characters is text still.
fn lossy(bytes: &[u8], faults: &mut Vec<String>) -> Result<String, String> {
    let first = bytes.iter().find(|b| !b.is_ascii_whitespace());
    // Text has no control characters but those of lines and tabs.
    let is_text = !bytes.iter().any(|b| *b < b'\t');
    if is_text && matches!(first, Some(b'[' | b'{' | b'"')) {
        faults.push("Some characters are not UTF-8; they were replaced by \u{fffd}.".to_owned());
        return Ok(String::from_utf8_lossy(bytes).into_owned());
    }
    let length = bytes.first_chunk().map_or(0, |head| u32::from_be_bytes(*head) as usize);
    if length > 0 && length.saturating_add(4) <= bytes.len() {
        return Err(
            "This looks like a PostHog blob compressed with snappy, which is not read yet. Export the \
                    recording as JSON instead."
                .to_owned(),
        );
    }
    Err("This is neither text nor in a compression that is read (gzip, zlib, zstd). If it is compressed with \
         brotli or snappy, unpack it first."
        .to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: &str, sentry: bool) {
        let peeled = peel(bytes.to_vec()).unwrap();
        assert_eq!((&*peeled.text, peeled.sentry), (expected, sentry));
    }

    #[test]
    fn layers_come_off() {
        check(b"[]", "[]", false);
        check(b"\xef\xbb\xbf[]", "[]", false);
        check(b"\xff\xfe[\0]\0", "[]", false);
        check(&zlib(&zstd::encode_all(&b"[]"[..], 0).unwrap()), "[]", false);
        check(b"{\"segment_id\":0}\n[1]", "[1]", true);
        check(&[b"{\"segment_id\":12}\n", &*zlib(b"[1]")].concat(), "[1]", true);
        check(b"\0[1]", "[1]", true);
        check(b"{\"segment_id\":0}\n", "{\"segment_id\":0}\n", false);
    }

    #[test]
    fn what_is_no_text_is_named() {
        let deep = zlib(&zlib(&zlib(&zlib(b"[]"))));
        for (bytes, part) in [
            (&b""[..], "is empty"),
            (b" \n", "is empty"),
            (&deep, "more than 3 times"),
            (b"\x01\0\0\0\x20\0\0\0\x18ftypmp42", "Sentry replay with video"),
            (b"\0\0\0\x04\xff\xff\xff\xff\xff", "snappy"),
            (b"\xf1\x80\x81\xff\xff\xff\xff", "neither text"),
            (b"PK\x03\x04", "zip"),
        ] {
            let why = peel(bytes.to_vec()).unwrap_err();
            assert!(why.contains(part), "{why}");
        }
        assert_eq!(peel(vec![0xff; 20]).unwrap().openreplay, Some(vec![0xff; 20]));
        assert_eq!(peel(b"[\"\xff\"]".to_vec()).unwrap().faults.len(), 1);
    }
}
