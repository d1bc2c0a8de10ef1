//! What an import report says, in words: a few lines, and sections of causes with the places each
//! was met in. The same for window and command line; neither colours nor lengths of lists are known.

use super::words::{bytes, capital, clock, count, counted, whole_percent};
use crate::event::Time;
use crate::library::{FidelityGap, FileRead, ImportReport, Joins, Outcome, SessionRead, TableJoin, Unmapped};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// `Set aside`.
    pub title: &'static str,
    /// Whether something is missing because of it.
    pub loss: bool,
    /// What it tells, the most frequent cause first.
    pub causes: Vec<Cause>,
}

impl Section {
    /// How many places it names.
    pub fn count(&self) -> usize {
        self.causes.iter().map(|cause| cause.places.len()).sum()
    }
}

/// Something that is told of one or many places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// What, in a sentence. Where the sentences of the places differ in numbers or names, these
    /// are dots.
    pub why: String,
    /// Where: files, sessions, places in them; in the order of the files.
    pub places: Vec<String>,
}

/// `3 files · 2.1 GB read · 12 sessions new · 1 already there`, and what else came in.
pub fn summary(report: &ImportReport) -> Vec<String> {
    let mut first = vec![counted(report.files, "file"), format!("{} read", bytes(report.bytes))];
    first.push(format!("{} new", counted(report.new, "session")));
    first.push(format!("{} already there", count(report.already_there)));
    if report.longer > 0 {
        first.push(format!("{} longer now", count(report.longer)));
    }
    let mut lines = vec![first.join(" · ")];
    let joins = &report.joins;
    let tables = [
        (joins.sessions, "row of session properties", "rows of session properties"),
        (joins.orders, "order", "orders"),
        (joins.answers, "survey answer", "survey answers"),
    ];
    for (join, one, many) in tables.iter().filter(|(join, ..)| join.matched + join.unmatched > 0) {
        let all = join.matched + join.unmatched;
        let alone = match join.unmatched {
            0 => String::new(),
            1 => ", 1 belongs to no session here".to_owned(),
            n => format!(", {} belong to no session here", count(n)),
        };
        let what = if all == 1 { one } else { many };
        lines.push(format!("{} {what}: {} joined{alone}", count(all), count(join.matched)));
    }
    let others = [(report.screenshots, "page screenshot"), (report.assets, "file"), (joins.arms, "test arm")];
    let mut told: Vec<String> =
        others.iter().filter(|(n, _)| *n > 0).map(|(n, what)| counted(*n, what)).collect();
    if let Some(files) = told.iter_mut().find(|line| line.ends_with("file") || line.ends_with("files")) {
        files.push_str(" of the site");
    }
    if !told.is_empty() {
        lines.push(told.join(" · "));
    }
    lines.extend(claimed(report));
    if report.cancelled {
        lines.push("Cancelled: what was read before is kept.".to_owned());
    }
    lines
}

/// The report part by part; parts with nothing to tell are left out.
pub fn sections(report: &ImportReport) -> Vec<Section> {
    let aside = report.set_aside.iter().map(|aside| (aside.why.clone(), place(&aside.path, &aside.place)));
    let warnings = report.warnings.iter().map(|warning| {
        (warning.why.clone(), place(&format!("{} · {}", warning.session, warning.file), &warning.place))
    });
    let renamed = report.renamed.iter().map(|renamed| {
        let why = "The id is that of a different recording; both are kept".to_owned();
        (why, format!("{} · {} is kept as {}", renamed.file, renamed.id, renamed.kept_as))
    });
    let jumps = report.clock_jumps.iter().map(|jump| {
        let why = "More than half an hour without an event: the visitor was away, or the clock was set";
        (
            why.to_owned(),
            format!("{} · at {}, for {}", jump.session, clock(jump.t_ms), clock(Time(jump.by_ms))),
        )
    });
    let parts = [
        ("Set aside", true, by_cause(aside)),
        ("Tables that nobody knows", true, unknown(&report.unmapped)),
        ("Kept under another id", false, by_cause(renamed)),
        ("Odd, but kept", false, by_cause(warnings)),
        ("What rows of tables were joined by", false, joined(&report.joins)),
        ("Rows that belong to no session here", false, unjoined(&report.joins)),
        ("Mended", false, mended(report)),
        ("Leaps of the clock", false, by_cause(jumps)),
        ("What these recordings cannot show", false, gaps(report)),
        ("What the files were taken for", false, taken(report)),
    ];
    let sections = parts.into_iter().map(|(title, loss, causes)| Section { title, loss, causes });
    sections.filter(|section| !section.causes.is_empty()).collect()
}

fn place(path: &str, place: &str) -> String {
    if place.is_empty() { path.to_owned() } else { format!("{path} · {place}") }
}

/// Tables with their headers, so that a person can say what they are.
fn unknown(unmapped: &[Unmapped]) -> Vec<Cause> {
    let cause = |table: &Unmapped| Cause {
        why: format!("{} Open it again in the window to say what it is, or use --map", table.why),
        places: vec![format!(
            "{} · {}: {}",
            table.path,
            counted(table.rows, "row"),
            table.columns.join(", ")
        )],
    };
    unmapped.iter().map(cause).collect()
}

/// Table by table: how many rows found their session by what, and how the table was read.
fn joined(joins: &Joins) -> Vec<Cause> {
    let cause = |table: &TableJoin| {
        let by = &table.join.by;
        let parts = [
            (by.session_id, "by session id"),
            (by.order_id, "by the order seen in the recording"),
            (by.visitor, "by visitor"),
            (by.email, "by e-mail and time"),
            (table.join.ambiguous, "fit two sessions"),
            (table.join.unmatched - table.join.ambiguous, "fit none"),
        ];
        let told = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", count(*n)));
        let told: Vec<String> = told.collect();
        let mut places = vec![told.join(", ")];
        places.retain(|line| !line.is_empty());
        places.extend(table.notes.iter().cloned());
        Cause { why: format!("{} · {} of {}", table.path, counted(table.rows, "row"), table.kind), places }
    };
    let mut causes: Vec<Cause> =
        joins.tables.iter().map(cause).filter(|cause| !cause.places.is_empty()).collect();
    if joins.earlier > 0 {
        let why = "Rows of earlier imports that found their session now".to_owned();
        causes.push(Cause { why, places: vec![counted(joins.earlier, "row")] });
    }
    causes
}

fn unjoined(joins: &Joins) -> Vec<Cause> {
    let rows = joins.tables.iter().flat_map(|table| {
        table.examples.iter().map(|row| (row.why.clone(), format!("{} · {}", row.row, table.path)))
    });
    by_cause(rows)
}

/// What is lacking, with the sessions that lack it, the least faithful first.
fn gaps(report: &ImportReport) -> Vec<Cause> {
    let cause = |gap: &FidelityGap| {
        let of =
            |session: &SessionRead| session.lacks.iter().find(|lack| lack.loss.label() == gap.gap).copied();
        let mut lacking: Vec<(&SessionRead, u32)> =
            report.sessions.iter().filter_map(|session| Some((session, of(session)?.missing))).collect();
        lacking.sort_by(|a, b| a.0.fidelity.unwrap_or(1.0).total_cmp(&b.0.fidelity.unwrap_or(1.0)));
        let told = |(session, missing): (&SessionRead, u32)| {
            let figure = session.fidelity.map(whole_percent).unwrap_or_default();
            format!("{} · fidelity {figure}, {} missing", session.session, count(missing.into()))
        };
        let mut places: Vec<String> = lacking.into_iter().map(told).collect();
        if places.is_empty() {
            places.push(counted(gap.sessions, "session"));
        }
        Cause { why: capital(&gap.gap), places }
    };
    report.fidelity_gaps.iter().map(cause).collect()
}

fn mended(report: &ImportReport) -> Vec<Cause> {
    let kept = || report.sessions.iter().filter(|session| session.outcome != Outcome::AlreadyThere);
    let twice = kept().filter(|session| session.mended.duplicates > 0).map(|session| {
        let why = "Events that were there twice were kept once".to_owned();
        (why, format!("{} · {}", session.session, counted(session.mended.duplicates, "event")))
    });
    let moved = kept().filter(|session| session.mended.unsorted > 0).map(|session| {
        let why = "Events that stood behind later ones were sorted in by their time".to_owned();
        (why, format!("{} · {}", session.session, counted(session.mended.unsorted, "event")))
    });
    by_cause(twice.chain(moved))
}

/// By what they were taken for; that is told to the last digit, as versions are numbers.
fn taken(report: &ImportReport) -> Vec<Cause> {
    let unknown: BTreeSet<&str> = report.unmapped.iter().map(|table| table.path.as_str()).collect();
    let kind = |file: &FileRead| match &file.kind {
        None if unknown.contains(file.path.as_str()) => "a table that nobody knows",
        None if report.cancelled && file.set_aside == 0 => "not read, or not to its end: it was cancelled",
        None => "nothing that can be used",
        Some(_) => "",
    };
    let mut kinds: BTreeMap<&str, Vec<&FileRead>> = BTreeMap::new();
    for file in &report.files_read {
        kinds.entry(file.kind.as_deref().unwrap_or_else(|| kind(file))).or_default().push(file);
    }
    let cause = |(kind, files): (&str, Vec<&FileRead>)| {
        let first = files[0].why.as_deref();
        let why = first.filter(|why| files.iter().all(|file| file.why.as_deref() == Some(*why)));
        let why = why.map(|why| format!(": {}", why.trim_end_matches('.'))).unwrap_or_default();
        let places = files.iter().map(|file| place(&file.path, &came_in(file))).collect();
        Cause { why: format!("{kind}{why}"), places }
    };
    let mut causes: Vec<Cause> = kinds.into_iter().map(cause).collect();
    causes.sort_by_key(|cause| Reverse(cause.places.len()));
    causes
}

/// `12 recordings: 3 new, 9 already there`.
fn came_in(file: &FileRead) -> String {
    let parts = [(file.new, "new"), (file.longer, "longer now"), (file.already_there, "already there")];
    let told: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", count(*n))).collect();
    let mut line = String::new();
    if file.recordings > 0 {
        line = format!("{}: {}", counted(file.recordings, "recording"), told.join(", "));
    }
    if file.set_aside > 0 {
        let comma = if line.is_empty() { "" } else { ", " };
        line.extend([comma, &counted(file.set_aside, "part"), " set aside"]);
    }
    line
}

/// Puts together what is told for the same reason, the most frequent reason first.
fn by_cause(told: impl Iterator<Item = (String, String)>) -> Vec<Cause> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut causes: Vec<Cause> = Vec::new();
    for (why, place) in told {
        let common = common(&why);
        let at = *places.entry(common.clone()).or_insert(causes.len());
        match causes.get_mut(at) {
            None => causes.push(Cause { why, places: vec![place] }),
            Some(cause) => {
                if cause.why != why {
                    cause.why = common;
                }
                cause.places.push(place);
            }
        }
    }
    causes.sort_by_key(|cause| Reverse(cause.places.len()));
    causes
}

/// A sentence without what differs from case to case: its numbers, and what stands in quotes.
fn common(sentence: &str) -> String {
    let (mut out, mut quoted) = (String::with_capacity(sentence.len()), false);
    for c in sentence.chars() {
        if c == '"' {
            quoted = !quoted;
        }
        let differs = c.is_ascii_digit() || (quoted && c != '"');
        if !differs {
            out.push(c);
        } else if !out.ends_with('…') {
            out.push('…');
        }
    }
    out
}

/// `12 of 14 missing files of the site were found by their paths`; only where that says something.
pub fn claimed(report: &ImportReport) -> Option<String> {
    let claimed = report.claimed?;
    let alone = report.read == 0 && report.assets == 0;
    let (found, missing) = (count(claimed.found), counted(claimed.missing, "missing file"));
    (claimed.found > 0 || alone)
        .then(|| format!("{found} of {missing} of the site found here, by the ends of their paths"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::SetAside;
    use crate::library::Join;

    #[test]
    fn what_has_one_cause_is_told_once() {
        let why =
            ["A text of 12 bytes", "Cut", "A text of 7 bytes", "The column \"a\"", "A text of 12 bytes"];
        let causes = by_cause(why.iter().map(|why| ((*why).to_owned(), "x".to_owned())));
        let told: Vec<_> = causes.iter().map(|cause| (cause.why.as_str(), cause.places.len())).collect();
        assert_eq!(told, [("A text of … bytes", 3), ("Cut", 1), ("The column \"a\"", 1)]);
    }

    #[test]
    fn one_is_one_and_two_are_two() {
        let one = |matched, unmatched| Join { matched, unmatched, ..Join::default() };
        let report = ImportReport {
            files: 1,
            bytes: 2_100_000,
            new: 1,
            joins: Joins { orders: one(1, 0), answers: one(1, 1), ..Joins::default() },
            assets: 2,
            ..ImportReport::default()
        };
        assert_eq!(
            summary(&report),
            [
                "1 file · 2.1 MB read · 1 session new · 0 already there",
                "1 order: 1 joined",
                "2 survey answers: 1 joined, 1 belongs to no session here",
                "2 files of the site",
            ]
        );
    }

    #[test]
    fn parts_without_contents_are_left_out() {
        assert_eq!(sections(&ImportReport::default()), []);
        let aside = |n: u32| SetAside {
            path: "a.json".to_owned(),
            place: format!("line {n}"),
            why: "Cut.".to_owned(),
        };
        let report = ImportReport { set_aside: vec![aside(1), aside(2)], ..ImportReport::default() };
        let told = sections(&report);
        assert_eq!((told.len(), told[0].title, told[0].count()), (1, "Set aside", 2));
        assert_eq!(told[0].causes[0].places, ["a.json · line 1", "a.json · line 2"]);
    }
}
