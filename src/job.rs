//! Work off the UI thread: a named thread, progress by polling, cancel by dropping.
//!
//! Engine functions take `&Progress` and know nothing of threads or of egui, so the CLI and the
//! tests call them directly. One call, [`Progress::advance`], both reports and asks whether to stop.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::thread;

/// Nobody wants the result any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;

/// Counted by the worker, read and cancelled by the watcher.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Announces units of work (bytes, sessions) that [`Self::advance`] will count off.
    pub fn expect(&self, units: u64) {
        self.0.total.fetch_add(units, Relaxed);
    }

    /// Counts finished units.
    ///
    /// # Errors
    /// [`Cancelled`] when the watcher has lost interest; pass it up with `?`.
    pub fn advance(&self, units: u64) -> Result<(), Cancelled> {
        self.0.done.fetch_add(units, Relaxed);
        if self.0.cancelled.load(Relaxed) { Err(Cancelled) } else { Ok(()) }
    }

    /// Asks the worker to stop at its next [`Self::advance`].
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Relaxed);
    }

    /// Units done and units announced so far.
    #[must_use]
    pub fn counts(&self) -> (u64, u64) {
        (self.0.done.load(Relaxed), self.0.total.load(Relaxed))
    }
}

/// What [`Job::poll`] found.
#[derive(Debug, PartialEq, Eq)]
pub enum Poll<T> {
    /// Ask again next frame.
    Running,
    /// The result, given out once.
    Done(T),
    /// The worker panicked; the panic hook has already logged why.
    Panicked,
}

/// A result being computed on its own thread; dropping it cancels the work.
#[derive(Debug)]
pub struct Job<T> {
    progress: Progress,
    result: Receiver<T>,
}

impl<T: Send + 'static> Job<T> {
    /// Runs `work` on a thread called `name`, and calls `wake` when it has ended in any way.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub fn spawn(
        name: &str,
        wake: impl FnMut() + Send + 'static,
        work: impl FnOnce(&Progress) -> T + Send + 'static,
    ) -> io::Result<Self> {
        let progress = Progress::default();
        let (sender, result) = sync_channel(1);
        let theirs = progress.clone();
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            let _wake = OnDrop(wake); // declared first, so dropped last: after the sender
            let sender = sender;
            sender.send(work(&theirs)).ok();
        })?;
        Ok(Self { progress, result })
    }

    /// How far the work is.
    #[must_use]
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Takes the result if it is there; never blocks.
    #[must_use]
    pub fn poll(&self) -> Poll<T> {
        match self.result.try_recv() {
            Ok(value) => Poll::Done(value),
            Err(TryRecvError::Empty) => Poll::Running,
            Err(TryRecvError::Disconnected) => Poll::Panicked,
        }
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.progress.cancel();
    }
}

struct OnDrop<F: FnMut()>(F);

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spawns `work` and waits for the wake-up, as the UI does.
    fn finish<T: Send + 'static>(work: impl FnOnce(&Progress) -> T + Send + 'static) -> Poll<T> {
        let (woken, wake) = sync_channel(1);
        let job = Job::spawn("test", move || woken.send(()).unwrap_or(()), work).unwrap();
        wake.recv().unwrap();
        job.poll()
    }

    #[test]
    fn result_is_there_when_woken() {
        for _ in 0..200 {
            assert_eq!(finish(|_| 7), Poll::Done(7));
        }
    }

    #[test]
    fn panic_is_reported_and_still_wakes() {
        assert_eq!(finish(|_| -> u8 { panic!("expected in this test") }), Poll::Panicked);
    }

    #[test]
    fn dropping_the_job_stops_the_work() {
        let (stopped, wait) = sync_channel(1);
        let job = Job::spawn(
            "test",
            || {},
            move |progress| {
                progress.expect(10);
                while progress.advance(0).is_ok() {
                    thread::yield_now();
                }
                stopped.send(()).unwrap();
            },
        )
        .unwrap();
        drop(job);
        wait.recv().unwrap();
    }
}
