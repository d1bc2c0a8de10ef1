//! The list of pages: where it hurts most first, or by views or exits.

use super::command::{PageSort, WhereCommand};
use super::{WhereState, states};
use crate::library::PageSummary;
use crate::ui::command::{Command, Segment};
use crate::ui::icons;
use crate::ui::shell::item;
use crate::ui::theme::{self, Face, Tokens, font, radius, size, space};
use crate::ui::widgets;
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::words;
use egui::{Align2, Popup, Rect, Response, Role, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2};

const ROW: f32 = 60.0;

/// Draws the list.
pub(super) fn ui(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), space::SEGMENT_BAR), Sense::hover());
    let painter = ui.painter();
    painter.text(
        head.left_center() + vec2(14.0, 0.0),
        Align2::LEFT_CENTER,
        "Pages",
        font(Face::Semi, size::BODY),
        tokens.text,
    );
    sorting(ui, room, head, commands);
    if room.pages().is_empty() {
        if !room.listing.is_reading() {
            nothing(ui, room, commands);
        }
        return;
    }
    let chosen = room.page().map(|page| page.page.clone());
    let worst = room.pages().iter().map(friction_rate).fold(0.0, f64::max);
    let height = ui.available_height() - states::height(room);
    let area = egui::ScrollArea::vertical().max_height(height.max(ROW * 2.0)).auto_shrink(false);
    area.show_rows(ui, ROW, room.pages().len(), |ui, rows| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for page in &room.pages()[rows] {
            if row(ui, room, page, Some(&page.page) == chosen.as_ref(), worst).clicked() {
                commands.push(Command::Where(WhereCommand::Page(page.page.clone())));
            }
        }
    });
    states::ui(ui, room, commands);
}

/// No page at all, and the way out.
fn nothing(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    let (what, next, label, way) = if room.listing.second.is_some() {
        let what = "No page was seen on side A";
        (what, "Compare with something else, or no longer.", "Stop comparing", Segment::Compare(None))
    } else {
        let what = "No page was seen in this segment";
        (what, "Take a filter away above, or look at everyone.", "Show all sessions", Segment::Clear)
    };
    widgets::empty(ui, what, next);
    ui.add_space(space::S);
    ui.vertical_centered(|ui| {
        if Push::new(label).show(ui).clicked() {
            commands.push(Command::Segment(way));
        }
    });
}

/// The menu of how the list is sorted.
fn sorting(ui: &mut Ui, room: &WhereState, head: Rect, commands: &mut Vec<Command>) {
    let area = head.shrink2(vec2(6.0, 6.0));
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    let mut right = ui.new_child(UiBuilder::new().max_rect(area).layout(layout));
    let chosen = room.options.pages_by;
    let push = Push::new(chosen.label()).name("Sort pages").after(icons::CARET_DOWN).tone(Tone::Quiet);
    let button = push.show(&mut right);
    Popup::menu(&button).show(|ui| {
        ui.set_width(180.0);
        for by in PageSort::ALL {
            let icon = if by == chosen { icons::CHECK } else { icons::SORT_DESCENDING };
            if item(ui, icon, by.label(), "") {
                commands.push(Command::Where(WhereCommand::SortPages(by)));
            }
        }
    });
}

/// Signals a view.
pub(super) fn friction_rate(page: &PageSummary) -> f64 {
    page.friction as f64 / page.views.max(1) as f64
}

/// The part of its sessions that ended on a page.
pub(super) fn exit_rate(page: &PageSummary) -> f64 {
    page.exits as f64 / page.sessions.max(1) as f64
}

fn row(ui: &mut Ui, room: &WhereState, page: &PageSummary, chosen: bool, worst: f64) -> Response {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &page.name));
    if chosen || response.hovered() {
        let fill = if chosen { tokens.chosen } else { tokens.raised };
        ui.painter().rect_filled(rect, 0, fill);
    }
    if chosen {
        ui.painter().rect_filled(Rect::from_min_size(rect.min, vec2(3.0, ROW)), 0, tokens.accent);
    }
    picture(ui, room, page, Rect::from_min_size(rect.min + vec2(14.0, 10.0), vec2(34.0, 40.0)), tokens);
    let left = rect.left() + 58.0;
    let right = rect.right() - 14.0;
    let painter = ui.painter();
    let mut views = right;
    let second = room.listing.second.as_ref().map(|pages| pages.get(&page.page).map_or(0, |page| page.views));
    // Two sides: in the colours of their letters, A first.
    let counts = match second {
        Some(second) => vec![(second, tokens.dead), (page.views, tokens.info)],
        None => vec![(page.views, tokens.muted)],
    };
    for (count, ink) in counts {
        let (face, at) = (font(Face::Regular, size::BODY), pos2(views, rect.top() + 20.0));
        views = painter.text(at, Align2::RIGHT_CENTER, words::count(count), face, ink).left() - 10.0;
    }
    let bold = font(Face::Semi, size::BODY);
    let name = widgets::one_line(painter, &page.name, bold, tokens.text, views - left);
    widgets::put(painter, (left, rect.top() + 20.0), egui::Align::Min, name);
    let exit = words::whole_percent(exit_rate(page));
    let label = painter.text(
        pos2(right, rect.top() + 41.0),
        Align2::RIGHT_CENTER,
        format!("exit {exit}"),
        font(Face::Regular, size::TINY),
        tokens.muted,
    );
    let bar = Rect::from_min_max(pos2(left, rect.top() + 39.0), pos2(label.left() - 10.0, rect.top() + 43.0));
    painter.rect_filled(bar, 2, tokens.line);
    if worst > 0.0 {
        let part = theme::points(friction_rate(page) / worst);
        let filled = Rect::from_min_size(bar.min, vec2(bar.width() * part, bar.height()));
        painter.rect_filled(filled, 2, tokens.rage);
    }
    let told = match &room.listing.second {
        None => format!("{}\n{}", page.page, numbers(page)),
        Some(second) => {
            let second = second.get(&page.page).map_or("never seen".to_owned(), numbers);
            format!("{}\nA: {}\nB: {second}", page.page, numbers(page))
        }
    };
    response.on_hover_text(told)
}

/// What happened on a page.
fn numbers(page: &PageSummary) -> String {
    format!(
        "{} in {}, {}, {} ended here",
        words::counted(page.views, "view"),
        words::counted(page.sessions, "session"),
        words::counted(page.friction, "signal"),
        words::count(page.exits),
    )
}

fn picture(ui: &Ui, room: &WhereState, page: &PageSummary, rect: Rect, tokens: &Tokens) {
    if let Some(texture) = room.thumbnails.of(&page.page) {
        egui::Image::new((texture.id(), rect.size())).corner_radius(radius::S).paint_at(ui, rect);
    } else {
        ui.painter().rect_filled(rect, radius::S, tokens.raised);
        let icon = icons::APP_WINDOW;
        ui.painter().text(
            rect.center(),
            Align2::CENTER_CENTER,
            icon.glyph,
            font(icon.face, 16.0),
            tokens.faint,
        );
    }
    let border = Stroke::new(1.0, tokens.line);
    ui.painter().rect_stroke(rect.expand2(Vec2::splat(0.5)), radius::S, border, egui::StrokeKind::Middle);
}
