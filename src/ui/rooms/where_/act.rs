//! What the Where room's commands do beyond the room: doors and files.

use super::command::{Beside, ElementDoor, Export, WhereCommand, ZoneTo};
use super::state::{Inputs, OnStage};
use crate::event::Device;
use crate::findings::{
    HeatRequest, PagesRequest, SheetLook, Shown, heat_csv, heat_difference_csv, heat_difference_sheet,
    heat_sheet, save_heatmaps,
};
use crate::library::{Order, Segment, SortKey};
use crate::ui::act::{Means, evidence, segment};
use crate::ui::command::{EvidenceCommand, Segment as SegmentCommand};
use crate::ui::dialogs::Question;
use crate::ui::rooms::Room;
use crate::ui::rooms::why::open_session::OpenSession;
use crate::ui::rooms::why::queue::{self, QueueCommand};
use crate::ui::settings::Look;
use crate::ui::state::State;
use crate::ui::words;
use std::path::PathBuf;

/// Does what the room was asked for.
///
/// # Errors
/// When a question cannot be asked, or the library cannot be read or changed.
pub fn apply(state: &mut State, means: Means<'_>, command: WhereCommand) -> anyhow::Result<()> {
    match command {
        WhereCommand::Export(export) => {
            let question = match export {
                Export::Picture => Question::SaveHeat,
                Export::Table => Question::SaveHeatTable,
                Export::AllPages => Question::SaveAllHeat,
            };
            ask(state, means, question)
        }
        WhereCommand::Element(door) => open(state, means, door),
        WhereCommand::Zone(to) if to != ZoneTo::Tool => super::zones::apply(state, to),
        other => {
            state.where_.apply(other);
            state.settings.where_ = state.where_.options.clone();
            Ok(())
        }
    }
}

/// From the marked element to sessions or to a hypothesis.
fn open(state: &mut State, means: Means<'_>, door: ElementDoor) -> anyhow::Result<()> {
    let Some(element) = state.where_.element().cloned() else {
        anyhow::bail!("mark an element first: click it on the page or in the list");
    };
    let line = leads_to(state).map(|segment| segment.to_string());
    match door {
        ElementDoor::WatchTen => queue::apply(state, means, &QueueCommand::Draw(line)),
        ElementDoor::Sessions => {
            let Some(line) = line else { return Ok(()) };
            segment::apply(state, SegmentCommand::Set(line))?;
            state.settings.room = Room::Why;
            Ok(())
        }
        ElementDoor::Hypothesis => {
            let page = state.where_.page().map(|page| page.name.clone()).unwrap_or_default();
            evidence::apply(state, EvidenceCommand::New(format!("{page}: {}", element.name)))?;
            state.settings.room = Room::Which;
            Ok(())
        }
    }
}

/// The sessions that the marked element leads to: those of the segment that saw the page on the device that
/// is shown and clicked it there.
fn leads_to(state: &State) -> Option<Segment> {
    let room = &state.where_;
    let opened = state.opened.as_deref()?;
    if room.zone().is_some() {
        return None;
    }
    Some(room.map()?.clicked(room.element()?, &opened.segment))
}

/// Counts the sessions that the marked element leads to, as the list will.
fn count_door(state: &mut State, means: Means<'_>) -> anyhow::Result<()> {
    if let Some((segment, count)) = state.jobs.door.poll() {
        state.where_.marks.door = Some((segment, count?));
    }
    let wanted = leads_to(state);
    let known = state.where_.marks.door.as_ref().map(|(segment, _)| segment);
    if wanted.as_ref() == known {
        return Ok(());
    }
    let (Some(segment), Some(opened)) = (wanted, state.opened.as_deref()) else {
        state.where_.marks.door = None;
        return Ok(());
    };
    if state.jobs.door.key() == Some(&segment) {
        return Ok(());
    }
    state.where_.marks.door = None;
    let (reader, key) = (opened.library.reader()?, segment.clone());
    let order = Order { by: SortKey::Started, descending: true };
    state
        .jobs
        .door
        .start(means.ctx, "count sessions", key, move |_| Ok(reader.list(&segment, order)?.coverage.sessions))
}

fn ask(state: &mut State, means: Means<'_>, question: Question) -> anyhow::Result<()> {
    if state.where_.map().is_none() {
        anyhow::bail!("there is no heatmap to save yet: choose a page in Where first");
    }
    crate::ui::act::file::ask(state, means, question)
}

/// Saves the heatmap that is shown: a table where the name ends in `.csv`, else a picture; of two segments
/// the table of how they differ, and the picture of the difference where that is what is shown.
///
/// # Errors
/// When no thread can be started.
pub fn save(state: &mut State, means: Means<'_>, path: PathBuf) -> anyhow::Result<()> {
    let Some(map) = state.where_.map().cloned() else { return Ok(()) };
    let Some(opened) = state.opened.as_deref() else { return Ok(()) };
    let look = sheet_look(state);
    let sides = state.settings.against.as_ref().and_then(|against| against.sides(&opened.segment));
    let (first, second) = sides.unwrap_or_else(|| (opened.segment.clone(), Segment::default()));
    let fonts = opened.kit.fonts.clone();
    let told = state.where_.compared().cloned().filter(|_| state.settings.against.is_some());
    let difference = state.where_.options.beside == Beside::Difference;
    state.jobs.export.start(means.ctx, "export heatmap", path.clone(), move |_| {
        let table = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        let bytes = match (&told, table) {
            (Some(told), true) => heat_difference_csv(told)?.into_bytes(),
            (None, true) => heat_csv(&map)?.into_bytes(),
            (Some(told), false) if difference => {
                let sheet = heat_difference_sheet(told, (&first, &second), look, &fonts);
                sheet.unwrap_or_else(|| heat_sheet(&map, &first, look, &fonts)).to_png()?
            }
            (_, false) => heat_sheet(&map, &first, look, &fonts).to_png()?,
        };
        Ok(std::fs::write(&path, bytes)?)
    })
}

/// How the heat is put on a sheet now.
fn sheet_look(state: &State) -> SheetLook {
    SheetLook {
        heat: state.where_.look(),
        light: state.settings.theme == Look::Light,
        tell: state.where_.options.look.tell,
    }
}

/// Saves picture and table of every page of the list into a folder.
///
/// # Errors
/// When the library cannot be opened once more, or no thread can be started.
pub fn save_all(state: &mut State, means: Means<'_>, folder: PathBuf) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref() else { return Ok(()) };
    let (library, kit, segment) = (opened.library.another()?, opened.kit.clone(), opened.segment.clone());
    let (pages, look) = (state.where_.pages().to_vec(), sheet_look(state));
    let (kind, options) = (state.where_.kind(), &state.where_.options.look);
    let everyone = HeatRequest::new("", Device::Desktop);
    let shown = Shown { hide: options.hide, ..everyone.shown };
    let heat = HeatRequest { kind, segment, radius: options.radius, shown, ..everyone };
    state.toasts.done(format!("Saving heatmaps of {}…", words::counted(pages.len() as u64, "page")));
    let request = PagesRequest { pages, device: None, heat, look };
    state.jobs.export.start(means.ctx, "export heatmaps", folder.clone(), move |progress| {
        let saved = save_heatmaps(&library, &request, &folder, &kit, progress)?;
        if saved.iter().all(|heat| heat.file.is_none()) && !saved.is_empty() {
            anyhow::bail!("none of the pages could be drawn: heatmaps.csv in the folder says why");
        }
        Ok(())
    })
}

/// The moment on the stage, with the page that it shows.
fn on_stage(open: &OpenSession) -> Option<OnStage> {
    let at = open.player.time();
    let view = open.facts.page_view_at(at)?;
    Some(OnStage { session: open.session.id.clone(), at, page: view.page.clone() })
}

/// Takes what is ready; while the room is in front, begins what is missing.
pub fn poll(state: &mut State, means: Means<'_>) {
    if state.settings.room == Room::Where
        && let Err(error) = count_door(state, means)
    {
        state.toasts.problem(&error);
    }
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
        against: settings.against.as_ref(),
    };
    where_.currency = opened.currency().map(str::to_owned);
    where_.stage = opened.session.as_deref().and_then(on_stage);
    let bare = where_.options.look.bare;
    where_.options = settings.where_.clone();
    where_.options.look.bare = bare;
    if let Err(error) = where_.tick(now, means.ctx) {
        toasts.problem(&error.into());
    }
}
