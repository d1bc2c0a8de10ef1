//! Pages and visits of them.

use super::super::{Error, Library, PageSummary, PageVisit, Segment};
use crate::event::Device;

impl Library {
    /// The pages that sessions of the segment saw, those with most friction first, then by views.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn pages(&self, segment: &Segment) -> Result<Vec<PageSummary>, Error> {
        todo!("{segment:?}")
    }

    /// The visits of a page by sessions of the segment, on one class of device or on all, in the
    /// order of the sessions' start. Boxes and page heights are there for measured sessions.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn page_visits(
        &self,
        page: &str,
        device: Option<Device>,
        segment: &Segment,
    ) -> Result<Vec<PageVisit>, Error> {
        todo!("{page} {device:?} {segment:?}")
    }

    /// A visit that shows the page as most saw it: session and index of the page view. Of the visits
    /// that can be drawn and whose viewport is as wide as the middle one, the longest.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn typical_view(
        &self,
        page: &str,
        device: Device,
        segment: &Segment,
    ) -> Result<Option<(String, u32)>, Error> {
        todo!("{page} {device:?} {segment:?}")
    }
}
