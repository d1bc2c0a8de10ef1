//! The window. Panels read state and push commands; `app` applies them after the frame, in order.
//!
//! The only module that names egui, eframe and rfd. Work longer than a few milliseconds runs in a
//! [`crate::job::Job`]; nothing repaints while nothing moves.

pub mod act;
pub mod against;
pub mod app;
pub mod command;
pub mod dialogs;
pub mod edits;
pub mod icons;
pub mod jobs;
pub mod palette;
pub mod rooms;
pub mod session_list;
pub mod settings;
pub mod shell;
pub mod state;
pub mod theme;
pub mod toast;
pub mod trace;
pub mod widgets;
pub mod words;

use std::path::PathBuf;

/// Opens the window and returns when it is closed.
///
/// `paths` are files, folders and bundles to import, or a library to open; with none, the library
/// that was open last is opened again, or else the first screen is shown. `library` is the library
/// to open and to import into; without one, an import goes into the user's own.
///
/// # Errors
/// When there is no display or no OpenGL; the message names `wherefore demo`, which needs neither.
pub fn run(paths: Vec<PathBuf>, library: Option<PathBuf>) -> anyhow::Result<()> {
    let icon = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png"));
    let mut viewport = egui::ViewportBuilder::default()
        .with_title("Wherefore")
        .with_app_id("wherefore")
        .with_inner_size([1600.0, 1000.0])
        .with_min_inner_size([960.0, 620.0])
        .with_drag_and_drop(true);
    if let Ok(icon) = icon {
        viewport = viewport.with_icon(icon);
    }
    let options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    let asked = app::Asked { paths, library };
    eframe::run_native("wherefore", options, Box::new(|cc| Ok(Box::new(app::App::new(cc, asked))))).map_err(|error| {
        anyhow::anyhow!(
            "opening the window: {error}. Without a display, `wherefore demo` does the main job on the sample shop"
        )
    })
}
