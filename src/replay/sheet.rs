//! Where the rules of a style sheet are, in its text.

use std::sync::Arc;

/// A style sheet's text and the places of its top-level rules.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub(super) text: Arc<str>,
    pub(super) rules: Vec<(usize, usize)>,
}
