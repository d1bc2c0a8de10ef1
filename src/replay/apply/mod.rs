//! What events do to a page; one file a family of events.

use super::state::PageState;
use crate::event::Event;

impl PageState {
    /// Lets an event happen.
    pub fn apply(&mut self, event: &Event) {
        self.at = event.at;
        self.counts.events += 1;
        self.counts.cost += 1;
    }
}
