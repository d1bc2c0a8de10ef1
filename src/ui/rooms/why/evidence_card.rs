//! "Evidence for" and "Shopper said": the hypothesis that evidence goes to, and what was answered.

use super::open_session::OpenSession;
use crate::findings::Prevalence;
use crate::library::{Answer, Evidence, Hypothesis, Stance};
use crate::ui::act::evidence::chosen;
use crate::ui::command::{Command, EvidenceCommand, Play, SessionCommand};
use crate::ui::icons;
use crate::ui::state::{Opened, State};
use crate::ui::theme::{self, Face, Tokens, size, space};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::{self, chip, rows, words};
use crate::ui::words;
use egui::{Align, Layout, Ui};

/// Draws both cards.
pub(super) fn cards(
    ui: &mut Ui,
    state: &State,
    opened: &Opened,
    session: &OpenSession,
    commands: &mut Vec<Command>,
) {
    let tokens = theme::tokens(ui);
    ui.add_space(space::M);
    words(ui, "Evidence for", (Face::Semi, size::BODY), tokens.text);
    theme::card(tokens).show(ui, |ui| {
        ui.set_width(ui.available_width());
        match chosen(opened, state.settings.hypothesis.as_deref()) {
            Some(hypothesis) => for_hypothesis(ui, tokens, opened, hypothesis, commands),
            None => no_hypothesis(ui, tokens, commands),
        }
    });
    if !session.answers.is_empty() {
        ui.add_space(space::M);
        words(ui, "Shopper said", (Face::Semi, size::BODY), tokens.text);
        for answer in &session.answers {
            answer_card(ui, tokens, answer, commands);
        }
    }
    ui.add_space(space::L);
}

fn for_hypothesis(
    ui: &mut Ui,
    tokens: &Tokens,
    opened: &Opened,
    hypothesis: &Hypothesis,
    commands: &mut Vec<Command>,
) {
    ui.horizontal_top(|ui| {
        chip::tinted(ui, &hypothesis.id, tokens.info);
        ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
            let caret = theme::text(icons::CARET_DOWN.glyph, Face::Icon, 16.0).color(tokens.muted);
            let menu = ui.add(egui::Button::new(caret).frame(false)).accessible_name("Choose hypothesis");
            egui::Popup::menu(&menu).show(|ui| choose(ui, opened, commands));
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                let title = theme::text(&hypothesis.title, Face::Semi, size::BODY).color(tokens.text);
                ui.add(egui::Label::new(title).wrap());
            });
        });
    });
    let known = opened.prevalence.as_ref().filter(|((id, _), _)| *id == hypothesis.id);
    if let Some((_, prevalence)) = known {
        seen(ui, tokens, prevalence);
    }
    let refused = opened.library.read_only().then_some("This library can only be read here");
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        let (yes, no) = (EvidenceCommand::Tag(Stance::For), EvidenceCommand::Tag(Stance::Against));
        let (yes, no) = (Command::Evidence(yes), Command::Evidence(no));
        let supports =
            Push::new("Supports").icon(icons::THUMBS_UP).color(tokens.good).key(ui, &yes).refused(refused);
        if supports.show(ui).clicked() {
            commands.push(yes);
        }
        let against =
            Push::new("Against").icon(icons::THUMBS_DOWN).color(tokens.rage).key(ui, &no).refused(refused);
        if against.show(ui).clicked() {
            commands.push(no);
        }
    });
}

/// `Seen in 4 of 10 watched · 17–69 % (95 %)`, and the same as a bar.
fn seen(ui: &mut Ui, tokens: &Tokens, prevalence: &Prevalence) {
    let mut job = egui::text::LayoutJob::default();
    let of = |face, color| egui::TextFormat::simple(theme::font(face, size::BODY), color);
    job.append("Seen in ", 0.0, of(Face::Regular, tokens.muted));
    job.append(&format!("{} of {}", prevalence.seen, prevalence.watched), 0.0, of(Face::Bold, tokens.text));
    job.append(" watched", 0.0, of(Face::Regular, tokens.muted));
    if let Some(interval) = prevalence.interval {
        let percents = words::percents(interval.low, interval.high);
        job.append(&format!(" · {percents} (95 %)"), 0.0, of(Face::Regular, tokens.muted));
    }
    ui.label(job).on_hover_text(prevalence.sentence());
    if let Some(interval) = prevalence.interval {
        let share = prevalence.seen as f64 / prevalence.watched.max(1) as f64;
        rows::interval(ui, tokens, (interval.low, share, interval.high), &prevalence.sentence());
    }
}

fn choose(ui: &mut Ui, opened: &Opened, commands: &mut Vec<Command>) {
    ui.set_width(320.0);
    for hypothesis in opened.hypotheses.iter().filter(|hypothesis| !hypothesis.status.decided()) {
        if crate::ui::shell::item(ui, icons::FLASK, &hypothesis.title, &hypothesis.id) {
            commands.push(Command::Evidence(EvidenceCommand::Choose(hypothesis.id.clone())));
        }
    }
    ui.separator();
    write_new(ui, commands);
}

fn no_hypothesis(ui: &mut Ui, tokens: &Tokens, commands: &mut Vec<Command>) {
    let why =
        "No hypothesis yet. Write what you suppose; then E pins a moment to it, Y and X tag the session.";
    words(ui, why, (Face::Regular, size::BODY), tokens.muted);
    write_new(ui, commands);
}

fn write_new(ui: &mut Ui, commands: &mut Vec<Command>) {
    let id = egui::Id::unique("new hypothesis");
    let mut text: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let field = egui::TextEdit::singleline(&mut text)
        .id(id)
        .hint_text("New hypothesis, in one line")
        .margin(egui::vec2(8.0, 6.0))
        .desired_width(f32::INFINITY)
        .show(ui)
        .response
        .response;
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let refused = text.trim().is_empty().then_some("Write it first");
    let write = Push::new("Write it down").icon(icons::PLUS).refused(refused).show(ui).clicked();
    if (enter || write) && refused.is_none() {
        commands.push(Command::Evidence(EvidenceCommand::New(text.trim().to_owned())));
        text.clear();
        ui.close();
    }
    ui.data_mut(|data| data.insert_temp(id, text));
}

fn answer_card(ui: &mut Ui, tokens: &Tokens, answer: &Answer, commands: &mut Vec<Command>) {
    theme::card(tokens).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            chip::tag(ui, &survey_name(&answer.survey), tokens.muted, tokens.raised);
            if let Some(score) = answer.score {
                words(ui, format!("{score}"), (Face::Semi, size::BODY), tokens.text);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let Some(at) = answer.t_ms else { return };
                let clock = words::clock(at);
                let jump = Push::new(&clock).name("Go to the answer").tone(Tone::Quiet);
                if jump.show(ui).clicked() {
                    commands.push(Command::Play(Play::Seek(at)));
                }
            });
        });
        if !answer.text.is_empty() {
            words(ui, format!("“{}”", answer.text), (Face::Regular, size::BODY), tokens.text);
        }
        words(ui, &answer.question, (Face::Regular, size::SMALL), tokens.muted);
    });
}

/// `exit` as `Exit survey`.
fn survey_name(survey: &str) -> String {
    let words = survey.replace(['-', '_'], " ");
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let name = format!("{first}{}", letters.as_str());
    if name.to_lowercase().contains("survey") { name } else { format!("{name} survey") }
}

/// One piece of evidence: jump to it, turn it round, note it, take it away.
pub(super) fn piece(
    ui: &mut Ui,
    tokens: &Tokens,
    opened: &Opened,
    evidence: &Evidence,
    commands: &mut Vec<Command>,
) {
    let (icon, color, turned, turn) = match evidence.stance {
        Stance::For => (icons::THUMBS_UP_FILL, tokens.good, Stance::Against, "Turn to against"),
        Stance::Against => (icons::THUMBS_DOWN_FILL, tokens.rage, Stance::For, "Turn to for"),
    };
    let refused = opened.library.read_only().then_some("This library can only be read here");
    ui.horizontal(|ui| {
        widgets::icon(ui, icon, 16.0, color);
        chip::tinted(ui, &evidence.hypothesis, tokens.info);
        let moment = evidence.at.map_or("whole session".to_owned(), words::clock_tenths);
        let jump = Push::new(&moment).name("Go to this evidence").tone(Tone::Quiet).color(tokens.text);
        if jump.show(ui).clicked()
            && let Some(at) = evidence.at
        {
            commands.push(Command::Session(SessionCommand::OpenAt(evidence.session.clone(), at)));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if Push::icon_only(icons::TRASH, "Remove evidence").refused(refused).show(ui).clicked() {
                commands.push(Command::Evidence(EvidenceCommand::Remove(evidence.id)));
            }
            if Push::icon_only(icons::ARROW_U_UP_LEFT, turn).refused(refused).show(ui).clicked() {
                commands.push(Command::Evidence(EvidenceCommand::Turn(evidence.id, turned)));
            }
        });
    });
    note(ui, evidence, commands);
}

fn note(ui: &mut Ui, evidence: &Evidence, commands: &mut Vec<Command>) {
    let id = egui::Id::unique(("evidence note", evidence.id));
    let typed: Option<String> = ui.data(|data| data.get_temp(id));
    let mut text = typed.unwrap_or_else(|| evidence.note.clone());
    let field = egui::TextEdit::singleline(&mut text)
        .id(id)
        .hint_text("What does it show?")
        .margin(egui::vec2(8.0, 6.0))
        .desired_width(f32::INFINITY)
        .show(ui)
        .response
        .response;
    if field.changed() {
        ui.data_mut(|data| data.insert_temp(id, text.clone()));
    }
    if field.lost_focus() {
        ui.data_mut(|data| data.remove_temp::<String>(id));
        if text != evidence.note {
            commands.push(Command::Evidence(EvidenceCommand::Note(evidence.id, text)));
        }
    }
    ui.add_space(space::XS);
}
