//! Pages and visits of them.

use super::super::error::Doing as _;
use super::super::pack::PackedClick;
use super::super::{Error, Library, PageSummary, PageVisit, Segment, VisitClick, pack};
use super::found::Found;
use super::sessions::count;
use crate::event::{Device, Point, Size, Time};
use crate::facts::{Element, Measures, Rules, page_name};
use roaring::RoaringBitmap;
use rusqlite::Row;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Elements by their keys.
pub(super) type Elements = BTreeMap<i64, Element>;

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
        let doing = "read the visits of a page";
        let found = self.on_device(segment, device)?;
        let sql = "SELECT p.session, p.idx, p.start_ms, p.end_ms, p.width, p.height, p.max_scroll, v.data
             FROM page_views p JOIN visits v ON v.page_view = p.key WHERE p.page = ?";
        let mut rows = self.rows_in(&found, doing, (sql, [page]), |place, row| {
            let (visit, packed) = visit(row)?;
            Ok((place, visit, packed))
        })?;
        let places = found.places();
        rows.sort_by_key(|(place, visit, _)| (places[*place as usize], visit.index));
        let mut elements = Elements::new();
        let mut measured: (Option<u32>, Option<Measures>) = (None, None);
        let mut visits = Vec::with_capacity(rows.len());
        for (place, mut visit, packed) in rows {
            if measured.0 != Some(place) {
                measured = (Some(place), self.measures_of(found.columns.key(place))?);
            }
            let damaged = || Error::Stored { what: "clicks", why: "the bytes are damaged".to_owned() };
            let (clicks, bands) = pack::read_visit(&packed).ok_or_else(damaged)?;
            let measures = measured.1.as_ref();
            found.columns.id(place).clone_into(&mut visit.session);
            visit.bought = found.columns.bought(place);
            visit.bands = bands;
            visit.page_height =
                measures.and_then(|m| m.page_heights.get(visit.index as usize).copied().flatten());
            for click in clicks {
                let element = match click.element {
                    Some(key) => self.element(key, &mut elements).doing(doing)?,
                    None => None,
                };
                visit.clicks.push(complete(&click, element, measures));
            }
            visits.push(visit);
        }
        Ok(visits)
    }

    /// The sessions of a segment on one class of device, or on all.
    pub(super) fn on_device(&self, segment: &Segment, device: Option<Device>) -> Result<Found, Error> {
        let mut found = self.find(segment)?;
        if let Some(device) = device {
            found.rows &= found.columns.on_device(device);
        }
        Ok(found)
    }

    pub(super) fn element(&self, key: i64, known: &mut Elements) -> rusqlite::Result<Option<Element>> {
        if let Some(element) = known.get(&key) {
            return Ok(Some(element.clone()));
        }
        let mut query = self.db.prepare_cached("SELECT name, selector, text FROM elements WHERE key = ?")?;
        let mut rows = query.query([key])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let element = Element { name: row.get(0)?, selector: row.get(1)?, text: row.get(2)? };
        known.insert(key, element.clone());
        Ok(Some(element))
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

fn visit(row: &Row<'_>) -> rusqlite::Result<(PageVisit, Vec<u8>)> {
    let visit = PageVisit {
        session: String::new(),
        index: row.get(1)?,
        span: (Time(row.get(2)?), Time(row.get(3)?)),
        viewport: Size::new(row.get(4)?, row.get(5)?),
        page_height: None,
        max_scroll_px: row.get(6)?,
        bought: false,
        clicks: Vec::new(),
        bands: Vec::new(),
    };
    Ok((visit, row.get(7)?))
}

fn complete(click: &PackedClick, element: Option<Element>, measures: Option<&Measures>) -> VisitClick {
    let number = click.interaction as usize;
    let inside = measures.and_then(|m| m.inside.get(number).copied().flatten());
    let frame = measures.map_or_else(Point::default, |m| m.frame_of(number));
    VisitClick {
        at: click.at,
        kind: click.kind(),
        element,
        position: click.position.map(|point| point.plus(frame)),
        inside: inside.map(|inside| inside.at),
        area: inside.map(|inside| inside.area),
        fixed: inside.is_some_and(|inside| inside.fixed),
        rage: click.rage,
        dead: click.dead,
        error: click.error,
    }
}
