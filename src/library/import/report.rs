//! What an import tells afterwards: what came in, file by file and session by session, what did not
//! and why. Knows nothing of how it is shown.

use super::joined::{Joins, Unmapped};
use crate::event::{Event, Time};
use crate::facts::{Fidelity, Loss};
use crate::format::{Mended, SetAside, Taken};
use serde::Serialize;

/// Two events after each other that lie further apart than this are told of, ms: the recorder slept,
/// or the clock was set. It is the length after which analytics tools begin another visit.
pub const CLOCK_JUMP_MS: i64 = 30 * 60_000;

/// Leaps of one recording's clock that are told one by one.
const MOST_JUMPS: usize = 20;

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
    /// Tables whose header nobody knows: a person can say what they are.
    pub unmapped: Vec<Unmapped>,
    /// What was odd in recordings that were kept.
    pub warnings: Vec<SessionWarning>,
    /// What recordings cannot tell or show, by the number of sessions.
    pub fidelity_gaps: Vec<FidelityGap>,
    /// Page screenshots taken in.
    pub screenshots: u64,
    /// Files of the site taken in.
    pub assets: u64,
    /// Files without a list of addresses that were taken for files of the site by their paths; `None`
    /// where there was no such file, or nothing was missing.
    pub claimed: Option<Claimed>,
    /// Whether it was cancelled; what was read before is kept.
    pub cancelled: bool,
    /// Every file, what it was taken for, and what came of it.
    pub files_read: Vec<FileRead>,
    /// Every recording, in the order of the files.
    pub sessions: Vec<SessionRead>,
    /// Events in the recordings that were new or longer.
    pub events: u64,
    /// Leaps of the clock within recordings.
    pub clock_jumps: Vec<ClockJump>,
}

/// Addresses that sessions need, and that got a file by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Claimed {
    /// So many got one…
    pub found: u64,
    /// …of so many that had none before.
    pub missing: u64,
}

impl ImportReport {
    /// Whether anything was set aside or waits to be mapped, which the command line tells by its exit code.
    pub fn incomplete(&self) -> bool {
        !self.set_aside.is_empty() || !self.unmapped.is_empty() || self.cancelled
    }
}

/// A file, or an entry of an archive, and what came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FileRead {
    /// The file, with folders as the user named them, and the entry in an archive.
    pub path: String,
    /// What it was taken for, for people: "`PostHog` export of 2023-04-28". `None` when it could not
    /// be used at all.
    pub kind: Option<String>,
    /// What told so.
    pub why: Option<String>,
    /// Recordings in it…
    pub recordings: u64,
    /// …of which these are new to the library,
    pub new: u64,
    /// these were there already,
    pub already_there: u64,
    /// and these took the place of a shorter recording.
    pub longer: u64,
    /// Parts of it that could not be used.
    pub set_aside: u64,
}

/// What became of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was not in the library.
    New,
    /// It took the place of its own shorter beginning.
    Longer,
    /// It was there, as long or longer.
    AlreadyThere,
}

/// A recording and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SessionRead {
    /// Its id in the library.
    pub session: String,
    /// The file it came from.
    pub file: String,
    /// What became of it.
    pub outcome: Outcome,
    /// How many of its events were understood; 0 where it was there to the last byte, as it was not
    /// read again.
    pub events: u64,
    /// What was mended in their order.
    #[serde(flatten)]
    pub mended: Mended,
    /// How truly it can be shown with the files that the library has now, 0–1.
    pub fidelity: Option<f64>,
    /// What it lacks; only told of recordings that are new or longer.
    pub lacks: Vec<Lack>,
}

impl SessionRead {
    /// A recording that was there.
    pub(super) fn there(session: String, file: String) -> Self {
        let (mended, lacks) = (Mended::default(), Vec::new());
        Self { session, file, outcome: Outcome::AlreadyThere, events: 0, mended, fidelity: None, lacks }
    }
}

/// Something that a session lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Lack {
    /// Of what.
    pub loss: Loss,
    /// How many.
    pub missing: u32,
}

impl Lack {
    /// All that a session lacks.
    pub(super) fn all(of: &Fidelity) -> Vec<Self> {
        of.gaps.iter().map(|gap| Self { loss: gap.loss, missing: gap.missing }).collect()
    }
}

/// A leap of the clock within a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClockJump {
    /// The session's id.
    pub session: String,
    /// The file.
    pub file: String,
    /// The moment before the leap, ms since the first event.
    pub t_ms: Time,
    /// How far it leaps, ms.
    pub by_ms: i64,
}

/// The places in sorted events where more than [`CLOCK_JUMP_MS`] lie between neighbours.
pub(super) fn clock_jumps(events: &[Event], session: &str, file: &str) -> Vec<ClockJump> {
    let leaps = events.windows(2).filter_map(|pair| {
        let by_ms = pair[1].at.since(pair[0].at);
        (by_ms > CLOCK_JUMP_MS).then(|| ClockJump {
            session: session.to_owned(),
            file: file.to_owned(),
            t_ms: pair[0].at,
            by_ms,
        })
    });
    leaps.take(MOST_JUMPS).collect()
}

/// Keeps the list of files while they are read.
#[derive(Debug, Default)]
pub(super) struct Files(Vec<FileRead>);

impl Files {
    /// What follows is of this file.
    pub(super) fn begin(&mut self, path: String) {
        self.0.push(FileRead { path, ..FileRead::default() });
    }

    /// It, or an entry of it, is taken for something.
    pub(super) fn taken(&mut self, taken: Taken) {
        let kind = (Some(taken.kind), Some(taken.why));
        match self.0.last_mut() {
            Some(file) if file.kind.is_none() => {
                (file.path, (file.kind, file.why)) = (taken.path, kind);
            }
            _ => {
                self.0.push(FileRead { path: taken.path, kind: kind.0, why: kind.1, ..FileRead::default() });
            }
        }
    }

    /// What it is, where its reader does not say it better.
    pub(super) fn kind(&mut self, kind: &str) {
        if let Some(file) = self.0.last_mut().filter(|file| file.kind.is_none()) {
            file.kind = Some(kind.to_owned());
        }
    }

    pub(super) fn set_aside(&mut self) {
        if let Some(file) = self.0.last_mut() {
            file.set_aside += 1;
        }
    }

    /// A recording was found in it.
    pub(super) fn recording(&mut self, outcome: Outcome) {
        let Some(file) = self.0.last_mut() else { return };
        file.recordings += 1;
        *match outcome {
            Outcome::New => &mut file.new,
            Outcome::Longer => &mut file.longer,
            Outcome::AlreadyThere => &mut file.already_there,
        } += 1;
    }

    pub(super) fn finish(self) -> Vec<FileRead> {
        self.0
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::EventKind;

    #[test]
    fn long_silences_are_leaps_of_the_clock() {
        let at = |ms| Event { at: Time(ms), window: 0, kind: EventKind::Loaded };
        let events = [0, 5, CLOCK_JUMP_MS + 5, 2 * CLOCK_JUMP_MS + 6, 3 * CLOCK_JUMP_MS].map(at);
        let jumps: Vec<_> =
            clock_jumps(&events, "s", "f").iter().map(|jump| (jump.t_ms.0, jump.by_ms)).collect();
        assert_eq!(jumps, [(CLOCK_JUMP_MS + 5, CLOCK_JUMP_MS + 1)]);
    }

    #[test]
    fn a_file_with_entries_is_told_entry_by_entry() {
        let taken = |path: &str| Taken {
            path: path.to_owned(),
            kind: "rrweb events".to_owned(),
            why: "a list".to_owned(),
        };
        let mut files = Files::default();
        files.begin("a.zip".to_owned());
        files.taken(taken("a.zip/1.json"));
        files.recording(Outcome::New);
        files.taken(taken("a.zip/2.json"));
        files.recording(Outcome::Longer);
        files.recording(Outcome::AlreadyThere);
        files.begin("b.bin".to_owned());
        files.set_aside();
        let told: Vec<_> = files
            .finish()
            .into_iter()
            .map(|f| {
                (f.path, f.kind.is_some(), [f.recordings, f.new, f.longer, f.already_there, f.set_aside])
            })
            .collect();
        assert_eq!(
            told,
            [
                ("a.zip/1.json".to_owned(), true, [1, 1, 0, 0, 0]),
                ("a.zip/2.json".to_owned(), true, [2, 0, 1, 1, 0]),
                ("b.bin".to_owned(), false, [0, 0, 0, 0, 1]),
            ]
        );
    }
}
