//! What the Which room's commands do.

use super::WhichCommand;
use crate::library::Hypothesis;
use crate::ui::act::{Means, file, perform};
use crate::ui::command::Segment as SegmentCommand;
use crate::ui::dialogs::Question;
use crate::ui::edits::{Change, Edit};
use crate::ui::rooms::Room;
use crate::ui::state::State;

/// Does what the room was asked for.
///
/// # Errors
/// When the library cannot be read or changed.
pub fn apply(state: &mut State, means: Means<'_>, command: WhichCommand) -> anyhow::Result<()> {
    match command {
        WhichCommand::Decided(decided) => {
            state.which.decided = decided;
            state.settings.hypothesis = None;
            Ok(())
        }
        WhichCommand::Write(after) => write(state, *after),
        WhichCommand::Delete(id) => delete(state, &id),
        WhichCommand::Export(id) => file::ask(state, means, Question::SaveFindings(vec![id])),
        WhichCommand::Watch(id) => {
            crate::ui::act::segment::apply(state, SegmentCommand::Set(format!("hypothesis:{id}")))?;
            state.settings.room = Room::Why;
            Ok(())
        }
    }
}

fn write(state: &mut State, mut after: Hypothesis) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref() else { return Ok(()) };
    let Some(before) = opened.hypothesis(&after.id) else { return Ok(()) };
    after.title = after.title.trim().into();
    if *before == after {
        return Ok(());
    }
    let label = format!("{} edited", after.id);
    let decided = after.status.decided();
    if before.status.decided() != decided {
        state.settings.hypothesis = Some(after.id.clone());
    }
    let before = Some(Box::new(before.clone()));
    let change = Change::Hypothesis { before, after: Some(Box::new(after)) };
    perform(state, Edit::new(label, vec![change]))?;
    state.which.decided = decided;
    Ok(())
}

/// Deletes a hypothesis and its evidence, as one edit.
fn delete(state: &mut State, id: &str) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref() else { return Ok(()) };
    let Some(hypothesis) = opened.hypothesis(id) else { return Ok(()) };
    let mut changes: Vec<Change> = opened
        .library
        .evidence(id)?
        .into_iter()
        .map(|evidence| Change::Evidence { before: Some(evidence), after: None })
        .collect();
    changes.push(Change::Hypothesis { before: Some(Box::new(hypothesis.clone())), after: None });
    perform(state, Edit::new(format!("{id} deleted"), changes))?;
    if state.settings.hypothesis.as_deref() == Some(id) {
        state.settings.hypothesis = None;
    }
    state.toasts.done(format!("Deleted {id}. Ctrl+Z brings it back."));
    Ok(())
}

/// Takes what is ready; while the room is in front, begins what is missing.
pub fn poll(state: &mut State, means: Means<'_>) {
    let State { opened, which, settings, toasts, .. } = state;
    let Some(opened) = opened.as_deref() else { return };
    if settings.room != Room::Which {
        return;
    }
    if let Err(error) = which.tick(opened, settings.hypothesis.as_deref(), &opened.kit, means.ctx) {
        toasts.problem(&error);
    }
}
