//! What the Where room's commands do.

use super::WhereCommand;
use super::state::Inputs;
use crate::findings::heat_csv;
use crate::ui::act::Means;
use crate::ui::dialogs::Question;
use crate::ui::rooms::Room;
use crate::ui::state::State;
use std::path::PathBuf;

/// Does what the room was asked for.
///
/// # Errors
/// When a question cannot be asked.
pub fn apply(state: &mut State, means: Means<'_>, command: WhereCommand) -> anyhow::Result<()> {
    match command {
        WhereCommand::ExportPicture => ask(state, means, Question::SaveHeat),
        WhereCommand::ExportTable => ask(state, means, Question::SaveHeatTable),
        other => {
            state.where_.apply(other);
            state.settings.where_ = state.where_.options.clone();
            Ok(())
        }
    }
}

fn ask(state: &mut State, means: Means<'_>, question: Question) -> anyhow::Result<()> {
    if state.where_.map().is_none() {
        anyhow::bail!("there is no heatmap to save yet: choose a page in Where first");
    }
    crate::ui::act::file::ask(state, means, question)
}

/// Saves the heatmap that is shown: a table where the name ends in `.csv`, else a picture.
///
/// # Errors
/// When no thread can be started.
pub fn save(state: &mut State, means: Means<'_>, path: PathBuf) -> anyhow::Result<()> {
    let Some(map) = state.where_.map().cloned() else { return Ok(()) };
    let look = state.where_.look();
    state.jobs.export.start(means.ctx, "export heatmap", path.clone(), move |_| {
        let table = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        let bytes = if table { heat_csv(&map)?.into_bytes() } else { map.picture(look).to_png()? };
        Ok(std::fs::write(&path, bytes)?)
    })
}

/// Takes what is ready; while the room is in front, begins what is missing.
pub fn poll(state: &mut State, means: Means<'_>) {
    let State { opened, where_, settings, toasts, .. } = state;
    let Some(opened) = opened.as_deref() else { return };
    if settings.room != Room::Where {
        return;
    }
    let now = Inputs {
        library: &opened.library,
        segment: &opened.segment,
        revision: opened.imports,
        kit: &opened.kit,
    };
    where_.options = settings.where_.clone();
    if let Err(error) = where_.tick(now, means.ctx) {
        toasts.problem(&error.into());
    }
}
