//! Sorted rows, counts and sums.

use super::super::query::{Order, SortKey};
use super::super::rows::{Coverage, Day};
use super::super::segment::Key;
use super::find::column;
use super::radix::{alphabetical, number_key, sort_by_keys};
use super::table::{Columns, Many, Number, Sets, Word};
use crate::facts::Stage;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use roaring::RoaringBitmap;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// All rows in the orders that were asked for.
#[derive(Debug, Default)]
pub(super) struct Orders(Mutex<Vec<(Order, Arc<[u32]>)>>);

impl Orders {
    /// After a change of the columns.
    pub(super) fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Clone for Orders {
    /// A copy of columns is made to be changed.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Columns {
    /// The rows in that order.
    pub(in super::super) fn sorted(&self, rows: &RoaringBitmap, order: Order) -> Vec<u32> {
        let all = self.ordered(order);
        if rows.len() == all.len() as u64 {
            return all.to_vec();
        }
        let mut wanted = vec![false; all.len()];
        for row in rows {
            wanted[row as usize] = true;
        }
        all.iter().copied().filter(|row| wanted[*row as usize]).collect()
    }

    /// All rows in that order.
    pub(in super::super) fn ordered(&self, order: Order) -> Arc<[u32]> {
        let known = || self.orders.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, rows)) = known().iter().find(|(known, _)| *known == order) {
            return Arc::clone(rows);
        }
        let mut rows = self.by_start(order.descending);
        if order.by != SortKey::Started {
            sort_by_keys(&mut rows, &self.sort_keys(order));
        }
        let rows: Arc<[u32]> = rows.into();
        known().push((order, Arc::clone(&rows)));
        rows
    }

    /// All rows by their start; those of one moment by their ids, upwards.
    fn by_start(&self, descending: bool) -> Vec<u32> {
        let keys = self.sort_keys(Order { by: SortKey::Started, descending });
        let mut rows: Vec<u32> = (0..self.len()).collect();
        sort_by_keys(&mut rows, &keys);
        for same in rows.chunk_by_mut(|a, b| keys[*a as usize] == keys[*b as usize]) {
            same.sort_unstable_by(|a, b| self.id(*a).cmp(self.id(*b)));
        }
        rows
    }

    /// For each row a number: the order of the numbers is that of the rows. What is not known has the
    /// largest.
    fn sort_keys(&self, order: Order) -> Vec<u64> {
        let numbers = |column| self.number(column).iter().map(|number| number_key(*number)).collect();
        let mut keys: Vec<Option<u64>> = match order.by {
            SortKey::Started => numbers(Number::Started),
            SortKey::Duration => numbers(Number::Duration),
            SortKey::Active => numbers(Number::Active),
            SortKey::Cart => numbers(Number::Cart),
            SortKey::Friction => numbers(Number::Friction),
            SortKey::Clicks => numbers(Number::Clicks),
            SortKey::Pages => numbers(Number::Pages),
            SortKey::Stage => numbers(Number::Stage),
            SortKey::Visitor => self.word_keys(Word::Visitor),
            SortKey::Country => self.word_keys(Word::Country),
            SortKey::Device => self.word_keys(Word::Device),
            SortKey::Id => self.word_keys(Word::Id),
            SortKey::Watched => {
                let watched = self.many(Many::Watched).of("yes");
                (0..self.len()).map(|row| Some(u64::from(watched.contains(row)))).collect()
            }
        };
        if order.descending {
            keys.iter_mut().flatten().for_each(|key| *key = !*key);
        }
        // Nothing but a number that cannot be has this key.
        keys.into_iter().map(|key| key.unwrap_or(u64::MAX)).collect()
    }

    /// For each row the place of its word among all.
    fn word_keys(&self, column: Word) -> Vec<Option<u64>> {
        let words = self.words(column);
        let mut ranks = vec![None; words.known.words.len() + 1];
        for (rank, place) in (1..).zip(alphabetical(&words.known.words)) {
            ranks[place as usize + 1] = Some(rank);
        }
        words.codes.iter().map(|code| ranks[*code as usize]).collect()
    }

    /// How much of the library these rows are.
    pub(in super::super) fn coverage(&self, rows: &RoaringBitmap) -> Coverage {
        let left = rows - self.many(Many::Bought).of("yes");
        let carts = self.number(Number::Cart);
        let known = left.iter().map(|row| carts[row as usize]).filter(|cart| !cart.is_nan());
        Coverage {
            sessions: rows.len(),
            total: u64::from(self.len()),
            unwatched: rows.len() - rows.intersection_len(&self.many(Many::Watched).of("yes")),
            lost_carts: known.sum(),
        }
    }

    /// What happened day by day, of the days on which any of these sessions began.
    pub(in super::super) fn days(&self, rows: &RoaringBitmap, zone: &TimeZone) -> Vec<Day> {
        let mut days: BTreeMap<i64, Day> = BTreeMap::new();
        let (bought, carted) =
            (self.many(Many::Bought).of("yes"), self.many(Many::Stage).of(Stage::AddToCart.name()));
        let known = |column, row: u32| Some(self.number(column)[row as usize]).filter(|n| !n.is_nan());
        for row in rows {
            let number = day(self.number(Number::Started)[row as usize], zone);
            let day = days.entry(number).or_insert_with(|| Day { day: number, ..Day::default() });
            let (bought, carted) = (bought.contains(row), carted.contains(row));
            day.sessions += 1;
            day.bought += u64::from(bought);
            day.carted += u64::from(carted);
            day.left += u64::from(carted && !bought);
            day.order_value += known(Number::Order, row).unwrap_or_default();
            if bought && let Some(value) = known(Number::Order, row) {
                day.orders += 1;
                day.paid += value;
            }
            day.left_value += known(Number::Cart, row).filter(|_| !bought).unwrap_or_default();
            day.coupons_tried += known(Number::Tried, row).unwrap_or_default();
            day.coupons_accepted += known(Number::Accepted, row).unwrap_or_default();
            day.coupons_refused += known(Number::Refused, row).unwrap_or_default();
        }
        days.into_values().collect()
    }

    /// How many of these rows have each word of a column; words of none are left out.
    pub(in super::super) fn counts(&self, column: Many, rows: &RoaringBitmap) -> Vec<(&str, u64)> {
        let Sets { known, rows: having } = self.many(column);
        let counts =
            known.words.iter().zip(having).map(|(word, having)| (&**word, having.intersection_len(rows)));
        counts.filter(|(_, count)| *count > 0).collect()
    }

    /// The words that a key of the segment line has, with how many sessions have each; none for keys
    /// that take numbers.
    pub(in super::super) fn values(&self, key: Key) -> Vec<(&str, u64)> {
        let all = self.everything();
        match key.name() {
            "id" => self.word_counts(Word::Id),
            "channel" => self.word_counts(Word::Channel),
            "bought" => self.counts(Many::Bought, &all),
            "watched" => self.counts(Many::Watched, &all),
            "page" => self.counts(Many::Page, &all),
            "signal" => self.counts(Many::Signal, &all),
            "tag" => self.counts(Many::Tag, &all),
            "hypothesis" => self.counts(Many::Hypothesis, &all),
            "clicked" => self.counts(Many::Clicked, &all),
            "survey" => self.counts(Many::Survey, &all),
            "stage" => self.counts(Many::Stage, &all),
            "abandoned" => self.counts(Many::Stage, &(all - self.many(Many::Bought).of("yes"))),
            name => column(name).map(|column| self.word_counts(column)).unwrap_or_default(),
        }
    }

    /// How many rows have each word of a column.
    fn word_counts(&self, column: Word) -> Vec<(&str, u64)> {
        let words = self.words(column);
        let mut counts = vec![0; words.known.words.len() + 1];
        for code in &words.codes {
            counts[*code as usize] += 1;
        }
        let counts = words.known.words.iter().map(|word| &**word).zip(counts.into_iter().skip(1));
        counts.filter(|(_, count)| *count > 0).collect()
    }
}

/// The day on which a moment is, as a number since 1970.
fn day(ms: f64, zone: &TimeZone) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a moment of a recording is far below 2^53")]
    let moment = Timestamp::from_millisecond(ms as i64).unwrap_or_default();
    (moment.as_second() + i64::from(zone.to_offset(moment).seconds())).div_euclid(86_400)
}
