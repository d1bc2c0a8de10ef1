//! Everything the window knows. Panels read it; `act` changes it.

use super::command::{Access, Possible};
use super::dialogs::Question;
use super::edits::History;
use super::jobs::Slot;
use super::palette::Palette;
use super::rooms::open::mapping::Mapper;
use super::rooms::overview::{Figures, FiguresKey, Overview};
use super::rooms::where_::WhereState;
use super::rooms::which::WhichState;
use super::rooms::why::glimpse::{First, Glimpse};
use super::rooms::why::heat_here::{HeatKey, HeatLayer};
use super::rooms::why::open_session::{Loaded, OpenSession};
use super::rooms::why::queue::WatchQueue;
use super::rooms::why::sharpen::SharpKey;
use super::session_list::SessionList;
use super::settings::{Settings, Sorting};
use super::toast::Toasts;
use crate::findings::{Kit, Prevalence, Queue};
use crate::job::Pace;
use crate::library::{Coverage, Hypothesis, ImportReport, Library, Listing, SavedSegment, Segment, Site};
use crate::render::{Browser, Picture, Studio};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

/// The whole state of the window.
#[derive(Debug, Default)]
pub struct State {
    /// What survives a restart.
    pub settings: Settings,
    /// The open library, if any.
    pub opened: Option<Box<Opened>>,
    /// What lies over the rooms.
    pub shell: Shell,
    /// Work off the window's thread.
    pub jobs: Jobs,
    /// The first picture of a long session that is being opened.
    pub glimpse: Option<Glimpse>,
    /// Short messages.
    pub toasts: Toasts,
    /// What the last import told.
    pub report: Option<Arc<ImportReport>>,
    /// What the last import read, for tables in it that a person can name.
    pub imported: Vec<PathBuf>,
    /// How the import that runs is going.
    pub import: ImportWatch,
    /// The Overview's own.
    pub overview: Overview,
    /// The Where room's own.
    pub where_: WhereState,
    /// The Which room's own.
    pub which: WhichState,
    /// Where libraries are made on this computer.
    pub places: Places,
    /// The browser that draws exact pictures, where one is installed.
    pub browser: Option<Browser>,
}

/// The window's eye on a running import.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportWatch {
    /// How fast it goes.
    pub pace: Pace,
    /// How many sessions were in when the lists were read again last, and when; seconds of the
    /// window's clock.
    pub shown: (u64, f64),
}

/// Where libraries are made on this computer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// What is imported goes here while no other library is open; the user's own when `None`.
    pub library: Option<PathBuf>,
    /// The sample shop's library; in the user's folder when `None`.
    pub sample: Option<PathBuf>,
}

/// An open library and what was read from it.
#[derive(Debug)]
pub struct Opened {
    /// The library; writing is short and happens on the window's thread.
    pub library: Library,
    /// What is known of the site.
    pub site: Site,
    /// The segment in force.
    pub segment: Segment,
    /// How much it covers; `None` until it was counted.
    pub coverage: Option<Coverage>,
    /// Its sessions, sorted.
    pub sessions: SessionList,
    /// Values of the keys of the filter menu, with counts over the whole library.
    pub values: Values,
    /// Segments kept under a name.
    pub saved: Vec<SavedSegment>,
    /// All hypotheses.
    pub hypotheses: Vec<Hypothesis>,
    /// What can be undone.
    pub history: History,
    /// The session on the stage.
    pub session: Option<Box<OpenSession>>,
    /// Draws pages on a thread of its own.
    pub studio: Studio,
    /// Draws small pictures beside it.
    pub side: Studio,
    /// What drawing needs, for painters of other rooms; a clone is cheap.
    pub kit: Kit,
    /// How often a hypothesis was seen, by its id and the revision it was counted at.
    pub prevalence: Option<((String, u64), Prevalence)>,
    /// Grows whenever the library was changed, so that results from before are known as such.
    pub revision: u64,
    /// Grows whenever sessions came in: less often than `revision`.
    pub imports: u64,
    /// What `coverage` and `sessions` were asked for.
    pub listed: Option<ListKey>,
    /// The revision that `values` are of.
    pub valued: Option<u64>,
    /// The session that was put on the stage last without being asked for.
    pub refused: Option<String>,
    /// Sessions drawn at random, to be watched.
    pub queue: WatchQueue,
}

/// What lies over the rooms.
#[derive(Debug, Default)]
pub struct Shell {
    /// The palette, while it is open.
    pub palette: Option<Palette>,
    /// The list of keys is shown.
    pub keys: bool,
    /// The import report is shown.
    pub report: bool,
    /// The text of the segment line, while it is edited.
    pub line: Option<LineEdit>,
    /// What is typed in the menu of "Compare with…".
    pub against: String,
    /// The name under which the segment is about to be saved.
    pub naming: Option<String>,
    /// The stage has the window to itself.
    pub full_stage: bool,
    /// Tables that nobody knows, while it is asked what they are.
    pub mapper: Option<Mapper>,
}

/// The segment line as it is being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineEdit {
    /// The text.
    pub text: String,
    /// It was just opened and wants the keyboard.
    pub fresh: bool,
    /// Which of the words that could come next is chosen.
    pub chosen: Option<usize>,
}

/// Values that sessions have, by the segment key they belong to, with how many sessions have each.
pub type Values = BTreeMap<&'static str, Vec<(String, u64)>>;

/// What a query was asked: the segment, the order, the state of the library.
pub type ListKey = (Segment, Sorting, u64);

/// Work off the window's thread, one slot for each kind.
#[derive(Debug, Default)]
pub struct Jobs {
    /// An import, by what the user opened.
    pub import: Slot<Import, ImportReport>,
    /// The list of sessions.
    pub list: Slot<ListKey, Listing>,
    /// Values for the filter menu, by the state of the library.
    pub values: Slot<u64, Values>,
    /// A session being opened.
    pub session: Slot<String, Loaded>,
    /// The beginning of that session comes here, where it is long.
    pub first: Option<Receiver<First>>,
    /// A question to the user.
    pub question: Slot<Question, Vec<PathBuf>>,
    /// A file being written.
    pub export: Slot<PathBuf, ()>,
    /// The library being examined.
    pub check: Slot<(), Vec<String>>,
    /// The sample's library being made ready.
    pub sample: Slot<(), (Library, ImportReport)>,
    /// The Overview's figures.
    pub overview: Slot<FiguresKey, Figures>,
    /// How many sessions the marked element leads to on both sides.
    pub doors: Slot<[Option<Segment>; 2], [u64; 2]>,
    /// Heat over the paused moment.
    pub heat_here: Slot<HeatKey, HeatLayer>,
    /// The exact picture of the moment on the stage.
    pub sharpen: Slot<SharpKey, Picture>,
    /// A clip being written.
    pub clip: Slot<PathBuf, ()>,
    /// How often a hypothesis was seen, by its id and the revision of the library.
    pub prevalence: Slot<(String, u64), Prevalence>,
    /// Sessions being drawn from a segment.
    pub queue: Slot<Segment, Queue>,
}

/// What is being imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// What to call it: a file's name, or `3 files`.
    pub name: String,
    /// Into which library.
    pub library: PathBuf,
    /// What was opened.
    pub paths: Vec<PathBuf>,
}

impl Opened {
    /// An open library, nothing read from it yet but what the first frame needs.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn new(library: Library, ctx: &egui::Context) -> anyhow::Result<Self> {
        let kit = Kit::of(&library)?;
        let (studio, side) = studios(&kit, ctx);
        Ok(Self {
            site: library.site()?,
            saved: library.saved_segments()?,
            hypotheses: library.hypotheses()?,
            queue: WatchQueue::of(&library),
            library,
            segment: Segment::default(),
            coverage: None,
            sessions: SessionList::default(),
            values: BTreeMap::new(),
            history: History::default(),
            session: None,
            studio,
            side,
            kit,
            prevalence: None,
            revision: 0,
            imports: 0,
            listed: None,
            valued: None,
            refused: None,
        })
    }

    /// Draws the open session again, with files of its site that came in.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn draw_anew(&mut self, ctx: &egui::Context) -> anyhow::Result<()> {
        (self.studio, self.side) = studios(&self.kit, ctx);
        if let Some(open) = self.session.as_deref_mut() {
            open.forget_pictures();
            open.fidelity = self.library.fidelity(&open.session.id)?;
        }
        Ok(())
    }

    /// The library's file name.
    pub fn name(&self) -> String {
        self.library.path().file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The hypothesis of that id.
    pub fn hypothesis(&self, id: &str) -> Option<&Hypothesis> {
        self.hypotheses.iter().find(|hypothesis| hypothesis.id == id)
    }

    /// The currency that most is told in.
    pub fn currency(&self) -> Option<&str> {
        let of_sessions = || self.sessions.rows().find_map(|session| session.shopping.currency.as_deref());
        self.site.currency.as_deref().or_else(of_sessions)
    }
}

impl State {
    /// What can be done now.
    pub fn possible(&self) -> Possible {
        let opened = self.opened.as_deref();
        Possible {
            library: match opened.map(|opened| opened.library.read_only()) {
                None => Access::Closed,
                Some(true) => Access::Read,
                Some(false) => Access::Write,
            },
            session: opened.is_some_and(|opened| opened.session.is_some()),
            importing: self.jobs.import.is_running(),
            reported: self.report.is_some(),
            undo: opened.map(|opened| opened.history.possible()).unwrap_or_default(),
        }
    }
}

/// The studio of the stage and that of small pictures.
fn studios(kit: &Kit, ctx: &egui::Context) -> (Studio, Studio) {
    let studio = || {
        let wake = ctx.clone();
        Studio::new(kit.assets.clone(), kit.fonts.clone(), move || wake.request_repaint())
    };
    (studio(), studio())
}
