//! Why a reader stopped that could have gone on: carried through decoders as an IO error.

use crate::job::{Cancelled, Progress};
use std::io::{self, Read};

/// Why a reader stopped that could have gone on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Stop {
    #[error("reading was cancelled")]
    Cancelled,
    #[error("too much for what it was made of")]
    Bomb,
}

impl Stop {
    /// What an error carries, if it came from one of our readers.
    pub(super) fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }
}

impl From<Stop> for io::Error {
    fn from(stop: Stop) -> Self {
        Self::other(stop)
    }
}

/// Counts what is read off a unit's bytes, and stops when nobody wants the result any more.
pub(super) struct Counted<'p, R> {
    inner: R,
    progress: &'p Progress,
    left: &'p mut u64,
    scale: (u64, u64),
    seen: u64,
    told: u64,
}

impl<'p, R> Counted<'p, R> {
    /// `left` is what is left to be counted. `scale` is, for an entry, how many bytes it has when it
    /// is unpacked, and packed.
    pub(super) fn new(inner: R, progress: &'p Progress, left: &'p mut u64, scale: (u64, u64)) -> Self {
        Self { inner, progress, left, scale, seen: 0, told: 0 }
    }
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.seen += count as u64;
        let (plain, packed) = self.scale;
        let now = u128::from(self.seen) * u128::from(packed) / u128::from(plain.max(1));
        let step = u64::try_from(now).unwrap_or(u64::MAX).saturating_sub(self.told).min(*self.left);
        (self.told, *self.left) = (self.told + step, *self.left - step);
        match self.progress.advance(step) {
            Ok(()) => Ok(count),
            Err(Cancelled) => Err(Stop::Cancelled.into()),
        }
    }
}
