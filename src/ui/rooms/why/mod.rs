//! The Why room: a list of sessions, one of them on the stage, and what happened in it.

use serde::{Deserialize, Serialize};

/// A tab of the inspector.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tab {
    /// Friction.
    #[default]
    Signals,
    /// Everything the visitor did.
    Events,
    /// What was pinned.
    Evidence,
    /// Who it was, where they came from.
    Details,
}
