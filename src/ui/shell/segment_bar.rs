//! The segment bar: chips or the line as text, and how much the segment covers.

use super::filter_menu::filter_menu;
use crate::library::{Coverage, Segment};
use crate::ui::command::{Command, Segment as SegmentCommand};
use crate::ui::icons;
use crate::ui::state::{LineEdit, Opened, Shell, State};
use crate::ui::theme::{self, Face, Tokens, radius, size, space};
use crate::ui::widgets;
use crate::ui::widgets::chip::{self, ChipAction};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::words;
use egui::{Align, Key, Layout, Stroke, Ui};

/// Draws the bar. The text being typed is the shell's own; everything else goes by commands.
pub fn segment_bar(ui: &mut Ui, state: &mut State, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let possible = state.possible();
    let State { opened, shell, .. } = state;
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
                left(ui, tokens, opened, shell, commands);
            });
        });
    });
}

fn left(ui: &mut Ui, tokens: &Tokens, opened: &Opened, shell: &mut Shell, commands: &mut Vec<Command>) {
    let toggle = Push::icon_only(icons::FUNNEL, "Edit segment line").show(ui);
    if toggle.clicked() {
        commands.push(Command::Segment(match shell.line {
            Some(_) => SegmentCommand::StopEditing,
            None => SegmentCommand::Edit,
        }));
    }
    if let Some(line) = &mut shell.line {
        edit(ui, tokens, line, commands);
    } else {
        let width = ui.available_width();
        egui::ScrollArea::horizontal().max_width(width).auto_shrink([true, false]).show(ui, |ui| {
            ui.horizontal_centered(|ui| chips(ui, opened, commands));
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

/// The line as text; what is wrong with it stands below, with the place marked.
fn edit(ui: &mut Ui, tokens: &Tokens, line: &mut LineEdit, commands: &mut Vec<Command>) {
    let wrong = Segment::parse(&line.text).err();
    let border = if wrong.is_some() { tokens.rage } else { tokens.accent };
    let frame = egui::Frame::new()
        .fill(tokens.raised)
        .stroke(Stroke::new(1.0, border))
        .corner_radius(radius::M)
        .inner_margin(egui::Margin::symmetric(10, 5));
    let width = ui.available_width().min(760.0);
    let underline = wrong.as_ref().map(|wrong| wrong.at.clone());
    let mut layouter = |ui: &Ui, text: &dyn egui::TextBuffer, _width: f32| {
        ui.fonts_mut(|fonts| fonts.layout_job(marked(text.as_str(), underline.as_ref(), tokens)))
    };
    let output = egui::TextEdit::singleline(&mut line.text)
        .id(egui::Id::unique("segment line"))
        .hint_text("device:mobile abandoned:begin_checkout -bought:yes duration>2m")
        .frame(frame)
        .desired_width(width)
        .layouter(&mut layouter)
        .show(ui);
    let field = output.response.response;
    if line.fresh {
        field.request_focus();
        line.fresh = false;
    }
    if let Some(wrong) = &wrong {
        egui::Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), field.id.with("wrong"), &field).show(
            |ui| {
                ui.set_max_width(420.0);
                ui.label(theme::text(&wrong.message, Face::Medium, size::BODY).color(tokens.rage));
            },
        );
    }
    let enter = ui.input(|input| input.key_pressed(Key::Enter));
    let escape = ui.input(|input| input.key_pressed(Key::Escape));
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
