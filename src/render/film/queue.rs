//! Work on other threads whose results come out in the order in which it went in.

use super::super::Error;
use super::super::stack::contained;
use super::WAITING;
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, sync_channel};

/// Work under way. Not to be used from a thread of the pool itself: waiting there could hold up the
/// work that is waited for.
pub(super) struct Queue<T>(VecDeque<Receiver<Result<T, Error>>>);

impl<T: Send + 'static> Queue<T> {
    pub(super) fn new() -> Self {
        Self(VecDeque::new())
    }

    /// Begins some work; gives back the oldest result when too much is under way, and waits for it.
    pub(super) fn push(
        &mut self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Option<Result<T, Error>> {
        let (sender, result) = sync_channel(1);
        rayon::spawn(move || {
            let done = contained(work).unwrap_or_else(|trouble| Err(trouble.into()));
            drop(sender.send(done)); // nobody waits any more when the film was given up
        });
        self.0.push_back(result);
        if self.0.len() > WAITING { self.pop() } else { None }
    }

    /// The oldest result; waits for it. `None` when nothing is under way.
    pub(super) fn pop(&mut self) -> Option<Result<T, Error>> {
        let result = self.0.pop_front()?;
        Some(result.recv().unwrap_or_else(|_| Err(Error::Film("a thread of it ended too soon".to_owned()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_a_panic_is_one_of_them() {
        let mut queue = Queue::new();
        let mut found = Vec::new();
        for number in 0..20 {
            let work = move || if number == 7 { panic!("expected in this test") } else { Ok(number) };
            found.extend(queue.push(work));
        }
        found.extend(std::iter::from_fn(|| queue.pop()));
        assert_eq!(found.len(), 20);
        for (place, result) in found.into_iter().enumerate() {
            assert_eq!(result.ok(), (place != 7).then_some(place));
        }
    }
}
