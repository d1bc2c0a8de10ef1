//! Pages and visits of them.

use super::super::error::Doing as _;
use super::super::pack::PackedClick;
use super::super::{Error, Library, PageSummary, PageVisit, Segment, VisitClick, pack};
use super::sessions::count;
use crate::event::{Device, Point, Size, Time};
use crate::facts::{Element, Measures, page_name};
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Elements by their keys.
type Elements = BTreeMap<i64, Element>;

impl Library {
    /// The pages that sessions of the segment saw, those with most friction first, then by views.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn pages(&self, segment: &Segment) -> Result<Vec<PageSummary>, Error> {
        let rules = self.rules()?;
        let condition = segment.condition();
        let sql = format!(
            "SELECT p.page, s.device, count(*), count(DISTINCT p.session), sum(p.last), sum(p.friction), sum(p.clicks)
             FROM page_views p JOIN sessions s ON s.key = p.session WHERE {} GROUP BY p.page, s.device",
            condition.text
        );
        let mut pages: BTreeMap<String, PageSummary> = BTreeMap::new();
        let mut query = self.db.prepare_cached(&sql).doing("list pages")?;
        let mut rows = query.query(params_from_iter(condition.values)).doing("list pages")?;
        while let Some(row) = rows.next().doing("list pages")? {
            add_page(&mut pages, row).doing("list pages")?;
        }
        for page in pages.values_mut() {
            page.name = page_name(&page.page, &rules);
        }
        let mut pages: Vec<PageSummary> = pages.into_values().collect();
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
        let (condition, values) = on_page(page, device, segment);
        let sql = format!(
            "SELECT s.key, s.id, p.idx, p.start_ms, p.end_ms, p.width, p.height, p.max_scroll, s.bought, v.data
             FROM page_views p JOIN sessions s ON s.key = p.session JOIN visits v ON v.page_view = p.key
             WHERE {condition} ORDER BY s.started_ms, s.id, p.idx"
        );
        let mut query = self.db.prepare_cached(&sql).doing(doing)?;
        let mut rows = query.query(params_from_iter(values)).doing(doing)?;
        let mut elements = Elements::new();
        let mut measured: (i64, Option<Measures>) = (-1, None);
        let mut visits = Vec::new();
        while let Some(row) = rows.next().doing(doing)? {
            let key = row.get(0).doing(doing)?;
            if measured.0 != key {
                measured = (key, self.measures_of(key)?);
            }
            let (mut visit, packed) = visit(row).doing(doing)?;
            let damaged = || Error::Stored { what: "clicks", why: "the bytes are damaged".to_owned() };
            let (clicks, bands) = pack::read_visit(&packed).ok_or_else(damaged)?;
            let measures = measured.1.as_ref();
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

    fn element(&self, key: i64, known: &mut Elements) -> rusqlite::Result<Option<Element>> {
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
        let (condition, values) = on_page(page, Some(device), segment);
        let sql = format!(
            "SELECT s.id, p.idx, p.width, p.end_ms - p.start_ms FROM page_views p JOIN sessions s ON s.key = p.session
             WHERE {condition} AND p.width > 0 AND s.drawn_from_ms IS NOT NULL AND s.drawn_from_ms <= p.end_ms
             ORDER BY s.started_ms, s.id, p.idx"
        );
        let views: Vec<(String, u32, f64, i64)> = self
            .db
            .prepare_cached(&sql)
            .and_then(|mut q| {
                q.query_map(params_from_iter(values), |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                })?
                .collect()
            })
            .doing("look for a typical visit")?;
        let mut widths: Vec<f64> = views.iter().map(|view| view.2).collect();
        widths.sort_by(f64::total_cmp);
        let Some(&middle) = widths.get(widths.len() / 2) else { return Ok(None) };
        let alike = views.into_iter().filter(|view| (view.2 - middle).abs() < 1.0);
        let longest = alike.min_by_key(|view| Reverse(view.3)); // the first of equals
        Ok(longest.map(|(id, index, ..)| (id, index)))
    }
}

/// The condition on page view `p` and session `s`, and its values.
fn on_page(page: &str, device: Option<Device>, segment: &Segment) -> (String, Vec<Value>) {
    let mut condition = segment.condition();
    condition.text = format!("({}) AND p.page = ?", condition.text);
    condition.values.push(Value::Text(page.to_owned()));
    if let Some(device) = device {
        condition.text.push_str(" AND s.device = ?");
        condition.values.push(Value::Text(device.name().to_owned()));
    }
    (condition.text, condition.values)
}

fn add_page(pages: &mut BTreeMap<String, PageSummary>, row: &Row<'_>) -> rusqlite::Result<()> {
    let key: String = row.get(0)?;
    let device = Device::parse(&row.get::<_, String>(1)?).unwrap_or(Device::Desktop);
    let page = pages.entry(key.clone()).or_insert_with(|| PageSummary {
        page: key,
        name: String::new(),
        views: 0,
        sessions: 0,
        exits: 0,
        friction: 0,
        clicks: 0,
        devices: BTreeMap::new(),
    });
    let views = count(row, 2)?;
    page.views += views;
    page.sessions += count(row, 3)?;
    page.exits += count(row, 4)?;
    page.friction += count(row, 5)?;
    page.clicks += count(row, 6)?;
    *page.devices.entry(device).or_default() += views;
    Ok(())
}

fn visit(row: &Row<'_>) -> rusqlite::Result<(PageVisit, Vec<u8>)> {
    let visit = PageVisit {
        session: row.get(1)?,
        index: row.get(2)?,
        span: (Time(row.get(3)?), Time(row.get(4)?)),
        viewport: Size::new(row.get(5)?, row.get(6)?),
        page_height: None,
        max_scroll_px: row.get(7)?,
        bought: row.get(8)?,
        clicks: Vec::new(),
        bands: Vec::new(),
    };
    Ok((visit, row.get(9)?))
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
