//! Typed slots for work off the window's thread. A slot holds at most one job, under a key; putting
//! another in cancels the first, so the latest wins.

use crate::job::{Job, Poll, Progress};

/// One kind of work.
#[derive(Debug)]
pub struct Slot<K, T> {
    running: Option<(K, Job<anyhow::Result<T>>)>,
}

impl<K, T> Default for Slot<K, T> {
    fn default() -> Self {
        Self { running: None }
    }
}

impl<K: PartialEq, T: Send + 'static> Slot<K, T> {
    /// Begins `work` on a thread called `name`, in place of what ran here. `ctx` is woken at its end.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        &mut self,
        ctx: &egui::Context,
        name: &str,
        key: K,
        work: impl FnOnce(&Progress) -> anyhow::Result<T> + Send + 'static,
    ) -> anyhow::Result<()> {
        let wake = ctx.clone();
        self.running = Some((key, Job::spawn(name, move || wake.request_repaint(), work)?));
        Ok(())
    }

    /// The result with its key, once. A worker that panicked gives an error.
    pub fn poll(&mut self) -> Option<(K, anyhow::Result<T>)> {
        let (_, job) = self.running.as_ref()?;
        let result = match job.poll() {
            Poll::Running => return None,
            Poll::Done(result) => result,
            Poll::Panicked => Err(anyhow::anyhow!("something went wrong inside; please report it")),
        };
        self.running.take().map(|(key, _)| (key, result))
    }

    /// The key of what runs.
    pub fn key(&self) -> Option<&K> {
        self.running.as_ref().map(|(key, _)| key)
    }

    /// How far it is.
    pub fn progress(&self) -> Option<&Progress> {
        self.running.as_ref().map(|(_, job)| job.progress())
    }

    /// Whether something runs.
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Gives it up.
    pub fn stop(&mut self) {
        self.running = None;
    }
}
