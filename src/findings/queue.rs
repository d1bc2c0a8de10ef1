//! Sessions drawn at random to be watched, kept in the library so that rates can be quoted from them.
//!
//! A rate may be quoted from a draw only as far as it was watched in its order: any beginning of a random
//! order is a random draw itself, a choice from it is not. Chooses no seeds by the clock: the same library
//! gives the same draws.

use super::Error;
use crate::analysis::draw;
use crate::library::{Error as LibraryError, Library, Order, Segment, SortKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The library's setting that draws are kept under.
const SETTING: &str = "queues";
/// So many draws are kept, the latest.
const MOST: usize = 50;

const BY_ID: Order = Order { by: SortKey::Id, descending: false };

/// A random draw of sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// The segment that was drawn from, as a line.
    pub segment: String,
    /// What the draw began with; the same one draws the same sessions again.
    pub seed: u64,
    /// How many sessions the segment had.
    pub pool: u64,
    /// The ids of those drawn, in the order of the draw.
    pub sessions: Vec<String>,
}

impl Queue {
    /// Draws `size` sessions of a segment.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn draw(library: &Library, segment: &Segment, size: usize, seed: u64) -> Result<Self, Error> {
        let pool = library.ids(segment, BY_ID)?;
        let sessions = draw(&pool, size, seed);
        Ok(Self { segment: segment.to_string(), seed, pool: pool.len() as u64, sessions })
    }

    /// The draws that were kept, the latest last.
    ///
    /// # Errors
    /// When the library cannot be read, or what it keeps is no list of draws.
    pub fn kept(library: &Library) -> Result<Vec<Self>, Error> {
        let Some(text) = library.setting(SETTING)? else { return Ok(Vec::new()) };
        serde_json::from_str(&text).map_err(|e| unreadable(&e))
    }

    /// Keeps this draw as the latest.
    ///
    /// # Errors
    /// When the library cannot be changed.
    pub fn keep(&self, library: &Library) -> Result<(), Error> {
        // A list that cannot be read is begun anew.
        let mut all = Self::kept(library).unwrap_or_default();
        all.retain(|queue| queue != self);
        all.push(self.clone());
        all.drain(..all.len().saturating_sub(MOST));
        let text = serde_json::to_string(&all)?;
        Ok(library.put_setting(SETTING, &text)?)
    }

    /// A seed that none of these draws began with.
    pub fn next_seed(kept: &[Self]) -> u64 {
        kept.iter().map(|queue| queue.seed).max().map_or(1, |last| last.wrapping_add(1))
    }

    /// The sessions from which a rate may be quoted: those watched before the first that was not.
    pub fn judged(&self, watched: &BTreeSet<&str>) -> &[String] {
        let upto = self.sessions.iter().position(|id| !watched.contains(id.as_str()));
        self.sessions.get(..upto.unwrap_or(self.sessions.len())).unwrap_or_default()
    }
}

fn unreadable(why: &serde_json::Error) -> Error {
    LibraryError::Stored { what: "queues", why: why.to_string() }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(seed: u64, sessions: &[&str]) -> Queue {
        let sessions = sessions.iter().map(|id| (*id).to_owned()).collect();
        Queue { segment: "device:mobile".to_owned(), seed, pool: 9, sessions }
    }

    #[test]
    fn only_the_beginning_of_a_draw_is_a_draw() {
        let drawn = queue(1, &["c", "a", "b"]);
        let judged = |watched: &[&str]| drawn.judged(&watched.iter().copied().collect()).to_vec();
        assert!(judged(&["a", "b"]).is_empty(), "the first was left out");
        assert_eq!(judged(&["c", "b"]), ["c"]);
        assert_eq!(judged(&["a", "b", "c", "z"]), ["c", "a", "b"]);
    }

    #[test]
    fn draws_are_kept_each_once_and_have_seeds_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(&folder.path().join("a.wherefore")).unwrap();
        assert!(Queue::kept(&library).unwrap().is_empty());
        assert_eq!(Queue::next_seed(&[]), 1);
        for seed in [1, 8, 1] {
            queue(seed, &["a"]).keep(&library).unwrap();
        }
        let kept = Queue::kept(&library).unwrap();
        assert_eq!(kept.iter().map(|queue| queue.seed).collect::<Vec<_>>(), [8, 1]);
        assert_eq!(Queue::next_seed(&kept), 9);
        for seed in 100..200 {
            queue(seed, &[]).keep(&library).unwrap();
        }
        assert_eq!(Queue::kept(&library).unwrap().len(), MOST);
        library.put_setting(SETTING, "not a list").unwrap();
        assert!(Queue::kept(&library).unwrap_err().to_string().contains("queues"));
    }
}
