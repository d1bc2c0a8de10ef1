//! The first screen: what can be opened, and how an import goes.

mod card;
pub mod mapping;
pub mod report;

pub use card::import_card;

use crate::ui::command::{Command, File};
use crate::ui::icons;
use crate::ui::settings::Recent;
use crate::ui::state::State;
use crate::ui::theme::{self, Face, Tokens, radius, size, space};
use crate::ui::widgets::chip;
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::{self, words};
use crate::ui::words;
use egui::{Align, Layout, Rect, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};

const FORMATS: [&str; 12] = [
    "rrweb",
    "PostHog export",
    "Sentry replay",
    "Highlight",
    "Umami",
    "OpenReplay",
    "Wherefore bundle",
    "HAR of the site",
    "Orders",
    "Survey answers",
    "Sessions",
    "A/B results",
];

/// Draws the room.
pub fn ui(ui: &mut Ui, state: &State, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    ui.painter().rect_filled(ui.max_rect(), 0, tokens.bg);
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let whole = ui.max_rect();
        let width = (whole.width() - 64.0).min(1026.0);
        let left = whole.center().x - width / 2.0;
        let top = whole.top() + (whole.height() * 0.1).clamp(24.0, 95.0);
        let wide = (width * 0.604).max(320.0);
        let main = Rect::from_min_size(pos2(left, top), vec2(wide, whole.height() - 40.0));
        let side = Rect::from_min_max(pos2(left + wide + 26.0, top), pos2(left + width, whole.bottom()));
        let mut side = ui.new_child(UiBuilder::new().max_rect(side).layout(Layout::top_down(Align::Min)));
        side_column(&mut side, tokens, state, commands);
        ui.scope_builder(UiBuilder::new().max_rect(main), |ui| main_column(ui, tokens, state, commands));
    });
}

fn main_column(ui: &mut Ui, tokens: &Tokens, state: &State, commands: &mut Vec<Command>) {
    words(ui, "See where shoppers struggle, and why.", (Face::Bold, size::HERO), tokens.text);
    ui.add_space(space::XS);
    words(
        ui,
        "Open recordings from files. Nothing leaves this computer.",
        (Face::Regular, size::HEAD),
        tokens.muted,
    );
    ui.add_space(19.0);
    drop_area(ui, tokens, commands);
    ui.add_space(space::M);
    words(ui, "Reads", (Face::Regular, size::BODY), tokens.muted);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(7.0, 7.0);
        for format in FORMATS {
            format_chip(ui, tokens, format);
        }
    });
    ui.add_space(space::L);
    import_card(ui, tokens, state, commands);
    if state.report.is_some() && !state.jobs.import.is_running() {
        let show = Push::new("Show import report").icon(icons::LIST_BULLETS);
        if show.show(ui).clicked() {
            commands.push(Command::File(File::ShowReport));
        }
    }
}

fn drop_area(ui: &mut Ui, tokens: &Tokens, commands: &mut Vec<Command>) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 249.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Group, true, "Drop recordings here"));
    let over = ui.input(|input| !input.raw.hovered_files.is_empty());
    let painter = ui.painter();
    painter.rect_filled(rect, radius::L + 3, if over { tokens.chosen } else { tokens.panel });
    let border = if over { tokens.accent } else { tokens.line };
    chip::dashed_thick(painter, rect, f32::from(radius::L + 3), border);
    widgets::put_icon(
        painter,
        pos2(rect.center().x, rect.top() + 78.0),
        icons::FOLDER_OPEN,
        46.0,
        tokens.accent,
    );
    let lay = |text: &str, face, size, color| {
        painter.layout_no_wrap(text.to_owned(), theme::font(face, size), color)
    };
    let title = lay("Drop recordings here", Face::Semi, 16.0, tokens.text);
    widgets::put(painter, (rect.center().x, rect.top() + 117.0), Align::Center, title);
    let kinds = lay(
        "a folder, .zip, .tar, .json, .ndjson, .csv, .gz, .zst, .br",
        Face::Regular,
        size::BODY,
        tokens.muted,
    );
    widgets::put(painter, (rect.center().x, rect.top() + 142.0), Align::Center, kinds);
    let buttons = Rect::from_center_size(pos2(rect.center().x, rect.top() + 181.0), vec2(206.0, 32.0));
    // A child, so that what follows stands below the area and not below its buttons.
    let row = Layout::left_to_right(Align::Center);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(buttons).layout(row));
    ui.spacing_mut().item_spacing.x = 5.0;
    if Push::new("Open files…").tone(Tone::Primary).show(&mut ui).clicked() {
        commands.push(Command::File(File::ChooseFiles));
    }
    if Push::new("Open folder…").show(&mut ui).clicked() {
        commands.push(Command::File(File::ChooseFolder));
    }
}

fn format_chip(ui: &mut Ui, tokens: &Tokens, format: &str) {
    let galley =
        ui.painter().layout_no_wrap(format.to_owned(), theme::font(Face::Semi, size::SMALL), tokens.muted);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(20.0, 10.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format));
    ui.painter().rect_filled(rect, radius::S, tokens.raised);
    widgets::put(ui.painter(), (rect.center().x, rect.center().y), Align::Center, galley);
}

fn side_column(ui: &mut Ui, tokens: &Tokens, state: &State, commands: &mut Vec<Command>) {
    words(ui, "Recent libraries", (Face::Semi, size::HEAD), tokens.text);
    ui.add_space(space::XS);
    let now = words::now_ms();
    ui.spacing_mut().item_spacing.y = 9.0;
    for recent in state.settings.recent.iter().take(4) {
        if recent_card(ui, tokens, recent, now) {
            commands.push(Command::File(File::OpenLibrary(recent.path.clone())));
        }
    }
    if state.settings.recent.is_empty() {
        words(ui, "None yet. What you open is kept in a library.", (Face::Regular, size::BODY), tokens.muted);
    }
    if Push::new("Open library…").tone(Tone::Quiet).icon(icons::STACK).show(ui).clicked() {
        commands.push(Command::File(File::ChooseLibrary));
    }
    theme::card(tokens).fill(tokens.chosen).stroke(Stroke::NONE).inner_margin(15).show(ui, |ui| {
        ui.set_width(ui.available_width());
        words(ui, "New here?", (Face::Semi, size::BODY), tokens.text);
        let about = "Open the sample shop: real recorded sessions, with surveys and orders.";
        words(ui, about, (Face::Regular, size::BODY), tokens.muted);
        let refused = state.jobs.sample.is_running().then_some("It is being opened");
        if Push::new("Open sample").tone(Tone::Primary).refused(refused).show(ui).clicked() {
            commands.push(Command::File(File::Sample));
        }
    });
}

fn recent_card(ui: &mut Ui, tokens: &Tokens, recent: &Recent, now_ms: i64) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 62.0), Sense::click());
    let name = recent.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let about =
        format!("{} · {}", words::counted(recent.sessions, "session"), words::day(recent.opened_ms, now_ms));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name}, {about}")));
    let painter = ui.painter();
    let line = if response.hovered() || response.has_focus() { tokens.accent } else { tokens.line };
    painter.rect(rect, radius::L, tokens.panel, Stroke::new(1.0, line), StrokeKind::Inside);
    widgets::put_icon(painter, pos2(rect.left() + 26.0, rect.center().y), icons::STACK, 20.0, tokens.muted);
    let width = rect.width() - 64.0;
    let title = widgets::one_line(painter, &name, theme::font(Face::Semi, size::BODY), tokens.text, width);
    widgets::put(painter, (rect.left() + 49.0, rect.top() + 22.0), Align::Min, title);
    let about =
        widgets::one_line(painter, &about, theme::font(Face::Regular, size::BODY), tokens.muted, width);
    widgets::put(painter, (rect.left() + 49.0, rect.top() + 41.0), Align::Min, about);
    response.on_hover_text(recent.path.display().to_string()).clicked()
}
