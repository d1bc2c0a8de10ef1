//! What commands do: one file for each owner. Runs outside of drawing, in the order of asking.

pub mod evidence;
pub mod file;
pub mod mapping;
pub mod play;
pub mod refresh;
pub mod segment;
pub mod session;

use super::command::{Command, View};
use super::dialogs::Dialogs;
use super::edits::Edit;
use super::palette::Palette;
use super::rooms::{Room, where_, which, why};
use super::state::{Opened, State};
use egui::Context;

/// What an action may use besides the state.
#[derive(Debug, Clone, Copy)]
pub struct Means<'a> {
    /// To be woken and to load textures.
    pub ctx: &'a Context,
    /// To ask the user for files.
    pub dialogs: &'a dyn Dialogs,
}

/// Does what the command says, if it can be done now. Errors are shown as a message, here and once.
pub fn apply(state: &mut State, means: Means<'_>, command: Command) {
    if command.possible(&state.possible()).is_err() {
        return;
    }
    let done = match command {
        Command::File(command) => file::apply(state, means, command),
        Command::Segment(command) => segment::apply(state, command),
        Command::Session(command) => session::apply(state, means, command),
        Command::Play(command) => {
            play::apply(state, command);
            Ok(())
        }
        Command::Evidence(command) => evidence::apply(state, command),
        Command::View(command) => {
            view(state, means, &command);
            Ok(())
        }
        Command::Where(command) => where_::apply(state, means, command),
        Command::Why(command) => why::command::apply(state, means, &command),
        Command::Which(command) => which::apply(state, means, command),
        Command::Undo => history(state, true),
        Command::Redo => history(state, false),
    };
    if let Err(error) = done {
        state.toasts.problem(&error);
    }
}

/// Writes an edit, so that it can be undone, and reads again what it touched.
///
/// # Errors
/// When the library cannot be changed.
pub fn perform(state: &mut State, edit: Edit) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref_mut() else { return Ok(()) };
    opened.history.perform(&opened.library, edit)?;
    refresh::after_edit(opened)
}

fn history(state: &mut State, back: bool) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref_mut() else { return Ok(()) };
    let Opened { history, library, .. } = opened;
    let done = if back { history.undo(library)? } else { history.redo(library)? };
    refresh::after_edit(opened)?;
    state.where_.zones_changed();
    if let Some(label) = done {
        state.toasts.done(format!("{}: {label}", if back { "Undone" } else { "Done again" }));
    }
    Ok(())
}

fn view(state: &mut State, means: Means<'_>, command: &View) {
    match command {
        View::Room(room) => go(state, *room),
        View::ToggleTheme => {
            state.settings.theme = state.settings.theme.other();
            means.ctx.set_theme(state.settings.theme.theme());
        }
        View::Palette => {
            state.shell.palette = match state.shell.palette {
                Some(_) => None,
                None => Some(Palette::default()),
            };
        }
        View::Keys => state.shell.keys = !state.shell.keys,
        View::Tab(tab) => state.settings.tab = *tab,
        View::ToggleTrail => state.settings.trail = !state.settings.trail,
        View::ToggleExact => state.settings.exact = !state.settings.exact,
        View::Dismiss => dismiss(state, means.ctx),
    }
}

fn go(state: &mut State, room: Room) {
    if state.settings.room == Room::Why && room != Room::Why {
        play::pause(state);
        if let Some(opened) = state.opened.as_deref_mut() {
            opened.queue.stay();
        }
    }
    state.settings.room = room;
}

/// Closes the topmost thing.
fn dismiss(state: &mut State, ctx: &Context) {
    let shell = &mut state.shell;
    if shell.palette.take().is_some() || shell.naming.take().is_some() {
        return;
    }
    if shell.mapper.is_some() {
        // It has its own answers, and closing it is one of them.
        return;
    }
    if shell.keys || shell.report {
        (shell.keys, shell.report) = (false, false);
        return;
    }
    if shell.line.take().is_some() {
        return;
    }
    if state.settings.room == Room::Where {
        state.where_.leave();
        return;
    }
    let session = state.opened.as_deref_mut().and_then(|opened| opened.session.as_deref_mut());
    if let Some(session) = session.filter(|session| session.inspect.is_some()) {
        session.inspect = None;
    } else if shell.full_stage {
        why::command::full_stage(state, ctx, false);
    }
}
