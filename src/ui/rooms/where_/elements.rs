//! Beside the page: what was clicked, how far down was seen, what the picture is made of.

use super::command::{Column, SideTab, WhereCommand};
use super::{WhereState, card, compare, stats, zones};
use crate::analysis::heat::ElementHeat;
use crate::ui::command::Command;
use crate::ui::icons;
use crate::ui::shell::item;
use crate::ui::theme::{self, Face, Tokens, font, size};
use crate::ui::widgets::{self, chip, one_line, put, tabs};
use crate::ui::words;
use egui::{Align, Align2, Color32, Popup, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

const ROW: f32 = 48.0;

/// Draws the tabs and the one that is chosen.
pub(super) fn ui(ui: &mut Ui, room: &mut WhereState, commands: &mut Vec<Command>) {
    side_tabs(ui, room.options.tab, commands);
    match (room.options.tab, room.map()) {
        (SideTab::Elements, Some(_)) => {
            let told = room.compared().cloned().filter(|_| room.second().is_some());
            marked(ui, room, told.is_some(), commands);
            room.marks.row = match told {
                Some(told) => compare::list(ui, room, &told, commands),
                None => elements(ui, room, commands),
            };
        }
        (SideTab::Scroll, Some(_)) => {
            if let Some(shown) = &room.a.shown {
                stats::scroll(ui, shown);
            }
        }
        (SideTab::Stats, Some(map)) => stats::stats(ui, room, map),
        (_, None) => {}
    }
}

fn side_tabs(ui: &mut Ui, chosen: SideTab, commands: &mut Vec<Command>) {
    let sides = [(SideTab::Elements, "Elements"), (SideTab::Scroll, "Scroll"), (SideTab::Stats, "Stats")];
    egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 0)).show(ui, |ui| {
        let sides = sides.map(|(tab, label)| (tab, label.to_owned()));
        if let Some(tab) = tabs::underlined(ui, chosen, &sides) {
            commands.push(Command::Where(WhereCommand::Tab(tab)));
        }
    });
}

/// Below the list, as high as it needs: what is known of the marked element, and its doors.
fn marked(ui: &mut Ui, room: &mut WhereState, compared: bool, commands: &mut Vec<Command>) {
    let Some(name) = room.marked_name().map(str::to_owned) else { return };
    let frame = egui::Frame::new().inner_margin(egui::Margin { left: 14, right: 14, top: 8, bottom: 10 });
    let panel = egui::Panel::bottom("marked element").resizable(false).show_separator_line(false);
    panel.frame(frame).show(ui, |ui| {
        match room.element() {
            Some(element) if !compared => card::chosen(ui, room, element, commands),
            _ => card::both(ui, room, &name, commands),
        }
        zones::edit(ui, room, commands);
    });
}

/// The list; gives back the selector of the row below the pointer.
fn elements(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) -> Option<String> {
    let shown = room.a.shown.as_ref()?;
    head(ui, room, commands);
    widgets::rule(ui);
    if shown.rows.is_empty() {
        let next = "Choose another page or device, or take a filter away above.";
        widgets::empty(ui, "Nothing was clicked here", next);
        return None;
    }
    let order = room.listed();
    let marks = &room.marks;
    let chosen = order.iter().position(|place| marks.chosen.as_ref() == Some(&shown.rows[*place].selector));
    let height = ui.available_height();
    let mut hovered = None;
    let mut area = egui::ScrollArea::vertical().max_height(height).auto_shrink(false);
    if let Some(offset) = chosen.filter(|_| marks.follow).map(|place| place as f32 * ROW) {
        area = area.vertical_scroll_offset((offset - height / 2.0).max(0.0));
    }
    area.show_rows(ui, ROW, order.len(), |ui, rows| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for place in &order[rows] {
            let element = &shown.rows[*place];
            let marked =
                [marks.chosen.as_ref(), marks.pointed.as_ref()].map(|it| it == Some(&element.selector));
            if row(ui, (room, element), room.options.column, marked, commands) {
                hovered = Some(element.selector.clone());
            }
        }
    });
    hovered
}

/// The heads of the columns: a click sorts.
fn head(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    let at = Columns::of(head);
    let part = |from: f32, to: f32| Rect::from_x_y_ranges(from..=to, head.y_range());
    let column = room.options.column;
    let heads = [
        (Column::Name, part(head.left(), at.clicks - 60.0), at.left, Align::Min),
        (Column::Clicks, part(at.clicks - 56.0, at.clicks + 6.0), at.clicks, Align::Max),
        (column, part(at.clicks + 8.0, at.share - 12.0), at.share - 16.0, Align::Max),
    ];
    for (of, rect, x, align) in heads {
        if sorter(ui, (of, room.options.elements_by), rect, (x, align)) {
            commands.push(Command::Where(WhereCommand::SortElements(of)));
        }
    }
    let more =
        ui.interact(part(at.share - 14.0, head.right()), ui.scope_id().with("columns"), Sense::click());
    more.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Choose column"));
    let middle = pos2(at.share - 5.0, head.center().y);
    widgets::put_icon(ui.painter(), middle, icons::CARET_DOWN, 11.0, theme::tokens(ui).muted);
    let more = more.on_hover_text("Another number");
    Popup::menu(&more).show(|ui| {
        ui.set_width(420.0);
        for number in Column::NUMBERS {
            let icon = if number == column { icons::CHECK } else { icons::LIST_BULLETS };
            if item(ui, icon, number.hint(), number.label()) {
                commands.push(Command::Where(WhereCommand::Column(number)));
            }
        }
    });
}

/// A head; whether it was clicked.
fn sorter(
    ui: &Ui,
    (column, (by, down)): (Column, (Column, bool)),
    rect: Rect,
    (x, align): (f32, Align),
) -> bool {
    let tokens = theme::tokens(ui);
    let response = ui.interact(rect, ui.scope_id().with(("sort by", column.label())), Sense::click());
    let name = format!("Sort by {}", column.label());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, by == column, &name));
    let ink = if by == column || response.hovered() { tokens.text } else { tokens.muted };
    let face = font(Face::Medium, size::SMALL);
    let galley = ui.painter().layout_no_wrap(column.label().to_owned(), face, ink);
    let words = put(ui.painter(), (x, rect.center().y), align, galley);
    if by == column {
        let icon = if down { icons::CARET_DOWN } else { icons::CARET_UP };
        let beside = if align == Align::Min { words.right() + 9.0 } else { words.left() - 8.0 };
        widgets::put_icon(ui.painter(), pos2(beside, rect.center().y), icon, 10.0, tokens.accent);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}

struct Columns {
    left: f32,
    clicks: f32,
    share: f32,
}

impl Columns {
    fn of(rect: Rect) -> Self {
        Self { left: rect.left() + 14.0, clicks: rect.right() - 92.0, share: rect.right() - 8.0 }
    }
}

/// A number of an element as text.
fn value(element: &ElementHeat, column: Column, currency: Option<&str>) -> String {
    let known = |text: Option<String>| text.unwrap_or_else(|| "—".to_owned());
    let some = |count: u64| if count > 0 { words::count(count) } else { "—".to_owned() };
    match column {
        Column::Name => element.name.clone(),
        Column::Clicks => words::count(element.clicks),
        Column::Share => words::percent(element.share),
        Column::Sessions => words::count(element.sessions),
        Column::Rage => some(element.rage),
        Column::Dead => some(element.dead),
        Column::Errors => some(element.error),
        Column::Exposure => known(element.exposure.map(words::whole_percent)),
        Column::PerExposure => known(element.clicks_per_exposure.map(|each| format!("{each:.2}"))),
        Column::FirstClick => known(element.first_click_ms.map(card::seconds)),
        Column::Bought => words::percent(element.bought_rate),
        Column::Revenue => known(element.revenue_per_click.map(|each| words::money(each, currency))),
    }
}

/// A row; whether the pointer is over it.
fn row(
    ui: &mut Ui,
    (room, element): (&WhereState, &ElementHeat),
    column: Column,
    [chosen, pointed]: [bool; 2],
    commands: &mut Vec<Command>,
) -> bool {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let label = card::name(element);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &label));
    if chosen || pointed || response.hovered() {
        ui.painter().rect_filled(rect, 0, if chosen { tokens.chosen } else { tokens.raised });
    }
    if response.has_focus() {
        let stroke = Stroke::new(1.5, tokens.accent);
        ui.painter().rect_stroke(rect.shrink(1.0), 2, stroke, egui::StrokeKind::Inside);
    }
    name(ui, element, rect, tokens);
    let columns = Columns::of(rect);
    let numbers = ui.painter();
    let middle = rect.center().y;
    let face = font(Face::Regular, size::BODY);
    let number = |x: f32, text: String, ink: Color32| {
        numbers.text(pos2(x, middle), Align2::RIGHT_CENTER, text, face.clone(), ink);
    };
    number(columns.clicks, value(element, Column::Clicks, None), tokens.text);
    number(columns.share - 6.0, value(element, column, room.currency.as_deref()), tokens.muted);
    numbers.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line));
    if response.clicked() {
        let selector = (!chosen).then(|| element.selector.clone());
        commands.push(Command::Where(WhereCommand::Choose(selector)));
    }
    let on_picture = if element.area.is_some() {
        String::new()
    } else {
        format!(
            "\nNot on the {} that is shown",
            if room.map().is_some_and(|map| map.background == "screenshot") { "screenshot" } else { "page" }
        )
    };
    let hovered = response.hovered();
    response.on_hover_text(format!("{}\n{}{on_picture}", element.name, element.selector));
    hovered
}

/// Name, chips and selector; of a zone, that it is one.
fn name(ui: &Ui, element: &ElementHeat, rect: Rect, tokens: &Tokens) {
    let columns = Columns::of(rect);
    let painter = ui.painter();
    let width = columns.clicks - 44.0 - columns.left;
    let mut chips: Vec<(String, Color32)> = [
        (element.dead, "dead", tokens.dead),
        (element.rage, "rage", tokens.rage),
        (element.error, "error", tokens.error),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, word, color)| (format!("{word} {}", words::count(count)), color))
    .collect();
    // The chips stay whole; the name gives way.
    let chip_width = |text: &str| {
        painter.layout_no_wrap(text.to_owned(), font(Face::Semi, size::TINY), tokens.text).size().x + 17.0
    };
    let taken = |chips: &[(String, Color32)]| chips.iter().map(|(text, _)| chip_width(text)).sum::<f32>();
    while taken(&chips) > width - 44.0 && chips.len() > 1 {
        chips.pop();
    }
    let taken = taken(&chips);
    let bold = font(Face::Semi, size::BODY);
    let name = one_line(painter, &element.name, bold, tokens.text, (width - taken).max(40.0));
    let name = put(painter, (columns.left, rect.top() + 17.0), Align::Min, name);
    let mut left = name.right() + 6.0;
    for (text, color) in &chips {
        left = chip::paint_tag(painter, (left, rect.top() + 17.0), text, *color, Tokens::soft(*color)) + 4.0;
    }
    let zone = element.selector.starts_with("zone:");
    let under = if zone { "zone drawn by hand" } else { &element.selector };
    let mono = egui::FontId::monospace(size::TINY);
    let ink = if element.area.is_some() { tokens.faint } else { tokens.faint.gamma_multiply(0.6) };
    let selector = one_line(painter, under, mono, ink, width);
    put(painter, (columns.left, rect.top() + 34.0), Align::Min, selector);
}
