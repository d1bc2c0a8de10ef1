//! The title bar: logo, library, rooms, search, open, theme.

use crate::ui::command::{Command, File, View};
use crate::ui::icons;
use crate::ui::rooms::Room;
use crate::ui::settings::Look;
use crate::ui::state::State;
use crate::ui::theme::{self, Face, Tokens, radius, size, space};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::tabs::{Side, segmented};
use crate::ui::widgets::{self, words};
use egui::{Align, Layout, Mesh, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// Draws the title bar.
pub fn title_bar(ui: &mut Ui, state: &State, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let whole = ui.max_rect();
    ui.horizontal_centered(|ui| {
        logo(ui, tokens);
        words(ui, "wherefore", (Face::Bold, size::HEAD), tokens.text);
        if state.opened.is_some() {
            ui.add_space(space::S);
            library_menu(ui, state, commands);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            theme_button(ui, state, commands);
            if state.opened.is_some() {
                open_menu(ui, state, commands);
                search(ui, tokens, whole, commands);
            } else {
                let keys = Command::View(View::Keys);
                let help = Push::new("Help").icon(icons::QUESTION).tone(Tone::Quiet).key(ui, &keys);
                if help.show(ui).clicked() {
                    commands.push(keys);
                }
            }
        });
    });
    if state.opened.is_some() {
        rooms(ui, whole, state.settings.room, commands);
    }
}

/// The tabs of the rooms, in the middle of the bar.
fn rooms(ui: &mut Ui, bar: Rect, room: Room, commands: &mut Vec<Command>) {
    let sides = Room::ALL.map(|room| Side {
        value: room,
        label: room.label(),
        name: room.label(),
        icon: Some(room.icon()),
    });
    let width = 376.0;
    let left = (bar.center().x - width / 2.0).max(bar.left() + 330.0);
    let area = Rect::from_min_size(pos2(left, bar.center().y - 17.5), vec2(width + 40.0, 35.0));
    let mut middle = ui.new_child(egui::UiBuilder::new().max_rect(area));
    if let Some(room) = segmented(&mut middle, room, &sides) {
        commands.push(Command::View(View::Room(room)));
    }
}

/// The mark: a small rounded square that goes through the colours of heat.
fn logo(ui: &mut Ui, tokens: &Tokens) {
    let (rect, response) = ui.allocate_exact_size(vec2(20.0, 20.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Wherefore"));
    let wheel = [tokens.dead, tokens.rage, tokens.error, tokens.accent, tokens.info, tokens.good];
    let center = rect.center();
    let outline = rounded(rect, 5.0);
    let mut mesh = Mesh::default();
    let mixed = wheel.iter().fold([0_u32; 3], |sum, color| {
        [sum[0] + u32::from(color.r()), sum[1] + u32::from(color.g()), sum[2] + u32::from(color.b())]
    });
    let mixed = theme::mixed(mixed, wheel.len());
    mesh.colored_vertex(center, mixed);
    let count = outline.len();
    for (place, point) in outline.iter().enumerate() {
        mesh.colored_vertex(*point, wheel[place * wheel.len() / count]);
    }
    let count = u32::try_from(count).unwrap_or_default();
    for place in 0..count {
        mesh.add_triangle(0, 1 + place, 1 + (place + 1) % count);
    }
    ui.painter().add(mesh);
}

fn rounded(rect: Rect, corner: f32) -> Vec<Pos2> {
    (0..48_u8)
        .map(|step| {
            let angle = f32::from(step) / 48.0 * std::f32::consts::TAU - std::f32::consts::FRAC_PI_2;
            let way = vec2(angle.cos(), angle.sin());
            let half = rect.width() / 2.0;
            // The edge of a rounded square in this direction, by bisection.
            let (mut near, mut far) = (0.0_f32, half * 1.5);
            for _ in 0..16 {
                let middle = f32::midpoint(near, far);
                if inside(way * middle, half, corner) { near = middle } else { far = middle }
            }
            rect.center() + way * near
        })
        .collect()
}

fn inside(at: egui::Vec2, half: f32, corner: f32) -> bool {
    let over = vec2((at.x.abs() - half + corner).max(0.0), (at.y.abs() - half + corner).max(0.0));
    over.length() <= corner && at.x.abs() <= half && at.y.abs() <= half
}

fn library_menu(ui: &mut Ui, state: &State, commands: &mut Vec<Command>) {
    let Some(opened) = state.opened.as_deref() else { return };
    let name = opened.name();
    let button = Push::new(&name)
        .name("Library")
        .icon(icons::STACK)
        .after(icons::CARET_DOWN)
        .tone(Tone::Quiet)
        .show(ui);
    egui::Popup::menu(&button).show(|ui| {
        ui.set_width(270.0);
        let others = state.settings.recent.iter().filter(|recent| recent.path != opened.library.path());
        let mut any = false;
        for recent in others {
            any = true;
            let name = recent.path.file_name().unwrap_or_default().to_string_lossy();
            let label = format!("{name} · {}", crate::ui::words::counted(recent.sessions, "session"));
            if item(ui, icons::STACK, &label, "") {
                commands.push(Command::File(File::OpenLibrary(recent.path.clone())));
            }
        }
        if any {
            ui.separator();
        }
        for command in [File::ChooseLibrary, File::Sample, File::ShowReport, File::CloseLibrary] {
            menu_command(ui, state, Command::File(command), commands);
        }
    });
}

fn open_menu(ui: &mut Ui, state: &State, commands: &mut Vec<Command>) {
    let button = Push::new("Open").icon(icons::FOLDER_OPEN).show(ui);
    egui::Popup::menu(&button).show(|ui| {
        ui.set_width(270.0);
        for command in [File::ChooseFiles, File::ChooseFolder, File::ChooseLibrary, File::Sample] {
            menu_command(ui, state, Command::File(command), commands);
        }
        ui.separator();
        for command in [File::ExportSessions, File::ExportFindings] {
            menu_command(ui, state, Command::File(command), commands);
        }
    });
}

/// A command as an entry of a menu.
pub(super) fn menu_command(ui: &mut Ui, state: &State, command: Command, commands: &mut Vec<Command>) {
    let refused = command.possible(&state.possible()).err();
    let key = command.key_words(ui.ctx());
    let (icon, label) = (command.icon(), command.label().to_owned());
    let response = ui.add_enabled_ui(refused.is_none(), |ui| item(ui, icon, &label, &key));
    if let Some(why) = refused {
        response.response.on_disabled_hover_text(why);
    } else if response.inner {
        commands.push(command);
    }
}

/// An entry of a menu; closes the menu when it was clicked.
pub fn item(ui: &mut Ui, icon: icons::Icon, label: &str, aside: &str) -> bool {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, ui.is_enabled(), label));
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, radius::S, tokens.raised);
    }
    let ink = if ui.is_enabled() { tokens.text } else { tokens.faint };
    widgets::put_icon(painter, rect.left_center() + vec2(16.0, 0.0), icon, 16.0, tokens.muted);
    let aside = painter.layout_no_wrap(aside.to_owned(), theme::font(Face::Medium, size::TINY), tokens.faint);
    let aside = widgets::put(painter, (rect.right() - 10.0, rect.center().y), Align::Max, aside);
    let width = aside.left() - rect.left() - 40.0;
    let galley = widgets::one_line(painter, label, theme::font(Face::Medium, size::BODY), ink, width);
    widgets::put(painter, (rect.left() + 32.0, rect.center().y), Align::Min, galley);
    let clicked = response.clicked();
    if clicked {
        ui.close();
    }
    clicked
}

fn search(ui: &mut Ui, tokens: &Tokens, bar: Rect, commands: &mut Vec<Command>) {
    ui.add_space(space::S);
    if bar.width() < 1060.0 {
        if Push::icon_only(icons::MAGNIFYING_GLASS, "Search or run…").show(ui).clicked() {
            commands.push(Command::View(View::Palette));
        }
        return;
    }
    let width = if bar.width() < 1250.0 { 130.0 } else { 230.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(width, space::CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Search or run…"));
    let line = if response.hovered() || response.has_focus() { tokens.faint } else { tokens.line };
    let painter = ui.painter();
    painter.rect(rect, radius::M, tokens.raised, Stroke::new(1.0, line), StrokeKind::Inside);
    widgets::put_icon(
        painter,
        rect.left_center() + vec2(18.0, 0.0),
        icons::MAGNIFYING_GLASS,
        16.0,
        tokens.muted,
    );
    let key = Command::View(View::Palette).key_words(ui.ctx());
    let key = key.replace('+', " ");
    let key = painter.layout_no_wrap(key, theme::font(Face::Medium, size::TINY), tokens.faint);
    let boxed = Rect::from_center_size(
        pos2(rect.right() - 10.0 - key.size().x / 2.0 - 5.0, rect.center().y),
        vec2(key.size().x + 10.0, 18.0),
    );
    let hint = if width > 200.0 { "Search or run…" } else { "Search" };
    let galley = painter.layout_no_wrap(hint.to_owned(), theme::font(Face::Medium, size::BODY), tokens.muted);
    widgets::put(painter, (rect.left() + 32.0, rect.center().y), Align::Min, galley);
    painter.rect_stroke(boxed, radius::S, Stroke::new(1.0, tokens.line), StrokeKind::Inside);
    widgets::put(painter, (boxed.center().x, boxed.center().y), Align::Center, key);
    if response.on_hover_cursor(egui::CursorIcon::Text).clicked() {
        commands.push(Command::View(View::Palette));
    }
}

fn theme_button(ui: &mut Ui, state: &State, commands: &mut Vec<Command>) {
    let icon = match state.settings.theme {
        Look::Dark => icons::SUN,
        Look::Light => icons::MOON,
    };
    if Push::icon_only(icon, "Dark or light").show(ui).clicked() {
        commands.push(Command::View(View::ToggleTheme));
    }
}
