//! Which column holds which field: written by hand, guessed, or recognised.

use super::kinds::{TableKind, plain};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// In place of a header for the field `answer`: every column that no other field has is a question.
pub const EVERY_OTHER: &str = "*";

/// What a table is about, and which of its columns hold which fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// What it is about; `None` to leave it out.
    pub kind: Option<TableKind>,
    /// Headers by the field that they hold, as [`super::kinds::Field::name`] calls it.
    pub columns: BTreeMap<String, String>,
}

/// Why a mapping does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// There is no such kind of table.
    #[error("{found:?} is no kind of table{}: use orders, answers, sessions, arms or leave", nearest(*.meant))]
    Kind {
        /// As written.
        found: String,
        /// The nearest right word.
        meant: Option<&'static str>,
    },
    /// Rows of the kind have no such field.
    #[error("{kind} have no field {found:?}{}; they have {}", nearest(*.meant), .known.join(", "))]
    Field {
        /// The kind of table.
        kind: &'static str,
        /// As written.
        found: String,
        /// The nearest right word.
        meant: Option<&'static str>,
        /// All fields.
        known: Vec<&'static str>,
    },
    /// A field or a header stands alone.
    #[error("{found:?} does not name a field and its column: write field=header, such as order=Bestellnr")]
    Pair {
        /// As written.
        found: String,
    },
    /// A field that rows cannot do without has no column.
    #[error("{kind} need a column for {}", .fields.join(" and for "))]
    Needs {
        /// The kind of table.
        kind: &'static str,
        /// The fields.
        fields: Vec<&'static str>,
    },
    /// The table has no such column.
    #[error("there is no column {found:?}; the table has {}", .columns.join(", "))]
    Column {
        /// As written.
        found: String,
        /// The table's header.
        columns: Vec<String>,
    },
}

fn nearest(word: Option<&'static str>) -> String {
    word.map_or_else(String::new, |word| format!(" (did you mean {word:?}?)"))
}

impl Mapping {
    /// One that leaves the table out.
    pub fn leave() -> Self {
        Self::default()
    }

    /// Reads `orders:order=Bestellnr,total=Summe,at="Datum, Zeit"`, or `leave`. A header that holds a
    /// comma stands in double quotes; `answers:answer=*` makes every other column a question.
    ///
    /// # Errors
    /// When a word is not known, with the nearest that is, or a field that is needed has no column.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let (kind, rest) = text.trim().split_once(':').unwrap_or((text.trim(), ""));
        if matches!(kind.trim(), "leave" | "skip" | "none") {
            return Ok(Self::leave());
        }
        let kind = TableKind::parse(kind.trim()).ok_or_else(|| MappingError::Kind {
            found: kind.trim().to_owned(),
            meant: near(kind.trim(), &["orders", "answers", "sessions", "arms", "leave"]),
        })?;
        let mut mapping = Self { kind: Some(kind), columns: BTreeMap::new() };
        for pair in pairs(rest) {
            let (field, header) =
                pair.split_once('=').ok_or_else(|| MappingError::Pair { found: pair.clone() })?;
            mapping.columns.insert(field.trim().to_owned(), header.trim().to_owned());
        }
        mapping.check_fields()?;
        Ok(mapping)
    }

    /// The header of a field.
    pub fn header(&self, field: &str) -> Option<&str> {
        self.columns.get(field).map(String::as_str)
    }

    /// Whether the fields are known and those that are needed are there.
    ///
    /// # Errors
    /// What is wrong first.
    pub fn check_fields(&self) -> Result<(), MappingError> {
        let Some(kind) = self.kind else { return Ok(()) };
        let known: Vec<&'static str> = kind.fields().iter().map(|field| field.name).collect();
        if let Some(found) = self.columns.keys().find(|name| kind.field(name).is_none()) {
            let meant = near(found, &known);
            return Err(MappingError::Field { kind: kind.name(), found: found.clone(), meant, known });
        }
        let lacks = |name: &str| self.header(name).is_none_or(str::is_empty);
        let mut fields: Vec<&'static str> = kind
            .fields()
            .iter()
            .filter(|field| field.required && lacks(field.name))
            .map(|field| field.name)
            .collect();
        // A score alone is an answer too.
        fields.retain(|name| *name != "answer" || lacks("score"));
        if fields.is_empty() { Ok(()) } else { Err(MappingError::Needs { kind: kind.name(), fields }) }
    }

    /// The same mapping with headers as `columns` write them; also small letters and other blanks do.
    ///
    /// # Errors
    /// As [`Self::check_fields`]; when there is no such column.
    pub fn fit(&self, columns: &[String]) -> Result<Self, MappingError> {
        self.check_fields()?;
        let mut fitted = Self { kind: self.kind, columns: BTreeMap::new() };
        for (field, header) in self.columns.iter().filter(|(_, header)| !header.is_empty()) {
            let exact = columns.iter().find(|column| *column == header);
            let found = exact.or_else(|| columns.iter().find(|column| plain(column) == plain(header)));
            let every = (header == EVERY_OTHER).then_some(header);
            let found = found
                .or(every)
                .ok_or_else(|| MappingError::Column { found: header.clone(), columns: columns.to_vec() })?;
            fitted.columns.insert(field.clone(), found.clone());
        }
        Ok(fitted)
    }
}

/// Parts between commas, but for commas in double quotes; the quotes come off.
fn pairs(text: &str) -> Vec<String> {
    let (mut found, mut part, mut quoted) = (Vec::new(), String::new(), false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => found.push(std::mem::take(&mut part)),
            c => part.push(c),
        }
    }
    found.push(part);
    found.retain(|part| !part.trim().is_empty());
    found
}

/// The word that differs in the fewest letters, if it is few.
fn near(found: &str, words: &[&'static str]) -> Option<&'static str> {
    let best = words.iter().map(|word| (distance(found, word), *word)).min()?;
    (best.0 <= 1 + found.chars().count() / 4).then_some(best.1)
}

/// Letters to change, add or take away to make one word of the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let cost = before + usize::from(left != *right);
            before = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(before + 1);
        }
    }
    row[b.len()]
}

/// Tells headers apart: the same for the same columns in any order, however letters are written.
pub fn fingerprint(columns: &[String]) -> String {
    let mut names: Vec<String> = columns.iter().map(|column| plain(column)).collect();
    names.sort_unstable();
    let digest = Sha256::digest(names.join("\n").as_bytes());
    digest.iter().take(16).fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes any text");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_written_on_one_line() {
        let mapping = Mapping::parse("orders: order=Bestellnr, total=Summe ,at=\"Datum, Zeit\"").unwrap();
        assert_eq!(mapping.kind, Some(TableKind::Orders));
        assert_eq!((mapping.header("order"), mapping.header("at")), (Some("Bestellnr"), Some("Datum, Zeit")));
        let columns = ["bestellnr", "Summe", "Datum, Zeit", "x"].map(str::to_owned);
        assert_eq!(mapping.fit(&columns).unwrap().header("order"), Some("bestellnr"));
        assert_eq!(Mapping::parse("leave").unwrap(), Mapping::leave());
        assert!(Mapping::parse("answers:score=NPS").is_ok() && Mapping::parse("answers:answer=*").is_ok());
    }

    #[test]
    fn a_wrong_mapping_says_what_is_right() {
        for (text, told) in [
            ("ordres:order=a", "(did you mean \"orders\"?)"),
            ("orders:ordr=a", "have no field \"ordr\" (did you mean \"order\"?); they have order, total"),
            ("orders:total=a", "orders need a column for order"),
            ("arms:variant=a", "arms need a column for sessions and for conversions"),
            ("orders:order", "field=header"),
        ] {
            let why = Mapping::parse(text).unwrap_err().to_string();
            assert!(why.contains(told), "{text}: {why}");
        }
        let why = Mapping::parse("orders:order=a").unwrap().fit(&["b".to_owned()]).unwrap_err().to_string();
        assert_eq!(why, "there is no column \"a\"; the table has b");
    }

    #[test]
    fn a_header_is_known_again_in_any_order() {
        let print =
            |names: &[&str]| fingerprint(&names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>());
        assert_eq!(print(&["A b", "c"]), print(&["c", "a_b"]));
        assert_ne!(print(&["a", "c"]), print(&["a", "d"]));
    }
}
