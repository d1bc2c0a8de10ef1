//! Below the list of pages: the states of the page, and how new the data is.

use super::WhereState;
use super::command::WhereCommand;
use crate::facts::OpenKind;
use crate::findings::StateCount;
use crate::ui::command::Command;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, Face, font, radius, size, space};
use crate::ui::widgets::{self, one_line, put, words as text};
use crate::ui::words;
use egui::{Align, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// Height of one state.
const ROW: f32 = 36.0;
/// States that are shown without scrolling.
const MOST: usize = 5;

/// How high the panel is.
pub(super) fn height(room: &WhereState) -> f32 {
    let Some(map) = room.map() else { return 0.0 };
    let states = if map.states.len() > 1 { map.states.len().min(MOST) as f32 * ROW + 40.0 } else { 0.0 };
    states + 58.0
}

/// Draws the panel.
pub(super) fn ui(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let Some(map) = room.map().cloned() else { return };
    egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 0)).show(ui, |ui| {
        if map.states.len() > 1 {
            ui.add_space(space::S);
            text(ui, "Page state", (Face::Semi, size::BODY), tokens.text);
            ui.add_space(space::XS);
            let height = map.states.len().min(MOST) as f32 * ROW;
            egui::ScrollArea::vertical().id_salt("page states").max_height(height).auto_shrink(false).show(
                ui,
                |ui| {
                    ui.spacing_mut().item_spacing.y = 5.0;
                    for state in &map.states {
                        if row(ui, state, state.state.as_ref() == room.page_state()) {
                            commands.push(Command::Where(WhereCommand::State(state.state.clone())));
                        }
                    }
                },
            );
        }
        freshness(ui, room);
    });
}

fn icon(state: &StateCount) -> Icon {
    match state.state.as_ref().map(|state| state.kind) {
        None => icons::APP_WINDOW,
        Some(OpenKind::Drawer) => icons::BROWSERS,
        Some(OpenKind::Menu) => icons::LIST_BULLETS,
        Some(OpenKind::TabPanel) => icons::SQUARES_FOUR,
        Some(OpenKind::Dialog) => icons::CHAT_CIRCLE_TEXT,
        Some(OpenKind::CookieBar) => icons::PROHIBIT,
    }
}

fn row(ui: &mut Ui, state: &StateCount, chosen: bool) -> bool {
    let tokens = theme::tokens(ui);
    let name = state.state.as_ref().map_or("As loaded".to_owned(), |state| format!("{} open", state.label));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW - 5.0), Sense::click());
    let spoken = format!("{name}, {}", words::counted(state.views, "view"));
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, &spoken));
    let painter = ui.painter();
    let fill = if chosen { tokens.chosen } else { tokens.raised };
    let line = if response.hovered() { tokens.faint } else { tokens.line };
    painter.rect(rect, radius::M, fill, Stroke::new(1.0, line), StrokeKind::Inside);
    widgets::put_icon(painter, rect.left_center() + vec2(17.0, 0.0), icon(state), 14.0, tokens.muted);
    let count = words::count(state.views);
    let count = painter.layout_no_wrap(count, font(Face::Regular, size::BODY), tokens.muted);
    let count = put(painter, (rect.right() - 10.0, rect.center().y), Align::Max, count);
    let width = count.left() - rect.left() - 38.0;
    let label = one_line(painter, &name, font(Face::Medium, size::BODY), tokens.text, width);
    put(painter, (rect.left() + 32.0, rect.center().y), Align::Min, label);
    let kind = state.state.as_ref().map_or("The page as it was loaded", |state| state.kind.label());
    let clicks = words::counted(state.points, "click");
    let hint = format!("{kind}\nOpen in {}, {clicks} in it", words::counted(state.views, "view"));
    response.on_hover_text(hint).clicked()
}

/// When the newest visit was, and how many there were week by week.
fn freshness(ui: &mut Ui, room: &WhereState) {
    let tokens = theme::tokens(ui);
    let (Some(map), Some(shown)) = (room.map(), &room.a.shown) else { return };
    let Some(newest) = map.newest_ms else { return };
    ui.add_space(space::S);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    let week = shown.weeks.last().copied().unwrap_or_default();
    let day = words::day(newest, words::now_ms());
    let told = format!("Newest {day} · {} that week", words::counted(week, "view"));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &told));
    let painter = ui.painter();
    let small = one_line(painter, &told, font(Face::Regular, size::SMALL), tokens.muted, rect.width());
    put(painter, (rect.left(), rect.top() + 8.0), Align::Min, small);
    let most = shown.weeks.iter().copied().max().unwrap_or_default().max(1) as f32;
    let step = rect.width() / shown.weeks.len().max(1) as f32;
    for (place, views) in shown.weeks.iter().enumerate() {
        let high = (*views as f32 / most * 14.0).max(1.0);
        let left = rect.left() + place as f32 * step;
        let bar =
            Rect::from_min_max(pos2(left, rect.bottom() - high), pos2(left + step - 3.0, rect.bottom()));
        painter.rect_filled(bar, 1, if *views > 0 { tokens.info } else { tokens.line });
    }
    let weeks: Vec<String> = shown.weeks.iter().map(|views| words::count(*views)).collect();
    response.on_hover_text(format!("Views of this page by week, the latest last: {}", weeks.join(", ")));
}
