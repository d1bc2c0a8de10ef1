//! A stored recording, made ready to be looked at in any moment; read a piece at a time, as a long one
//! takes ten times its place in the library as text, and more as events.

use super::super::apart::put_together;
use super::super::error::Doing as _;
use super::super::{Error, Library};
use crate::event::{Event, EventKind};
use crate::format::{Outline, Survey, decode};
use crate::job::Progress;
use crate::replay::{Gatherer, Replay};
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use std::io::{BufRead as _, BufReader};

/// About how long a piece is, bytes of text with the long texts of a site left out.
const PIECE: usize = 512 << 10;
/// Pieces that are decoded side by side.
const AT_ONCE: usize = 4;
/// How much of a recording is looked through for its first page, bytes.
const BEGINNING: usize = 32 << 20;

impl Library {
    /// A session's recording, ready to be looked at in any moment.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such session; when the file cannot be read, or nobody wants
    /// the result any more.
    pub fn replay(&self, id: &str, progress: &Progress) -> Result<Replay, Error> {
        let packed = self.packed_events(id)?;
        if let Some(outline) = survey(&packed, progress)?
            && let Some(replay) = self.gather(&packed, &outline, progress)?
        {
            return Ok(replay);
        }
        Ok(Replay::new(decode(&self.raw_events(id)?).events, progress)?)
    }

    /// The beginning of a session's recording, up to its first page and a little more: what can be
    /// shown at once while the rest is read.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such session; when the file cannot be read.
    pub fn replay_beginning(&self, id: &str) -> Result<Replay, Error> {
        let packed = self.packed_events(id)?;
        let (mut pieces, mut text, mut events) = (Pieces::of(&packed)?, Vec::new(), Vec::new());
        while text.len() < BEGINNING
            && let Some(piece) = pieces.next()?
        {
            text.append(&mut put_together(&self.db, piece).doing("read a session")?);
            events = decode(&text).events;
            if events.iter().any(|event| matches!(event.kind, EventKind::Snapshot(_))) {
                break;
            }
        }
        Ok(Replay::new(events, &Progress::default())?)
    }

    /// `None` where the recording has to be decoded whole.
    fn gather(&self, packed: &[u8], outline: &Outline, progress: &Progress) -> Result<Option<Replay>, Error> {
        let (mut pieces, mut gatherer) = (Pieces::of(packed)?, Gatherer::new());
        progress.expect(outline.events() as u64);
        let (mut number, mut ready) = (0, Vec::new());
        loop {
            let mut texts = Vec::with_capacity(AT_ONCE);
            while texts.len() < AT_ONCE
                && let Some(piece) = pieces.next()?
            {
                texts.push((number, put_together(&self.db, piece).doing("read a session")?));
                number += 1;
            }
            let done = texts.is_empty();
            let count = ready.iter().map(Vec::len).sum::<usize>();
            let (decoded, ()) = rayon::join(
                || decode_side_by_side(outline, texts),
                || ready.iter().flatten().for_each(|event| gatherer.push(event)),
            );
            progress.advance(count as u64)?;
            if done {
                return Ok(Some(gatherer.finish()));
            }
            let Some(decoded) = decoded else { return Ok(None) };
            ready = decoded;
        }
    }
}

fn decode_side_by_side(outline: &Outline, texts: Vec<(usize, Vec<u8>)>) -> Option<Vec<Vec<Event>>> {
    texts.into_par_iter().map(|(number, text)| outline.decode(number, &text)).collect()
}

/// `None` where the recording has to be decoded whole.
fn survey(packed: &[u8], progress: &Progress) -> Result<Option<Outline>, Error> {
    let (mut pieces, mut survey) = (Pieces::of(packed)?, Survey::default());
    while !survey.is_odd()
        && let Some(piece) = pieces.next()?
    {
        survey.look_at(&piece);
        progress.advance(0)?;
    }
    Ok(survey.finish())
}

/// The text of a stored recording, some lines at a time, with marks in the place of long texts.
struct Pieces<'p>(BufReader<zstd::Decoder<'static, BufReader<&'p [u8]>>>);

impl<'p> Pieces<'p> {
    fn of(packed: &'p [u8]) -> Result<Self, Error> {
        let decoder = zstd::Decoder::new(packed).map_err(|error| damaged(&error))?;
        Ok(Self(BufReader::with_capacity(PIECE / 8, decoder)))
    }

    fn next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let mut piece = Vec::with_capacity(PIECE);
        while piece.len() < PIECE {
            if self.0.read_until(b'\n', &mut piece).map_err(|error| damaged(&error))? == 0 {
                break;
            }
        }
        Ok((!piece.is_empty()).then_some(piece))
    }
}

fn damaged(error: &std::io::Error) -> Error {
    Error::Stored { what: "events", why: error.to_string() }
}
