//! Takes off compressions and envelopes until text or an archive remains, as a stream.

use super::archive::HEAD_BYTES;
use super::inflate::{Compression, fault};
use super::limits::MAX_LAYERS;
use super::stop::Stop;
use std::io::{self, Cursor, Read};

/// What is inside.
pub(super) struct Plain<'r> {
    /// The first bytes, of which there are [`HEAD_BYTES`] unless all are here.
    pub(super) head: Vec<u8>,
    /// What follows.
    pub(super) rest: Box<dyn Read + 'r>,
    /// It was one of Sentry's segments.
    pub(super) sentry: bool,
    /// The compressions that were taken off, outermost first.
    pub(super) layers: Vec<Compression>,
}

/// Why there is nothing inside.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unpeeled {
    /// Nobody wants it any more.
    Cancelled,
    /// A sentence for people.
    Fault(String),
}

/// What is in the bytes of `reader`, which came from a file called `name`.
///
/// # Errors
/// When there is nothing in them.
pub(super) fn peel<'r>(reader: Box<dyn Read + 'r>, name: &str) -> Result<Plain<'r>, Unpeeled> {
    let mut plain = Plain { head: Vec::new(), rest: reader, sentry: false, layers: Vec::new() };
    plain.fill_head()?;
    loop {
        if plain.head.is_empty() {
            return Err(Unpeeled::Fault("The file is empty.".to_owned()));
        }
        if let Some(compression) = plain.compression(name) {
            if plain.layers.len() >= MAX_LAYERS {
                let why = format!("It is compressed more than {MAX_LAYERS} times over. Unpack it first.");
                return Err(Unpeeled::Fault(why));
            }
            plain.layers.push(compression);
            let head = Cursor::new(std::mem::take(&mut plain.head));
            let rest = std::mem::replace(&mut plain.rest, Box::new(io::empty()));
            plain.rest = compression.reader(Box::new(head.chain(rest))).map_err(|error| failed(&error))?;
        } else if let Some(header) = sentry_header(&plain.head) {
            plain.sentry = true;
            plain.head.drain(..header);
        } else {
            return Ok(plain);
        }
        plain.fill_head()?;
    }
}

impl Plain<'_> {
    fn fill_head(&mut self) -> Result<(), Unpeeled> {
        let missing = HEAD_BYTES.saturating_sub(self.head.len()) as u64;
        match self.rest.by_ref().take(missing).read_to_end(&mut self.head) {
            Ok(_) => Ok(()),
            // What came before is looked at; reading on fails in the same way again.
            Err(error) if Stop::of(&error).is_none() && !self.head.is_empty() => {
                self.rest = Box::new(Broken(Some(error)));
                Ok(())
            }
            Err(error) => Err(failed(&error)),
        }
    }

    fn compression(&self, name: &str) -> Option<Compression> {
        let by_name = || {
            let is_brotli = self.layers.is_empty() && name.to_ascii_lowercase().ends_with(".br");
            (is_brotli && !is_text(&self.head)).then_some(Compression::Brotli)
        };
        Compression::of(&self.head).or_else(by_name)
    }
}

fn failed(error: &io::Error) -> Unpeeled {
    match Stop::of(error) {
        Some(Stop::Cancelled) => Unpeeled::Cancelled,
        _ => Unpeeled::Fault(fault(error)),
    }
}

/// Fails once, as something before it did.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Whether the beginning of a file is UTF-8, of which the last character may be cut off.
fn is_text(head: &[u8]) -> bool {
    std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// The length of what Sentry writes before the events of a segment.
fn sentry_header(bytes: &[u8]) -> Option<usize> {
    if bytes.starts_with(&[0, b'[']) {
        return Some(1);
    }
    let end = bytes.iter().take(64).position(|b| *b == b'\n')?;
    (bytes.starts_with(b"{\"segment_id\"") && end + 1 < bytes.len()).then_some(end + 1)
}
