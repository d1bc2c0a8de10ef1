//! Whose visits a heatmap counts: everyone's of a page, kept so that another segment costs little, and
//! the choice of them. Knows no picture of the page and no kind of heat.

use super::Error;
use crate::event::Device;
use crate::library::{Chosen, Library, Segment, SessionKey, Visits, Zone};
use std::sync::Arc;

/// All visits of a page, those of a segment, and the zones drawn on it.
#[derive(Debug, Clone, Default)]
pub struct Whose {
    /// Everyone's.
    pub visits: Arc<Visits>,
    /// Which of them.
    pub chosen: Chosen,
    /// Drawn by hand.
    pub zones: Arc<Vec<Zone>>,
}

impl Whose {
    /// Reads the visits of a page and chooses those of a segment.
    ///
    /// # Errors
    /// [`Error::NoVisits`] when there is none; when the library cannot be read.
    pub fn load(library: &Library, page: &str, device: Device, segment: &Segment) -> Result<Self, Error> {
        let visits = Arc::new(library.visits(page, Some(device))?);
        let zones = Arc::new(library.zones(page, device)?);
        Self { visits, zones, chosen: Chosen::default() }.of(library, segment)
    }

    /// The same visits for another segment.
    ///
    /// # Errors
    /// [`Error::NoVisits`] when it has none of them; when the library cannot be read.
    pub fn of(self, library: &Library, segment: &Segment) -> Result<Self, Error> {
        let chosen = library.choose(&self.visits, segment)?;
        if chosen.is_empty() {
            let page = self.visits.page.clone();
            let device = self.visits.device.map_or("any device", Device::name);
            return Err(Error::NoVisits { page, device });
        }
        Ok(Self { chosen, ..self })
    }

    /// The sessions, each once, in the order of their start.
    pub fn sessions(&self) -> impl Iterator<Item = SessionKey> {
        let mut last = None;
        let views = self.chosen.views.iter().map(|number| self.visits.view(*number));
        views.filter_map(move |view| {
            let next = last.replace(view.visitor) != Some(view.visitor);
            next.then(|| self.visits.visitor(view).session())
        })
    }
}
