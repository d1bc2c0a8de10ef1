//! What a user can ask for. Panels push commands; `app` applies them after the frame, in order.
//!
//! One enum makes menus, keys and the palette: see [`Command::listed`]. Small enums by owner keep
//! every `match` short. Knows no state.

mod face;

use super::against::Against;
use super::rooms::why::Tab;
use super::rooms::why::command::WhyCommand;
use super::rooms::{Room, where_::WhereCommand, which::WhichCommand};
use super::settings::SortBy;
use crate::event::Time;
use crate::format::Mapping;
use crate::library::Stance;
use std::ops::Range;
use std::path::PathBuf;

/// Anything a user can ask for.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Files, libraries, imports.
    File(File),
    /// Which sessions all rooms are about.
    Segment(Segment),
    /// The list of sessions and the chosen one.
    Session(SessionCommand),
    /// The play head.
    Play(Play),
    /// Evidence for hypotheses.
    Evidence(EvidenceCommand),
    /// How things are shown.
    View(View),
    /// The Where room's own.
    Where(WhereCommand),
    /// The Why room's own.
    Why(WhyCommand),
    /// The Which room's own.
    Which(WhichCommand),
    /// Takes back the last edit.
    Undo,
    /// Does it again.
    Redo,
}

/// Files, libraries, imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum File {
    /// Asks for files to import.
    ChooseFiles,
    /// Asks for a folder to import.
    ChooseFolder,
    /// Imports these.
    Import(Vec<PathBuf>),
    /// Opens the library of the sample shop.
    Sample,
    /// Asks for a library to open or make.
    ChooseLibrary,
    /// Opens this library.
    OpenLibrary(PathBuf),
    /// Goes back to the first screen.
    CloseLibrary,
    /// Stops the import; what is already in stays.
    CancelImport,
    /// Holds the import, or lets it go on.
    PauseImport,
    /// Shows what the last import set aside.
    ShowReport,
    /// Hides it.
    HideReport,
    /// Copies it as JSON.
    CopyReport,
    /// Saves it as JSON.
    SaveReport,
    /// Reads the table that is asked about so, and every one with its header.
    MapTable(Mapping),
    /// Asks again what the tables of the last import are that nobody knows.
    AskTables,
    /// Leaves the table that is asked about for later.
    SkipTable,
    /// Leaves all tables that wait for later.
    SkipTables,
    /// Examines the open library, down to every recording.
    CheckLibrary,
    /// Saves the sessions of the segment as a table.
    ExportSessions,
    /// Saves the findings as a report.
    ExportFindings,
}

/// Which sessions all rooms are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Replaces the whole line.
    Set(String),
    /// The same, while the line is being typed: it stays open.
    Try(String),
    /// Adds a term to it.
    Add(String),
    /// Takes the term at this place out.
    Remove(usize),
    /// All sessions.
    Clear,
    /// Edits the line as text.
    Edit,
    /// The same, with the beginning of another term at its end.
    Begin(String),
    /// Leaves the text as it was.
    StopEditing,
    /// Asks for a name to keep the segment under.
    Save,
    /// Keeps it under this name.
    SaveAs(String),
    /// Forgets the segment of this name.
    Forget(String),
    /// Compares with something, or no longer.
    Compare(Option<Against>),
}

/// The list of sessions and the chosen one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionCommand {
    /// Opens this one.
    Open(String),
    /// Opens this one at a moment.
    OpenAt(String, Time),
    /// These places of the list came into sight.
    Look(Range<usize>),
    /// Opens the next in the list.
    Next,
    /// Opens the one before.
    Previous,
    /// Marks the open one as watched, or not.
    ToggleWatched,
    /// Adds a tag to the open one.
    AddTag(String),
    /// Takes a tag off.
    RemoveTag(String),
    /// Sorts the list; by the same key again: the other way round.
    Sort(SortBy),
}

/// The play head.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Play {
    /// Plays or pauses.
    Toggle,
    /// Puts the play head there.
    Seek(Time),
    /// Moves it by so many milliseconds.
    By(i64),
    /// Moves it to the next (1) or previous (-1) interaction.
    Step(i32),
    /// Moves it to the next signal.
    NextSignal,
    /// Moves it to the signal before.
    PreviousSignal,
    /// The next higher speed.
    Faster,
    /// The next lower speed.
    Slower,
    /// This speed.
    Speed(f64),
    /// Skips idle gaps, or not.
    ToggleSkipIdle,
}

/// Evidence for hypotheses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EvidenceCommand {
    /// Pins this moment to the chosen hypothesis; writes a new one if there is none.
    Pin,
    /// Tags the session as for or against the chosen hypothesis.
    Tag(Stance),
    /// The hypothesis that new evidence goes to.
    Choose(String),
    /// Writes a new hypothesis with this title and chooses it.
    New(String),
    /// Turns a piece of evidence round.
    Turn(i64, Stance),
    /// Writes a note on a piece of evidence.
    Note(i64, String),
    /// Takes a piece of evidence away.
    Remove(i64),
}

/// How things are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum View {
    /// Goes to a room.
    Room(Room),
    /// Dark or light.
    ToggleTheme,
    /// Search or run.
    Palette,
    /// The list of keys.
    Keys,
    /// A tab of the inspector.
    Tab(Tab),
    /// Pointer trail on the stage, or not.
    ToggleTrail,
    /// Exact pictures by an installed browser, or not.
    ToggleExact,
    /// Closes whatever lies on top.
    Dismiss,
}

/// What an open library allows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// None is open.
    #[default]
    Closed,
    /// It can only be read.
    Read,
    /// It can be changed.
    Write,
}

/// What can be done at the moment; commands say whether they can run from it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Possible {
    /// Whether a library is open, and for what.
    pub library: Access,
    /// A session is open.
    pub session: bool,
    /// An import runs.
    pub importing: bool,
    /// An import has told what it read.
    pub reported: bool,
    /// Something can be undone / redone.
    pub undo: (bool, bool),
}
