//! The segment line: reading, writing, and what it says about mistakes.

use super::*;
use proptest::prelude::*;

#[track_caller]
fn canonical(line: &str, expected: &str) {
    let got = Segment::parse(line).map(|segment| segment.to_string());
    assert_eq!(got.as_deref(), Ok(expected), "{line}");
}
