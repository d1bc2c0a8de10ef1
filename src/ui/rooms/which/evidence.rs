//! The evidence of a hypothesis: stills of the moments, and what shoppers said.

use super::WhichState;
use crate::event::Time;
use crate::findings::{Finding, Pinned};
use crate::library::{Answer, EvidenceKind, Stance};
use crate::ui::command::{Command, EvidenceCommand, SessionCommand, View};
use crate::ui::icons;
use crate::ui::rooms::Room;
use crate::ui::theme::{self, Face, radius, size, space};
use crate::ui::widgets::{chip, one_line, put, put_icon, session_row, words as label};
use crate::ui::words;
use egui::{Align, Color32, Layout, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

const CARD: egui::Vec2 = vec2(152.0, 104.0);

/// Draws the evidence.
pub(super) fn ui(ui: &mut Ui, state: &WhichState, finding: &Finding, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let speaks_for = finding.evidence.iter().filter(|it| it.evidence.stance == Stance::For).count();
    let answers = state.answers(&finding.hypothesis.id);
    ui.horizontal(|ui| {
        label(ui, "Evidence", (Face::Semi, size::HEAD), tokens.text);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let against = finding.evidence.len() - speaks_for;
            let text = format!(
                "{speaks_for} for · {against} against · {}",
                words::counted(answers.len() as u64, "answer")
            );
            label(ui, text, (Face::Regular, size::BODY), tokens.muted);
        });
    });
    if finding.evidence.is_empty() {
        let how = "Nothing pinned yet. In Why, E pins the moment; Y and X say for or against.";
        label(ui, how, (Face::Regular, size::BODY), tokens.muted);
        if ui.link("Go to Why").clicked() {
            commands.push(Command::View(View::Room(Room::Why)));
        }
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(14.0, 14.0);
        for pinned in &finding.evidence {
            moment(ui, state, pinned, commands);
        }
        for answer in answers {
            said(ui, answer, commands);
        }
    });
}

fn moment(ui: &mut Ui, state: &WhichState, pinned: &Pinned, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let evidence = &pinned.evidence;
    let (rect, response) = ui.allocate_exact_size(CARD + vec2(0.0, 48.0), Sense::click());
    let picture = Rect::from_min_size(rect.min, CARD);
    let who = pinned.of.as_ref().map_or_else(|| evidence.session.clone(), session_row::who);
    let what =
        if evidence.note.is_empty() { pinned.signals.first().cloned() } else { Some(evidence.note.clone()) };
    let what = what.or_else(|| pinned.page.clone()).unwrap_or_default();
    let name = format!("Evidence: {who}, {what}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let painter = ui.painter();
    painter.rect_filled(picture, radius::M, tokens.raised);
    match state.still(evidence.id) {
        Some(Ok(texture)) => {
            let [width, height] = texture.size();
            let shown = cover(width as f32, height as f32);
            egui::Image::new((texture.id(), CARD)).uv(shown).corner_radius(radius::M).paint_at(ui, picture);
        }
        Some(Err(_)) => put_icon(painter, picture.center(), icons::VIDEO_CAMERA, 24.0, tokens.faint),
        None => put_icon(painter, picture.center(), icons::HOURGLASS, 20.0, tokens.faint),
    }
    let border = if response.hovered() || response.has_focus() { tokens.accent } else { tokens.line };
    painter.rect_stroke(picture, radius::M, Stroke::new(1.0, border), StrokeKind::Middle);
    if let Some(at) = evidence.at {
        let spot = (picture.right() - 46.0, picture.bottom() - 14.0);
        chip::paint_tag(painter, spot, &words::clock(at), theme::DARK.text, theme::DARK.bg);
    }
    let (icon, ink) = match evidence.stance {
        Stance::For => (icons::THUMBS_UP, tokens.good),
        Stance::Against => (icons::THUMBS_DOWN, tokens.rage),
    };
    put_icon(painter, picture.left_bottom() + vec2(8.0, 16.0), icon, 15.0, ink);
    let left = picture.left() + 22.0;
    let line = |y: f32, text: &str, face: Face, color: Color32| {
        let galley = one_line(painter, text, theme::font(face, size::BODY), color, rect.right() - left);
        put(painter, (left, y), Align::Min, galley);
    };
    line(picture.bottom() + 16.0, &who, Face::Regular, tokens.text);
    line(picture.bottom() + 35.0, &what, Face::Regular, tokens.muted);
    if response.clicked() {
        open(&evidence.session, evidence.at.filter(|_| evidence.kind != EvidenceKind::Session), commands);
    }
    response.context_menu(|ui| {
        let other = match evidence.stance {
            Stance::For => Stance::Against,
            Stance::Against => Stance::For,
        };
        let turn = if other == Stance::For { "It supports the hypothesis" } else { "It speaks against it" };
        if ui.button(turn).clicked() {
            commands.push(Command::Evidence(EvidenceCommand::Turn(evidence.id, other)));
            ui.close();
        }
        if ui.button("Remove").clicked() {
            commands.push(Command::Evidence(EvidenceCommand::Remove(evidence.id)));
            ui.close();
        }
    });
}

/// Opens a session in Why.
fn open(session: &str, at: Option<Time>, commands: &mut Vec<Command>) {
    commands.push(Command::Session(match at {
        Some(at) => SessionCommand::OpenAt(session.to_owned(), at),
        None => SessionCommand::Open(session.to_owned()),
    }));
    commands.push(Command::View(View::Room(Room::Why)));
}

/// The part of a picture that fills a card: its full width from the top, or the middle of its width.
fn cover(width: f32, height: f32) -> Rect {
    let (wide, aspect) = (width / height.max(1.0), CARD.x / CARD.y);
    if wide < aspect {
        let part = wide / aspect;
        let top = (1.0 - part) * 0.3;
        Rect::from_min_max(pos2(0.0, top), pos2(1.0, top + part))
    } else {
        let part = aspect / wide;
        Rect::from_min_max(pos2((1.0 - part) / 2.0, 0.0), Pos2::new(f32::midpoint(1.0, part), 1.0))
    }
}

fn said(ui: &mut Ui, answer: &Answer, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(226.0, CARD.y + 48.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Answer: {}", answer.text)));
    let down = Layout::top_down(Align::Min);
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(down));
    theme::card(tokens).inner_margin(12).show(&mut inside, |ui| {
        ui.set_width(rect.width() - 26.0);
        ui.set_height(CARD.y - 26.0);
        ui.spacing_mut().item_spacing.y = space::XS;
        chip::tag(ui, &format!("{} survey", answer.survey), tokens.muted, tokens.raised);
        let words = format!("“{}”", answer.text);
        ui.add(egui::Label::new(theme::text(words, Face::Regular, size::BODY).color(tokens.text)).wrap());
    });
    if let Some(session) = &answer.session
        && response.on_hover_text("Watch this session").clicked()
    {
        open(session, answer.t_ms, commands);
    }
}
