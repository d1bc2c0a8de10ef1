//! Above the page: kinds of heat, devices, opacity, look, export.

use super::command::{Export, LookTo, WhereCommand, ZoneTo};
use super::{WhereState, look};
use crate::analysis::heat::HeatKind;
use crate::event::Device;
use crate::ui::command::Command;
use crate::ui::icons;
use crate::ui::shell::item;
use crate::ui::theme::{self, Face, size, space};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::tabs;
use crate::ui::words;
use egui::{Align, Layout, Popup, Role, Ui, WidgetInfo};

/// Kinds that have a tab of their own, by name; the rest stands in the menu.
const TABS: [&str; 7] = ["click", "rage", "dead", "move", "attention", "scroll", "confetti"];

/// Draws the toolbar.
pub(super) fn ui(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    kinds(ui, room, commands);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        export(ui, room, commands);
        look::button(ui, room, commands);
        zone(ui, room, commands);
        opacity(ui, room, commands);
        devices(ui, room, commands);
    });
}

fn kinds(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    let all = HeatKind::ALL;
    let (tabbed, rest): (Vec<HeatKind>, Vec<HeatKind>) =
        all.into_iter().partition(|kind| TABS.contains(&kind.name()));
    let mut sides: Vec<tabs::Side<'_, HeatKind>> = TABS
        .iter()
        .filter_map(|name| tabbed.iter().find(|kind| kind.name() == *name))
        .map(|kind| tabs::Side { value: *kind, label: short(*kind), name: kind.label(), icon: None })
        .collect();
    // Where there is little room, the last ones go into the menu too.
    let room_for = match ui.available_width() {
        width if width < 640.0 => 4,
        width if width < 720.0 => 5,
        width if width < 780.0 => 6,
        _ => 7,
    };
    let hidden: Vec<HeatKind> = sides.drain(room_for.min(sides.len())..).map(|side| side.value).collect();
    if let Some(kind) = tabs::segmented(ui, room.kind(), &sides) {
        commands.push(Command::Where(WhereCommand::Kind(kind)));
    }
    let more: Vec<HeatKind> = hidden.into_iter().chain(rest).collect();
    if more.is_empty() {
        return;
    }
    let chosen = more.contains(&room.kind());
    let label = if chosen { short(room.kind()) } else { "More" };
    let button = Push::new(label).name("More kinds of heat").after(icons::CARET_DOWN).selected(chosen);
    let button = button.tone(Tone::Quiet).show(ui);
    Popup::menu(&button).show(|ui| {
        ui.set_width(200.0);
        for kind in more {
            let tick = if kind == room.kind() { icons::CHECK } else { icons::FLAME };
            if item(ui, tick, kind.label(), "") {
                commands.push(Command::Where(WhereCommand::Kind(kind)));
            }
        }
    });
}

/// Names short enough for a row of tabs.
fn short(kind: HeatKind) -> &'static str {
    match kind.name() {
        "click" => "Click",
        "rage" => "Rage",
        "dead" => "Dead",
        "error" => "Error",
        "scroll" => "Scroll",
        "attention" => "Attention",
        "move" => "Move",
        "confetti" => "Confetti",
        "tap" => "Tap",
        "first" => "First",
        "last" => "Last",
        "hesitation" => "Hesitation",
        "focus" => "Focus",
        _ => kind.label(),
    }
}

fn export(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    let refused = room.map().is_none().then_some("Choose a page first");
    let narrow = ui.available_width() < 330.0;
    let button = Push::new(if narrow { "" } else { "Export" }).icon(icons::DOWNLOAD_SIMPLE);
    let button = button.name("Export heatmap").refused(refused).show(ui);
    Popup::menu(&button).show(|ui| {
        ui.set_width(280.0);
        for export in [Export::Picture, Export::Table, Export::AllPages] {
            let command = WhereCommand::Export(export);
            let icon = match export {
                Export::Picture => icons::IMAGE,
                Export::Table => icons::FILE_CSV,
                Export::AllPages => icons::FOLDER,
            };
            if item(ui, icon, command.label(), "") {
                commands.push(Command::Where(command));
            }
        }
    });
}

/// The tool that draws zones.
fn zone(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    let command = Command::Where(WhereCommand::Zone(ZoneTo::Tool));
    let push = Push::icon_only(icons::SELECTION, "Draw a zone").key(ui, &command);
    if push.selected(room.draws_zones()).show(ui).clicked() {
        commands.push(command);
    }
}

fn opacity(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let wide = ui.available_width() > 260.0;
    ui.spacing_mut().slider_width = if wide { 80.0 } else { 40.0 };
    let mut opacity = room.options.opacity;
    let slider = egui::Slider::new(&mut opacity, 0.0..=1.0).show_value(false).trailing_fill(true);
    let response = ui.add(slider);
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, "Opacity"));
    if response.on_hover_text("Opacity of the heat").changed() {
        commands.push(Command::Where(WhereCommand::Look(LookTo::Opacity(opacity))));
    }
    if wide {
        ui.label(theme::text("opacity", Face::Regular, size::BODY).color(tokens.muted));
        ui.add_space(space::XS);
    }
}

fn devices(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    let Some(chosen) = room.device() else { return };
    let views = room.page().map(|page| page.devices.clone()).unwrap_or_default();
    let of = |device: Device| views.get(&device).copied().unwrap_or_default();
    let order = [Device::Mobile, Device::Tablet, Device::Desktop];
    let names = order.map(|device| format!("{}: {}", device.name(), words::counted(of(device), "view")));
    let icons = [icons::DEVICE_MOBILE, icons::DEVICE_TABLET, icons::DESKTOP];
    let sides: Vec<tabs::Side<'_, Device>> = order
        .into_iter()
        .zip(&names)
        .zip(icons)
        .filter(|((device, _), _)| of(*device) > 0)
        .map(|((value, name), icon)| tabs::Side { value, label: "", name, icon: Some(icon) })
        .collect();
    if let Some(device) = tabs::segmented(ui, chosen, &sides) {
        commands.push(Command::Where(WhereCommand::Device(device)));
    }
}
