//! What only the Why room can be asked for, and what comes of it.

use crate::event::Time;
use crate::replay::{Player, PlayerCommand};
use crate::ui::state::State;
use crate::ui::widgets::timeline::Span;
use egui::Key;
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
        }
    }
}

/// Does what the room was asked for.
pub fn apply(state: &mut State, command: &WhyCommand) {
    if let WhyCommand::Idle(ms) = command {
        state.settings.why.idle_ms = *ms;
    }
    let session = state.opened.as_deref_mut().and_then(|opened| opened.session.as_deref_mut());
    let Some(session) = session else { return };
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
    }
}

/// What of this room survives a restart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WhyOptions {
    /// Gaps longer than this are idle, ms.
    pub idle_ms: i64,
}

impl Default for WhyOptions {
    fn default() -> Self {
        Self { idle_ms: Player::IDLE_MS }
    }
}
