//! The sessions of the segment, in order: keys of all of them, rows of those that are looked at.
//!
//! Rows are read from the library by the place they have in the list; a library may have any number.

use crate::library::{Error, Library, Session, SessionKey};
use std::collections::BTreeMap;
use std::ops::Range;

/// So many rows beyond those in sight are read too, each way.
const MARGIN: usize = 12;
/// Rows read in one frame.
const AT_ONCE: usize = 60;
/// Rows that are remembered.
const MOST_ROWS: usize = 500;

/// The sessions of the segment, in order.
#[derive(Debug, Default)]
pub struct SessionList {
    keys: Vec<SessionKey>,
    rows: BTreeMap<SessionKey, Session>,
    sight: Range<usize>,
    /// The session that was asked for last, and its place.
    chosen: Option<(String, Option<usize>)>,
}

impl SessionList {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The session at a place, if it was read.
    pub fn row(&self, place: usize) -> Option<&Session> {
        self.rows.get(self.keys.get(place)?)
    }

    /// All that were read.
    pub fn rows(&self) -> impl Iterator<Item = &Session> {
        self.rows.values()
    }

    /// The places that are in sight.
    pub fn sight(&self) -> Range<usize> {
        self.sight.clone()
    }

    /// Other places came into sight.
    pub fn look(&mut self, sight: Range<usize>) {
        self.sight = sight;
    }

    /// The place of the session that was asked for last; `None` when the segment does not have it.
    pub fn chosen(&self) -> Option<usize> {
        self.chosen.as_ref().and_then(|(_, place)| *place)
    }

    /// Takes another list; its rows are read anew, since they may have changed.
    pub fn put(&mut self, keys: Vec<SessionKey>) {
        *self = Self { keys, sight: self.sight.clone(), ..Self::default() };
    }

    /// Takes what an edit made of a session.
    pub fn put_row(&mut self, session: Session) {
        if self.rows.contains_key(&session.key) {
            self.rows.insert(session.key, session);
        }
    }

    /// Reads what is in sight and near it, and finds the place of `chosen`.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn read(&mut self, library: &Library, chosen: Option<&str>) -> Result<(), Error> {
        let end = (self.sight.end + MARGIN).min(self.keys.len());
        let near = &self.keys[self.sight.start.saturating_sub(MARGIN).min(end)..end];
        let missing: Vec<SessionKey> =
            near.iter().filter(|key| !self.rows.contains_key(key)).copied().take(AT_ONCE).collect();
        if !missing.is_empty() {
            if self.rows.len() > MOST_ROWS {
                self.rows.retain(|key, _| near.contains(key));
            }
            self.rows.extend(library.rows(&missing)?.into_iter().map(|session| (session.key, session)));
        }
        if self.chosen.as_ref().map(|(id, _)| id.as_str()) != chosen {
            let place = |id: &str| {
                let key = library.session_key(id)?;
                Ok::<_, Error>(key.and_then(|key| self.keys.iter().position(|known| *known == key)))
            };
            self.chosen = chosen.map(|id| Ok::<_, Error>((id.to_owned(), place(id)?))).transpose()?;
        }
        Ok(())
    }

    /// The id of the session at a place, which is read if need be.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn id(&self, library: &Library, place: usize) -> Result<Option<String>, Error> {
        let Some(key) = self.keys.get(place) else { return Ok(None) };
        match self.rows.get(key) {
            Some(session) => Ok(Some(session.id.clone())),
            None => Ok(library.rows(&[*key])?.pop().map(|session| session.id)),
        }
    }
}
