//! How often a hypothesis was seen: *k of n watched*, with what that may and may not be taken for.

use super::{Error, Queue};
use crate::analysis::stats::{Interval, wilson};
use crate::library::{
    Error as LibraryError, Hypothesis, Key, Library, Order, Segment, SortKey, Stance, Term,
};
use serde::Serialize;
use std::collections::BTreeSet;

/// How many of the watched sessions speak for a hypothesis.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Prevalence {
    /// Watched sessions of the hypothesis's segment that speak for it.
    pub seen: u64,
    /// Watched sessions of the hypothesis's segment. A session that was made evidence counts as
    /// watched.
    pub watched: u64,
    /// Watched sessions that speak against it.
    pub against: u64,
    /// All sessions of the segment, watched or not.
    pub pool: u64,
    /// Wilson's 95 % interval of seen / watched; `None` before anything was watched.
    pub interval: Option<Interval>,
    /// The seed of the random draw that all of these numbers are of: of its sessions in their order, up to
    /// the first that was not watched. `None` where sessions were picked: without a draw there is no rate
    /// for the whole segment.
    pub seed: Option<u64>,
}

const BY_ID: Order = Order { by: SortKey::Id, descending: false };

/// How often this hypothesis was seen in its segment.
///
/// # Errors
/// When its segment line is wrong, or the library cannot be read.
pub fn prevalence(library: &Library, hypothesis: &Hypothesis) -> Result<Prevalence, Error> {
    let segment = Segment::parse(&hypothesis.segment).map_err(LibraryError::from)?;
    let evidence = library.evidence(&hypothesis.id)?;
    let of = |stance: Stance| -> BTreeSet<&str> {
        evidence.iter().filter(|e| e.stance == stance).map(|e| e.session.as_str()).collect()
    };
    let (speaking_for, speaking_against) = (of(Stance::For), of(Stance::Against));
    let pool = library.coverage(&segment)?.sessions;
    let cited = Term::exact(key("hypothesis"), &hypothesis.id);
    let cited = library.ids(&segment.with(cited), Order::default())?;
    let watched = Term::words(key("watched"), &["yes"]);
    let watched = library.ids(&segment.with(watched), BY_ID)?;
    let judged: BTreeSet<&str> = watched.iter().chain(&cited).map(String::as_str).collect();
    if let Some(drawn) = drawn(library, &segment, &judged) {
        let among = |cited: &BTreeSet<&str>| {
            drawn.judged(&judged).iter().filter(|id| cited.contains(id.as_str())).count() as u64
        };
        let (seen, watched) = (among(&speaking_for), drawn.judged(&judged).len() as u64);
        let against = among(&(&speaking_against - &speaking_for));
        let (pool, interval, seed) = (drawn.pool, wilson(seen, watched), Some(drawn.seed));
        return Ok(Prevalence { seen, watched, against, pool, interval, seed });
    }
    let mut counts = Prevalence { seen: 0, watched: 0, against: 0, pool, interval: None, seed: None };
    for id in &cited {
        let seen = speaking_for.contains(id.as_str());
        counts.seen += u64::from(seen);
        counts.against += u64::from(speaking_against.contains(id.as_str()) && !seen);
    }
    counts.watched = judged.len() as u64;
    counts.interval = wilson(counts.seen, counts.watched);
    Ok(counts)
}

/// The random draw from this segment that was watched furthest, if any was begun.
fn drawn(library: &Library, segment: &Segment, judged: &BTreeSet<&str>) -> Option<Queue> {
    let line = segment.to_string();
    // Without draws that can be read, the numbers are what was picked.
    let kept = Queue::kept(library).unwrap_or_default().into_iter();
    let of_it = kept.filter(|queue| queue.segment == line && !queue.judged(judged).is_empty());
    of_it.max_by_key(|queue| queue.judged(judged).len())
}

fn key(name: &str) -> Key {
    Key::parse(name).expect("the table of keys has it")
}

impl Prevalence {
    /// In a sentence, with what it may be taken for.
    pub fn sentence(&self) -> String {
        let Self { seen, watched, pool, .. } = self;
        let Some(Interval { low, high }) = self.interval else {
            return match pool {
                0 => "No session is in the segment.".to_owned(),
                1 => "The one session of the segment was not watched yet.".to_owned(),
                _ => format!("None of the {pool} sessions of the segment was watched yet."),
            };
        };
        let (low, high) = (low * 100.0, high * 100.0);
        if let Some(seed) = self.seed {
            format!(
                "Seen in {seen} of {watched} watched sessions, drawn at random from {pool} with seed {seed}; \
                 95 % interval {low:.0}–{high:.0} %."
            )
        } else {
            format!(
                "Seen in {seen} of {watched} sessions watched or pinned, of {pool} in the segment. Picked, not drawn: \
                 it happens, but this is no rate for all shoppers. Had they been drawn at random, the 95 % interval \
                 would be {low:.0}–{high:.0} %."
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_says_what_the_number_is_worth() {
        let picked =
            Prevalence { seen: 4, watched: 10, against: 1, pool: 312, interval: wilson(4, 10), seed: None };
        assert_eq!(
            picked.sentence(),
            "Seen in 4 of 10 sessions watched or pinned, of 312 in the segment. Picked, not drawn: it happens, but \
             this is no rate for all shoppers. Had they been drawn at random, the 95 % interval would be 17–69 %."
        );
        let drawn = Prevalence { seed: Some(3), ..picked };
        assert_eq!(
            drawn.sentence(),
            "Seen in 4 of 10 watched sessions, drawn at random from 312 with seed 3; 95 % interval 17–69 %."
        );
        let none = Prevalence { seen: 0, watched: 0, against: 0, pool: 7, interval: None, seed: None };
        assert_eq!(none.sentence(), "None of the 7 sessions of the segment was watched yet.");
    }
}
