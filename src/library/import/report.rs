//! What an import tells afterwards.

use crate::format::SetAside;
use serde::Serialize;

/// What an import read, kept and set aside.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ImportReport {
    /// Files read, entries of archives not counted.
    pub files: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Recordings found in them.
    pub read: u64,
    /// Sessions that were not in the library.
    pub new: u64,
    /// Sessions that were there, as long or longer.
    pub already_there: u64,
    /// Sessions that were there shorter, and were replaced by the longer recording.
    pub longer: u64,
    /// Recordings that bore the id of a different one and were kept beside it.
    pub renamed: Vec<Renamed>,
    /// What could not be used.
    pub set_aside: Vec<SetAside>,
    /// Rows of side tables and the sessions they belong to.
    pub joins: Joins,
    /// What was odd in recordings that were kept.
    pub warnings: Vec<SessionWarning>,
    /// What recordings cannot tell or show, by the number of sessions.
    pub fidelity_gaps: Vec<FidelityGap>,
    /// Page screenshots taken in.
    pub screenshots: u64,
    /// Files of the site taken in.
    pub assets: u64,
    /// Whether it was cancelled; what was read before is kept.
    pub cancelled: bool,
}

impl ImportReport {
    /// Whether anything was set aside, which the command line tells by its exit code.
    pub fn incomplete(&self) -> bool {
        !self.set_aside.is_empty() || self.cancelled
    }
}

/// A recording kept under another id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Renamed {
    /// The file it came from.
    pub file: String,
    /// The id it names.
    pub id: String,
    /// The id it has in the library.
    pub kept_as: String,
}

/// Rows of side tables that were read, and how many of them belong to a session of the library.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Joins {
    /// Rows of `sessions.csv`.
    pub sessions: Join,
    /// Orders.
    pub orders: Join,
    /// Survey answers.
    pub answers: Join,
    /// Arms of experiments; they belong to no session.
    pub arms: u64,
}

/// How many rows found their session.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Join {
    /// Those that did.
    pub matched: u64,
    /// Those that did not; they are kept and join when their recording is imported.
    pub unmatched: u64,
}

/// Something odd in a recording that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionWarning {
    /// The session's id.
    pub session: String,
    /// The file.
    pub file: String,
    /// Where in it: `event 480`.
    #[serde(rename = "where")]
    pub place: String,
    /// What, in a sentence for people.
    pub why: String,
}

/// Something that recordings cannot tell or show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FidelityGap {
    /// What, in a sentence for people.
    pub gap: String,
    /// In how many sessions of this import.
    pub sessions: u64,
}
