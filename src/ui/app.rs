//! The window's loop: polls jobs, applies commands, ticks the player, asks the panels to draw.

use super::act::{self, Means};
use super::command::{Command, File, View};
use super::dialogs::{Dialogs, FolderDialogs, SystemDialogs};
use super::rooms::{self, Room};
use super::settings::{STORAGE_KEY, Settings};
use super::state::{Places, State};
use super::trace::Trace;
use super::{palette, shell, theme};
use crate::findings::sample_bundle;
use crate::render::{Browser, Choice};
use egui::{Context, Panel, Ui};
use std::path::PathBuf;
use std::time::Duration;

/// What was asked for on the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Files, folders and bundles to import, or a library to open.
    pub paths: Vec<PathBuf>,
    /// The library to open and to import into.
    pub library: Option<PathBuf>,
}

/// The window's contents, without the window: tests drive it as `eframe` does.
#[derive(Debug)]
pub struct Window {
    /// Everything it knows.
    pub state: State,
    dialogs: Box<dyn Dialogs>,
    commands: Vec<Command>,
}

impl Window {
    /// With these settings, asking `dialogs`.
    pub fn new(settings: Settings, places: Places, dialogs: Box<dyn Dialogs>) -> Self {
        let state = State { settings, places, ..State::default() };
        Self { state, dialogs, commands: Vec::new() }
    }

    /// Gives `ctx` the fonts and the colours.
    pub fn dress(&self, ctx: &Context) {
        theme::install(ctx);
        ctx.set_theme(self.state.settings.theme.theme());
    }

    /// Opens what was asked for, or what was open last.
    pub fn begin(&mut self, asked: Asked) {
        let last = self.state.settings.library.clone().filter(|path| path.is_file());
        if let Some(library) = asked.library.or(last.filter(|_| asked.paths.is_empty())) {
            self.commands.push(Command::File(File::OpenLibrary(library)));
        }
        if !asked.paths.is_empty() {
            self.commands.push(Command::File(File::Import(asked.paths)));
        }
    }

    /// Asks for something, as a click would.
    pub fn push(&mut self, command: Command) {
        self.commands.push(command);
    }

    /// Everything but drawing: results, commands, the play head, the next wake-up.
    pub fn logic(&mut self, ctx: &Context) {
        let means = Means { ctx, dialogs: &*self.dialogs };
        self.commands.extend(dropped(ctx));
        for command in std::mem::take(&mut self.commands) {
            act::apply(&mut self.state, means, command);
        }
        act::file::poll(&mut self.state, means);
        rooms::why::glimpse::poll(&mut self.state, means);
        act::refresh::poll(&mut self.state, means);
        rooms::overview::poll(&mut self.state, means);
        rooms::where_::poll(&mut self.state, means);
        rooms::which::poll(&mut self.state, means);
        rooms::why::heat_here::poll(&mut self.state, ctx);
        rooms::why::clip::poll(&mut self.state, ctx);
        rooms::why::sharpen::poll(&mut self.state, ctx);
        rooms::why::queue::poll(&mut self.state, means);
        self.tick(ctx);
    }

    /// Moves the play head and keeps the page's picture in step; asks for a frame while something moves.
    fn tick(&mut self, ctx: &Context) {
        let State { opened, settings, jobs, .. } = &mut self.state;
        if jobs.import.is_running() || jobs.sample.is_running() {
            ctx.request_repaint_after(Duration::from_millis(100));
        }
        let Some(opened) = opened.as_deref_mut() else { return };
        let Some(session) = opened.session.as_deref_mut() else { return };
        let passed = ctx.input(|input| input.stable_dt).clamp(0.0, 0.25);
        let mut over = false;
        if session.player.is_playing() && !session.held {
            session.player.update(Duration::from_secs_f32(passed));
            over = !session.player.is_playing();
            session.follow();
            ctx.request_repaint();
        }
        session.draw(&opened.studio, ctx);
        session.thumbs.draw(&opened.side, &session.replay, ctx);
        if settings.session.as_deref() == Some(session.session.id.as_str()) {
            settings.play_head_ms = session.player.time().0;
        }
        let asked = rooms::why::queue::tick(opened, passed, over);
        if asked.is_some() || opened.queue.countdown().is_some() {
            ctx.request_repaint();
        }
        self.commands.extend(asked);
    }

    /// Draws everything. Asks for nothing but commands.
    pub fn ui(&mut self, ui: &mut Ui) {
        self.keys(ui);
        let tokens = theme::tokens(ui);
        let (state, commands) = (&mut self.state, &mut self.commands);
        let first = first_screen(state);
        if state.shell.full_stage && state.settings.room == Room::Why && !first {
            rooms::why::ui(ui, state, commands);
            self.above(ui);
            return;
        }
        Panel::top("title").frame(theme::panel(tokens)).exact_size(theme::space::TITLE_BAR).show(ui, |ui| {
            shell::title_bar(ui, state, commands);
        });
        if first {
            let frame = egui::Frame::new().fill(tokens.bg);
            egui::CentralPanel::default().frame(frame).show(ui, |ui| rooms::open::ui(ui, state, commands));
        } else {
            if state.settings.room != Room::Which {
                let bar = Panel::top("segment").frame(theme::panel(tokens));
                bar.exact_size(theme::space::SEGMENT_BAR)
                    .show(ui, |ui| shell::segment_bar(ui, state, commands));
            }
            if state.jobs.import.is_running() {
                let frame = egui::Frame::new().fill(tokens.bg).inner_margin(8);
                Panel::bottom("import").resizable(false).default_size(128.0).frame(frame).show(ui, |ui| {
                    rooms::open::import_card(ui, tokens, state, commands);
                });
            }
            match state.settings.room {
                Room::Overview => rooms::overview::ui(ui, state, commands),
                Room::Where => rooms::where_::ui(ui, state, commands),
                Room::Why => rooms::why::ui(ui, state, commands),
                Room::Which => rooms::which::ui(ui, state, commands),
            }
        }
        self.above(ui);
    }

    /// What lies over the rooms; and another frame, when something was asked for.
    fn above(&mut self, ui: &Ui) {
        self.on_top(ui);
        if !self.commands.is_empty() {
            ui.ctx().request_repaint();
        }
    }

    fn on_top(&mut self, ui: &Ui) {
        let (state, commands) = (&mut self.state, &mut self.commands);
        if let Some(open) = &state.shell.palette {
            let finds = palette::finds(&open.query, ui.ctx(), &state.possible(), state.opened.as_deref());
            palette::ui(ui, &mut state.shell.palette, &finds, commands);
        }
        if state.shell.keys {
            shell::keys(ui, state.settings.room, commands);
        }
        if let (true, Some(report)) = (state.shell.report, state.report.clone()) {
            rooms::open::report::report(ui, &report, commands);
        }
        if let Some(mapper) = &mut state.shell.mapper {
            rooms::open::mapping::mapping(ui, mapper, commands);
        }
        if let (Some(name), Some(opened)) = (&mut state.shell.naming, &state.opened) {
            shell::naming(ui, name, &opened.segment.to_string(), commands);
        }
        if state.opened.is_some() && ui.input(|input| !input.raw.hovered_files.is_empty()) {
            shell::drop_here(ui);
        }
        state.toasts.ui(ui.ctx(), theme::tokens(ui));
    }

    /// Keys become commands, unless something is being typed.
    fn keys(&mut self, ui: &Ui) {
        let typing = ui.ctx().egui_wants_keyboard_input() || self.state.shell.palette.is_some();
        let popup = egui::Popup::is_any_open(ui.ctx());
        let shell = &self.state.shell;
        // The question about a table takes Escape for itself.
        let asked = shell.mapper.is_some();
        // What lies below a window within the window is not to be worked.
        let covered = asked || shell.report || shell.naming.is_some();
        let focused = ui.memory(|memory| memory.focused().is_some());
        let mut keyed: Vec<_> = Command::listed()
            .into_iter()
            .filter(|command| command.is_in(self.state.settings.room))
            .filter_map(|command| Some((command.shortcut()?, command)))
            .collect();
        // Ctrl+Shift+Z before Ctrl+Z: a key with fewer modifiers fits more than itself.
        keyed.sort_by_key(|(key, _)| !key.modifiers.shift);
        for (key, command) in keyed {
            // Space works what has the focus; Escape closes the field that is typed in, or the menu.
            let taken = (typing && key.conflicts_with_text_editing())
                || (focused && works_the_focus(key.logical_key))
                || ((typing || popup || asked) && command == Command::View(View::Dismiss))
                || (covered && command != Command::View(View::Dismiss));
            if !taken && ui.input_mut(|input| input.consume_shortcut(&key)) {
                self.commands.push(command);
            }
        }
    }
}

/// Keys that a widget with the focus takes for itself.
fn works_the_focus(key: egui::Key) -> bool {
    matches!(key, egui::Key::Space | egui::Key::ArrowUp | egui::Key::ArrowDown)
}

/// The first screen is shown while no library is open, while the first import fills an empty one, and
/// in place of an empty list of sessions.
fn first_screen(state: &State) -> bool {
    let Some(opened) = state.opened.as_deref() else { return true };
    let filled = opened.coverage.map(|coverage| coverage.total > 0);
    match filled {
        Some(filled) => !filled && (state.jobs.import.is_running() || state.settings.room == Room::Why),
        None => state.jobs.import.is_running() && opened.sessions.is_empty(),
    }
}

/// Files dropped on the window are imported.
fn dropped(ctx: &Context) -> Option<Command> {
    let paths: Vec<PathBuf> =
        ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
    (!paths.is_empty()).then_some(Command::File(File::Import(paths)))
}

/// The window as `eframe` runs it.
#[derive(Debug)]
pub struct App {
    window: Window,
    trace: Option<Trace>,
}

impl App {
    /// With the settings of last time.
    pub fn new(cc: &eframe::CreationContext<'_>, asked: Asked) -> Self {
        let settings =
            cc.storage.and_then(|storage| eframe::get_value(storage, STORAGE_KEY)).unwrap_or_default();
        let places = Places { library: asked.library.clone(), sample: None };
        let first_start = settings == Settings::default() && asked == Asked::default();
        let dialogs: Box<dyn Dialogs> = match std::env::var_os("WHEREFORE_SAVE_FOLDER") {
            Some(folder) => Box::new(FolderDialogs::new(folder.into())),
            None => Box::new(SystemDialogs),
        };
        let mut window = Window::new(settings, places, dialogs);
        window.dress(&cc.egui_ctx);
        window.state.browser = Browser::find(&Choice::of_environment());
        window.begin(asked);
        if first_start && sample_bundle().is_ok() {
            window.push(Command::File(File::Sample));
        }
        Self { window, trace: Trace::from_environment() }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.window.logic(ctx);
        if let Some(trace) = &mut self.trace {
            trace.note(&self.window.state);
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.window.ui(ui);
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        eframe::set_value(storage, STORAGE_KEY, &self.window.state.settings);
    }
}
