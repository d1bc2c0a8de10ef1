//! Files that hold one recording together: Sentry's segments, Umami's chunks, `OpenReplay`'s pairs.
//!
//! They are told by their names: the same but for a number behind `segment` or `chunk`, or the
//! number that Sentry's header says, and no number is missing between.

use super::unit::Unit;
use std::collections::BTreeMap;

/// Files of the same key are one recording.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    before: String,
    after: String,
}

/// The units, with those that hold one recording joined, in the place of their first.
pub(super) fn join(units: Vec<Unit>) -> Vec<Unit> {
    let mut sets: BTreeMap<Key, Vec<(u64, usize)>> = BTreeMap::new();
    for (index, unit) in units.iter().enumerate().filter(|(_, unit)| unit.is_data()) {
        if let Some((key, number)) = part(&unit.name(), unit.segment()) {
            sets.entry(key).or_default().push((number, index));
        }
    }
    sets.retain(|_, parts| {
        parts.sort_unstable();
        parts.len() > 1 && parts.windows(2).all(|pair| pair[1].0 == pair[0].0 + 1)
    });
    let mut units: Vec<Option<Unit>> = units.into_iter().map(Some).collect();
    for parts in sets.values() {
        let at = parts.iter().map(|(_, index)| *index).min().unwrap_or_default();
        let joined = Unit::joined(parts.iter().filter_map(|(_, index)| units[*index].take()));
        units[at] = joined;
    }
    units.into_iter().flatten().collect()
}

/// What a name tells, given what Sentry's header says.
fn part(name: &str, segment: Option<u64>) -> Option<(Key, u64)> {
    let file = name.rfind(['/', '\\']).map_or(0, |slash| slash + 1);
    if let Some(stem) = name.strip_suffix(".mobs").or_else(|| name.strip_suffix(".mobe")) {
        let number = u64::from(name.ends_with('e'));
        return Some((Key { before: stem.to_owned(), after: ".mob".to_owned() }, number));
    }
    let lower = name[file..].to_ascii_lowercase();
    let word = ["segment", "chunk"].iter().filter_map(|word| Some(lower.rfind(word)? + word.len())).max();
    let marked = word.and_then(|end| {
        let sign = lower[end..].starts_with(['-', '_', '.', ' ']);
        digits(name, file + end + usize::from(sign))
    });
    let by_header = || {
        let last = name.rfind(|c: char| c.is_ascii_digit()).filter(|at| *at >= file)?;
        let start = name[..last].rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
        digits(name, start.max(file)).filter(|(_, number)| Some(*number) == segment)
    };
    marked.or_else(by_header)
}

/// The number that begins at a place, and what is around it.
fn digits(name: &str, start: usize) -> Option<(Key, u64)> {
    let rest = name.get(start..)?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest[..length].parse().ok()?;
    Some((Key { before: name[..start].to_owned(), after: rest[length..].to_owned() }, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, segment: Option<u64>, expected: Option<(&str, &str, u64)>) {
        let found = part(name, segment);
        let found = found.as_ref().map(|(key, number)| (&*key.before, &*key.after, *number));
        assert_eq!(found, expected, "{name}");
    }

    #[test]
    fn names_tell_parts() {
        check("a/x.segment0.zlib", None, Some(("a/x.segment", ".zlib", 0)));
        check("a/Segment-12.json", None, Some(("a/Segment-", ".json", 12)));
        check("umami.chunk3.json.gz", None, Some(("umami.chunk", ".json.gz", 3)));
        check("umami.chunk.json.gz", None, None);
        check("segment1/a.json", None, None);
        check("a/replay-7", Some(7), Some(("a/replay-", "", 7)));
        check("a/replay-8", Some(7), None);
        check("a2/0", Some(0), Some(("a2/", "", 0)));
        check("a/dom.mobs", None, Some(("a/dom", ".mob", 0)));
        check("a/dom.mobe", None, Some(("a/dom", ".mob", 1)));
    }
}
