//! The bar above the stage: the address, the device, how truly it is shown; trail, inspect, heat, zoom.

use super::command::{WhyCommand, Zoom};
use super::open_session::OpenSession;
use crate::event::Size;
use crate::ui::command::{Command, File, View};
use crate::ui::icons::{self, Icon};
use crate::ui::shell::item;
use crate::ui::state::State;
use crate::ui::theme::{self, Face, Tokens, size, space};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::timeline::window_name;
use crate::ui::widgets::{self, chip};
use crate::ui::words;
use egui::{Align, Layout, RectAlign, Ui};

/// From this fidelity on nothing is said.
const WHOLE: f64 = 0.995;
/// Below this width the tools have no words.
const NARROW: f32 = 830.0;

/// Draws the bar.
pub(super) fn address(
    ui: &mut Ui,
    state: &State,
    session: &OpenSession,
    scale_id: egui::Id,
    commands: &mut Vec<Command>,
) {
    let tokens = theme::tokens(ui);
    let narrow = ui.available_width() < NARROW;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        ui.add_space(8.0);
        let full = Command::Why(WhyCommand::FullStage);
        let shown = state.shell.full_stage;
        let name = if shown { "Leave full screen" } else { "Full-screen stage" };
        if Push::icon_only(icons::RESIZE, name).selected(shown).key(ui, &full).show(ui).clicked() {
            commands.push(full);
        }
        zoom(ui, state, scale_id, commands);
        let mut tool = |ui: &mut Ui, (label, icon): (&str, Icon), on: bool, command: Command| {
            let push =
                if narrow { Push::icon_only(icon, command.label()) } else { Push::new(label).icon(icon) };
            let name = command.label().to_owned();
            let key = command.key_words(ui.ctx());
            let push = push.name(&name).tone(Tone::Quiet).selected(on);
            if push.show(ui).on_hover_text(format!("{name} ({key})")).clicked() {
                commands.push(command);
            }
        };
        let heat = if session.heat.is_some() { "hide heat" } else { "heat here" };
        tool(ui, (heat, icons::FLAME), session.heat.is_some(), Command::Why(WhyCommand::HeatHere));
        let inspects = session.inspect.is_some();
        tool(ui, ("inspect", icons::CROSSHAIR), inspects, Command::Why(WhyCommand::Inspect));
        tool(ui, ("trail", icons::PATH), state.settings.trail, Command::View(View::ToggleTrail));
        fidelity(ui, session, commands);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            place(ui, tokens, session);
        });
    });
}

/// The address, the window, the viewport and the device; the last ones only where there is room.
fn place(ui: &mut Ui, tokens: &Tokens, session: &OpenSession) {
    widgets::icon(ui, icons::LOCK_SIMPLE, 16.0, tokens.muted);
    let Size { width, height } = session.viewport();
    let viewport = format!("{width:.0} × {height:.0}");
    let audience = &session.session.audience;
    let told: Vec<&str> =
        [&audience.os, &audience.browser].into_iter().flatten().map(String::as_str).collect();
    let device = if told.is_empty() { audience.device.name().to_owned() } else { told.join(" · ") };
    let roomy = ui.available_width() > 330.0;
    let width = (ui.available_width() - if roomy { 220.0 } else { 90.0 }).max(60.0);
    let galley = ui.painter().layout_job(href(session.href(), tokens, width));
    let (rect, response) = ui.allocate_exact_size(galley.size(), egui::Sense::hover());
    ui.painter().galley(rect.min, galley, tokens.text);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, session.href()));
    response.on_hover_text(session.href());
    if !session.lanes.windows.is_empty() {
        let tab = chip::tag(ui, &window_name(session.window()), tokens.accent, tokens.raised);
        tab.on_hover_text("This session goes on in several tabs or windows");
    }
    let tag = chip::tag(ui, &viewport, tokens.muted, tokens.raised);
    if roomy {
        chip::tag(ui, &device, tokens.muted, tokens.raised);
    } else {
        tag.on_hover_text(device);
    }
}

fn zoom(ui: &mut Ui, state: &State, scale_id: egui::Id, commands: &mut Vec<Command>) {
    let scale: f32 = ui.data(|data| data.get_temp(scale_id)).unwrap_or(1.0);
    let percent = format!("{:.0} %", scale * 100.0);
    let label = if state.settings.why.zoom == Zoom::Fit { format!("fit · {percent}") } else { percent };
    let button = Push::new(&label).name("Zoom").tone(Tone::Quiet).show(ui);
    egui::Popup::menu(&button).align(RectAlign::BOTTOM_END).show(|ui| {
        ui.set_width(170.0);
        for zoom in Zoom::ALL {
            let now = if zoom == state.settings.why.zoom { "now" } else { "" };
            if item(ui, icons::MAGNIFYING_GLASS, zoom.label(), now) {
                commands.push(Command::Why(WhyCommand::Zoom(zoom)));
            }
        }
    });
}

/// How truly the session is shown, as a quiet badge; its causes, and what can be done, behind it.
fn fidelity(ui: &mut Ui, session: &OpenSession, commands: &mut Vec<Command>) {
    let missing = session.stage.missing;
    let Some(told) = &session.fidelity else { return };
    if told.figure >= WHOLE && missing == 0 {
        return;
    }
    let tokens = theme::tokens(ui);
    let label = words::whole_percent(told.figure);
    let name = format!("Fidelity {label}");
    let poor = told.figure < super::marks::POOR;
    let badge = Push::new(&label).name(&name).icon(icons::WARNING_CIRCLE).tone(Tone::Quiet);
    let badge = if poor { badge.color(tokens.dead) } else { badge };
    let button = badge.show(ui);
    egui::Popup::menu(&button).align(RectAlign::BOTTOM_END).show(|ui| {
        ui.set_width(330.0);
        ui.spacing_mut().item_spacing.y = 5.0;
        ui.add_space(space::XS);
        widgets::words(ui, &name, (Face::Semi, size::BODY), tokens.text);
        if missing > 0 {
            let files = words::counted(missing as u64, "file");
            let line = format!(
                "{files} that this page asks for are not in the library; nothing is fetched from the network."
            );
            ui.add(egui::Label::new(theme::text(line, Face::Regular, size::SMALL).color(tokens.dead)).wrap());
        }
        for gap in &told.gaps {
            let line = theme::text(format!("· {}", gap.why), Face::Regular, size::SMALL).color(tokens.muted);
            ui.add(egui::Label::new(line).wrap());
        }
        ui.separator();
        attach(ui, commands);
    });
}

/// Where files of the site can come from.
pub(super) fn attach(ui: &mut Ui, commands: &mut Vec<Command>) {
    if item(ui, icons::FOLDER, "Attach assets from a folder…", "") {
        commands.push(Command::File(File::ChooseFolder));
    }
    if item(ui, icons::FILE, "Attach assets from a zip or HAR…", "") {
        commands.push(Command::File(File::ChooseFiles));
    }
}

/// `nordrun.example` in text, the rest muted, cut off at `width`.
fn href(href: &str, tokens: &Tokens, width: f32) -> egui::text::LayoutJob {
    let bare = href.split_once("://").map_or(href, |(_, rest)| rest);
    let bare = bare.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = bare.find('/').map_or((bare, ""), |at| bare.split_at(at));
    let of = |color| egui::TextFormat::simple(theme::font(Face::Medium, size::BODY), color);
    let mut job = egui::text::LayoutJob::default();
    job.append(host, 0.0, of(tokens.text));
    job.append(path, 0.0, of(tokens.muted));
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    job
}
