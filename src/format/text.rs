//! Bytes to text: character sets, and what packs text without telling so; or says what the bytes are.

use super::inflate::Compression;
use super::limits::{MAX_RATIO, MAX_WHOLE_BYTES, RATIO_FREE_BYTES};

/// So many bytes tell packed text from plain.
const START_BYTES: usize = 4096;

/// Text, and what had to be taken off or replaced.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) plain: String,
    /// It was a Sentry replay with video.
    pub(super) sentry: bool,
    /// What it was packed in, or the characters it is written in, if that did not tell itself.
    pub(super) packed: Option<&'static str>,
    /// What was wrong on the way, though something remains.
    pub(super) faults: Vec<String>,
}

/// The text in `bytes`.
///
/// # Errors
/// A sentence for people on what the bytes are, when there is no text in them.
pub(super) fn text(mut bytes: Vec<u8>) -> Result<Text, String> {
    let mut found = Text::default();
    if let Some(json) = after_video(&bytes) {
        bytes.drain(..json);
        found.sentry = true;
        found.faults.push("The video of this mobile replay was left out; its events were read.".to_owned());
        if let Some(compression) = Compression::of(&bytes) {
            let inflated = compression.inflate(&bytes);
            found.faults.extend(inflated.fault);
            bytes = inflated.bytes;
        }
    }
    if let Some(why) = foreign(&bytes) {
        return Err(why.to_owned());
    }
    let text = match bytes.get(..2) {
        Some([0xff, 0xfe]) => utf16(&bytes[2..], u16::from_le_bytes),
        Some([0xfe, 0xff]) => utf16(&bytes[2..], u16::from_be_bytes),
        _ => utf8(bytes, &mut found)?,
    };
    found.plain = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    if found.plain.trim().is_empty() { Err("The file is empty.".to_owned()) } else { Ok(found) }
}

/// Where the events of a Sentry replay with video begin.
fn after_video(bytes: &[u8]) -> Option<usize> {
    let [1, a, b, c, d, rest @ ..] = bytes else { return None };
    let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
    (rest.get(4..8) == Some(b"ftyp") && length <= rest.len()).then_some(5 + length)
}

/// What the bytes are, if it is something that is known but not read.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    Some(match bytes {
        [0x01, _, _, _, _, rest @ ..] if rest.get(4..8) == Some(b"ftyp") => {
            "This is a Sentry replay with video that is cut off."
        }
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] | [b'G', b'I', b'F', b'8', ..] => {
            "This is a picture, not a recording."
        }
        [b'%', b'P', b'D', b'F', ..] => "This is a PDF, not a recording.",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "This is a video, not a recording of events.",
        [b'7', b'z', 0xbc, 0xaf, ..] | [b'R', b'a', b'r', b'!', ..] => {
            "This is a 7z or rar archive, which is not read. Unpack it and open what is in it."
        }
        _ => return None,
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

fn utf8(bytes: Vec<u8>, found: &mut Text) -> Result<String, String> {
    let bytes = match String::from_utf8(bytes) {
        // Packed text is full of these, and plain text has none.
        Ok(text) if !text.bytes().take(START_BYTES).any(|b| b < b'\t') => return Ok(text),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    for (name, plain) in [("snappy", snappy(&bytes)), ("brotli", brotli(&bytes))] {
        if let Some(text) = plain {
            found.packed = Some(name);
            return Ok(text);
        }
    }
    String::from_utf8(bytes).or_else(|error| {
        let bytes = error.as_bytes();
        if let Some(text) = western(bytes) {
            found.packed = Some("Windows-1252");
            return Ok(text);
        }
        lossy(bytes, &mut found.faults)
    })
}

/// What spreadsheets in Western Europe write where nobody asks them for UTF-8. JSON is never written
/// so on purpose.
fn western(bytes: &[u8]) -> Option<String> {
    /// What stands for the bytes from 0x80 to 0x9f.
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let is_control = |b: &u8| {
        *b < b'\t' || (0x0e..0x20).contains(b) || matches!(b, 0x7f | 0x81 | 0x8d | 0x8f | 0x90 | 0x9d)
    };
    let high = bytes.iter().filter(|b| !b.is_ascii()).count();
    let is_json = bytes.trim_ascii_start().starts_with(b"[") || bytes.trim_ascii_start().starts_with(b"{");
    let is_text = !is_json && high * 4 <= bytes.len() && !bytes.iter().any(is_control);
    let letter = |b: &u8| match b {
        0x80..0xa0 => HIGH[usize::from(b - 0x80)],
        b => char::from(*b),
    };
    is_text.then(|| bytes.iter().map(letter).collect())
}

/// Text with a few broken characters is text still.
fn lossy(bytes: &[u8], faults: &mut Vec<String>) -> Result<String, String> {
    let first = bytes.iter().find(|b| !b.is_ascii_whitespace());
    // Text has no control characters but those of lines and tabs.
    let is_text = !bytes.iter().any(|b| *b < b'\t');
    if is_text && matches!(first, Some(b'[' | b'{' | b'"')) {
        faults.push(REPLACED.to_owned());
        return Ok(String::from_utf8_lossy(bytes).into_owned());
    }
    Err("This is neither text nor in a compression that is read (gzip, zlib, zstd, brotli, snappy)."
        .to_owned())
}

/// Said once a file.
pub(super) const REPLACED: &str = "Some characters are not UTF-8; they were replaced by \u{fffd}.";

/// What `PostHog` keeps: one block, or blocks that each have their length before them.
fn snappy(bytes: &[u8]) -> Option<String> {
    let mut blocks = Vec::new();
    let mut rest = bytes;
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let Some((block, after)) = after.split_at_checked(u32::from_be_bytes(*length) as usize) else {
            break;
        };
        blocks.push(block);
        rest = after;
    }
    let prefixed = (rest.is_empty() && !blocks.is_empty()).then(|| unsnap(&blocks)).flatten();
    prefixed.or_else(|| unsnap(&[bytes]))
}

fn unsnap(blocks: &[&[u8]]) -> Option<String> {
    let sizes: Option<Vec<usize>> =
        blocks.iter().map(|block| snap::raw::decompress_len(block).ok()).collect();
    let total: u64 = sizes?.iter().map(|size| *size as u64).sum();
    let packed: u64 = blocks.iter().map(|block| block.len() as u64).sum();
    if total > MAX_WHOLE_BYTES.min(RATIO_FREE_BYTES.max(packed.saturating_mul(MAX_RATIO))) {
        return None;
    }
    let mut out = Vec::new();
    let mut decoder = snap::raw::Decoder::new();
    for block in blocks {
        out.extend(decoder.decompress_vec(block).ok()?);
        out.push(b'\n');
    }
    String::from_utf8(out).ok().filter(|text| is_json(text))
}

fn brotli(bytes: &[u8]) -> Option<String> {
    let inflated = Compression::Brotli.inflate(bytes);
    let text = inflated.fault.is_none().then(|| String::from_utf8(inflated.bytes).ok()).flatten();
    text.filter(|text| is_json(text))
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['[', '{', '"'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(text(bytes.to_vec()).map(|found| found.plain), Ok(expected.to_owned()));
    }

    #[test]
    fn text_is_found() {
        let snapped = snap::raw::Encoder::new().compress_vec(b"[\"w\",{}]").unwrap();
        let prefix = u32::try_from(snapped.len()).unwrap().to_be_bytes();
        check(b"[]", "[]");
        check(b"\xef\xbb\xbf[]", "[]");
        check(b"Stra\xdfe;Preis\r\nB\xe4rengasse;\x80 5\r\n", "Straße;Preis\r\nBärengasse;€ 5\r\n");
        check(b"\xff\xfe[\0]\0", "[]");
        check(b"\xfe\xff\0[\0]", "[]");
        check(&snapped, "[\"w\",{}]\n");
        check(&[&prefix[..], &snapped, &prefix, &snapped].concat(), "[\"w\",{}]\n[\"w\",{}]\n");
        check(b"\x01\0\0\0\x08\0\0\0\x08ftyp[]", "[]");
        assert_eq!(text(b"[\"\xff\"]".to_vec()).unwrap().faults.len(), 1);
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, part) in [
            (&b""[..], "is empty"),
            (b" \n", "is empty"),
            (b"\x01\0\0\0\x20\0\0\0\x18ftypmp42", "cut off"),
            (b"\0\0\0\x04\xff\xff\xff\xff", "neither text"),
            (b"\xf1\x80\x81\xff\xff\xff\xff", "neither text"),
            (b"\0\0\0\x18ftypmp42", "a video"),
        ] {
            let why = text(bytes.to_vec()).unwrap_err();
            assert!(why.contains(part), "{why}");
        }
    }
}
