//! Events of many sessions, more than fit in memory: sorted by session in runs that are compressed
//! and, when there are too many, written to a temporary file. Giving them out merges the runs.
//!
//! The temporary file has no name and is gone when the program ends in any way.

use super::limits::{FRAME_BYTES, SPILL_BYTES};
use super::stop::Stop;
use crate::job::{Cancelled, Progress};
use rayon::prelude::*;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom, Write as _};

/// What is known of an event beside its text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    /// Bytes of its text, with the end of line.
    pub(super) length: u32,
    /// Whether it is a custom event.
    pub(super) custom: bool,
    /// Its time as it came.
    pub(super) timestamp: Option<f64>,
}

/// Events of one session, in order of arrival.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Events {
    /// Each with its end of line.
    pub(super) text: Vec<u8>,
    pub(super) lines: Vec<Line>,
}

impl Events {
    /// Appends what came later.
    pub(super) fn append(&mut self, later: &mut Self) {
        self.text.append(&mut later.text);
        self.lines.append(&mut later.lines);
    }
}

/// Runs, each sorted by session.
#[derive(Debug, Default)]
pub(super) struct Runs {
    sorted: Vec<Run>,
    /// Compressed bytes in memory.
    held: u64,
    file: Option<(File, u64)>,
}

#[derive(Debug, Default)]
struct Run {
    frames: VecDeque<Frame>,
    /// The first frame, once something was taken from it.
    open: Option<io::Cursor<Vec<u8>>>,
}

/// Pieces that were compressed together.
#[derive(Debug)]
struct Frame {
    pieces: VecDeque<Piece>,
    place: Place,
    size: usize,
}

#[derive(Debug)]
enum Place {
    Memory(Vec<u8>),
    File { at: u64, length: usize },
}

/// Events of one session in a frame.
#[derive(Debug, Clone, Copy)]
struct Piece {
    session: u32,
    lines: u32,
    bytes: u32,
}

/// Bytes that a line needs beside its text.
const LINE_BYTES: usize = 13;

impl Runs {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// Keeps events by session; sessions come in order of their numbers.
    ///
    /// # Errors
    /// When the temporary file cannot be written, or [`Stop::Cancelled`].
    pub(super) fn add(&mut self, sessions: &[(u32, Events)], progress: &Progress) -> io::Result<()> {
        let packed: Vec<(VecDeque<Piece>, Vec<u8>, usize)> = split(sessions)
            .into_par_iter()
            .map(|parts| {
                progress.advance(0).map_err(|Cancelled| Stop::Cancelled)?;
                let pieces = parts.iter().map(Part::piece).collect();
                let mut raw = Vec::new();
                for part in &parts {
                    part.write(&mut raw);
                }
                Ok((pieces, zstd::encode_all(&*raw, 1)?, raw.len()))
            })
            .collect::<io::Result<_>>()?;
        let mut run = Run::default();
        for (pieces, packed, size) in packed {
            let place = self.keep(packed)?;
            run.frames.push_back(Frame { pieces, place, size });
        }
        self.sorted.push(run);
        Ok(())
    }

    fn keep(&mut self, packed: Vec<u8>) -> io::Result<Place> {
        let length = packed.len();
        if self.held + length as u64 <= SPILL_BYTES {
            self.held += length as u64;
            return Ok(Place::Memory(packed));
        }
        if self.file.is_none() {
            self.file = Some((tempfile::tempfile()?, 0));
        }
        let (file, end) = self.file.as_mut().expect("was made above");
        file.write_all(&packed)?;
        let at = *end;
        *end += length as u64;
        Ok(Place::File { at, length })
    }

    /// Takes the events of a session out. Sessions must be asked for in order of their numbers.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub(super) fn take(&mut self, session: u32, events: &mut Events) -> io::Result<()> {
        let Self { sorted, file, .. } = self;
        for run in sorted {
            while let Some(frame) = run.frames.front_mut() {
                if frame.pieces.front().is_none_or(|piece| piece.session != session) {
                    break;
                }
                let mut open = match run.open.take() {
                    Some(open) => open,
                    None => io::Cursor::new(frame.unpack(file.as_mut())?),
                };
                while let Some(piece) = frame.pieces.front().filter(|piece| piece.session == session) {
                    piece.read(&mut open, events)?;
                    frame.pieces.pop_front();
                }
                if frame.pieces.is_empty() {
                    run.frames.pop_front();
                } else {
                    run.open = Some(open);
                }
            }
        }
        Ok(())
    }
}

impl Frame {
    fn unpack(&mut self, file: Option<&mut (File, u64)>) -> io::Result<Vec<u8>> {
        let packed = match (&mut self.place, file) {
            (Place::Memory(packed), _) => std::mem::take(packed),
            (Place::File { at, length }, Some((file, _))) => {
                let mut packed = vec![0; *length];
                file.seek(SeekFrom::Start(*at))?;
                file.read_exact(&mut packed)?;
                packed
            }
            (Place::File { .. }, None) => return Err(io::ErrorKind::NotFound.into()),
        };
        let mut raw = Vec::with_capacity(self.size);
        zstd::stream::copy_decode(&*packed, &mut raw)?;
        Ok(raw)
    }
}

impl Piece {
    fn read(self, from: &mut io::Cursor<Vec<u8>>, events: &mut Events) -> io::Result<()> {
        for _ in 0..self.lines {
            let mut line = [0; LINE_BYTES];
            from.read_exact(&mut line)?;
            let [a, b, c, d, flags, time @ ..] = line;
            events.lines.push(Line {
                length: u32::from_le_bytes([a, b, c, d]),
                custom: flags & 1 != 0,
                timestamp: (flags & 2 != 0).then(|| f64::from_le_bytes(time)),
            });
        }
        Read::by_ref(from).take(u64::from(self.bytes)).read_to_end(&mut events.text)?;
        Ok(())
    }
}

/// Events of one session that go into one frame.
struct Part<'e> {
    session: u32,
    lines: &'e [Line],
    text: &'e [u8],
}

impl Part<'_> {
    fn piece(&self) -> Piece {
        let count = |count: usize| u32::try_from(count).expect("a frame is far smaller than 4 GB");
        Piece { session: self.session, lines: count(self.lines.len()), bytes: count(self.text.len()) }
    }

    fn write(&self, raw: &mut Vec<u8>) {
        for line in self.lines {
            raw.extend(line.length.to_le_bytes());
            raw.push(u8::from(line.custom) | u8::from(line.timestamp.is_some()) << 1);
            raw.extend(line.timestamp.unwrap_or_default().to_le_bytes());
        }
        raw.extend_from_slice(self.text);
    }
}

/// Cuts events into frames of about [`FRAME_BYTES`]; an event is never cut.
fn split(sessions: &[(u32, Events)]) -> Vec<Vec<Part<'_>>> {
    let (mut frames, mut frame, mut size) = (Vec::new(), Vec::new(), 0);
    for (session, events) in sessions {
        let (mut lines, mut text) = (&*events.lines, &*events.text);
        while !lines.is_empty() {
            let (mut count, mut bytes) = (0, 0);
            for line in lines {
                (count, bytes) = (count + 1, bytes + line.length as usize);
                if size + bytes >= FRAME_BYTES {
                    break;
                }
            }
            let ((now, later), (this, rest)) = (lines.split_at(count), text.split_at(bytes));
            frame.push(Part { session: *session, lines: now, text: this });
            (lines, text, size) = (later, rest, size + bytes + count * LINE_BYTES);
            if size >= FRAME_BYTES {
                frames.push(std::mem::take(&mut frame));
                size = 0;
            }
        }
    }
    frames.push(frame);
    frames.retain(|frame| !frame.is_empty());
    frames
}
