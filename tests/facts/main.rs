//! Facts of recordings made by hand: every rule at its edges.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::print_stderr, reason = "says what was skipped")]

mod anything;
mod elements;
mod fixtures;
mod hands;
mod pages;
mod shop;
mod signals;
mod stays;
mod visit;
