//! What the Where room's commands do beyond the room: doors and files.

use super::command::{Beside, ElementDoor, Export, Letter, WhereCommand, ZoneTo};
use super::state::{Doors, Inputs, OnStage};
use crate::event::Device;
use crate::findings::{
    HeatRequest, PagesRequest, SheetLook, Shown, heat_csv, heat_difference_csv, heat_difference_sheet,
    heat_sheet, save_heatmaps,
};
use crate::library::{Order, Segment, SortKey};
use crate::ui::act::{Means, evidence, segment};
use crate::ui::against::Against;
use crate::ui::command::Segment as SegmentCommand;
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
        WhereCommand::Element(door, letter) => open(state, means, door, letter),
        WhereCommand::Zone(to) if to != ZoneTo::Tool => super::zones::apply(state, to),
        other => {
            state.where_.apply(other);
            state.settings.where_ = state.where_.options.clone();
            Ok(())
        }
    }
}

/// The segment of a side.
fn side(state: &State, letter: Letter) -> Option<Segment> {
    let opened = state.opened.as_deref()?;
    let (first, second) = Against::both(state.settings.against.as_ref(), &opened.segment);
    if letter == Letter::A { Some(first) } else { second }
}

/// From the marked element to sessions or to a hypothesis.
fn open(state: &mut State, means: Means<'_>, door: ElementDoor, letter: Letter) -> anyhow::Result<()> {
    let (Some(name), Some(whole)) = (state.where_.marked_name(), side(state, letter)) else {
        anyhow::bail!("mark an element first: click it on the page or in the list");
    };
    if door == ElementDoor::Hypothesis {
        let page = state.where_.page().map(|page| page.name.as_str()).unwrap_or_default();
        let title = format!("{page}: {name}");
        evidence::begin(state, &title, whole.to_string())?;
        state.settings.room = Room::Which;
        return Ok(());
    }
    let Some(line) = state.where_.leads_to(letter, &whole).map(|segment| segment.to_string()) else {
        anyhow::bail!("{name}: {}", state.where_.leads_nowhere(letter).unwrap_or_default());
    };
    if door == ElementDoor::WatchTen {
        return queue::apply(state, means, &QueueCommand::Draw(Some(line)));
    }
    segment::apply(state, SegmentCommand::Set(line))?;
    state.settings.room = Room::Why;
    Ok(())
}

/// Counts the sessions that the marked element leads to on both sides, as the list will.
fn count_doors(state: &mut State, means: Means<'_>) -> anyhow::Result<()> {
    if let Some((of, counts)) = state.jobs.doors.poll() {
        state.where_.marks.doors = Doors { of, counts: Some(counts?) };
    }
    let to = |letter: Letter| state.where_.leads_to(letter, &side(state, letter)?);
    let wanted = [to(Letter::A), to(Letter::B)];
    if state.where_.marks.doors.of == wanted || state.jobs.doors.key() == Some(&wanted) {
        return Ok(());
    }
    let Some(opened) = state.opened.as_deref() else { return Ok(()) };
    state.where_.marks.doors = Doors::default();
    if wanted.iter().all(Option::is_none) {
        return Ok(());
    }
    let (reader, of) = (opened.library.reader()?, wanted.clone());
    let order = Order { by: SortKey::Started, descending: true };
    state.jobs.doors.start(means.ctx, "count sessions", wanted, move |_| {
        let count = |segment: &Option<Segment>| match segment {
            Some(segment) => Ok(reader.list(segment, order)?.coverage.sessions),
            None => anyhow::Ok(0),
        };
        Ok([count(&of[0])?, count(&of[1])?])
    })
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
    let (first, second) = Against::both(state.settings.against.as_ref(), &opened.segment);
    let second = second.unwrap_or_default();
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
    let (library, kit) = (opened.library.another()?, opened.kit.clone());
    let (segment, _) = Against::both(state.settings.against.as_ref(), &opened.segment);
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
        && let Err(error) = count_doors(state, means)
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
