//! The menu of "+ Filter": keys, then their values with counts.

use super::title_bar::item;
use crate::library::{Key, Takes, Term};
use crate::ui::command::{Command, Segment};
use crate::ui::icons;
use crate::ui::state::Opened;
use crate::ui::theme::{self, Face, size};
use crate::ui::widgets;
use crate::ui::words;
use egui::Ui;

const MOST: usize = 14;

/// Draws the menu; a value that is chosen becomes a chip.
pub(super) fn filter_menu(ui: &mut Ui, opened: &Opened, commands: &mut Vec<Command>) {
    ui.set_width(250.0);
    let id = egui::Id::unique("filter key");
    let chosen: Option<&'static str> = ui.data(|data| data.get_temp(id));
    let chosen = chosen.and_then(Key::parse);
    match chosen {
        None => {
            for key in Key::all()
                .filter(|key| opened.values.get(key.name()).is_some_and(|values| !values.is_empty()))
            {
                if keep_open_item(ui, key.label()) {
                    ui.data_mut(|data| data.insert_temp(id, key.name()));
                }
            }
            ui.separator();
            if item(ui, icons::TEXTBOX, "Words on the page or typed…", "text:") {
                commands.push(Command::Segment(Segment::Begin("text:".to_owned())));
            }
            if item(ui, icons::PENCIL_SIMPLE, "Write the line…", "/") {
                commands.push(Command::Segment(Segment::Edit));
            }
        }
        Some(key) => {
            if keep_open_back(ui, key.label()) {
                ui.data_mut(|data| data.remove_temp::<&'static str>(id));
            }
            widgets::rule(ui);
            egui::ScrollArea::vertical()
                .max_height(420.0)
                .show(ui, |ui| values(ui, opened, key, commands, id));
        }
    }
}

fn values(ui: &mut Ui, opened: &Opened, key: Key, commands: &mut Vec<Command>, id: egui::Id) {
    let tokens = theme::tokens(ui);
    let all = opened.values.get(key.name()).map(Vec::as_slice).unwrap_or_default();
    for (value, count) in all.iter().take(MOST) {
        let label = match key.takes() {
            Takes::Choice(_) => Term::words(key, &[value]).chip().value,
            _ => value.clone(),
        };
        if item(ui, icons::FUNNEL, &label, &words::count(*count)) {
            commands.push(Command::Segment(Segment::Add(Term::words(key, &[value]).to_string())));
            ui.data_mut(|data| data.remove_temp::<&'static str>(id));
        }
    }
    if all.len() > MOST {
        let rest = format!("and {} more: write the line", all.len() - MOST);
        widgets::words(ui, rest, (Face::Regular, size::SMALL), tokens.muted);
    }
}

fn keep_open_item(ui: &mut Ui, label: &str) -> bool {
    line(ui, label, Some(icons::CARET_RIGHT), None)
}

fn keep_open_back(ui: &mut Ui, label: &str) -> bool {
    line(ui, label, None, Some(icons::ARROW_LEFT))
}

/// An entry that leaves the menu open.
fn line(ui: &mut Ui, label: &str, after: Option<icons::Icon>, before: Option<icons::Icon>) -> bool {
    let tokens = theme::tokens(ui);
    let size_ = egui::vec2(ui.available_width(), 28.0);
    let (rect, response) = ui.allocate_exact_size(size_, egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::MenuItem, true, label));
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, theme::radius::S, tokens.raised);
    }
    let mut left = rect.left() + 10.0;
    if let Some(icon) = before {
        widgets::put_icon(painter, egui::pos2(left + 6.0, rect.center().y), icon, 14.0, tokens.muted);
        left += 22.0;
    }
    let font = theme::font(if before.is_some() { Face::Semi } else { Face::Medium }, size::BODY);
    let galley = painter.layout_no_wrap(label.to_owned(), font, tokens.text);
    widgets::put(painter, (left, rect.center().y), egui::Align::Min, galley);
    if let Some(icon) = after {
        widgets::put_icon(
            painter,
            egui::pos2(rect.right() - 12.0, rect.center().y),
            icon,
            12.0,
            tokens.faint,
        );
    }
    response.clicked()
}
