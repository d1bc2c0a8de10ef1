//! The pages of the segment and of what it is compared with, read off the window's thread: the old list
//! stays until the new one is there.

use super::command::PageSort;
use super::pages::{exit_rate, friction_rate};
use crate::job::{Job, Poll};
use crate::library::{Error, Library, PageSummary, Segment};
use egui::Context;
use std::collections::BTreeMap;

/// Of which library, and of which segments.
type Of = (u64, Segment, Option<Segment>);

/// The pages of both sides.
#[derive(Default)]
pub(super) struct Listing {
    /// Of the segment, or of side A, as they are sorted.
    pub(super) pages: Vec<PageSummary>,
    /// The same pages on side B, where it is another segment.
    pub(super) second: Option<BTreeMap<String, PageSummary>>,
    of: Option<Of>,
    making: Option<(Of, Job<Result<Read, Error>>)>,
}

type Read = (Vec<PageSummary>, Option<Vec<PageSummary>>);

impl Listing {
    /// Whether pages are being read.
    pub(super) fn is_reading(&self) -> bool {
        self.making.is_some()
    }

    /// Takes what is ready and begins what is missing; `wanted` are the segments of both sides.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub(super) fn tick(
        &mut self,
        (library, revision): (&Library, u64),
        (first, second): (Segment, Option<Segment>),
        by: PageSort,
        ctx: &Context,
    ) -> Result<(), Error> {
        self.take(by)?;
        // On another device both sides are one segment.
        let second = second.filter(|second| *second != first);
        let wanted = (revision, first, second);
        let begun = self.making.as_ref().map(|(of, _)| of);
        if begun.or(self.of.as_ref()) == Some(&wanted) {
            return Ok(());
        }
        let (reader, wake) = (library.reader()?, ctx.clone());
        let (_, first, second) = wanted.clone();
        let work = move |_: &crate::job::Progress| {
            let second = second.map(|second| reader.pages(&second)).transpose()?;
            Ok((reader.pages(&first)?, second))
        };
        let job = Job::spawn("pages", move || wake.request_repaint(), work);
        self.making = job.ok().map(|job| (wanted, job));
        Ok(())
    }

    fn take(&mut self, by: PageSort) -> Result<(), Error> {
        let Some((_, job)) = &self.making else { return Ok(()) };
        let read = match job.poll() {
            Poll::Running => return Ok(()),
            Poll::Done(read) => Some(read),
            Poll::Panicked => None,
        };
        self.of = self.making.take().map(|(of, _)| of);
        let Some(read) = read else { return Ok(()) };
        let (pages, second) = read?;
        self.pages = pages;
        let by_key = |page: PageSummary| (page.page.clone(), page);
        self.second = second.map(|pages| pages.into_iter().map(by_key).collect());
        self.sort(by);
        Ok(())
    }

    /// Sorts the pages.
    pub(super) fn sort(&mut self, by: PageSort) {
        self.pages.sort_by(|a, b| match by {
            PageSort::Friction => {
                b.friction.cmp(&a.friction).then_with(|| friction_rate(b).total_cmp(&friction_rate(a)))
            }
            PageSort::Views => b.views.cmp(&a.views),
            PageSort::Exits => exit_rate(b).total_cmp(&exit_rate(a)).then_with(|| b.exits.cmp(&a.exits)),
        });
    }
}
