//! What a person says of tables that nobody knows.

use super::{Means, file};
use crate::format::Mapping;
use crate::ui::rooms::open::mapping::Mapper;
use crate::ui::state::State;
use anyhow::Result;

/// Begins to ask, where the last import met such tables.
pub(super) fn ask(state: &mut State) {
    let writable = state.opened.as_deref().is_some_and(|opened| !opened.library.read_only());
    let Some(report) = state.report.as_deref().filter(|_| writable) else { return };
    state.shell.mapper = Mapper::new(&report.unmapped, state.imported.clone());
    if state.shell.mapper.is_some() {
        // One thing at a time: the report is shown when all was said.
        state.shell.report = false;
    }
}

/// Keeps what was chosen for the table that is asked about, or goes on without.
///
/// # Errors
/// When the library cannot be changed, or the table cannot be read again.
pub(super) fn answer(state: &mut State, means: Means<'_>, chosen: Option<&Mapping>) -> Result<()> {
    let Some(mapper) = &mut state.shell.mapper else { return Ok(()) };
    if let (Some(chosen), Some(table), Some(opened)) =
        (chosen, mapper.waiting.front(), state.opened.as_deref())
    {
        opened.library.remember_mapping(&table.columns, &chosen.fit(&table.columns)?)?;
    }
    if mapper.next(chosen.is_some()) {
        return Ok(());
    }
    finish(state, means)
}

/// Asks no more.
///
/// # Errors
/// When tables that were mapped cannot be read again.
pub(super) fn leave(state: &mut State, means: Means<'_>) -> Result<()> {
    finish(state, means)
}

/// Reads what was mapped, or shows the report of what was read.
fn finish(state: &mut State, means: Means<'_>) -> Result<()> {
    let again = state.shell.mapper.take().map(|mapper| mapper.again).unwrap_or_default();
    if again.is_empty() {
        state.shell.report = state.report.as_deref().is_some_and(crate::library::ImportReport::incomplete);
        return Ok(());
    }
    file::import(state, means, again)
}
