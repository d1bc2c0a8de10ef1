//! Compressed bytes to plain ones, with a stop for those that grow without end.

use super::limits::{MAX_RATIO, MAX_TEXT_BYTES, RATIO_FREE_BYTES};
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use std::io::Read;

/// Plain bytes, and what was wrong if they are not all.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Inflated {
    pub(super) bytes: Vec<u8>,
    pub(super) fault: Option<String>,
}

/// How bytes are compressed, told by their first few.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
    Zlib,
}

impl Compression {
    /// `None` for bytes that are not compressed, or in a way that does not tell itself.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] => Some(Self::Zlib),
            _ => None,
        }
    }

    /// The plain bytes. What comes before a fault is kept.
    pub(super) fn inflate(self, bytes: &[u8]) -> Inflated {
        let size = bytes.len() as u64;
        match self {
            Self::Gzip => read_limited(MultiGzDecoder::new(bytes), size),
            Self::Zlib => read_limited(ZlibDecoder::new(bytes), size),
            Self::Zstd => match zstd::stream::read::Decoder::with_buffer(bytes) {
                Ok(decoder) => read_limited(decoder, size),
                Err(error) => Inflated { fault: Some(damaged(&error)), ..Inflated::default() },
            },
        }
    }
}

/// Reads all that `reader` makes of `compressed` bytes, up to the limits.
pub(super) fn read_limited(mut reader: impl Read, compressed: u64) -> Inflated {
    let mut bytes = Vec::new();
    let most = MAX_TEXT_BYTES.min(RATIO_FREE_BYTES.max(compressed.saturating_mul(MAX_RATIO)));
    let fault = match reader.by_ref().take(most).read_to_end(&mut bytes) {
        Err(error) => Some(damaged(&error)),
        Ok(_) if bytes.len() as u64 == most && reader.read(&mut [0]).is_ok_and(|more| more > 0) => {
            bytes.clear();
            Some(format!(
                "It grows beyond {} MB or {MAX_RATIO} times its size when it is unpacked, which no recording \
                 does. If it is one, unpack and split it first.",
                MAX_TEXT_BYTES >> 20
            ))
        }
        Ok(_) => None,
    };
    Inflated { bytes, fault }
}

fn damaged(error: &std::io::Error) -> String {
    format!("The compressed data are damaged or cut off ({error}); what comes before that was kept.")
}

/// Bytes that were written as characters U+0000–U+00FF; `None` when there are others.
pub(super) fn from_latin1(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_comes_before_a_cut_is_kept() {
        let text: Vec<u8> = (0..60_000_u32).flat_map(|n| n.to_string().into_bytes()).collect();
        let packed = gzip(&text);
        assert_eq!(Compression::of(&packed), Some(Compression::Gzip));
        assert_eq!(Compression::Gzip.inflate(&packed), Inflated { bytes: text.clone(), fault: None });
        let cut = Compression::Gzip.inflate(&packed[..packed.len() / 2]);
        assert!(text.starts_with(&cut.bytes) && cut.bytes.len() > 1000 && cut.fault.is_some());
        for kind in [Compression::Gzip, Compression::Zlib, Compression::Zstd] {
            assert!(kind.inflate(b"not at all").fault.is_some());
        }
    }

    #[test]
    fn bombs_are_refused() {
        let bomb = gzip(&vec![b' '; 40 << 20]);
        let refused = Compression::Gzip.inflate(&bomb);
        assert!(refused.bytes.is_empty() && refused.fault.unwrap().contains("300 times"));
        let small = gzip(&vec![b' '; 20 << 20]);
        assert_eq!(Compression::Gzip.inflate(&small).bytes.len(), 20 << 20);
    }

    #[test]
    fn latin1_is_bytes() {
        assert_eq!(from_latin1("\u{1f}\u{8b}a"), Some(vec![0x1f, 0x8b, b'a']));
        assert_eq!(from_latin1("€"), None);
    }
}
