//! What only the Why room can be asked for, and what comes of it.

use super::entries::EntryKind;
use super::heat_here;
use super::inspect::Inspect;
use super::open_session::OpenSession;
use super::queue::{self, QueueCommand};
use crate::event::{Point, Time};
use crate::replay::{Player, PlayerCommand};
use crate::ui::act::Means;
use crate::ui::act::file::ask;
use crate::ui::dialogs::Question;
use crate::ui::state::State;
use crate::ui::widgets::timeline::Span;
use egui::{Context, Key};
use serde::{Deserialize, Serialize};

/// What only this room can be asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum WhyCommand {
    /// The pointer is over this moment of the timeline, or no longer over it.
    Look(Option<Time>),
    /// The play head is held by the pointer, or let go.
    Hold(bool),
    /// The timeline shows this part.
    Show(Span),
    /// The timeline shows a smaller (`true`) or larger part around the play head.
    Closer(bool),
    /// The timeline shows the whole recording.
    Whole,
    /// Plays from here over and over, up to where it was said.
    LoopFrom,
    /// Plays up to here over and over, from where it was said.
    LoopTo,
    /// Plays on at the end of the part.
    LoopOff,
    /// Gaps longer than this are idle, ms.
    Idle(i64),
    /// Shows only events with these words in them.
    FindEvents(String),
    /// Shows only events of this kind, and of others that were chosen; or no longer.
    OnlyEvents(EntryKind),
    /// Names elements below the pointer, or no longer.
    Inspect,
    /// The pointer is over this place of the page, client px, or off it.
    Point(Option<Point>),
    /// Holds the element that is named, or lets it go.
    HoldElement,
    /// Lays the segment's clicks over the paused moment, or takes them away.
    HeatHere,
    /// The stage has the window to itself, or no longer.
    FullStage,
    /// How large the page is shown.
    Zoom(Zoom),
    /// Saves the part that is looped, or what is around the play head, as a moving picture.
    Clip,
    /// Gives the clip up that is being written.
    StopClip,
    /// How wide clips are, px; as wide as the page where it is not said.
    ClipWidth(Option<u32>),
    /// Saves the moment as a picture: what was seen of it, or (`true`) the whole page.
    Still(bool),
    /// Sessions drawn at random, watched one after another.
    Queue(QueueCommand),
}

/// How large the page is shown on the stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Zoom {
    /// As large as there is room, and never larger than it was.
    #[default]
    Fit,
    /// One CSS pixel is one point.
    Hundred,
    /// One CSS pixel is one pixel of this screen.
    Actual,
}

impl Zoom {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Fit, Self::Hundred, Self::Actual];

    /// What the menu calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Fit => "Fit the stage",
            Self::Hundred => "100 %",
            Self::Actual => "Actual pixels",
        }
    }
}

impl WhyCommand {
    /// Those that stand in the palette.
    pub fn listed() -> Vec<Self> {
        vec![
            Self::Closer(true),
            Self::Closer(false),
            Self::Whole,
            Self::LoopFrom,
            Self::LoopTo,
            Self::LoopOff,
            Self::Inspect,
            Self::HeatHere,
            Self::FullStage,
            Self::Zoom(Zoom::Fit),
            Self::Zoom(Zoom::Hundred),
            Self::Zoom(Zoom::Actual),
            Self::Queue(QueueCommand::Draw(None)),
            Self::Clip,
            Self::Still(false),
            Self::Still(true),
        ]
    }

    /// Its key.
    pub fn shortcut(&self) -> Option<Key> {
        Some(match self {
            Self::Closer(true) => Key::Plus,
            Self::Closer(false) => Key::Minus,
            Self::Whole => Key::Num0,
            Self::LoopFrom => Key::I,
            Self::LoopTo => Key::O,
            Self::LoopOff => Key::L,
            Self::Inspect => Key::D,
            Self::HeatHere => Key::H,
            Self::FullStage => Key::F,
            Self::Clip => Key::C,
            Self::Queue(QueueCommand::Draw(None)) => Key::Q,
            _ => return None,
        })
    }

    /// What it is called.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Look(_) => "Look at a moment",
            Self::Hold(_) => "Hold the play head",
            Self::Show(_) => "Show part of the timeline",
            Self::Closer(true) => "Timeline closer",
            Self::Closer(false) => "Timeline wider",
            Self::Whole => "Whole timeline",
            Self::LoopFrom => "Loop from here",
            Self::LoopTo => "Loop to here",
            Self::LoopOff => "End the loop",
            Self::Idle(_) => "What counts as idle",
            Self::FindEvents(_) => "Find in events",
            Self::OnlyEvents(_) => "Filter events",
            Self::Inspect => "Inspect elements",
            Self::Point(_) => "Point at an element",
            Self::HoldElement => "Hold the element",
            Self::HeatHere => "Heat here",
            Self::FullStage => "Full-screen stage",
            Self::Zoom(Zoom::Fit) => "Zoom: fit the stage",
            Self::Zoom(Zoom::Hundred) => "Zoom: 100 %",
            Self::Zoom(Zoom::Actual) => "Zoom: actual pixels",
            Self::Clip => "Save clip…",
            Self::StopClip => "Cancel the clip",
            Self::ClipWidth(_) => "Width of clips",
            Self::Still(false) => "Save this moment as a picture…",
            Self::Still(true) => "Save the whole page as a picture…",
            Self::Queue(command) => command.label(),
        }
    }
}

/// Does what the room was asked for.
///
/// # Errors
/// When no thread can be started.
pub fn apply(state: &mut State, means: Means<'_>, command: &WhyCommand) -> anyhow::Result<()> {
    let ctx = means.ctx;
    match command {
        WhyCommand::Queue(command) => return queue::apply(state, means, command),
        WhyCommand::HeatHere => return heat_here::toggle(state, ctx),
        WhyCommand::Clip => return ask(state, means, Question::SaveClip),
        WhyCommand::Still(full) => return ask(state, means, Question::SaveStill { full: *full }),
        WhyCommand::StopClip => state.jobs.clip.stop(),
        WhyCommand::ClipWidth(width) => state.settings.why.clip_width = *width,
        WhyCommand::FullStage => full_stage(state, ctx, !state.shell.full_stage),
        WhyCommand::Zoom(zoom) => state.settings.why.zoom = *zoom,
        WhyCommand::Idle(ms) => state.settings.why.idle_ms = *ms,
        _ => {}
    }
    let session = state.opened.as_deref_mut().and_then(|opened| opened.session.as_deref_mut());
    if let Some(session) = session {
        to_session(session, command);
    }
    Ok(())
}

/// Gives the stage the window and the screen to itself, or takes both back.
pub fn full_stage(state: &mut State, ctx: &Context, full: bool) {
    state.shell.full_stage = full;
    ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(full));
}

fn to_session(session: &mut OpenSession, command: &WhyCommand) {
    match command {
        WhyCommand::Look(at) => session.look(*at),
        WhyCommand::Hold(held) => session.held = *held,
        WhyCommand::Show(span) => session.show(*span),
        WhyCommand::Closer(closer) => session.closer(*closer),
        WhyCommand::Whole => session.show((Time::ZERO, session.player.duration())),
        WhyCommand::LoopFrom | WhyCommand::LoopTo => {
            let (now, duration) = (session.player.time(), session.player.duration());
            let (from, to) = session.player.looped().unwrap_or((Time::ZERO, duration));
            let span =
                if *command == WhyCommand::LoopFrom { (now, to.max(now)) } else { (from.min(now), now) };
            let span = if span.0 == span.1 { None } else { Some(span) };
            session.player.handle(PlayerCommand::Loop(span));
        }
        WhyCommand::LoopOff => {
            session.player.handle(PlayerCommand::Loop(None));
        }
        WhyCommand::Idle(ms) => session.set_idle(*ms),
        WhyCommand::FindEvents(text) => session.entries.look_for(text),
        WhyCommand::OnlyEvents(kind) => session.entries.toggle(*kind),
        WhyCommand::Inspect => {
            session.inspect = match session.inspect {
                Some(_) => None,
                None => Some(Inspect::default()),
            };
            session.player.handle(PlayerCommand::Pause);
        }
        WhyCommand::Point(at) => {
            if let Some(inspect) = &mut session.inspect {
                inspect.point(*at);
            }
        }
        WhyCommand::HoldElement => {
            if let Some(inspect) = &mut session.inspect {
                inspect.held = !inspect.held && inspect.found.is_some();
            }
        }
        _ => {} // done by the room
    }
}

/// What of this room survives a restart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WhyOptions {
    /// Gaps longer than this are idle, ms.
    pub idle_ms: i64,
    /// How large the page is shown.
    pub zoom: Zoom,
    /// How wide clips are, px; as wide as the page where it is not said.
    pub clip_width: Option<u32>,
    /// Whether the next session of a queue comes by itself.
    pub autoplay: bool,
}

impl Default for WhyOptions {
    fn default() -> Self {
        Self { idle_ms: Player::IDLE_MS, zoom: Zoom::default(), clip_width: None, autoplay: true }
    }
}
