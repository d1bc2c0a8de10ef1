//! Beside the page: what was clicked, how far down was seen, what the picture is made of.

use super::{SideTab, WhereCommand, WhereState};
use crate::analysis::heat::ElementHeat;
use crate::findings::HeatMap;
use crate::ui::command::{Command, EvidenceCommand, Segment, View};
use crate::ui::rooms::Room;
use crate::ui::rooms::why::command::WhyCommand;
use crate::ui::rooms::why::queue::QueueCommand;
use crate::ui::theme::{self, Face, Tokens, font, size, space};
use crate::ui::widgets::{chip, one_line, put, tabs};
use crate::ui::words;
use egui::{Align, Align2, Color32, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

const ROW: f32 = 48.0;

/// Draws the tabs and the one that is chosen.
pub(super) fn ui(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    side_tabs(ui, room.options.tab, commands);
    let Some(map) = room.map() else { return };
    match room.options.tab {
        SideTab::Elements => elements(ui, room, map, commands),
        SideTab::Scroll => scroll(ui, map),
        SideTab::Stats => stats(ui, room, map),
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

fn hairline(ui: &mut Ui, tokens: &Tokens) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().rect_filled(rect, 0, tokens.line);
}

fn elements(ui: &mut Ui, room: &WhereState, map: &HeatMap, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    let columns = Columns::of(head);
    let painter = ui.painter();
    let face = font(Face::Medium, size::SMALL);
    painter.text(
        pos2(columns.left, head.center().y),
        Align2::LEFT_CENTER,
        "Element",
        face.clone(),
        tokens.muted,
    );
    painter.text(
        pos2(columns.clicks, head.center().y),
        Align2::RIGHT_CENTER,
        "Clicks",
        face.clone(),
        tokens.muted,
    );
    painter.text(pos2(columns.share, head.center().y), Align2::RIGHT_CENTER, "Share", face, tokens.muted);
    hairline(ui, tokens);
    if map.elements.is_empty() {
        ui.add_space(space::L);
        ui.vertical_centered(|ui| {
            ui.label(theme::text("Nothing was clicked here.", Face::Regular, size::BODY).color(tokens.muted));
        });
        return;
    }
    let card_height = if room.element().is_some() { 190.0 } else { 0.0 };
    let height = ui.available_height() - card_height;
    egui::ScrollArea::vertical().max_height(height).auto_shrink([false, card_height > 0.0]).show_rows(
        ui,
        ROW,
        map.elements.len(),
        |ui, rows| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for element in &map.elements[rows] {
                row(ui, element, room.chosen.as_ref() == Some(&element.selector), commands);
            }
        },
    );
    if let Some(element) = room.element() {
        ui.add_space(space::M);
        egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 0)).show(ui, |ui| {
            chosen(ui, room, element, commands);
        });
    }
}

struct Columns {
    left: f32,
    clicks: f32,
    share: f32,
}

impl Columns {
    fn of(rect: Rect) -> Self {
        Self { left: rect.left() + 14.0, clicks: rect.right() - 76.0, share: rect.right() - 14.0 }
    }
}

fn row(ui: &mut Ui, element: &ElementHeat, chosen: bool, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let label = format!("{}, {}", element.name, words::counted(element.clicks, "click"));
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &label));
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, 0, if chosen { tokens.chosen } else { tokens.raised });
    }
    let columns = Columns::of(rect);
    let painter = ui.painter();
    let width = columns.clicks - 44.0 - columns.left;
    let chips: Vec<(String, Color32)> = [
        (element.dead, "dead", tokens.dead),
        (element.rage, "rage", tokens.rage),
        (element.error, "error", tokens.error),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, word, color)| (format!("{word} {count}"), color))
    .collect();
    // The chips stay whole; the name gives way.
    let chip_width = |text: &str| {
        painter.layout_no_wrap(text.to_owned(), font(Face::Semi, size::TINY), tokens.text).size().x + 17.0
    };
    let taken: f32 = chips.iter().map(|(text, _)| chip_width(text)).sum();
    let name = one_line(
        painter,
        &element.name,
        font(Face::Semi, size::BODY),
        tokens.text,
        (width - taken).max(60.0),
    );
    let name = put(painter, (columns.left, rect.top() + 17.0), Align::Min, name);
    let mut left = name.right() + 6.0;
    for (text, color) in &chips {
        left = chip::paint_tag(painter, (left, rect.top() + 17.0), text, *color, Tokens::soft(*color)) + 4.0;
    }
    let mono = egui::FontId::monospace(size::TINY);
    let selector = one_line(painter, &element.selector, mono, tokens.faint, width);
    put(painter, (columns.left, rect.top() + 34.0), Align::Min, selector);
    let numbers = ui.painter();
    let middle = rect.center().y;
    numbers.text(
        pos2(columns.clicks, middle),
        Align2::RIGHT_CENTER,
        words::count(element.clicks),
        font(Face::Regular, size::BODY),
        tokens.text,
    );
    numbers.text(
        pos2(columns.share, middle),
        Align2::RIGHT_CENTER,
        words::percent(element.share),
        font(Face::Regular, size::BODY),
        tokens.muted,
    );
    numbers.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line));
    if response.clicked() {
        let selector = (!chosen).then(|| element.selector.clone());
        commands.push(Command::Where(WhereCommand::Choose(selector)));
    }
    let on_picture = if element.area.is_some() { "" } else { "\nNot on the page that is shown" };
    response.on_hover_text(format!("{}\n{}{on_picture}", element.name, element.selector));
}

/// What to do about the marked element.
fn chosen(ui: &mut Ui, room: &WhereState, element: &ElementHeat, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    theme::card(tokens).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::text(&element.name, Face::Semi, size::BODY).color(tokens.text));
        ui.label(theme::text(sentence(element), Face::Regular, size::BODY).color(tokens.muted));
        ui.add_space(space::XS);
        let primary = theme::text("Watch who clicked it", Face::Semi, size::BODY).color(tokens.on_accent);
        if ui.add(egui::Button::new(primary).fill(tokens.accent).stroke(Stroke::NONE)).clicked() {
            commands
                .push(Command::Segment(Segment::Add(format!("clicked:{}", words::quoted(&element.name)))));
            commands.push(Command::View(View::Room(Room::Why)));
        }
        let clicked = format!("clicked:{}", words::quoted(&element.name));
        let hint = "Ten of those who clicked it, drawn at random, one after another";
        if ui.button("Watch ten of them").on_hover_text(hint).clicked() {
            commands.push(Command::Segment(Segment::Add(clicked)));
            commands.push(Command::Why(WhyCommand::Queue(QueueCommand::Draw(None))));
        }
        if ui.button("New hypothesis").clicked() {
            let page = room.page().map(|page| page.name.clone()).unwrap_or_default();
            commands.push(Command::Evidence(EvidenceCommand::New(format!("{page}: {}", element.name))));
            commands.push(Command::View(View::Room(Room::Which)));
        }
    });
}

fn sentence(element: &ElementHeat) -> String {
    let bought = words::whole_percent(element.bought_rate);
    let who = words::counted(element.sessions, "session");
    let dead = if element.dead > 0 {
        let part = words::whole_percent(element.dead as f64 / element.clicks.max(1) as f64);
        format!("{part} of its clicks did nothing. ")
    } else {
        String::new()
    };
    format!("{dead}{who} clicked it; {bought} of them bought.")
}

fn scroll(ui: &mut Ui, map: &HeatMap) {
    let tokens = theme::tokens(ui);
    ui.add_space(space::S);
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for part in 0..=10_u32 {
            let y = map.size.height * f64::from(part) / 10.0;
            let reach =
                map.scroll.iter().rev().find(|line| line.y_px <= y + 0.5).map_or(0.0, |line| line.reach);
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
            let painter = ui.painter();
            let bar = Rect::from_min_max(
                pos2(rect.left() + 92.0, rect.center().y - 3.0),
                pos2(rect.right() - 64.0, rect.center().y + 3.0),
            );
            let face = font(Face::Regular, size::SMALL);
            painter.text(
                pos2(rect.left() + 80.0, rect.center().y),
                Align2::RIGHT_CENTER,
                words::pixels(y),
                face.clone(),
                tokens.muted,
            );
            painter.rect_filled(bar, 3, tokens.line);
            painter.rect_filled(
                Rect::from_min_size(bar.min, vec2(bar.width() * theme::points(reach), 6.0)),
                3,
                tokens.info,
            );
            painter.text(
                pos2(rect.right() - 14.0, rect.center().y),
                Align2::RIGHT_CENTER,
                words::whole_percent(reach),
                face,
                tokens.text,
            );
        }
        ui.add_space(space::M);
        if let Some(fold) = map.average_fold_px {
            let text = format!("The first screen ends at {} on average.", words::pixels(fold));
            padded(ui, &text);
        }
        padded(ui, "Reach: the share of views whose screen came down to this height.");
    });
}

fn padded(ui: &mut Ui, text: &str) {
    let tokens = theme::tokens(ui);
    egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 3)).show(ui, |ui| {
        ui.label(theme::text(text, Face::Regular, size::SMALL).color(tokens.muted));
    });
}

fn stats(ui: &mut Ui, room: &WhereState, map: &HeatMap) {
    let tokens = theme::tokens(ui);
    let mut rows = vec![
        ("Page", map.page.clone()),
        ("Views", words::count(map.page_views)),
        ("Sessions", words::count(map.sessions)),
        ("Size shown", format!("{} × {}", words::pixels(map.size.width), words::pixels(map.size.height))),
        ("Clicks", words::count(map.points.total)),
        ("Placed", words::count(map.points.placed)),
    ];
    if let Some(page) = room.page() {
        rows.insert(3, ("Ended here", words::counted(page.exits, "session")));
        rows.insert(4, ("Signals", words::count(page.friction)));
    }
    ui.add_space(space::S);
    egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 0)).show(ui, |ui| {
        egui::Grid::new("where stats").num_columns(2).spacing(vec2(space::L, space::S)).show(ui, |ui| {
            let reasons = map.points.unplaced.iter().map(|(why, count)| (why.as_str(), words::count(*count)));
            for (name, value) in rows.iter().map(|(name, value)| (*name, value.clone())).chain(reasons) {
                ui.label(theme::text(name, Face::Regular, size::BODY).color(tokens.muted));
                ui.label(theme::text(value, Face::Medium, size::BODY).color(tokens.text));
                ui.end_row();
            }
        });
    });
}
