//! Reads the visits of a page: rows and packed lists by one thread, unpacked by all.

use super::super::super::columns::Columns;
use super::super::super::elements;
use super::super::super::measured;
use super::super::super::pack::{self, PackedClick, PackedStay, PackedVisit};
use super::super::super::{Error, Library, Segment};
use super::{Touch, TouchKind, View, Visitor, Visits};
use crate::event::{Device, Point, Size, Time};
use crate::facts::{Measures, OpenState};
use rayon::prelude::*;
use roaring::RoaringBitmap;
use rusqlite::Row;
use std::collections::HashMap;

const DOING: &str = "read the visits of a page";

/// No page has more states that are told apart: a bit each.
const MOST_STATES: usize = 64;

/// A view as it is stored.
struct Stored {
    row: u32,
    index: u32,
    span: (Time, Time),
    viewport: Size,
    max_scroll_px: f64,
    packed: Vec<u8>,
}

pub(super) fn visits(library: &Library, page: &str, device: Option<Device>) -> Result<Visits, Error> {
    let mut found = library.find(&Segment::default())?;
    if let Some(device) = device {
        found.rows &= found.columns.on_device(device);
    }
    let sql = "SELECT p.session, p.idx, p.start_ms, p.end_ms, p.width, p.height, p.max_scroll, v.data
         FROM page_views p JOIN visits v ON v.page_view = p.key WHERE p.page = ?";
    let mut stored = library.rows_in(&found, DOING, (sql, [page]), view)?;
    let places = found.places();
    stored.sort_unstable_by_key(|view| (places[view.row as usize], view.index));
    let sql = "SELECT session, data FROM measures
         WHERE session IN (SELECT session FROM page_views WHERE page = ?)";
    let packed: Vec<(u32, Vec<u8>)> =
        library.rows_in(&found, DOING, (sql, [page]), |place, row| Ok((place, row.get(1)?)))?;
    let measures: HashMap<u32, Measures> =
        packed.into_par_iter().filter_map(|(row, bytes)| Some((row, measured::read(&bytes)?))).collect();
    let unpacked: Vec<Option<PackedVisit>> =
        stored.par_iter().map(|view| pack::read_visit(&view.packed)).collect();

    let mut making =
        Making::new(&found.columns, Visits { page: page.to_owned(), device, ..Visits::default() });
    for (view, packed) in stored.iter().zip(unpacked) {
        let damaged = || Error::Stored { what: "clicks", why: "the bytes are damaged".to_owned() };
        making.add(view, packed.ok_or_else(damaged)?, measures.get(&view.row));
    }
    let Making { mut visits, elements: keys, .. } = making;
    visits.elements = elements::described(&library.db, &keys)?;
    Ok(visits)
}

fn view(row_of_session: u32, row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        row: row_of_session,
        index: row.get(1)?,
        span: (Time(row.get(2)?), Time(row.get(3)?)),
        viewport: Size::new(row.get(4)?, row.get(5)?),
        max_scroll_px: row.get(6)?,
        packed: row.get(7)?,
    })
}

/// Visits while they are put together.
struct Making<'c> {
    columns: &'c Columns,
    returning: Vec<Option<bool>>,
    bought: RoaringBitmap,
    visits: Visits,
    /// Numbers by the keys of elements.
    elements: HashMap<i64, u32>,
    /// The row of the last visitor.
    last: Option<u32>,
}

impl<'c> Making<'c> {
    fn new(columns: &'c Columns, visits: Visits) -> Self {
        let returning = columns.returning();
        let bought = columns.everything().into_iter().filter(|row| columns.bought(*row)).collect();
        Self { columns, returning, bought, visits, elements: HashMap::new(), last: None }
    }

    fn add(&mut self, stored: &Stored, packed: PackedVisit, measures: Option<&Measures>) {
        if self.last != Some(stored.row) {
            self.last = Some(stored.row);
            let visitor = self.visitor(stored.row);
            self.visits.visitors.push(visitor);
        }
        let states = measures.map(|m| self.states(m)).unwrap_or_default();
        let known = Known { view: count(self.visits.views.len()), measures, states: &states };
        let (touches, bands) = (count(self.visits.touches.len()), count(self.visits.bands.len()));
        for click in &packed.clicks {
            let touch = self.click(click, known);
            self.visits.touches.push(touch);
        }
        for stay in &packed.stays {
            let touch = self.stay(stay, known);
            self.visits.touches.push(touch);
        }
        self.visits.bands.extend(packed.bands);
        self.visits.views.push(View {
            visitor: count(self.visits.visitors.len()) - 1,
            index: stored.index,
            span: stored.span,
            viewport: stored.viewport,
            page_height: measures.and_then(|m| m.page_heights.get(stored.index as usize).copied().flatten()),
            max_scroll_px: stored.max_scroll_px,
            touches: touches..count(self.visits.touches.len()),
            bands: bands..count(self.visits.bands.len()),
            states: known.seen_in(stored.index),
            measured: measures.is_some(),
        });
    }

    /// One more than the place in [`Visits::states`] of each state that a session had open; 0 for one
    /// too many, which counts as loaded.
    fn states(&mut self, measures: &Measures) -> Vec<u8> {
        let all = &mut self.visits.states;
        let place = |state: &OpenState| {
            let known = all.iter().position(|known| known == state);
            let place = known.or_else(|| {
                all.push(state.clone());
                Some(all.len() - 1)
            });
            place.filter(|place| *place < MOST_STATES).and_then(|place| u8::try_from(place + 1).ok())
        };
        measures.states.iter().map(place).map(Option::unwrap_or_default).collect()
    }

    fn visitor(&mut self, row: u32) -> Visitor {
        let columns = self.columns;
        Visitor {
            key: columns.key(row),
            bought: self.bought.contains(row),
            order_value: columns.order_value(row),
            started_ms: columns.started_ms(row),
            device: columns.device(row),
            channel: columns.channel_of(row).map(|word| number_of(&mut self.visits.channels, word)),
            variant: columns.variant_of(row).map(|word| number_of(&mut self.visits.variants, word)),
            returning: self.returning[row as usize],
        }
    }

    fn element(&mut self, key: i64) -> u32 {
        let next = count(self.elements.len());
        *self.elements.entry(key).or_insert(next)
    }

    fn click(&mut self, click: &PackedClick, known: Known<'_>) -> Touch {
        let measures = known.measures;
        let number = click.interaction as usize;
        let inside = measures.and_then(|m| m.inside.get(number).copied().flatten());
        let frame = measures.map_or_else(Point::default, |m| m.frame_of(number));
        Touch {
            kind: if click.tap { TouchKind::Tap } else { TouchKind::Click },
            view: known.view,
            at: click.at,
            ms: 0,
            element: click.element.map(|key| self.element(key)),
            inside: inside.map(|inside| small(inside.at)),
            position: click.position.map(|point| small(point.plus(frame))),
            state: known.state(|m| &m.in_state, click.interaction),
            fixed: inside.is_some_and(|inside| inside.fixed),
            rage: click.rage,
            dead: click.dead,
            error: click.error,
            control: false,
        }
    }

    fn stay(&mut self, stay: &PackedStay, known: Known<'_>) -> Touch {
        let number = stay.number as usize;
        let inside = known.measures.and_then(|m| m.rests.get(number).copied().flatten());
        Touch {
            kind: if stay.focus { TouchKind::Focus } else { TouchKind::Rest },
            view: known.view,
            at: stay.at,
            ms: u32::try_from(stay.ms).unwrap_or_default(),
            element: stay.element.map(|key| self.element(key)),
            inside: inside.map(|inside| small(inside.at)),
            position: stay.position.map(small),
            state: known.state(|m| &m.rests_in_state, stay.number),
            fixed: inside.is_some_and(|inside| inside.fixed),
            rage: false,
            dead: false,
            error: false,
            control: stay.control,
        }
    }
}

/// What is known of a view while its touches are written.
#[derive(Clone, Copy)]
struct Known<'k> {
    view: u32,
    measures: Option<&'k Measures>,
    /// What [`Making::states`] gave for the session.
    states: &'k [u8],
}

impl Known<'_> {
    /// The state of the interaction or stay of that number, by the list that tells it.
    fn state(&self, list: impl Fn(&Measures) -> &Vec<(u32, u32)>, number: u32) -> u8 {
        let of_session = self.measures.and_then(|measures| {
            let list = list(measures);
            let at = list.binary_search_by_key(&number, |(other, _)| *other).ok()?;
            self.states.get(list[at].1 as usize)
        });
        of_session.copied().unwrap_or_default()
    }

    /// The states that a page view was seen in, a bit each.
    fn seen_in(&self, index: u32) -> u64 {
        let seen = self.measures.map(|m| m.seen.as_slice()).unwrap_or_default();
        let states = seen.iter().filter(|seen| seen.page_view == index);
        let bits = states.filter_map(|seen| self.states.get(seen.state as usize)?.checked_sub(1));
        bits.fold(0, |all, bit| all | 1 << bit)
    }
}

/// The place of a word in a list, which it is added to if need be.
fn number_of(words: &mut Vec<String>, word: &str) -> u32 {
    let place = words.iter().position(|known| known == word).unwrap_or_else(|| {
        words.push(word.to_owned());
        words.len() - 1
    });
    count(place)
}

#[expect(clippy::cast_possible_truncation, reason = "a place on a page needs no more than f32")]
fn small(point: Point) -> (f32, f32) {
    (point.x as f32, point.y as f32)
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
