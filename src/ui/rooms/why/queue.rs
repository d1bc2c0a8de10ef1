//! Ten sessions drawn at random, watched one after another: which they are, how many were watched, and
//! what happens when one of them ends.
//!
//! Draws nothing by itself: [`Queue`] does, as the command line has it. Stays when the room is left.

use super::command::WhyCommand;
use crate::event::Time;
use crate::findings::Queue;
use crate::library::{Error, Library, Segment, Session};
use crate::replay::PlayerCommand;
use crate::ui::act::{Means, perform, session};
use crate::ui::command::Command;
use crate::ui::edits::{Change, Edit};
use crate::ui::rooms::Room;
use crate::ui::state::{Opened, State};

/// So many are drawn.
pub const SIZE: usize = 10;
/// How long it is said what comes next before it comes, s.
pub const PAUSE_S: f32 = 3.0;

/// What can be asked of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueueCommand {
    /// Shows the queue (`true`) or the list of all sessions; draws one when there is none.
    Show(bool),
    /// Draws ten sessions of the segment in force, or of this one, which is put in force.
    Draw(Option<String>),
    /// The session on the stage was played to its end.
    Ended,
    /// Plays the next one.
    PlayNext,
    /// Stays with this one: the next does not come by itself.
    Stay,
    /// Whether the next one comes by itself.
    Autoplay(bool),
}

impl QueueCommand {
    /// What it is called.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Show(true) => "Show the queue",
            Self::Show(false) => "Show all sessions of the list",
            Self::Draw(_) => "Watch ten drawn at random",
            Self::Ended => "Count as watched",
            Self::PlayNext => "Play the next of the queue",
            Self::Stay => "Stay with this session",
            Self::Autoplay(_) => "Play next by itself",
        }
    }
}

/// The queue of the open library.
#[derive(Debug, Default)]
pub struct WatchQueue {
    drawn: Option<Queue>,
    /// Its sessions, in the order of the draw.
    rows: Vec<Session>,
    /// The revision of the library that `rows` are of.
    read: Option<u64>,
    /// It is shown in place of the list.
    shown: bool,
    /// For how long it is still said that the next one comes, s.
    countdown: Option<f32>,
    /// The session that plays as soon as it is open.
    starting: Option<String>,
}

impl WatchQueue {
    /// With the draw that was kept last.
    pub fn of(library: &Library) -> Self {
        // Draws that cannot be read are begun anew with the next.
        let drawn = Queue::kept(library).unwrap_or_default().pop();
        Self { drawn, ..Self::default() }
    }

    /// The draw, if there is one.
    pub fn drawn(&self) -> Option<&Queue> {
        self.drawn.as_ref()
    }

    /// Its sessions, in the order of the draw; those that were erased are left out.
    pub fn rows(&self) -> &[Session] {
        &self.rows
    }

    /// Whether it is shown in place of the list.
    pub fn is_shown(&self) -> bool {
        self.shown
    }

    /// How many of it were watched.
    pub fn watched(&self) -> usize {
        self.rows.iter().filter(|session| session.marks.watched).count()
    }

    /// For how long it is still said that the next one comes, s; `None` when none comes by itself.
    pub fn countdown(&self) -> Option<f32> {
        self.countdown
    }

    /// Whether sessions are watched one after another now, and this is one of them.
    pub fn holds(&self, id: &str) -> bool {
        self.shown && self.place(id).is_some()
    }

    /// The id of the session after (`forward`) or before that one; of the first not watched where that
    /// one is not in the queue.
    pub fn beside(&self, id: Option<&str>, forward: bool) -> Option<&str> {
        let next = match id.and_then(|id| self.place(id)) {
            Some(place) if forward => place + 1,
            Some(place) => place.checked_sub(1)?,
            None => self.rows.iter().position(|session| !session.marks.watched).unwrap_or_default(),
        };
        self.rows.get(next).map(|session| session.id.as_str())
    }

    /// Lets `passed` seconds go by; whether the next one is to come now.
    pub fn wait(&mut self, passed: f32) -> bool {
        let Some(left) = &mut self.countdown else { return false };
        *left -= passed;
        *left <= 0.0
    }

    /// Whether that session plays as soon as it is open; told once.
    pub fn starts(&mut self, id: &str) -> bool {
        self.starting.take_if(|starting| starting == id).is_some()
    }

    /// Nothing comes by itself any more.
    pub fn stay(&mut self) {
        (self.countdown, self.starting) = (None, None);
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.rows.iter().position(|session| session.id == id)
    }

    fn put(&mut self, drawn: Queue) {
        *self = Self { drawn: Some(drawn), shown: true, ..Self::default() };
    }

    /// Reads its sessions again when the library was changed.
    fn read(&mut self, library: &Library, revision: u64) -> Result<(), Error> {
        let Some(drawn) = self.drawn.as_ref().filter(|_| self.read != Some(revision)) else { return Ok(()) };
        let keys = drawn.sessions.iter().map(|id| library.session_key(id));
        let keys: Vec<_> = keys.filter_map(Result::transpose).collect::<Result<_, _>>()?;
        self.rows = library.rows(&keys)?;
        self.read = Some(revision);
        Ok(())
    }
}

/// Does what the queue was asked for.
///
/// # Errors
/// When the library cannot be read or changed, or no thread can be started.
pub fn apply(state: &mut State, means: Means<'_>, command: &QueueCommand) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref_mut() else { return Ok(()) };
    match command {
        QueueCommand::Show(shown) => {
            opened.queue.stay();
            if *shown && opened.queue.drawn.is_none() {
                return draw(state, means);
            }
            opened.queue.shown = *shown;
            Ok(())
        }
        QueueCommand::Draw(segment) => {
            if let Some(line) = segment {
                let set = crate::ui::command::Segment::Set(line.clone());
                crate::ui::act::segment::apply(state, set)?;
            }
            state.settings.room = Room::Why;
            draw(state, means)
        }
        QueueCommand::Ended => ended(state),
        QueueCommand::PlayNext => {
            opened.queue.stay();
            let next = opened.queue.beside(state.settings.session.as_deref(), true).map(str::to_owned);
            let Some(next) = next else { return Ok(()) };
            opened.queue.starting = Some(next.clone());
            session::open(state, means, next, Time::ZERO)
        }
        QueueCommand::Stay => {
            opened.queue.stay();
            Ok(())
        }
        QueueCommand::Autoplay(on) => {
            state.settings.why.autoplay = *on;
            opened.queue.stay();
            Ok(())
        }
    }
}

fn draw(state: &mut State, means: Means<'_>) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref() else { return Ok(()) };
    let reader = opened.library.reader()?;
    let segment = opened.segment.clone();
    let before = opened.queue.drawn.clone();
    let key: Segment = segment.clone();
    state.jobs.queue.start(means.ctx, "draw sessions", key, move |_| {
        // The one on show is not kept in a library that can only be read.
        let mut kept = Queue::kept(&reader).unwrap_or_default();
        kept.extend(before);
        Ok(Queue::draw(&reader, &segment, SIZE, Queue::next_seed(&kept))?)
    })
}

/// The session on the stage counts as watched, and the next one is announced.
fn ended(state: &mut State) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref() else { return Ok(()) };
    let Some(open) = opened.session.as_deref() else { return Ok(()) };
    if !open.session.marks.watched && !opened.library.read_only() {
        let change = Change::Watched { session: open.session.id.clone(), on: true };
        perform(state, Edit::new("watched", vec![change]))?;
    }
    let State { opened: Some(opened), settings, .. } = state else { return Ok(()) };
    let next = opened.queue.beside(settings.session.as_deref(), true);
    if settings.why.autoplay && next.is_some() {
        opened.queue.countdown = Some(PAUSE_S);
    }
    Ok(())
}

/// Takes a finished draw, and keeps the rows in step with the library.
pub fn poll(state: &mut State, means: Means<'_>) {
    if let Err(error) = step(state, means) {
        state.toasts.problem(&error);
    }
}

fn step(state: &mut State, means: Means<'_>) -> anyhow::Result<()> {
    let State { opened: Some(opened), jobs, .. } = state else { return Ok(()) };
    let drawn = jobs.queue.poll();
    if let Some((_, drawn)) = drawn {
        let drawn = drawn?;
        if !opened.library.read_only() {
            drawn.keep(&opened.library)?;
        }
        opened.queue.put(drawn);
        opened.queue.read(&opened.library, opened.revision)?;
        opened.prevalence = None;
        if let Some(first) = opened.queue.beside(None, true).map(str::to_owned) {
            return session::open(state, means, first, Time::ZERO);
        }
        return Ok(());
    }
    let Opened { queue, library, revision, .. } = &mut **opened;
    Ok(queue.read(library, *revision)?)
}

/// Moves the queue on by `passed` seconds; what is to be done. `over` when the session was just played to
/// its end.
pub fn tick(opened: &mut Opened, passed: f32, over: bool) -> Option<Command> {
    let asked = |command| Some(Command::Why(WhyCommand::Queue(command)));
    let open = opened.session.as_deref_mut()?;
    if opened.queue.starts(&open.session.id) {
        open.player.handle(PlayerCommand::Play);
    }
    if over && opened.queue.holds(&open.session.id) {
        return asked(QueueCommand::Ended);
    }
    if opened.queue.wait(passed) { asked(QueueCommand::PlayNext) } else { None }
}
