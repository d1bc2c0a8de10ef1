//! The lists of the Overview: pages with friction, what shoppers say, questions to start from.

use super::Figures;
use crate::ui::command::{Command, Segment, View};
use crate::ui::rooms::Room;
use crate::ui::rooms::where_::WhereCommand;
use crate::ui::theme::{self, Face, size};
use crate::ui::widgets::{chip, one_line, put, rule, words as label};
use crate::ui::words;
use egui::{Align, Layout, Role, Sense, Ui, WidgetInfo, vec2};

const SHOWN: usize = 7;

/// The pages where most went wrong.
pub(super) fn pages(ui: &mut Ui, figures: &Figures, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    head(ui, "Where shoppers struggle", "signals · views");
    rule(ui);
    let mut rows = figures.pages.iter().filter(|page| page.friction > 0).take(SHOWN).peekable();
    if rows.peek().is_none() {
        label(ui, "No friction was found in this segment.", (Face::Regular, size::BODY), tokens.muted);
    }
    for page in rows {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 40.0), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &page.name));
        if response.hovered() {
            ui.painter().rect_filled(rect, 0, tokens.raised);
        }
        let y = rect.center().y;
        let painter = ui.painter();
        let name = one_line(
            painter,
            &page.name,
            theme::font(Face::Semi, size::BODY),
            tokens.text,
            rect.width() * 0.5,
        );
        put(painter, (rect.left() + 6.0, y), Align::Min, name);
        let views = painter.layout_no_wrap(
            words::count(page.views),
            theme::font(Face::Regular, size::BODY),
            tokens.muted,
        );
        put(painter, (rect.right() - 6.0, y), Align::Max, views);
        let signals = words::counted(page.friction, "signal");
        let signals = painter.layout_no_wrap(signals, theme::font(Face::Semi, size::BODY), tokens.rage);
        put(painter, (rect.right() - 70.0, y), Align::Max, signals);
        painter.hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, tokens.line));
        if response.clicked() {
            commands.push(Command::Where(WhereCommand::Page(page.page.clone())));
            commands.push(Command::View(View::Room(Room::Where)));
        }
    }
}

fn head(ui: &mut Ui, title: &str, note: &str) {
    let tokens = theme::tokens(ui);
    ui.horizontal(|ui| {
        label(ui, title, (Face::Semi, size::HEAD), tokens.text);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            label(ui, note, (Face::Regular, size::BODY), tokens.muted);
        });
    });
    ui.add_space(theme::space::XS);
}

/// What shoppers of the segment answered.
pub(super) fn answers(ui: &mut Ui, figures: &Figures, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    head(ui, "What shoppers say", &words::counted(figures.answers.len() as u64, "answer"));
    if figures.answers.is_empty() {
        label(ui, "No survey answers belong to this segment.", (Face::Regular, size::BODY), tokens.muted);
        return;
    }
    for answer in figures.answers.iter().filter(|answer| !answer.text.is_empty()).take(SHOWN) {
        rule(ui);
        let row = ui.horizontal(|ui| {
            ui.set_min_height(28.0);
            chip::tag(ui, &answer.survey, tokens.muted, tokens.raised);
            let text = format!("“{}”", answer.text);
            ui.add(
                egui::Label::new(theme::text(text, Face::Regular, size::BODY).color(tokens.text)).truncate(),
            );
        });
        if let Some(session) = &answer.session
            && row.response.interact(Sense::click()).on_hover_text("Watch this session").clicked()
        {
            commands.push(Command::Session(crate::ui::command::SessionCommand::Open(session.clone())));
            commands.push(Command::View(View::Room(Room::Why)));
        }
    }
}

/// Questions and where their answers are.
const QUESTIONS: [(&str, &str, Room, &str); 5] = [
    (
        "They began to check out and did not buy",
        "Why · checkout abandons",
        Room::Why,
        "abandoned:begin_checkout",
    ),
    ("Phones sell worse than computers", "Why · mobile over 2 min", Room::Why, "device:mobile duration>2m"),
    ("What makes them angry?", "Why · rage and dead clicks", Room::Why, "signal:rage,dead"),
    ("Is the paid traffic any good?", "Overview · paid channels", Room::Overview, "channel:paid"),
    ("Where do they click on the page?", "Where · clicks and scroll", Room::Where, ""),
];

/// Doors to start from.
pub(super) fn questions(ui: &mut Ui, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    head(ui, "Start from a question", "");
    for (question, door, room, line) in QUESTIONS {
        rule(ui);
        let row = ui.horizontal(|ui| {
            ui.set_min_height(28.0);
            label(ui, question, (Face::Medium, size::BODY), tokens.text);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                label(ui, format!("{door} →"), (Face::Medium, size::BODY), tokens.accent);
            });
        });
        let response = row.response.interact(Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, question));
        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            commands.push(Command::Segment(Segment::Set(line.to_owned())));
            commands.push(Command::View(View::Room(room)));
        }
    }
}
