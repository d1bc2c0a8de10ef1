//! Pages and visits of them.

use super::super::{Error, Library, PageSummary, Segment};
use super::found::Found;
use super::sessions::count;
use crate::event::Device;
use crate::facts::{Rules, page_name};
use roaring::RoaringBitmap;
use std::cmp::Reverse;
use std::collections::BTreeMap;

impl Library {
    /// The pages that sessions of the segment saw, those with most friction first, then by views.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn pages(&self, segment: &Segment) -> Result<Vec<PageSummary>, Error> {
        let rules = self.rules()?;
        let found = self.find(segment)?;
        let sql = "SELECT session, page, last, friction, clicks FROM page_views";
        let mut pages: BTreeMap<String, (PageSummary, RoaringBitmap)> = BTreeMap::new();
        self.rows_in(&found, "list pages", (sql, []), |place, row| {
            let key = row.get_ref(1)?.as_str()?;
            if !pages.contains_key(key) {
                pages.insert(key.to_owned(), (empty(key, &rules), RoaringBitmap::new()));
            }
            let Some((page, sessions)) = pages.get_mut(key) else { return Ok(()) };
            sessions.insert(place);
            page.views += 1;
            page.exits += count(row, 2)?;
            page.friction += count(row, 3)?;
            page.clicks += count(row, 4)?;
            *page.devices.entry(found.columns.device(place)).or_default() += 1;
            Ok(())
        })?;
        let mut pages: Vec<PageSummary> = pages
            .into_values()
            .map(|(page, sessions)| PageSummary { sessions: sessions.len(), ..page })
            .collect();
        pages.sort_by_key(|page| (Reverse(page.friction), Reverse(page.views)));
        Ok(pages)
    }

    /// The sessions of a segment on one class of device, or on all.
    pub(super) fn on_device(&self, segment: &Segment, device: Option<Device>) -> Result<Found, Error> {
        let mut found = self.find(segment)?;
        if let Some(device) = device {
            found.rows &= found.columns.on_device(device);
        }
        Ok(found)
    }
}

fn empty(key: &str, rules: &Rules) -> PageSummary {
    PageSummary {
        page: key.to_owned(),
        name: page_name(key, rules),
        views: 0,
        sessions: 0,
        exits: 0,
        friction: 0,
        clicks: 0,
        devices: BTreeMap::new(),
    }
}
