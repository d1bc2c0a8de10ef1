//! Style attributes.
