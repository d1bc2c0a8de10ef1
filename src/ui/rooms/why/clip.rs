//! Clips and pictures of the session on the stage, saved where the user says; drawn in the background.

use super::command::WhyCommand;
use super::open_session::OpenSession;
use crate::event::Time;
use crate::findings::{ClipRequest, ClipSize, Kit, Recorded, clip, open_recording, still};
use crate::job::Progress;
use crate::library::Library;
use crate::render::{FilmFormat, What};
use crate::ui::command::Command;
use crate::ui::icons;
use crate::ui::shell::item;
use crate::ui::state::State;
use crate::ui::theme::{self, Face, size, space};
use crate::ui::widgets;
use crate::ui::widgets::push::Push;
use crate::ui::widgets::timeline::Span;
use crate::ui::words;
use anyhow::Context as _;
use egui::{Context, RectAlign, Ui};
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Without a loop a clip goes from so long before the play head to so long after it, ms.
const AROUND_MS: i64 = 5000;
/// Pictures a second at most.
const FPS: f64 = 15.0;
/// Widths that are offered, px; `None` is the page's own.
const WIDTHS: [Option<u32>; 3] = [None, Some(1280), Some(640)];

/// The button beside the speed, and its menu; while a clip is written, how far it is.
pub(super) fn button(
    ui: &mut Ui,
    state: &State,
    session: &OpenSession,
    narrow: bool,
    commands: &mut Vec<Command>,
) {
    if let Some(progress) = state.jobs.clip.progress() {
        let (done, all) = progress.counts();
        let label = format!("{:.0} %", done as f64 * 100.0 / all.max(1) as f64);
        let stop = Push::new(&label).name("Cancel the clip").icon(icons::VIDEO_CAMERA).after(icons::X);
        if stop
            .selected(true)
            .show(ui)
            .on_hover_text("A clip is being written; click to give it up")
            .clicked()
        {
            commands.push(Command::Why(WhyCommand::StopClip));
        }
        return;
    }
    let button = if narrow {
        Push::icon_only(icons::VIDEO_CAMERA, "Clip")
    } else {
        Push::new("Clip").icon(icons::VIDEO_CAMERA)
    };
    let button = button.name("Clip").show(ui);
    egui::Popup::menu(&button).align(RectAlign::TOP_END).show(|ui| menu(ui, state, session, commands));
}

fn menu(ui: &mut Ui, state: &State, session: &OpenSession, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    ui.set_width(300.0);
    let (from, to) = span(session);
    let looped = session.player.looped().is_some();
    let what =
        if looped { "the loop" } else { "around this moment; set a loop with I and O for another part" };
    let (from, to) = (words::clock_tenths(from), words::clock_tenths(to));
    let told = format!("{from} to {to} at {}×: {what}.", session.player.speed());
    ui.horizontal(|ui| {
        ui.add_space(space::S);
        let told = theme::text(told, Face::Regular, size::SMALL).color(tokens.muted);
        ui.add(egui::Label::new(told).wrap());
    });
    let mut add = |ui: &mut Ui, icon, command: WhyCommand| {
        let command = Command::Why(command);
        if item(ui, icon, command.label(), &command.key_words(ui.ctx())) {
            commands.push(command);
        }
    };
    add(ui, icons::VIDEO_CAMERA, WhyCommand::Clip);
    ui.separator();
    add(ui, icons::IMAGE, WhyCommand::Still(false));
    add(ui, icons::IMAGE, WhyCommand::Still(true));
    ui.separator();
    ui.horizontal(|ui| {
        ui.add_space(space::S);
        widgets::words(ui, "Width of clips", (Face::Regular, size::SMALL), tokens.muted);
    });
    for width in WIDTHS {
        let label = width.map_or("As wide as the page".to_owned(), |width| {
            format!("{} px", words::count(u64::from(width)))
        });
        let chosen = state.settings.why.clip_width == width;
        let icon = if chosen { icons::CHECK } else { icons::RULER };
        if item(ui, icon, &label, if chosen { "now" } else { "" }) {
            commands.push(Command::Why(WhyCommand::ClipWidth(width)));
        }
    }
}

/// What a clip has in it: the loop, or what is around the play head.
fn span(session: &OpenSession) -> Span {
    let (now, end) = (session.player.time(), session.player.duration());
    let around = (now.plus(-AROUND_MS).max(Time::ZERO), now.plus(AROUND_MS).min(end));
    session.player.looped().unwrap_or(around)
}

/// Begins to write a clip; the file's ending says of what kind it is.
///
/// # Errors
/// When the ending is none of those, a clip is being written already, or no thread can be started.
pub(in crate::ui) fn save_clip(state: &mut State, ctx: &Context, path: PathBuf) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref() else { return Ok(()) };
    let Some(session) = opened.session.as_deref() else { return Ok(()) };
    let Some(format) = FilmFormat::of(&path) else {
        anyhow::bail!("{} has to end in .mp4, .gif or .webp", path.display());
    };
    if state.jobs.clip.is_running() {
        anyhow::bail!("a clip is being written already: wait for it, or cancel it");
    }
    let (from, to) = span(session);
    let size = state.settings.why.clip_width.map_or(ClipSize::Scale(1.0), ClipSize::Width);
    let request = ClipRequest { from, to, format, size, fps: FPS, speed: session.player.speed() };
    let (library, kit, id) = (opened.library.reader()?, opened.kit.clone(), session.session.id.clone());
    state.jobs.clip.start(ctx, "clip", path.clone(), move |progress| {
        let part = beside(&path);
        let done = write(&part, (&library, &id), &request, &kit, progress);
        let done = done.and_then(|()| Ok(fs::rename(&part, &path)?));
        if done.is_err() {
            drop(fs::remove_file(&part)); // half a file is of no use
        }
        done
    })
}

fn write(
    part: &Path,
    (library, id): (&Library, &str),
    request: &ClipRequest,
    kit: &Kit,
    progress: &Progress,
) -> anyhow::Result<()> {
    let replay = open_recording(library, id, &Progress::default())?;
    let facts = library.facts(id)?;
    let file = BufWriter::new(File::create(part)?);
    clip(Recorded { replay: &replay, facts: &facts }, request, kit, file, progress)?;
    Ok(())
}

/// Where a clip is written until it is whole.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

/// Begins to save the moment as a picture; `full`: the whole page.
///
/// # Errors
/// When no thread can be started.
pub(in crate::ui) fn save_still(
    state: &mut State,
    ctx: &Context,
    path: PathBuf,
    full: bool,
) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref() else { return Ok(()) };
    let Some(session) = opened.session.as_deref() else { return Ok(()) };
    let (library, kit, id) = (opened.library.reader()?, opened.kit.clone(), session.session.id.clone());
    let (at, what) = (session.player.time(), if full { What::FullPage } else { What::Viewport });
    state.jobs.export.start(ctx, "save picture", path.clone(), move |progress| {
        let replay = open_recording(&library, &id, progress)?;
        Ok(fs::write(&path, still(&id, &replay, at, what, &kit)?.picture.to_png()?)?)
    })
}

/// Says when a clip is there; asks for frames while one is written, so that it can be seen how far it is.
pub(in crate::ui) fn poll(state: &mut State, ctx: &Context) {
    if state.jobs.clip.is_running() {
        ctx.request_repaint_after(std::time::Duration::from_millis(200));
    }
    if let Some((path, done)) = state.jobs.clip.poll() {
        match done.with_context(|| format!("writing {}", path.display())) {
            Ok(()) => state.toasts.done(format!("Saved {}", path.display())),
            Err(error) => state.toasts.problem(&error),
        }
    }
}
