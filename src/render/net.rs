//! Answers every request of a page from the recording and the library; never from a network.
//!
//! Every request *is* answered, with nothing if need be: a style sheet that stays away would stop
//! the layout for good.

use super::{Assets, vectors};
use blitz_traits::net::{Bytes, NetHandler, NetProvider, Request};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

/// The most addresses that are remembered as missing.
const MOST_MISSING: usize = 1_000;

/// The longest address that is remembered, characters.
const LONGEST: usize = 300;

/// The most pixels that one picture of a page may have: what is larger counts as missing, as it
/// would take more memory than there may be.
const MOST_PIXELS: u64 = 64 << 20;

/// The most pixels of all pictures of a page together: the engine takes eight bytes for each.
const MOST_OF_PAGE: u64 = 128 << 20;

/// The one source of a page's files.
pub(super) struct Answers {
    assets: Arc<dyn Assets>,
    missing: Mutex<BTreeSet<String>>,
    /// Pixels of the pictures that were given out for the page since it was begun.
    given: AtomicU64,
    /// So many of them that the page should be begun anew.
    bearable: AtomicU64,
}

impl Answers {
    pub(super) fn new(assets: Arc<dyn Assets>) -> Self {
        Self {
            assets,
            missing: Mutex::default(),
            given: AtomicU64::default(),
            bearable: AtomicU64::default(),
        }
    }

    /// Addresses that were asked for and not known, sorted.
    pub(super) fn missing(&self) -> Vec<String> {
        let missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        missing.iter().cloned().collect()
    }

    /// Whether the address was asked for and not known.
    pub(super) fn is_missing(&self, url: &str) -> bool {
        let missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        missing.contains(&*short(url))
    }

    /// Begins to count the pictures of another page.
    pub(super) fn begin(&self) {
        self.given.store(0, Relaxed);
        self.bearable.store(MOST_OF_PAGE, Relaxed);
    }

    /// Says that the page has what it began with.
    pub(super) fn has_begun(&self) {
        let room = self.given.load(Relaxed) + MOST_OF_PAGE / 2;
        self.bearable.fetch_min(room, Relaxed);
    }

    /// Whether the page, and all that it was before, had so many pictures that it should be begun anew:
    /// the engine keeps those that are no longer shown.
    pub(super) fn is_worn(&self) -> bool {
        self.given.load(Relaxed) > self.bearable.load(Relaxed)
    }

    fn answer(&self, url: &str) -> Option<Vec<u8>> {
        let body = match url.strip_prefix("data:") {
            Some(rest) => decode_data_url(rest),
            None => self.assets.get(url),
        };
        let body = body.and_then(vectors::harmless)?;
        let size = pixels(&body);
        let room = MOST_OF_PAGE.saturating_sub(self.given.load(Relaxed));
        if size > MOST_PIXELS.min(room) {
            if size <= MOST_PIXELS {
                // With other pictures than it had before, there may be room.
                self.bearable.store(0, Relaxed);
            }
            return None;
        }
        self.given.fetch_add(size, Relaxed);
        Some(body)
    }

    fn note(&self, url: &str) {
        let mut missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        if missing.len() < MOST_MISSING {
            missing.insert(short(url).into_owned());
        }
    }
}

impl NetProvider for Answers {
    fn fetch(&self, _document: usize, request: Request, handler: Box<dyn NetHandler>) {
        let url = request.url.as_str();
        // A script is no address.
        let body = if url.starts_with("javascript:") {
            None
        } else {
            self.answer(url).or_else(|| {
                self.note(url);
                None
            })
        };
        handler.bytes(url.to_owned(), Bytes::from(body.unwrap_or_default()));
    }
}

/// Whether the bytes are no picture, or one that can be unpacked.
pub(super) fn is_bearable(body: &[u8]) -> bool {
    pixels(body) <= MOST_PIXELS
}

/// The pixels of a picture; 0 for other bytes.
fn pixels(body: &[u8]) -> u64 {
    let reader = image::ImageReader::new(std::io::Cursor::new(body)).with_guessed_format();
    let size = reader.ok().filter(|reader| reader.format().is_some()).and_then(|r| r.into_dimensions().ok());
    size.map_or(0, |(width, height)| u64::from(width) * u64::from(height))
}

/// The address as it is remembered.
fn short(url: &str) -> std::borrow::Cow<'_, str> {
    if url.len() <= LONGEST { url.into() } else { url.chars().take(LONGEST).collect::<String>().into() }
}

/// The bytes of what follows `data:`.
pub(super) fn decode_data_url(rest: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    let (meta, body) = rest.split_once(',')?;
    let raw = decode_percent(body.as_bytes());
    if !meta.ends_with(";base64") {
        return Some(raw);
    }
    let text: Vec<u8> = raw.into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let engine = base64::engine::GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        base64::engine::GeneralPurposeConfig::new()
            .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );
    engine.decode(text).ok()
}

fn decode_percent(text: &[u8]) -> Vec<u8> {
    let hex = |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let pair = (hex(text.get(at + 1)), hex(text.get(at + 2)));
        if let (b'%', (Some(high), Some(low))) = (byte, pair) {
            bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
            at += 3;
        } else {
            bytes.push(byte);
            at += 1;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_would_fill_the_memory_is_not_given_out() {
        let picture = crate::render::Picture::filled(3, 2, [9; 4]).to_png().unwrap();
        assert!(is_bearable(&picture) && is_bearable(b"body { color: red }") && is_bearable(b""));
        let mut huge = picture;
        for (place, byte) in [60_000_u32, 60_000].into_iter().flat_map(u32::to_be_bytes).enumerate() {
            huge[16 + place] = byte;
        }
        let sum = crc(&huge[12..29]).to_be_bytes();
        huge[29..33].copy_from_slice(&sum);
        assert!(!is_bearable(&huge));
    }

    /// The check sum of a PNG's chunk.
    fn crc(bytes: &[u8]) -> u32 {
        let mut sum = u32::MAX;
        for byte in bytes {
            sum ^= u32::from(*byte);
            for _ in 0..8 {
                sum = if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
            }
        }
        !sum
    }

    #[test]
    fn data_urls_are_decoded() {
        let cases = [
            ("text/plain,a%20b%zz", Some("a b%zz")),
            ("text/plain;base64,aGk=", Some("hi")),
            ("text/plain;base64,aG k", Some("hi")),
            (";base64,!!", None),
            ("no comma", None),
        ];
        for (url, expected) in cases {
            let found = decode_data_url(url).map(|bytes| String::from_utf8(bytes).unwrap());
            assert_eq!(found.as_deref(), expected, "{url}");
        }
    }
}
