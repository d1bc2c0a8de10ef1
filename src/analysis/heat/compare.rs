//! Two segments of the same page beside each other, element by element.

use super::ElementHeat;
use crate::analysis::stats::{Arm, Difference, difference, false_discovery};
use crate::event::Rect;
use serde::Serialize;
use std::collections::BTreeMap;

/// Of what is said to differ, at most this part does not, on average.
const FALSE: f64 = 0.05;

/// One element in one segment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Side {
    /// Clicks and taps on it.
    pub clicks: u64,
    /// Sessions that clicked it.
    pub sessions: u64,
    /// Part of the sessions that saw the page which clicked it, 0–1.
    pub rate: f64,
}

/// One element in two segments.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ElementDifference {
    /// What a person would call it.
    pub name: String,
    /// The CSS selector that visits share.
    pub selector: String,
    /// Its box on the picture of A, CSS px, or of B where A's does not have it.
    #[serde(rename = "box")]
    pub area: Option<Rect>,
    /// In the first segment.
    pub a: Side,
    /// In the second.
    pub b: Side,
    /// B's click rate less A's, with interval and p-value; `None` where a segment has no session.
    #[serde(flatten)]
    pub difference: Option<Difference>,
    /// The p-value, adjusted for so many elements having been looked at (Benjamini–Hochberg).
    pub q_value: Option<f64>,
    /// Whether the difference holds: of those that do, at most 5 % are false on average.
    pub holds: bool,
}

/// The elements of both segments, largest difference first; `sessions` saw the page in A and in B.
///
/// The tests take sessions to be independent and in one segment only; a session that is in both makes
/// differences look smaller than they are.
pub fn compare(a: &[ElementHeat], b: &[ElementHeat], sessions: (u64, u64)) -> Vec<ElementDifference> {
    let mut pairs: BTreeMap<&str, (Option<&ElementHeat>, Option<&ElementHeat>)> = BTreeMap::new();
    for row in a {
        pairs.entry(&row.selector).or_default().0 = Some(row);
    }
    for row in b {
        pairs.entry(&row.selector).or_default().1 = Some(row);
    }
    let mut rows: Vec<ElementDifference> =
        pairs.into_iter().filter_map(|(selector, pair)| row(selector, pair, sessions)).collect();
    let p_values: Vec<f64> =
        rows.iter().map(|row| row.difference.map_or(f64::NAN, |found| found.p_value)).collect();
    for (row, q) in rows.iter_mut().zip(false_discovery(&p_values)) {
        row.q_value = (!q.is_nan()).then_some(q);
        row.holds = q <= FALSE;
    }
    let size = |row: &ElementDifference| row.difference.map_or(0.0, |found| found.difference.abs());
    rows.sort_by(|one, other| {
        size(other).total_cmp(&size(one)).then_with(|| one.selector.cmp(&other.selector))
    });
    rows
}

fn row(
    selector: &str,
    (a, b): (Option<&ElementHeat>, Option<&ElementHeat>),
    (in_a, in_b): (u64, u64),
) -> Option<ElementDifference> {
    let arm = |row: Option<&ElementHeat>, sessions: u64| Arm {
        sessions,
        conversions: row.map_or(0, |row| row.sessions).min(sessions),
    };
    let side = |row: Option<&ElementHeat>, arm: Arm| Side {
        clicks: row.map_or(0, |row| row.clicks),
        sessions: arm.conversions,
        rate: arm.rate(),
    };
    let (first, second) = (arm(a, in_a), arm(b, in_b));
    Some(ElementDifference {
        name: a.or(b)?.name.clone(),
        selector: selector.to_owned(),
        area: a.and_then(|row| row.area).or(b.and_then(|row| row.area)),
        a: side(a, first),
        b: side(b, second),
        difference: difference(first, second),
        q_value: None,
        holds: false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, page};
    use super::super::{Ground, elements};
    use super::*;
    use crate::facts::Places;

    /// The elements of a page that so many of so many sessions clicked.
    fn clicked(sessions: usize, counts: &[(&str, usize)]) -> Vec<ElementHeat> {
        let mut made = Made::new();
        for session in 0..sessions {
            made.view(0.0);
            for (selector, _) in counts.iter().filter(|(_, count)| session < *count) {
                made.click(selector, None);
            }
        }
        let (visits, all) = made.done();
        let places = Places::default();
        elements(&visits, &all, Ground { places: &places, size: page(1000.0), state: 0 })
    }

    /// Rates as in Newcombe 1998b (56/70 against 48/80), and elements that do not differ.
    #[test]
    fn rates_differ_with_an_interval_and_only_some_hold() {
        let a = clicked(80, &[("#buy", 48), ("#size", 40), ("#gone", 3)]);
        let b = clicked(70, &[("#buy", 56), ("#size", 35), ("#new", 1)]);
        let rows = compare(&a, &b, (80, 70));
        let row = |selector: &str| rows.iter().find(|row| row.selector == selector).unwrap();
        let buy = row("#buy");
        let found = buy.difference.unwrap();
        assert!((found.difference - 0.2).abs() < 1e-9);
        assert!((found.interval.low - 0.0524).abs() < 5e-5 && (found.interval.high - 0.3339).abs() < 5e-5);
        assert!(buy.holds, "one of four looked at: {:?}", buy.q_value);
        assert!(buy.q_value.unwrap() >= found.p_value);
        assert!(!row("#size").holds && row("#size").q_value.unwrap() > 0.9);
        assert_eq!((row("#gone").a.sessions, row("#gone").b.sessions), (3, 0));
        assert_eq!((row("#new").a.clicks, row("#new").b.clicks), (0, 1));
        assert_eq!(rows[0].selector, "#buy", "largest difference first");
    }

    #[test]
    fn nobody_is_no_rate() {
        let rows = compare(&clicked(2, &[("#buy", 1)]), &[], (2, 0));
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].difference, rows[0].q_value, rows[0].holds), (None, None, false));
    }
}
