//! The segment bar: chips or the line as text, and how much the segment covers.

use super::compare_menu::compare_menu;
use super::filter_menu::filter_menu;
use super::line_help::{Offer, list, offers};
use crate::library::{Coverage, Segment, SegmentError};
use crate::ui::against::Against;
use crate::ui::command::{Command, Segment as SegmentCommand};
use crate::ui::icons;
use crate::ui::rooms::Room;
use crate::ui::settings::Settings;
use crate::ui::state::{LineEdit, Opened, Shell, State};
use crate::ui::theme::{self, Face, Tokens, radius, size, space};
use crate::ui::widgets;
use crate::ui::widgets::chip::{self, ChipAction};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::words;
use egui::text::{CCursor, CCursorRange};
use egui::{Align, Id, Key, Layout, Modifiers, Response, Stroke, Ui};

/// Draws the bar. The text being typed is the shell's own; everything else goes by commands.
pub fn segment_bar(ui: &mut Ui, state: &mut State, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let possible = state.possible();
    let State { opened, shell, settings, .. } = state;
    let Some(opened) = opened.as_deref() else { return };
    ui.horizontal_centered(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let save = Command::Segment(SegmentCommand::Save);
            let everything = opened.segment.is_everything().then_some("Filter first: this is every session");
            let refused = save.possible(&possible).err().or(everything);
            if Push::new("Save segment").icon(icons::BOOKMARK_SIMPLE).refused(refused).show(ui).clicked() {
                commands.push(save);
            }
            counts(ui, tokens, opened);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                left(ui, tokens, (opened, settings), shell, commands);
            });
        });
    });
}

fn left(
    ui: &mut Ui,
    tokens: &Tokens,
    (opened, settings): (&Opened, &Settings),
    shell: &mut Shell,
    commands: &mut Vec<Command>,
) {
    let toggle = Push::icon_only(icons::FUNNEL, "Edit segment line").show(ui);
    if toggle.clicked() {
        commands.push(Command::Segment(match shell.line {
            Some(_) => SegmentCommand::StopEditing,
            None => SegmentCommand::Edit,
        }));
    }
    if let Some(line) = &mut shell.line {
        edit(ui, tokens, (line, opened), commands);
    } else {
        let width = ui.available_width();
        egui::ScrollArea::horizontal().max_width(width).auto_shrink([true, false]).show(ui, |ui| {
            ui.horizontal_centered(|ui| {
                chips(ui, opened, commands);
                if settings.room == Room::Where {
                    compare(ui, (opened, settings.against.as_ref()), &mut shell.against, commands);
                }
            });
        });
    }
}

fn chips(ui: &mut Ui, opened: &Opened, commands: &mut Vec<Command>) {
    for (place, term) in opened.segment.terms().iter().enumerate() {
        let shown = term.chip();
        match chip::filter(ui, &shown.key, &shown.value) {
            Some(ChipAction::Remove) => commands.push(Command::Segment(SegmentCommand::Remove(place))),
            Some(ChipAction::Edit) => commands.push(Command::Segment(SegmentCommand::Edit)),
            None => {}
        }
    }
    let add = Push::new("Filter").icon(icons::PLUS).tone(Tone::Dashed).show(ui);
    egui::Popup::menu(&add)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| filter_menu(ui, opened, commands));
    if !opened.segment.is_everything() && Push::new("Clear").tone(Tone::Quiet).show(ui).clicked() {
        commands.push(Command::Segment(SegmentCommand::Clear));
    }
}

/// The chip of what is compared with, or the button that asks for it.
fn compare(
    ui: &mut Ui,
    (opened, against): (&Opened, Option<&Against>),
    text: &mut String,
    commands: &mut Vec<Command>,
) {
    if let Some(against) = against {
        if chip::filter(ui, "compared with", &against.label()) == Some(ChipAction::Remove) {
            commands.push(Command::Segment(SegmentCommand::Compare(None)));
        }
        return;
    }
    let button = Push::new("Compare with…").icon(icons::COPY).tone(Tone::Dashed).show(ui);
    egui::Popup::menu(&button)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| compare_menu(ui, opened, text, commands));
}

/// The line as text; what could come next, or what is wrong with it, stands below.
fn edit(ui: &mut Ui, tokens: &Tokens, (line, opened): (&mut LineEdit, &Opened), commands: &mut Vec<Command>) {
    let offered = offers(&line.text, opened);
    let id = Id::unique("segment line");
    if choose(ui, line, &offered) {
        to_end(ui, id, &line.text);
        commands.push(Command::Segment(SegmentCommand::Try(line.text.clone())));
    }
    let wrong = Segment::parse(&line.text).err();
    // What is being typed is not wrong yet while something can still come of it.
    let field = field(ui, tokens, (line, id), wrong.as_ref().filter(|_| offered.is_empty()));
    if line.fresh {
        field.request_focus();
        to_end(ui, id, &line.text);
        line.fresh = false;
    }
    below(tokens, (&field, line), wrong.as_ref().map(|wrong| wrong.message.as_str()), &offered);
    let enter = ui.input(|input| input.key_pressed(Key::Enter));
    let escape = ui.input(|input| input.key_pressed(Key::Escape));
    if field.changed() {
        line.chosen = None;
    }
    if escape {
        commands.push(Command::Segment(SegmentCommand::StopEditing));
    } else if field.lost_focus() && enter && wrong.is_none() {
        commands.push(Command::Segment(SegmentCommand::Set(line.text.clone())));
    } else if field.lost_focus() && enter {
        line.fresh = true;
    } else if field.changed() && wrong.is_none() {
        // Live: the counts follow while one types; the line stays open.
        commands.push(Command::Segment(SegmentCommand::Try(line.text.clone())));
    }
}

fn field(
    ui: &mut Ui,
    tokens: &Tokens,
    (line, id): (&mut LineEdit, Id),
    wrong: Option<&SegmentError>,
) -> Response {
    let border = if wrong.is_some() { tokens.rage } else { tokens.accent };
    let frame = egui::Frame::new()
        .fill(tokens.raised)
        .stroke(Stroke::new(1.0, border))
        .corner_radius(radius::M)
        .inner_margin(egui::Margin::symmetric(10, 5));
    let width = ui.available_width().min(760.0);
    let underline = wrong.map(|wrong| wrong.at.clone());
    let mut layouter = |ui: &Ui, text: &dyn egui::TextBuffer, _width: f32| {
        ui.fonts_mut(|fonts| fonts.layout_job(marked(text.as_str(), underline.as_ref(), tokens)))
    };
    egui::TextEdit::singleline(&mut line.text)
        .id(id)
        .hint_text("device:mobile abandoned:begin_checkout -bought:yes duration>2m")
        .frame(frame)
        .desired_width(width)
        .lock_focus(true) // Tab takes what is offered
        .layouter(&mut layouter)
        .show(ui)
        .response
        .response
}

/// Keys of the list below the line; whether something was taken from it.
fn choose(ui: &Ui, line: &mut LineEdit, offered: &[Offer]) -> bool {
    let Some(last) = offered.len().checked_sub(1) else { return false };
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let now = line.chosen.filter(|at| *at <= last);
    if pressed(Key::ArrowDown) {
        line.chosen = Some(now.map_or(0, |at| (at + 1).min(last)));
    } else if pressed(Key::ArrowUp) {
        line.chosen = now.and_then(|at| at.checked_sub(1));
    }
    let taken = if pressed(Key::Tab) {
        Some(line.chosen.unwrap_or(0))
    } else {
        line.chosen.filter(|_| pressed(Key::Enter))
    };
    let Some(offer) = taken.and_then(|at| offered.get(at)) else { return false };
    (line.text, line.chosen) = (offer.line(), None);
    true
}

/// Puts the cursor behind the text.
fn to_end(ui: &Ui, id: Id, text: &str) {
    if let Some(mut state) = egui::TextEdit::load_state(ui.ctx(), id) {
        let end = CCursor::new(text.chars().count());
        state.cursor.set_char_range(Some(CCursorRange::one(end)));
        state.store(ui.ctx(), id);
    }
}

/// What could come next, or where nothing could, what is wrong.
fn below(tokens: &Tokens, (field, line): (&Response, &mut LineEdit), wrong: Option<&str>, offered: &[Offer]) {
    if offered.is_empty() && wrong.is_none() {
        return;
    }
    let popup = egui::Popup::from_response(field).open(true);
    let popup = popup.close_behavior(egui::PopupCloseBehavior::IgnoreClicks).gap(4.0);
    popup.show(|ui| {
        ui.set_width(460.0);
        match wrong {
            Some(wrong) if offered.is_empty() => {
                ui.label(theme::text(words::capital(wrong), Face::Medium, size::BODY).color(tokens.rage));
            }
            _ => {
                if let Some(at) = list(ui, tokens, offered, line.chosen) {
                    *line = LineEdit { text: offered[at].line(), fresh: true, chosen: None };
                }
            }
        }
    });
}

fn marked(text: &str, wrong: Option<&std::ops::Range<usize>>, tokens: &Tokens) -> egui::text::LayoutJob {
    let plain = egui::TextFormat::simple(theme::font(Face::Medium, size::BODY), tokens.text);
    let mut job = egui::text::LayoutJob::default();
    let range =
        wrong.and_then(|range| Some((range, text.get(range.clone())?))).filter(|(_, part)| !part.is_empty());
    let Some((range, part)) = range else {
        job.append(text, 0.0, plain);
        return job;
    };
    job.append(&text[..range.start], 0.0, plain.clone());
    job.append(
        part,
        0.0,
        egui::TextFormat { underline: Stroke::new(1.5, tokens.rage), color: tokens.rage, ..plain.clone() },
    );
    job.append(&text[range.end..], 0.0, plain);
    job
}

fn counts(ui: &mut Ui, tokens: &Tokens, opened: &Opened) {
    let Some(Coverage { sessions, total, lost_carts, .. }) = opened.coverage else {
        widgets::words(ui, "counting…", (Face::Regular, size::BODY), tokens.muted);
        return;
    };
    let mut rest = if sessions == total {
        format!(" {}", if total == 1 { "session" } else { "sessions" })
    } else {
        let share = sessions as f64 / total.max(1) as f64;
        format!(" of {} sessions · {}", words::count(total), words::percent(share))
    };
    if lost_carts > 0.0 {
        rest.extend([" · ", &words::money(lost_carts, opened.currency()), " in carts"]);
    }
    let mut job = egui::text::LayoutJob::default();
    let of = |face, color| egui::TextFormat::simple(theme::font(face, size::BODY), color);
    job.append(&words::count(sessions), 0.0, of(Face::Bold, tokens.text));
    job.append(&rest, 0.0, of(Face::Regular, tokens.muted));
    ui.add_space(space::XS);
    ui.label(job).on_hover_text(
        "Sessions of this segment, their share of the library, and what their carts held that was not bought",
    );
}
