//! What an import tells of side tables: which rows found their session, by what, and which did not;
//! and tables that nobody knows yet.

use crate::format::{Mapping, UnknownTable};
use serde::Serialize;

/// Rows without a session that a report shows of each table.
pub(super) const MOST_EXAMPLES: usize = 10;

/// Rows of an unknown table that a report shows.
const PREVIEW: usize = 10;

/// Rows of side tables that were read, and how many of them belong to a session of the library.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Joins {
    /// Rows of `sessions.csv`.
    pub sessions: Join,
    /// Orders.
    pub orders: Join,
    /// Survey answers.
    pub answers: Join,
    /// Arms of experiments; they belong to no session.
    pub arms: u64,
    /// Orders and answers of earlier imports that found their session now.
    pub earlier: u64,
    /// Table by table, in the order in which they were read.
    pub tables: Vec<TableJoin>,
}

/// How many rows found their session.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Join {
    /// Those that did.
    pub matched: u64,
    /// Those that did not; they are kept and join when their recording is imported.
    pub unmatched: u64,
    /// Those of `unmatched` that two sessions fit equally well.
    pub ambiguous: u64,
    /// Those of `matched`, by what told so.
    pub by: JoinedBy,
}

impl Join {
    /// How many rows there are.
    pub fn rows(&self) -> u64 {
        self.matched + self.unmatched
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.matched += other.matched;
        self.unmatched += other.unmatched;
        self.ambiguous += other.ambiguous;
        self.by.session_id += other.by.session_id;
        self.by.order_id += other.by.order_id;
        self.by.visitor += other.by.visitor;
        self.by.email += other.by.email;
    }
}

/// What told which session a row belongs to; the first that does counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct JoinedBy {
    /// The row names the session.
    pub session_id: u64,
    /// The recording saw the order.
    pub order_id: u64,
    /// The same visitor, and the time where there is one.
    pub visitor: u64,
    /// The same e-mail address, as a hash, and the time.
    pub email: u64,
}

/// A side table, and what became of its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TableJoin {
    /// The file, with folders as the user named them, and the entry in an archive.
    pub path: String,
    /// What it was taken for: "Shopify orders".
    pub kind: String,
    /// How many rows it gave; an order of several lines is one.
    pub rows: u64,
    /// What became of them.
    #[serde(flatten)]
    pub join: Join,
    /// Rows without a session, at most ten.
    pub examples: Vec<Unjoined>,
    /// What people should know of how it was read.
    pub notes: Vec<String>,
}

/// A row without a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unjoined {
    /// The order's number, the answer's id or the session's.
    pub row: String,
    /// Why, in a sentence for people.
    pub why: String,
}

/// A table whose header nobody knows yet: a person can say what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unmapped {
    /// The file, with folders as the user named them, and the entry in an archive.
    pub path: String,
    /// Its header.
    pub columns: Vec<String>,
    /// How many rows it has.
    pub rows: u64,
    /// The first ten of them.
    pub preview: Vec<Vec<String>>,
    /// The best guess: a kind, and headers by field.
    pub guess: Mapping,
    /// Why it was not read, in a sentence for people.
    pub why: String,
    /// The header's fingerprint, by which what a person says is remembered.
    pub fingerprint: String,
}

impl Unmapped {
    pub(super) fn of(table: &UnknownTable) -> Self {
        Self {
            path: table.path.clone(),
            columns: table.columns().to_vec(),
            rows: table.count() as u64,
            preview: table.preview(PREVIEW),
            guess: table.guess.clone(),
            why: table.why(),
            fingerprint: table.fingerprint(),
        }
    }
}
