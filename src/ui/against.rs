//! What the segment in force is compared with: segment B, or the same segment elsewhere or at another time.
//!
//! Knows no numbers: it makes two segments out of one.

use crate::event::Device;
use crate::library::{Key, Segment, Term};
use serde::{Deserialize, Serialize};

/// What the segment is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// Another segment, by its line; empty for everyone.
    Line {
        /// What to call it.
        name: String,
        /// The line.
        line: String,
    },
    /// The same segment from this day on, against before it: `2026-05-14`.
    Since(String),
    /// The same segment on this class of device.
    Device(Device),
    /// The same segment in these variants of a test: the first against the second.
    Variants(String, String),
}

impl Against {
    /// What side B is called.
    pub fn label(&self) -> String {
        match self {
            Self::Line { name, line } if name.is_empty() && line.is_empty() => "everyone".to_owned(),
            Self::Line { name, line } if name.is_empty() => line.clone(),
            Self::Line { name, .. } => name.clone(),
            Self::Since(day) => format!("from {day} on"),
            Self::Device(device) => device.name().to_owned(),
            Self::Variants(_, second) => format!("variant {second}"),
        }
    }

    /// What side A is called.
    pub fn first(&self, segment: &Segment) -> String {
        match self {
            Self::Since(day) => format!("before {day}"),
            Self::Variants(first, _) => format!("variant {first}"),
            _ if segment.is_everything() => "everyone".to_owned(),
            _ => segment.to_string(),
        }
    }

    /// The segments of both sides; `None` when a line or a day cannot be read.
    pub fn sides(&self, segment: &Segment) -> Option<(Segment, Segment)> {
        match self {
            Self::Line { line, .. } => Some((segment.clone(), Segment::parse(line).ok()?)),
            Self::Since(day) => {
                let [before, after] = [format!("started<{day}"), format!("started>={day}")];
                let (before, after) = (Term::parse(&before).ok()?, Term::parse(&after).ok()?);
                // A door of one side leaves its half in the segment.
                let half = |term: &Term| *term == before || *term == after;
                let bare = segment.terms().iter().position(half);
                let bare = bare.map_or_else(|| segment.clone(), |place| segment.without(place));
                Some((bare.with(before), bare.with(after)))
            }
            Self::Device(_) => Some((segment.clone(), segment.clone())),
            Self::Variants(first, second) => {
                let key = Key::parse("variant")?;
                let place = segment.terms().iter().position(|term| term.key == key);
                let bare = place.map_or_else(|| segment.clone(), |place| segment.without(place));
                let of = |name: &str| bare.with(Term::words(key, &[name]));
                Some((of(first), of(second)))
            }
        }
    }

    /// The segments of both sides of what a segment is compared with, or the segment alone: whatever counts
    /// sessions takes them from here.
    pub fn both(against: Option<&Self>, segment: &Segment) -> (Segment, Option<Segment>) {
        let sides = against.and_then(|against| against.sides(segment));
        sides.map_or_else(|| (segment.clone(), None), |(a, b)| (a, Some(b)))
    }

    /// The class of device of side B, where it is another than that of A.
    pub fn device(&self) -> Option<Device> {
        match self {
            Self::Device(device) => Some(*device),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(against: &Against, line: &str, expected: (&str, &str)) {
        let (a, b) = against.sides(&Segment::parse(line).unwrap()).expect("two segments");
        assert_eq!((a.to_string().as_str(), b.to_string().as_str()), expected);
    }

    #[test]
    fn one_segment_makes_two() {
        let everyone = Against::Line { name: String::new(), line: String::new() };
        check(&everyone, "device:mobile", ("device:mobile", ""));
        let since = Against::Since("2026-05-14".to_owned());
        let halves = ("bought:no started<2026-05-14", "bought:no started>=2026-05-14");
        check(&since, "bought:no", halves);
        check(&since, halves.1, halves);
        let variants = Against::Variants("A".to_owned(), "B".to_owned());
        check(&variants, "variant:B device:mobile", ("device:mobile variant:A", "device:mobile variant:B"));
        assert!(Against::Since("soon".to_owned()).sides(&Segment::default()).is_none());
    }
}
