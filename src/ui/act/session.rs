//! Commands of the list of sessions and of the session on the stage.

use super::Means;
use crate::event::Time;
use crate::facts::Rules;
use crate::ui::command::SessionCommand;
use crate::ui::edits::{Change, Edit};
use crate::ui::rooms::Room;
use crate::ui::rooms::why::glimpse::First;
use crate::ui::rooms::why::open_session::Loaded;
use crate::ui::state::{Opened, State};
use std::sync::mpsc::sync_channel;

/// Opens sessions, marks them, sorts their list.
///
/// # Errors
/// When the library cannot be read or changed.
pub fn apply(state: &mut State, means: Means<'_>, command: SessionCommand) -> anyhow::Result<()> {
    match command {
        SessionCommand::Open(id) => open(state, means, id, Time::ZERO),
        SessionCommand::OpenAt(id, at) => {
            state.settings.room = Room::Why;
            open(state, means, id, at)
        }
        SessionCommand::Next => beside(state, means, true),
        SessionCommand::Previous => beside(state, means, false),
        SessionCommand::ToggleWatched => mark(state, |session, watched| {
            let label = if watched { "not watched" } else { "watched" };
            (label.to_owned(), Change::Watched { session, on: !watched })
        }),
        SessionCommand::AddTag(tag) => mark(state, |session, _| {
            (format!("tag {tag}"), Change::Tag { session, tag: tag.trim().to_owned(), on: true })
        }),
        SessionCommand::RemoveTag(tag) => {
            mark(state, |session, _| (format!("no tag {tag}"), Change::Tag { session, tag, on: false }))
        }
        SessionCommand::Look(places) => {
            if let Some(opened) = state.opened.as_deref_mut() {
                opened.sessions.look(places);
            }
            Ok(())
        }
        SessionCommand::Sort(by) => {
            state.settings.sort = state.settings.sort.by(by);
            Ok(())
        }
    }
}

/// Opens a session with the play head at `at`; if it is on the stage already, only the head moves.
///
/// # Errors
/// When the library cannot be read, or no thread can be started.
pub fn open(state: &mut State, means: Means<'_>, id: String, at: Time) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref_mut() else { return Ok(()) };
    state.settings.play_head_ms = at.0;
    state.settings.session = Some(id.clone());
    if let Some(session) = opened.session.as_deref_mut().filter(|session| session.session.id == id) {
        session.player.handle(crate::replay::PlayerCommand::Seek(at));
        return Ok(());
    }
    let reader = opened.library.reader()?;
    let rules = rules(opened);
    let key = id.clone();
    state.glimpse = None;
    let (sender, first) = sync_channel(1);
    state.jobs.first = Some(first);
    let wake = means.ctx.clone();
    state.jobs.session.start(means.ctx, "open session", key, move |progress| {
        // One after the other, as the first picture is not to wait for the rest. What cannot be read is
        // told by the second, and nobody may want the first any more.
        if let Ok(Some(first)) = First::read(&reader, &id, at)
            && sender.send(first).is_ok()
        {
            wake.request_repaint();
        }
        Loaded::read(&reader, &id, rules, progress)
    })
}

/// How pages of the open library are called.
pub(super) fn rules(opened: &Opened) -> Rules {
    Rules { pages: opened.site.pages.clone(), ..Rules::default() }
}

fn beside(state: &mut State, means: Means<'_>, forward: bool) -> anyhow::Result<()> {
    // What was asked for last counts, so that J pressed three times goes three on.
    let Some(opened) = state.opened.as_deref_mut() else { return Ok(()) };
    if opened.queue.is_shown() {
        let next = opened.queue.beside(state.settings.session.as_deref(), forward).map(str::to_owned);
        return next.map_or(Ok(()), |id| open(state, means, id, Time::ZERO));
    }
    opened.sessions.read(&opened.library, state.settings.session.as_deref())?;
    let place = opened.sessions.chosen();
    let next = match (place, forward) {
        (Some(place), true) => place + 1,
        (Some(place), false) => place.wrapping_sub(1),
        (None, _) => 0,
    };
    match opened.sessions.id(&opened.library, next)? {
        Some(id) => open(state, means, id, Time::ZERO),
        None => Ok(()),
    }
}

fn mark(state: &mut State, change: impl FnOnce(String, bool) -> (String, Change)) -> anyhow::Result<()> {
    let session = state.opened.as_deref().and_then(|opened| opened.session.as_deref());
    let Some(session) = session.map(|open| &open.session) else { return Ok(()) };
    let (label, change) = change(session.id.clone(), session.marks.watched);
    super::perform(state, Edit::new(label, vec![change]))
}
