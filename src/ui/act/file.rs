//! Commands of files: libraries, imports, exports.

use super::{Means, mapping, refresh};
use crate::findings::imported::claimed;
use crate::findings::{
    FindingsRequest, Kit, findings, open_sample, report, sample_library, sessions_csv, user_library,
};
use crate::job::{Progress, Tally};
use crate::library::{ImportReport, Join, Library, Segment};
use crate::ui::command::File;
use crate::ui::dialogs::{Question, wait};
use crate::ui::rooms::Room;
use crate::ui::rooms::where_::WhereState;
use crate::ui::rooms::which::WhichState;
use crate::ui::state::{Import, ImportWatch, Opened, Shell, State};
use crate::ui::words;
use anyhow::Context as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Seconds between two looks at the sessions that come in.
const SHOW_EVERY_S: f64 = 2.0;

/// Opens, imports and exports.
///
/// # Errors
/// When a library cannot be opened.
pub fn apply(state: &mut State, means: Means<'_>, command: File) -> anyhow::Result<()> {
    match command {
        File::ChooseFiles => ask(state, means, Question::Files),
        File::ChooseFolder => ask(state, means, Question::Folder),
        File::ChooseLibrary => ask(state, means, Question::Library),
        File::ExportSessions => ask(state, means, Question::SaveSessions),
        File::ExportFindings => ask(state, means, Question::SaveFindings(Vec::new())),
        File::Import(paths) => import(state, means, paths),
        File::Sample => sample(state, means),
        File::OpenLibrary(path) => open_library(state, means, &path),
        File::CloseLibrary => {
            close(state);
            Ok(())
        }
        File::CancelImport => {
            // The slot keeps the job: the report still says what came in.
            let progress = state.jobs.import.progress().or_else(|| state.jobs.sample.progress());
            progress.into_iter().for_each(Progress::cancel);
            Ok(())
        }
        File::PauseImport => {
            if let Some(progress) = state.jobs.import.progress().or_else(|| state.jobs.sample.progress()) {
                if progress.is_paused() { progress.resume() } else { progress.pause() }
            }
            Ok(())
        }
        File::CopyReport => {
            if let Some(report) = &state.report {
                means.ctx.copy_text(serde_json::to_string_pretty(&**report)?);
                state.toasts.done("Import report copied as JSON");
            }
            Ok(())
        }
        File::CheckLibrary => check(state, means),
        File::SaveReport if state.report.is_none() => Ok(()),
        File::SaveReport => ask(state, means, Question::SaveReport),
        File::ShowReport => {
            state.shell.report = state.report.is_some();
            Ok(())
        }
        File::MapTable(chosen) => mapping::answer(state, means, Some(&chosen)),
        File::AskTables => {
            mapping::ask(state);
            Ok(())
        }
        File::SkipTable => mapping::answer(state, means, None),
        File::SkipTables => mapping::leave(state, means),
        File::HideReport => {
            state.shell.report = false;
            Ok(())
        }
    }
}

/// Asks the user for files; the answer is taken by [`poll`].
///
/// # Errors
/// When no thread can be started.
pub fn ask(state: &mut State, means: Means<'_>, question: Question) -> anyhow::Result<()> {
    let answer = means.dialogs.ask(&question);
    state.jobs.question.start(means.ctx, "ask for files", question, move |_| Ok(wait(answer)))
}

/// Takes finished imports, answers and exports into the state.
pub fn poll(state: &mut State, means: Means<'_>) {
    if let Err(error) = finish(state, means) {
        state.toasts.problem(&error);
    }
}

fn finish(state: &mut State, means: Means<'_>) -> anyhow::Result<()> {
    watch(state, means)?;
    if let Some((question, answer)) = state.jobs.question.poll() {
        answered(state, means, &question, answer?)?;
    }
    if let Some(((), done)) = state.jobs.sample.poll() {
        let (library, report) = done.context("opening the sample shop")?;
        show(state, means, library)?;
        imported(state, means.ctx, report)?;
    }
    if let Some((import, done)) = state.jobs.import.poll() {
        let report = done.context("importing")?;
        if report.files == 0 && report.set_aside.is_empty() && !report.cancelled {
            anyhow::bail!(
                "there was nothing to import: choose recordings, a bundle, or a folder that holds some"
            );
        }
        imported(state, means.ctx, report)?;
        state.imported = import.paths;
        mapping::ask(state);
    }
    if let Some(((), told)) = state.jobs.check.poll() {
        match told.context("examining the library")?.as_slice() {
            [] => state.toasts.done("The library is sound, down to every recording"),
            told => {
                let next = "`wherefore check --repair` mends what can be mended, and keeps a copy";
                let all = anyhow::anyhow!("{}; {next}", told.join("; "));
                state.toasts.problem(&all.context(words::counted(told.len() as u64, "complaint")));
            }
        }
    }
    if let Some((path, done)) = state.jobs.export.poll() {
        done.with_context(|| format!("writing {}", path.display()))?;
        state.toasts.done(format!("Saved {}", path.display()));
    }
    Ok(())
}

/// Notes how fast the import goes, and lets sessions appear as they come.
fn watch(state: &mut State, means: Means<'_>) -> anyhow::Result<()> {
    let Some(progress) = state.jobs.import.progress().or_else(|| state.jobs.sample.progress()) else {
        state.import = ImportWatch::default();
        return Ok(());
    };
    let now = means.ctx.input(|input| input.time);
    state.import.pace.note(Duration::from_secs_f64(now.max(0.0)), progress);
    let sessions = progress.tallied(Tally::Sessions);
    let (shown, at) = state.import.shown;
    if sessions == shown || now - at < SHOW_EVERY_S || !state.jobs.import.is_running() {
        return Ok(());
    }
    state.import.shown = (sessions, now);
    let listing = state.jobs.list.is_running() || state.jobs.values.is_running();
    match state.opened.as_deref_mut() {
        Some(opened) if !listing => refresh::after_import(opened),
        _ => Ok(()),
    }
}

fn answered(
    state: &mut State,
    means: Means<'_>,
    question: &Question,
    paths: Vec<PathBuf>,
) -> anyhow::Result<()> {
    let Some(first) = paths.first().cloned() else { return Ok(()) };
    match question {
        Question::Files | Question::Folder => import(state, means, paths),
        Question::Library => open_library(state, means, &first),
        Question::SaveSessions => export_sessions(state, means, first),
        Question::SaveFindings(which) => export_findings(state, means, first, which.clone()),
        Question::SaveReport => save_report(state, means, first),
        Question::SaveHeat | Question::SaveHeatTable => crate::ui::rooms::where_::save(state, means, first),
        Question::SaveAllHeat => crate::ui::rooms::where_::save_all(state, means, first),
        Question::SaveClip => crate::ui::rooms::why::clip::save_clip(state, means.ctx, first),
        Question::SaveStill { full } => {
            crate::ui::rooms::why::clip::save_still(state, means.ctx, first, *full)
        }
    }
}

/// Opens a library and shows it; what was chosen in it last time is chosen again.
///
/// # Errors
/// When it cannot be opened.
pub fn open_library(state: &mut State, means: Means<'_>, path: &Path) -> anyhow::Result<()> {
    let library = Library::open(path)?;
    show(state, means, library)
}

fn show(state: &mut State, means: Means<'_>, library: Library) -> anyhow::Result<()> {
    let again = state.settings.library.as_deref() == Some(library.path());
    if !again {
        state.settings.segment.clear();
        state.settings.against = None;
        state.settings.session = None;
        state.settings.play_head_ms = 0;
        state.settings.where_.page = None;
        state.settings.hypothesis = None;
    }
    if library.read_only() {
        state.toasts.done("Another window has this library open, so it can only be read here");
    }
    let path = library.path().to_owned();
    let mut opened = Opened::new(library, means.ctx)?;
    opened.segment = Segment::parse(&state.settings.segment).unwrap_or_default();
    let total = opened.library.session_count()?;
    state.settings.remember(&path, total, words::now_ms());
    state.opened = Some(Box::new(opened));
    state.where_ = WhereState::default();
    state.which = WhichState::default();
    Ok(())
}

fn close(state: &mut State) {
    state.opened = None;
    state.report = None;
    state.settings.library = None;
    state.settings.room = Room::Why;
    state.shell = Shell::default();
}

/// Imports into the open library, or into the user's own; a library among `paths` is opened instead.
pub(super) fn import(state: &mut State, means: Means<'_>, paths: Vec<PathBuf>) -> anyhow::Result<()> {
    if let [path] = paths.as_slice()
        && path.extension().is_some_and(|extension| extension == "wherefore")
        && path.is_file()
    {
        return open_library(state, means, path);
    }
    if state.jobs.import.is_running() {
        anyhow::bail!("an import is running already: wait for it, or cancel it");
    }
    if state.opened.is_none() {
        let path = match state.places.library.clone() {
            Some(path) => path,
            None => user_library()?,
        };
        open_library(state, means, &path)?;
    }
    let Some(opened) = state.opened.as_deref() else { return Ok(()) };
    let mut library = opened.library.another()?;
    let name = match paths.as_slice() {
        [one] => one.file_name().unwrap_or(one.as_os_str()).to_string_lossy().into_owned(),
        many => format!("{} files", many.len()),
    };
    let key = Import { name, library: opened.library.path().to_owned(), paths: paths.clone() };
    state.report = None;
    state.jobs.import.start(means.ctx, "import", key, move |progress| Ok(library.import(&paths, progress)?))
}

fn sample(state: &mut State, means: Means<'_>) -> anyhow::Result<()> {
    if state.jobs.sample.is_running() {
        return Ok(());
    }
    let path = match state.places.sample.clone() {
        Some(path) => path,
        None => sample_library()?,
    };
    state.report = None;
    state.jobs.sample.start(means.ctx, "open sample", (), move |progress| Ok(open_sample(&path, progress)?))
}

fn imported(state: &mut State, ctx: &egui::Context, report: ImportReport) -> anyhow::Result<()> {
    let (told, asked) = (summary(&report), only_asked(&report));
    let incomplete = report.incomplete();
    let with_files = report.assets > 0;
    let report_claimed = report.claimed.is_some();
    let nothing = report.files == 0 && report.set_aside.is_empty();
    let told = match claimed(&report) {
        Some(claimed) if report.read == 0 => format!("{claimed}."),
        _ => told,
    };
    state.report = (!nothing).then(|| Arc::new(report));
    if let Some(opened) = state.opened.as_deref_mut() {
        refresh::after_import(opened)?;
        if with_files {
            opened.draw_anew(ctx)?;
        }
        let total = opened.library.session_count()?;
        let path = opened.library.path().to_owned();
        state.settings.remember(&path, total, words::now_ms());
    }
    if (!nothing || report_claimed) && !asked {
        state.toasts.done(told);
    }
    state.shell.report = incomplete;
    Ok(())
}

/// Whether nothing came in yet, as it is still to be said what the tables are.
fn only_asked(report: &ImportReport) -> bool {
    let joins = &report.joins;
    let rows = [&joins.orders, &joins.answers, &joins.sessions].map(|join| join.matched + join.unmatched);
    let came_in = report.new + report.longer + report.already_there + rows.iter().sum::<u64>() + joins.arms;
    !report.unmapped.is_empty() && report.set_aside.is_empty() && came_in == 0
}

/// `Imported 36 sessions, 5 survey answers; 2 set aside`.
fn summary(report: &ImportReport) -> String {
    let mut told = if report.cancelled { "Cancelled. Imported ".to_owned() } else { "Imported ".to_owned() };
    let joins = &report.joins;
    let rows = |join: &Join| join.matched + join.unmatched;
    let tables = [
        (rows(&joins.orders), "order"),
        (rows(&joins.answers), "survey answer"),
        (rows(&joins.sessions), "session property row"),
        (joins.arms, "test arm"),
    ];
    let new = report.new + report.longer;
    let sessions = words::counted(new, "session");
    let tables = tables.iter().filter(|(count, _)| *count > 0);
    let tables = tables.map(|(count, what)| words::counted(*count, what));
    let parts: Vec<String> = std::iter::once(sessions)
        .chain(
            (report.already_there > 0)
                .then(|| format!("{} already there", words::count(report.already_there))),
        )
        .chain(tables)
        .collect();
    told.push_str(&parts.join(", "));
    if !report.set_aside.is_empty() {
        told.extend(["; ", &words::count(report.set_aside.len() as u64), " set aside"]);
    }
    told
}

fn check(state: &mut State, means: Means<'_>) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref() else { return Ok(()) };
    let library = opened.library.reader()?;
    state.toasts.done("Examining the library…");
    state.jobs.check.start(means.ctx, "check", (), move |progress| Ok(library.examine(progress)?))
}

fn export_sessions(state: &mut State, means: Means<'_>, path: PathBuf) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref() else { return Ok(()) };
    let (library, segment) = (opened.library.reader()?, opened.segment.clone());
    let order = refresh::order(state.settings.sort);
    state.jobs.export.start(means.ctx, "export", path.clone(), move |_| {
        let sessions = library.sessions(&segment, order)?;
        let text = match ending(&path).as_str() {
            "json" => serde_json::to_string_pretty(&sessions)?,
            _ => sessions_csv(&sessions)?,
        };
        Ok(std::fs::write(&path, text)?)
    })
}

fn save_report(state: &mut State, means: Means<'_>, path: PathBuf) -> anyhow::Result<()> {
    let Some(report) = state.report.clone() else { return Ok(()) };
    state.jobs.export.start(means.ctx, "save report", path.clone(), move |_| {
        Ok(std::fs::write(&path, serde_json::to_string_pretty(&*report)?)?)
    })
}

fn export_findings(
    state: &mut State,
    means: Means<'_>,
    path: PathBuf,
    hypotheses: Vec<String>,
) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref() else { return Ok(()) };
    let (library, kit): (Library, Kit) = (opened.library.reader()?, opened.kit.clone());
    let form = ending(&path);
    let request = FindingsRequest {
        hypotheses,
        stills: !matches!(form.as_str(), "md" | "csv" | "json"),
        now_ms: words::now_ms(),
        ..FindingsRequest::default()
    };
    state.jobs.export.start(means.ctx, "export", path.clone(), move |progress| {
        let found = findings(&library, &request, &kit, progress)?;
        let text = match form.as_str() {
            "md" => report::markdown(&found),
            "csv" => report::csv(&found)?,
            "json" => report::json(&found)?,
            _ => report::html(&found),
        };
        Ok(std::fs::write(&path, text)?)
    })
}

fn ending(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase()
}
