//! The page with its heat: kinds, devices and opacity above, the scroll ruler beside it.

use super::state::Shown;
use super::{WhereCommand, WhereState};
use crate::analysis::heat::{ElementHeat, HeatKind};
use crate::event::{Device, Point};
use crate::ui::command::Command;
use crate::ui::icons;
use crate::ui::theme::{self, Face, font, points, radius, size, space};
use crate::ui::widgets::tabs;
use crate::ui::words;
use egui::{Align, Align2, Color32, Layout, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// Room left and right of the page for the ruler and its labels, points.
const MARGIN: f32 = 110.0;
/// The page is never shown larger than this many points a CSS px.
const LARGEST: f32 = 1.25;

/// Draws toolbar and page.
pub(super) fn ui(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let bar = theme::panel(tokens);
    egui::Panel::top("where tools").exact_size(46.0).frame(bar).show(ui, |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| tools(ui, room, commands));
    });
    egui::Panel::bottom("where told").exact_size(34.0).frame(bar).show(ui, |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| told(ui, room));
    });
    egui::CentralPanel::no_frame().show(ui, |ui| match (&room.shown, &room.trouble) {
        (Some(shown), _) => page(ui, room, shown, commands),
        (None, Some((_, why))) => notice(ui, why),
        (None, None) if room.progress().is_some() => waiting(ui, room),
        (None, None) => notice(ui, "No page was seen in this segment."),
    });
}

fn tools(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let sides = HeatKind::ALL.map(|kind| tabs::Side {
        value: kind,
        label: short(kind),
        name: kind.label(),
        icon: None,
    });
    if let Some(kind) = tabs::segmented(ui, room.kind(), &sides) {
        commands.push(Command::Where(WhereCommand::Kind(kind)));
    }
    let wide = ui.available_width() > 400.0;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let export = theme::text("Export", Face::Medium, size::BODY).color(tokens.text);
        let menu = ui.menu_button(export, |ui| {
            for command in [WhereCommand::ExportPicture, WhereCommand::ExportTable] {
                if ui.button(command.label()).clicked() {
                    commands.push(Command::Where(command));
                    ui.close();
                }
            }
        });
        menu.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Export heatmap"));
        ui.spacing_mut().slider_width = if wide { 80.0 } else { 48.0 };
        let mut opacity = room.options.opacity;
        let slider = egui::Slider::new(&mut opacity, 0.0..=1.0).show_value(false).trailing_fill(true);
        let response = ui.add(slider);
        response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, "Opacity"));
        if response.changed() {
            commands.push(Command::Where(WhereCommand::Opacity(opacity)));
        }
        if wide {
            ui.label(theme::text("opacity", Face::Regular, size::BODY).color(tokens.muted));
            ui.add_space(space::XS);
        }
        devices(ui, room, commands);
    });
}

fn devices(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    let Some(chosen) = room.device() else { return };
    let views = room.page().map(|page| page.devices.clone()).unwrap_or_default();
    let name = |device: Device| {
        format!(
            "{}: {}",
            device.name(),
            words::counted(views.get(&device).copied().unwrap_or_default(), "view")
        )
    };
    let names = Device::ALL.map(name);
    let icons = [icons::DESKTOP, icons::DEVICE_TABLET, icons::DEVICE_MOBILE];
    let sides: Vec<tabs::Side<'_, Device>> = Device::ALL
        .into_iter()
        .zip(&names)
        .zip(icons)
        .filter(|((device, _), _)| views.get(device).is_some_and(|views| *views > 0))
        .map(|((value, name), icon)| tabs::Side { value, label: "", name, icon: Some(icon) })
        .collect();
    if let Some(device) = tabs::segmented(ui, chosen, &sides) {
        commands.push(Command::Where(WhereCommand::Device(device)));
    }
}

/// Names short enough for a row of tabs.
fn short(kind: HeatKind) -> &'static str {
    match kind {
        HeatKind::Click => "Click",
        HeatKind::Rage => "Rage",
        HeatKind::Dead => "Dead",
        HeatKind::Error => "Error",
        HeatKind::Scroll => "Scroll",
        HeatKind::Attention => "Attention",
    }
}

/// What the picture is made of, in one line.
fn told(ui: &mut Ui, room: &WhereState) {
    let tokens = theme::tokens(ui);
    let Some(map) = room.map() else { return };
    let text = if map.shows.by_row() {
        format!("{} views by {} sessions", words::count(map.page_views), words::count(map.sessions))
    } else {
        format!(
            "{} of {} clicks placed · {} views by {} sessions",
            words::count(map.points.placed),
            words::count(map.points.total),
            words::count(map.page_views),
            words::count(map.sessions)
        )
    };
    ui.label(theme::text(text, Face::Regular, size::SMALL).color(tokens.muted));
    let left_out: Vec<String> =
        map.points.unplaced.iter().map(|(why, count)| format!("{why} ({})", words::count(*count))).collect();
    if !left_out.is_empty() {
        let text = format!("not drawn: {}", left_out.join(", "));
        let text = theme::text(text, Face::Regular, size::SMALL).color(tokens.dead);
        ui.add(egui::Label::new(text).truncate());
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if room.progress().is_some() {
            ui.label(theme::text("drawing anew…", Face::Regular, size::SMALL).color(tokens.info));
        }
        let from = if map.background == "screenshot" {
            "Page: screenshot from the bundle"
        } else {
            "Page: drawn from a recording"
        };
        if ui.available_width() > 220.0 {
            ui.label(theme::text(from, Face::Regular, size::SMALL).color(tokens.muted));
        }
    });
}

fn notice(ui: &mut Ui, why: &str) {
    let tokens = theme::tokens(ui);
    ui.centered_and_justified(|ui| {
        ui.label(theme::text(why, Face::Regular, size::BODY).color(tokens.muted));
    });
}

fn waiting(ui: &mut Ui, room: &WhereState) {
    let tokens = theme::tokens(ui);
    let (done, total) = room.progress().unwrap_or_default();
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.4);
        ui.label(
            theme::text("Finding out where the clicks landed…", Face::Medium, size::BODY).color(tokens.text),
        );
        ui.add_space(space::S);
        let part = if total > 0 { done as f32 / total as f32 } else { 0.0 };
        ui.add(egui::ProgressBar::new(part).desired_width(260.0).desired_height(5.0).fill(tokens.accent));
    });
    ui.ctx().request_repaint_after_secs(0.2);
}

fn page(ui: &mut Ui, room: &WhereState, shown: &Shown, commands: &mut Vec<Command>) {
    let map = &shown.map;
    let (width, height) = (points(map.size.width.max(1.0)), points(map.size.height.max(1.0)));
    egui::ScrollArea::vertical()
        .id_salt(("page", &shown.key.page, shown.key.device))
        .auto_shrink(false)
        .show(ui, |ui| {
            let scale = ((ui.available_width() - 2.0 * MARGIN) / width).clamp(0.1, LARGEST);
            let space = vec2(ui.available_width(), height * scale + 48.0);
            let (area, response) = ui.allocate_exact_size(space, Sense::click());
            let left = (area.center().x - width * scale / 2.0).round();
            let rect = Rect::from_min_size(pos2(left, area.top() + 24.0), vec2(width, height) * scale);
            response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, "Page with heat"));
            shown.page.paint(ui.painter(), rect, Color32::WHITE);
            shown.heat.paint(ui.painter(), rect, Color32::WHITE.gamma_multiply(room.options.opacity));
            let place = Place { rect, scale };
            ruler(ui, shown, place);
            let pointed = response.hover_pos().and_then(|at| under(shown, place, at));
            if let Some(element) = room.element() {
                outline(ui, element, place, 2.0);
            }
            if let Some(element) = pointed {
                outline(ui, element, place, 1.5);
                card(ui, element, response.hover_pos().unwrap_or_default());
                if response.clicked() {
                    let selector = Some(element.selector.clone());
                    commands.push(Command::Where(WhereCommand::Choose(selector)));
                }
            } else if response.clicked() {
                commands.push(Command::Where(WhereCommand::Choose(None)));
            }
        });
}

/// Where the page is on the screen.
#[derive(Clone, Copy)]
struct Place {
    rect: Rect,
    scale: f32,
}

impl Place {
    fn of(self, area: crate::event::Rect) -> Rect {
        let min = self.rect.min + vec2(points(area.x), points(area.y)) * self.scale;
        Rect::from_min_size(min, vec2(points(area.width), points(area.height)) * self.scale)
    }
}

/// The smallest clicked element under the pointer.
fn under(shown: &Shown, place: Place, at: Pos2) -> Option<&ElementHeat> {
    let at = (at - place.rect.min) / place.scale;
    let point = Point::new(f64::from(at.x), f64::from(at.y));
    let holds = |element: &&ElementHeat| element.area.is_some_and(|area| area.contains(point));
    let size = |element: &ElementHeat| element.area.map_or(f64::MAX, |area| area.width * area.height);
    shown.map.elements.iter().filter(holds).min_by(|a, b| size(a).total_cmp(&size(b)))
}

fn outline(ui: &Ui, element: &ElementHeat, place: Place, width: f32) {
    let Some(area) = element.area else { return };
    let rect = place.of(area).expand(2.0);
    ui.painter().rect_stroke(
        rect,
        radius::M,
        Stroke::new(width + 2.0, Color32::BLACK.gamma_multiply(0.5)),
        egui::StrokeKind::Middle,
    );
    ui.painter().rect_stroke(rect, radius::M, Stroke::new(width, Color32::WHITE), egui::StrokeKind::Middle);
}

/// What is known of the element under the pointer.
fn card(ui: &Ui, element: &ElementHeat, at: Pos2) {
    let tokens = &theme::DARK;
    egui::Area::new(egui::Id::unique("element card"))
        .order(egui::Order::Tooltip)
        .interactable(false)
        .fixed_pos(at + vec2(16.0, 14.0))
        .show(ui.ctx(), |ui| {
            let frame = egui::Frame::new()
                .fill(tokens.bg.gamma_multiply(0.95))
                .corner_radius(radius::M)
                .inner_margin(10);
            frame.show(ui, |ui| {
                ui.set_max_width(260.0);
                ui.spacing_mut().item_spacing.y = 3.0;
                ui.label(theme::text(&element.name, Face::Semi, size::SMALL).color(tokens.text));
                let clicks = words::counted(element.clicks, "click");
                let share = words::percent(element.share);
                ui.label(
                    theme::text(format!("{clicks} · {share} of the page"), Face::Regular, size::SMALL)
                        .color(tokens.text),
                );
                if element.dead > 0 {
                    let text = format!("{} dead — nothing happened", words::count(element.dead));
                    ui.label(theme::text(text, Face::Regular, size::SMALL).color(tokens.dead));
                }
                if element.rage > 0 {
                    let text = format!("{} in anger", words::count(element.rage));
                    ui.label(theme::text(text, Face::Regular, size::SMALL).color(tokens.rage));
                }
                let bought = words::whole_percent(element.bought_rate);
                let sessions = words::counted(element.sessions, "session");
                ui.label(
                    theme::text(format!("{sessions}, {bought} of them bought"), Face::Regular, size::SMALL)
                        .color(tokens.muted),
                );
            });
        });
}

/// How many saw each height, left of the page, and the average first screen.
fn ruler(ui: &Ui, shown: &Shown, place: Place) {
    let tokens = theme::tokens(ui);
    let map = &shown.map;
    let painter = ui.painter();
    let mut last = f32::MIN;
    for line in &map.scroll {
        let y = place.rect.top() + points(line.y_px) * place.scale;
        if y - last < 200.0 && last > f32::MIN {
            continue;
        }
        last = y;
        painter.text(
            pos2(place.rect.left() - 10.0, y.max(place.rect.top() + 6.0)),
            Align2::RIGHT_CENTER,
            words::whole_percent(line.reach),
            font(Face::Regular, size::TINY),
            tokens.muted,
        );
    }
    let Some(fold) = map.average_fold_px else { return };
    let y = place.rect.top() + points(fold) * place.scale;
    if y > place.rect.bottom() {
        return;
    }
    let (from, to) = (pos2(place.rect.left() - 44.0, y), pos2(place.rect.right() + 8.0, y));
    let stroke = Stroke::new(1.0, tokens.info);
    painter.extend(egui::Shape::dashed_line(&[from, to], stroke, 4.0, 3.0));
    painter.text(
        pos2(place.rect.right() + 14.0, y),
        Align2::LEFT_CENTER,
        "average fold",
        font(Face::Semi, size::TINY),
        tokens.info,
    );
}
