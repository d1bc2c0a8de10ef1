//! Work that other threads do ahead of who needs it, taken in the order in which it was given out.

use rayon::Scope;
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, sync_channel};

/// So many bytes may be given out before what comes first is taken…
const MOST_BYTES: u64 = 24 << 20;
/// …or so many pieces.
const MOST_PIECES: usize = 64;

/// Work under way.
#[derive(Debug)]
pub(super) struct Ahead<T> {
    pieces: VecDeque<(u64, Receiver<T>)>,
    bytes: u64,
}

impl<T: Send> Ahead<T> {
    pub(super) fn new() -> Self {
        Self { pieces: VecDeque::new(), bytes: 0 }
    }

    /// Gives out work on so many bytes.
    pub(super) fn give<'s>(&mut self, scope: &Scope<'s>, bytes: u64, work: impl FnOnce() -> T + Send + 's)
    where
        T: 's,
    {
        let (done, result) = sync_channel(1);
        scope.spawn(move |_| {
            // Nobody waits for it any more when the import was left.
            let _left = done.send(work());
        });
        self.bytes += bytes;
        self.pieces.push_back((bytes, result));
    }

    /// Whether something should be taken before more is given out.
    pub(super) fn is_full(&self) -> bool {
        self.bytes >= MOST_BYTES || self.pieces.len() >= MOST_PIECES
    }

    /// Waits for what was given out first; `None` when nothing is under way. Work that panicked
    /// gives nothing either; its scope passes the panic on.
    pub(super) fn next(&mut self) -> Option<T> {
        let (bytes, result) = self.pieces.pop_front()?;
        self.bytes -= bytes;
        result.recv().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_comes_back_in_its_order() {
        let mut ahead = Ahead::new();
        let mut found = Vec::new();
        rayon::in_place_scope(|scope| {
            for number in 0..500_u64 {
                ahead.give(scope, number % 7 * (1 << 20), move || number);
                while ahead.is_full() {
                    found.extend(ahead.next());
                }
            }
            found.extend(std::iter::from_fn(|| ahead.next()));
        });
        assert!(found.iter().copied().eq(0..500));
    }
}
