//! The columns themselves. A row is a session's place among all, by its key.

use super::order::Orders;
use crate::event::Device;
use roaring::RoaringBitmap;
use std::collections::HashMap;

/// Columns of numbers; what is not known is NaN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Number {
    Started,
    Duration,
    Active,
    Cart,
    Order,
    Clicks,
    Pages,
    Friction,
    Stage,
    Tried,
    Accepted,
    Refused,
}

/// Columns with one word a session, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Word {
    Id,
    Device,
    Channel,
    Country,
    Variant,
    Customer,
    Visitor,
    UtmSource,
    UtmMedium,
    UtmCampaign,
    Browser,
    Os,
    File,
    Currency,
}

/// Columns with any number of words a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Many {
    Bought,
    Watched,
    Stage,
    Signal,
    Page,
    Tag,
    Hypothesis,
    Clicked,
    Survey,
}

pub(super) const NUMBERS: usize = Number::Refused as usize + 1;
pub(super) const WORDS: usize = Word::Currency as usize + 1;
pub(super) const MANY: usize = Many::Survey as usize + 1;

/// What sessions are filtered and sorted by.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Columns {
    /// The number of the last change that is in here.
    pub(super) seen: i64,
    /// The sessions' keys, ascending.
    pub(super) keys: Vec<i64>,
    pub(super) numbers: [Vec<f64>; NUMBERS],
    pub(super) words: [Words; WORDS],
    pub(super) many: [Sets; MANY],
    pub(super) answers: Vec<Given>,
    pub(super) orders: Orders,
}

/// A score that was given in a survey.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Given {
    pub(super) row: u32,
    /// It says how likely the visitor recommends the shop.
    pub(super) nps: bool,
    pub(super) score: f64,
}

/// One word a session: 0 for not known, else one more than the word's place.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    pub(super) known: Dictionary,
    pub(super) codes: Vec<u32>,
}

/// For each word, the sessions that have it.
#[derive(Debug, Clone, Default)]
pub(super) struct Sets {
    pub(super) known: Dictionary,
    pub(super) rows: Vec<RoaringBitmap>,
}

/// Words, each once. Several texts that name the same thing stand in one, with a 0 between them.
#[derive(Debug, Clone, Default)]
pub(super) struct Dictionary {
    pub(super) words: Vec<Box<str>>,
    /// Their places; made when first a word is added.
    places: HashMap<Box<str>, u32>,
}

impl Dictionary {
    /// The dictionary of these words, none of which may stand twice.
    pub(super) fn of(words: Vec<Box<str>>) -> Self {
        Self { words, places: HashMap::new() }
    }

    /// The place of a word, which is added if need be.
    pub(super) fn place(&mut self, word: &str) -> u32 {
        if self.places.len() != self.words.len() {
            self.places = (0..).zip(&self.words).map(|(place, word)| (word.clone(), place)).collect();
        }
        if let Some(place) = self.places.get(word) {
            return *place;
        }
        let place = u32::try_from(self.words.len()).expect("fewer words than sessions fit into memory");
        self.words.push(word.into());
        self.places.insert(word.into(), place);
        place
    }
}

impl Words {
    pub(super) fn set(&mut self, row: usize, word: Option<&str>) {
        let same = match (self.codes[row].checked_sub(1), word) {
            (None, None) => true,
            (Some(place), Some(word)) => *self.known.words[place as usize] == *word,
            _ => false,
        };
        if !same {
            self.codes[row] = word.map_or(0, |word| self.known.place(word) + 1);
        }
    }

    /// The word of a row.
    pub(super) fn get(&self, row: u32) -> Option<&str> {
        let place = self.codes.get(row as usize)?.checked_sub(1)?;
        self.known.words.get(place as usize).map(|word| &**word)
    }
}

impl Sets {
    pub(super) fn put(&mut self, row: u32, word: &str) {
        let place = self.known.place(word) as usize;
        if self.rows.len() <= place {
            self.rows.resize_with(place + 1, RoaringBitmap::new);
        }
        self.rows[place].insert(row);
    }

    /// The sessions that have exactly this word.
    pub(super) fn of(&self, word: &str) -> RoaringBitmap {
        let place = self.known.words.iter().position(|known| **known == *word);
        place.and_then(|place| self.rows.get(place)).cloned().unwrap_or_default()
    }

    /// The sessions that have any.
    pub(super) fn any(&self) -> RoaringBitmap {
        roaring::MultiOps::union(self.rows.iter())
    }
}

impl Columns {
    /// Number of sessions.
    pub(in super::super) fn len(&self) -> u32 {
        u32::try_from(self.keys.len()).expect("fewer sessions than fit into memory")
    }

    /// All rows.
    pub(in super::super) fn everything(&self) -> RoaringBitmap {
        let mut all = RoaringBitmap::new();
        all.insert_range(0..self.len());
        all
    }

    pub(in super::super) fn number(&self, column: Number) -> &[f64] {
        &self.numbers[column as usize]
    }

    pub(super) fn words(&self, column: Word) -> &Words {
        &self.words[column as usize]
    }

    pub(super) fn many(&self, column: Many) -> &Sets {
        &self.many[column as usize]
    }

    /// The key of the session in a row.
    pub(in super::super) fn key(&self, row: u32) -> i64 {
        self.keys[row as usize]
    }

    /// The row of a session.
    pub(in super::super) fn row(&self, key: i64) -> Option<u32> {
        self.keys.binary_search(&key).ok().and_then(|row| u32::try_from(row).ok())
    }

    /// The id of the session in a row.
    pub(in super::super) fn id(&self, row: u32) -> &str {
        self.words(Word::Id).get(row).unwrap_or_default()
    }

    /// The device class of the session in a row.
    pub(in super::super) fn device(&self, row: u32) -> Device {
        self.words(Word::Device).get(row).and_then(Device::parse).unwrap_or(Device::Desktop)
    }

    /// The rows of sessions on such a device.
    pub(in super::super) fn on_device(&self, device: Device) -> RoaringBitmap {
        (0..self.len()).filter(|row| self.words(Word::Device).get(*row) == Some(device.name())).collect()
    }

    /// Whether the session in a row bought.
    pub(in super::super) fn bought(&self, row: u32) -> bool {
        let sets = self.many(Many::Bought);
        sets.known.words.iter().zip(&sets.rows).any(|(word, rows)| **word == *"yes" && rows.contains(row))
    }

    /// The row of a session, a new one at the end if need be; `None` when it would not be at the end.
    pub(in super::super) fn place(&mut self, key: i64) -> Option<usize> {
        match self.keys.binary_search(&key) {
            Ok(row) => Some(row),
            Err(row) if row < self.keys.len() => None,
            Err(row) => {
                self.keys.push(key);
                self.numbers.iter_mut().for_each(|column| column.push(f64::NAN));
                self.words.iter_mut().for_each(|column| column.codes.push(0));
                Some(row)
            }
        }
    }

    /// Forgets what these rows have in columns of many words.
    pub(super) fn clear_many(&mut self, rows: &RoaringBitmap) {
        for having in self.many.iter_mut().flat_map(|column| &mut column.rows) {
            *having -= rows;
        }
        self.answers.retain(|given| !rows.contains(given.row));
    }
}
