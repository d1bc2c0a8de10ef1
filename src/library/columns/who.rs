//! What the columns tell about one visitor at a time. Knows no segments.

use super::table::{Columns, Number, Word};
use std::collections::HashMap;

impl Columns {
    /// When the session in a row began, ms since 1970.
    pub(in super::super) fn started_ms(&self, row: u32) -> i64 {
        #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds")]
        let ms = self.known(Number::Started, row).unwrap_or_default() as i64;
        ms
    }

    /// The value of its order, where it is known.
    pub(in super::super) fn order_value(&self, row: u32) -> Option<f64> {
        self.known(Number::Order, row)
    }

    /// Where it came from.
    pub(in super::super) fn channel_of(&self, row: u32) -> Option<&str> {
        self.words(Word::Channel).get(row)
    }

    /// What it was shown of an experiment.
    pub(in super::super) fn variant_of(&self, row: u32) -> Option<&str> {
        self.words(Word::Variant).get(row)
    }

    /// For every row whether its visitor was there before; `None` where no visitor is told.
    pub(in super::super) fn returning(&self) -> Vec<Option<bool>> {
        let visitors = &self.words(Word::Visitor).codes;
        let mut first: HashMap<u32, i64> = HashMap::new();
        let rows = || (0..self.len()).zip(visitors).filter(|(_, code)| **code > 0);
        for (row, code) in rows() {
            let began = self.started_ms(row);
            first.entry(*code).and_modify(|first| *first = began.min(*first)).or_insert(began);
        }
        let mut told = vec![None; visitors.len()];
        for (row, code) in rows() {
            told[row as usize] = first.get(code).map(|first| self.started_ms(row) > *first);
        }
        told
    }

    fn known(&self, column: Number, row: u32) -> Option<f64> {
        self.number(column).get(row as usize).copied().filter(|number| number.is_finite())
    }
}
