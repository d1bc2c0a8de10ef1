//! Work off the UI thread: a named thread, progress by polling, pause, cancel by dropping.
//!
//! Engine functions take `&Progress` and know nothing of threads or of egui, so the CLI and the
//! tests call them directly. One call, [`Progress::advance`], reports, waits while it is paused,
//! and asks whether to stop.

use std::collections::VecDeque;
use std::io;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Nobody wants the result any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;

/// Counted by the worker; read, paused and cancelled by the watcher.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    done: AtomicU64,
    total: AtomicU64,
    tallies: [AtomicU64; 3],
    /// [`GO`], [`PAUSED`] or [`CANCELLED`].
    wish: AtomicU8,
    gate: Mutex<()>,
    opened: Condvar,
}

const GO: u8 = 0;
const PAUSED: u8 = 1;
const CANCELLED: u8 = 2;

/// What a worker counts besides its units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tally {
    /// Sessions that are done with, whole.
    Sessions,
    /// Events in them.
    Events,
    /// Things that were set aside.
    SetAside,
}

impl Progress {
    /// Announces units of work (bytes, sessions) that [`Self::advance`] will count off.
    pub fn expect(&self, units: u64) {
        self.0.total.fetch_add(units, Relaxed);
    }

    /// Counts finished units. While the watcher has paused the work, this does not return.
    ///
    /// # Errors
    /// [`Cancelled`] when the watcher has lost interest; pass it up with `?`.
    pub fn advance(&self, units: u64) -> Result<(), Cancelled> {
        self.0.done.fetch_add(units, Relaxed);
        if self.0.wish.load(Relaxed) == GO { Ok(()) } else { self.wait() }
    }

    #[cold]
    fn wait(&self) -> Result<(), Cancelled> {
        let mut gate = self.0.gate.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match self.0.wish.load(Relaxed) {
                GO => return Ok(()),
                PAUSED => gate = self.0.opened.wait(gate).unwrap_or_else(PoisonError::into_inner),
                _ => return Err(Cancelled),
            }
        }
    }

    /// Holds the worker at its next [`Self::advance`]. Nothing happens to work that is cancelled.
    pub fn pause(&self) {
        self.change(GO, PAUSED);
    }

    /// Lets a paused worker go on.
    pub fn resume(&self) {
        self.change(PAUSED, GO);
    }

    /// Asks the worker to stop at its next [`Self::advance`], also while it is paused.
    pub fn cancel(&self) {
        self.change(GO, CANCELLED);
        self.change(PAUSED, CANCELLED);
    }

    fn change(&self, from: u8, to: u8) {
        // With the gate held, so that nobody begins to wait between the change and the call.
        let _gate = self.0.gate.lock().unwrap_or_else(PoisonError::into_inner);
        if self.0.wish.compare_exchange(from, to, Relaxed, Relaxed).is_ok() {
            self.0.opened.notify_all();
        }
    }

    /// Whether the watcher has paused it.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.0.wish.load(Relaxed) == PAUSED
    }

    /// Whether the watcher has lost interest.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.wish.load(Relaxed) == CANCELLED
    }

    /// Units done and units announced so far.
    #[must_use]
    pub fn counts(&self) -> (u64, u64) {
        (self.0.done.load(Relaxed), self.0.total.load(Relaxed))
    }

    /// Counts something besides the units.
    pub fn tally(&self, what: Tally, number: u64) {
        self.0.tallies[what as usize].fetch_add(number, Relaxed);
    }

    /// What was tallied so far.
    #[must_use]
    pub fn tallied(&self, what: Tally) -> u64 {
        self.0.tallies[what as usize].load(Relaxed)
    }
}

/// How fast work goes, over the last seconds. Has no clock: the watcher tells the time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pace {
    /// Time and units done, oldest first.
    seen: VecDeque<(Duration, u64)>,
}

/// How far back a pace looks.
const PACE_OVER: Duration = Duration::from_secs(8);
/// A pace over less than this is no pace yet.
const PACE_AFTER: Duration = Duration::from_millis(400);

impl Pace {
    /// Notes how far the work is at `now`, a time since any fixed moment. A pause begins it anew.
    pub fn note(&mut self, now: Duration, progress: &Progress) {
        if progress.is_paused() {
            self.seen.clear();
            return;
        }
        let (done, _) = progress.counts();
        self.seen.push_back((now, done));
        while self.seen.get(1).is_some_and(|(at, _)| now.saturating_sub(*at) >= PACE_OVER) {
            self.seen.pop_front();
        }
    }

    /// Units a second; `None` while that cannot be told yet.
    #[must_use]
    pub fn per_second(&self) -> Option<f64> {
        let ((from, before), (to, after)) = (self.seen.front()?, self.seen.back()?);
        let passed = to.saturating_sub(*from);
        (passed >= PACE_AFTER).then(|| after.saturating_sub(*before) as f64 / passed.as_secs_f64())
    }

    /// How long the units that were announced and not done will take at this pace.
    #[must_use]
    pub fn left(&self, progress: &Progress) -> Option<Duration> {
        let (done, total) = progress.counts();
        let pace = self.per_second().filter(|pace| *pace > 0.0)?;
        Duration::try_from_secs_f64(total.saturating_sub(done) as f64 / pace).ok()
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

    /// A worker that counts until it is told to stop, and says at the end how far it came.
    fn counting() -> (Job<u64>, Receiver<()>) {
        let (woken, wake) = sync_channel(1);
        let work = |progress: &Progress| {
            let mut turns = 0;
            while progress.advance(1).is_ok() {
                turns += 1;
                thread::yield_now();
            }
            turns
        };
        (Job::spawn("test", move || woken.send(()).unwrap_or(()), work).unwrap(), wake)
    }

    #[test]
    fn a_paused_worker_stands_until_it_may_go_on_or_has_to_stop() {
        let (job, wake) = counting();
        let progress = job.progress().clone();
        let done = || progress.counts().0;
        for _ in 0..20 {
            progress.pause();
            // One call may have passed the gate before it was closed; it is counted, and no more.
            let stood = done();
            for _ in 0..200 {
                thread::yield_now();
            }
            assert!(done() <= stood + 2, "{} after {stood}", done());
            assert!(progress.is_paused() && !progress.is_cancelled());
            progress.resume();
            let stood = done();
            while done() <= stood + 2 {
                thread::yield_now();
            }
        }
        progress.pause();
        progress.cancel();
        wake.recv().unwrap();
        assert!(matches!(job.poll(), Poll::Done(_)));
        progress.resume();
        assert!(progress.is_cancelled(), "what is cancelled stays so");
    }

    #[test]
    fn a_pace_is_over_the_last_seconds_and_leaves_pauses_out() {
        let (progress, mut pace) = (Progress::default(), Pace::default());
        progress.expect(10_000);
        let mut note = |ms: u64, units: u64, progress: &Progress| {
            progress.advance(units).unwrap();
            pace.note(Duration::from_millis(ms), progress);
            (pace.per_second(), pace.left(progress))
        };
        assert_eq!(note(0, 0, &progress), (None, None));
        assert_eq!(note(100, 100, &progress), (None, None), "too soon to tell");
        assert_eq!(note(1000, 900, &progress), (Some(1000.0), Some(Duration::from_secs(9))));
        for second in 2..20 {
            note(second * 1000, 100, &progress);
        }
        assert_eq!(note(20_000, 100, &progress).0, Some(100.0), "the quick start is long ago");
        assert_eq!(note(29_000, 0, &progress), (Some(0.0), None), "it stands: nobody knows how long");
        progress.pause();
        pace.note(Duration::from_secs(30), &progress);
        progress.resume();
        pace.note(Duration::from_secs(90), &progress);
        assert_eq!(pace.per_second(), None, "a pause is no slowness");
    }

    #[test]
    fn tallies_are_counted_apart() {
        let progress = Progress::default();
        progress.tally(Tally::Sessions, 2);
        progress.tally(Tally::Events, 50);
        progress.tally(Tally::Sessions, 1);
        assert_eq!(
            [Tally::Sessions, Tally::Events, Tally::SetAside].map(|what| progress.tallied(what)),
            [3, 50, 0]
        );
    }
}
