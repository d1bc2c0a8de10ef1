//! Which visits of a page stand for many, and what most visitors clicked on it.

use super::super::{Error, Library, Segment, elements, measured, pack};
use crate::event::Device;
use crate::facts::{Element, Measures};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// How many visits are counted to know what is clicked on a page.
const COUNTED: i64 = 2_000;
/// How many elements are told.
const ELEMENTS: usize = 300;

impl Library {
    /// Visits that show the page as most saw it, the best first: session and index of the page view. Of
    /// those that can be drawn first those whose viewport is as wide as the middle one, of these those of
    /// the address that most came to, of these those that saw nearly as far down as any, of these the
    /// longest. With an `address`, only visits of exactly that, whatever its query.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn typical_views(
        &self,
        (page, address): (&str, Option<&str>),
        device: Device,
        segment: &Segment,
    ) -> Result<Vec<(String, u32)>, Error> {
        let found = self.on_device(segment, Some(device))?;
        let sql = "SELECT s.key, p.idx, p.width, p.end_ms - p.start_ms, p.max_scroll, p.url FROM page_views p
             JOIN sessions s ON s.key = p.session
             WHERE p.page = ? AND p.width > 0 AND s.drawn_from_ms IS NOT NULL AND s.drawn_from_ms <= p.end_ms";
        let mut views: Vec<View> =
            self.rows_in(&found, "look for a typical visit", (sql, [page]), |place, row| {
                let url = row.get_ref(5)?.as_str()?;
                let address = bare(url).to_owned();
                let (index, width, ms, scroll) = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
                Ok(View { place, index, width, ms, scroll, address })
            })?;
        if let Some(wanted) = address {
            views.retain(|view| view.address == bare(wanted));
        }
        let mut widths: Vec<f64> = views.iter().map(|view| view.width).collect();
        widths.sort_by(f64::total_cmp);
        let Some(&middle) = widths.get(widths.len() / 2) else { return Ok(Vec::new()) };
        let alike = |view: &View| (view.width - middle).abs() < 1.0;
        let mut came: BTreeMap<String, u32> = BTreeMap::new();
        for view in views.iter().filter(|view| alike(view)) {
            *came.entry(view.address.clone()).or_default() += 1;
        }
        let far = views.iter().map(|view| view.scroll).fold(0.0, f64::max) * FAR;
        let places = found.places();
        views.sort_by_key(|view| {
            let came = came.get(&view.address).copied();
            let order = (places[view.place as usize], view.index); // the first of equals
            (Reverse((alike(view), came, view.scroll >= far, view.ms)), order)
        });
        Ok(views.into_iter().map(|view| (found.columns.id(view.place).to_owned(), view.index)).collect())
    }

    /// What visitors clicked on the page as loaded, on one class of device, the most clicked first, with
    /// the number of clicks: of as many visits as tell it well, and only of measured sessions.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn clicked_on(
        &self,
        page: &str,
        device: Device,
        segment: &Segment,
    ) -> Result<Vec<(Element, u64)>, Error> {
        let doing = "count what was clicked on a page";
        let found = self.on_device(segment, Some(device))?;
        let sql = "SELECT p.session, v.data, m.data FROM page_views p JOIN visits v ON v.page_view = p.key
             JOIN measures m ON m.session = p.session WHERE p.page = ? AND p.clicks > 0 LIMIT ?";
        let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
        self.rows_in(&found, doing, (sql, rusqlite::params![page, COUNTED]), |_, row| {
            let visit = pack::read_visit(row.get_ref(1)?.as_blob()?);
            let measures = measured::read(row.get_ref(2)?.as_blob()?);
            for click in visit.map(|visit| visit.clicks).unwrap_or_default() {
                let loaded = |told: &Measures| told.state_of(click.interaction as usize).is_none();
                if let Some(key) = click.element.filter(|_| measures.as_ref().is_some_and(loaded)) {
                    *counts.entry(key).or_default() += 1;
                }
            }
            Ok(())
        })?;
        let mut counts: Vec<(i64, u64)> = counts.into_iter().collect();
        counts.sort_by_key(|(key, count)| (Reverse(*count), *key));
        counts.truncate(ELEMENTS);
        let keys: HashMap<i64, u32> = (0..).zip(&counts).map(|(number, (key, _))| (*key, number)).collect();
        let told = elements::described(&self.db, &keys)?;
        Ok(told.into_iter().zip(counts).map(|(element, (_, count))| (element, count)).collect())
    }
}

/// An address without query and fragment, and without the blank path's bar.
fn bare(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/')
}

/// The part of the farthest scroll from which on a visit saw nearly all of a page.
const FAR: f64 = 0.75;

/// A visit that may be typical.
struct View {
    /// Row of the session.
    place: u32,
    index: u32,
    width: f64,
    ms: i64,
    scroll: f64,
    /// The address without query and fragment.
    address: String,
}
