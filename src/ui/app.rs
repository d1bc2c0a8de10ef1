//! The window's loop: polls jobs, applies commands, asks the panels to draw.

use super::command::{Command, View};
use super::rooms::{self, Room};
use super::settings::{STORAGE_KEY, Settings};
use super::theme;
use std::path::PathBuf;

/// The window's contents.
#[derive(Debug)]
pub struct App {
    settings: Settings,
    commands: Vec<Command>,
}

impl App {
    /// With the settings of last time.
    pub fn new(cc: &eframe::CreationContext<'_>, _paths: Vec<PathBuf>, _library: Option<PathBuf>) -> Self {
        theme::install(&cc.egui_ctx);
        let settings: Settings =
            cc.storage.and_then(|storage| eframe::get_value(storage, STORAGE_KEY)).unwrap_or_default();
        cc.egui_ctx.set_theme(settings.theme.theme());
        Self { settings, commands: Vec::new() }
    }

    fn apply(&mut self, ctx: &egui::Context, command: Command) {
        match command {
            Command::View(View::Room(room)) => self.settings.room = room,
            Command::View(View::ToggleTheme) => {
                self.settings.theme = self.settings.theme.other();
                ctx.set_theme(self.settings.theme.theme());
            }
            _ => {}
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        for command in std::mem::take(&mut self.commands) {
            self.apply(ctx, command);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        match self.settings.room {
            Room::Overview => rooms::overview::ui(ui, &mut self.commands),
            Room::Where => rooms::where_::ui(ui, &mut self.commands),
            Room::Which => rooms::which::ui(ui, &mut self.commands),
            Room::Why => rooms::open::ui(ui, &mut self.commands),
        }
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        eframe::set_value(storage, STORAGE_KEY, &self.settings);
    }
}
