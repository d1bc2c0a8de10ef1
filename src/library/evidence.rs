//! Hypotheses and their evidence, as the library gives them out. Field names are those of the command
//! line's JSON.

use crate::event::Time;
use serde::{Deserialize, Serialize};

/// A supposition about what hinders shoppers, and what would help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hypothesis {
    /// `H-1`, `H-2`…
    pub id: String,
    /// In one line.
    pub title: String,
    /// "Because we saw …"
    pub because: String,
    /// "… we believe …"
    pub believe: String,
    /// "We will know when …"
    pub know_when: String,
    /// What has become of it.
    pub status: Status,
    /// Who cares for it.
    pub owner: String,
    /// The segment line it is about.
    pub segment: String,
    /// Free text.
    pub notes: String,
    /// Free tags.
    pub tags: Vec<String>,
    /// When it was written, ms since 1970.
    pub created_at_ms: i64,
}

/// What has become of a hypothesis.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Evidence is being gathered.
    #[default]
    Watching,
    /// Enough is known to act.
    Ready,
    /// A test runs.
    Testing,
    /// The change helped.
    Won,
    /// It did not hold.
    Rejected,
}

impl Status {
    /// All of them, in the order of a life.
    pub const ALL: [Self; 5] = [Self::Watching, Self::Ready, Self::Testing, Self::Won, Self::Rejected];

    /// The name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Watching => "watching",
            Self::Ready => "ready",
            Self::Testing => "testing",
            Self::Won => "won",
            Self::Rejected => "rejected",
        }
    }

    /// The status of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Whether nothing more is to be decided.
    pub fn decided(self) -> bool {
        matches!(self, Self::Won | Self::Rejected)
    }
}

/// A moment or answer that speaks for or against a hypothesis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its number in the library.
    pub id: i64,
    /// The hypothesis.
    pub hypothesis: String,
    /// The session.
    pub session: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// The moment, or `None` for the session as a whole.
    pub at: Option<Time>,
    /// For or against.
    pub stance: Stance,
    /// What the analyst wrote.
    pub note: String,
    /// When it was pinned, ms since 1970.
    pub created_at_ms: i64,
}

/// What a piece of evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EvidenceKind {
    /// A whole session.
    Session,
    /// A moment in a session.
    Moment,
    /// A survey answer.
    Answer,
}

/// For or against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// It supports the hypothesis.
    For,
    /// It speaks against it.
    Against,
}
