//! Compressed bytes to plain ones, with a stop for those that grow without end.

use super::limits::{MAX_INFLATED_BYTES, MAX_RATIO, RATIO_FREE_BYTES};
use super::stop::Stop;
use flate2::bufread::{MultiGzDecoder, ZlibDecoder};
use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

/// Bytes that are read from compressed data at once.
const BUFFER: usize = 64 << 10;

/// Plain bytes, and what was wrong if they are not all.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Inflated {
    pub(super) bytes: Vec<u8>,
    pub(super) fault: Option<String>,
}

/// How bytes are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
    Zlib,
    /// Snappy with frames, which tells itself; blocks without are another matter.
    Snappy,
    /// Does not tell itself.
    Brotli,
}

impl Compression {
    /// Told by the first few bytes. `None` for bytes that are not compressed, or in a way that does
    /// not tell itself.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] => Some(Self::Zlib),
            [0xff, 6, 0, 0, b's', b'N', b'a', b'P', ..] => Some(Self::Snappy),
            _ => None,
        }
    }

    /// The name that people know it by.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Zlib => "zlib",
            Self::Snappy => "snappy",
            Self::Brotli => "brotli",
        }
    }

    /// A reader of the plain bytes, which fails with [`Stop::Bomb`] when they grow too large.
    ///
    /// # Errors
    /// When the decoder cannot be made.
    pub(super) fn reader<'r>(self, compressed: Box<dyn Read + 'r>) -> io::Result<Box<dyn Read + 'r>> {
        let consumed = Rc::new(Cell::new(0));
        let compressed = Tallied { inner: compressed, count: Rc::clone(&consumed) };
        let buffered = BufReader::with_capacity(BUFFER, compressed);
        let plain: Box<dyn Read + 'r> = match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(buffered)),
            Self::Zlib => Box::new(ZlibDecoder::new(buffered)),
            Self::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(buffered)?),
            Self::Snappy => Box::new(snap::read::FrameDecoder::new(buffered)),
            Self::Brotli => Box::new(brotli_decompressor::Decompressor::new(buffered, BUFFER)),
        };
        Ok(Box::new(Limited { inner: plain, consumed, produced: 0 }))
    }

    /// The plain bytes. What comes before a fault is kept, unless it is that there are too many.
    pub(super) fn inflate(self, bytes: &[u8]) -> Inflated {
        match self.reader(Box::new(bytes)) {
            Ok(reader) => read_all(reader, u64::MAX),
            Err(error) => Inflated { fault: Some(fault(&error)), ..Inflated::default() },
        }
    }
}

/// Reads all that `reader` has, up to `most` bytes.
pub(super) fn read_all(mut reader: impl Read, most: u64) -> Inflated {
    let mut bytes = Vec::new();
    let fault = match reader.by_ref().take(most).read_to_end(&mut bytes) {
        Err(error) => {
            if Stop::of(&error).is_some() {
                bytes.clear();
            }
            Some(fault(&error))
        }
        Ok(_) if bytes.len() as u64 == most && reader.read(&mut [0]).is_ok_and(|more| more > 0) => {
            bytes.clear();
            Some(format!("It is larger than {} MB, which is more than is read at once.", most >> 20))
        }
        Ok(_) => None,
    };
    Inflated { bytes, fault }
}

/// What a failure of a decoder means, for people.
pub(super) fn fault(error: &io::Error) -> String {
    match Stop::of(error) {
        Some(Stop::Bomb) => format!(
            "It grows beyond {} GB or {MAX_RATIO} times its size when it is unpacked, which no recording \
             does. If it is one, unpack and split it first.",
            MAX_INFLATED_BYTES >> 30
        ),
        _ => {
            format!("The compressed data are damaged or cut off ({error}); what comes before that was kept.")
        }
    }
}

/// Counts what is read through it.
struct Tallied<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Tallied<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count.set(self.count.get() + count as u64);
        Ok(count)
    }
}

/// Stops a decoder that makes too much of too little.
pub(super) struct Limited<R> {
    inner: R,
    consumed: Rc<Cell<u64>>,
    produced: u64,
}

impl<R: Read> Limited<R> {
    /// For a reader of which it is known how many bytes it will consume.
    pub(super) fn of(inner: R, compressed: u64) -> Self {
        Self { inner, consumed: Rc::new(Cell::new(compressed)), produced: 0 }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.produced += count as u64;
        let most = RATIO_FREE_BYTES.max(self.consumed.get().saturating_mul(MAX_RATIO));
        if self.produced > most.min(MAX_INFLATED_BYTES) { Err(Stop::Bomb.into()) } else { Ok(count) }
    }
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
        for kind in [Compression::Gzip, Compression::Zlib, Compression::Zstd, Compression::Brotli] {
            assert!(kind.inflate(b"not at all").fault.is_some(), "{kind:?}");
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
