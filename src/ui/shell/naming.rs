//! Asks for the name under which a segment is kept.

use crate::ui::command::{Command, Segment, View};
use crate::ui::theme::{self, Face, size, space};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::words;
use egui::{Key, Ui};

/// Draws the question over everything; `name` is the text being typed.
pub fn naming(ui: &Ui, name: &mut String, line: &str, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let modal = egui::Modal::new(egui::Id::unique("naming"))
        .frame(theme::card(tokens).inner_margin(20))
        .show(ui.ctx(), |ui| {
            ui.set_width(380.0);
            words(ui, "Save segment", (Face::Semi, size::HEAD), tokens.text);
            words(ui, line, (Face::Regular, size::BODY), tokens.muted);
            ui.add_space(space::S);
            let field = egui::TextEdit::singleline(name)
                .hint_text("Name, such as Mobile checkout abandons")
                .margin(egui::vec2(8.0, 7.0))
                .desired_width(f32::INFINITY)
                .show(ui)
                .response
                .response;
            if name.is_empty() {
                field.request_focus();
            }
            let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            ui.add_space(space::S);
            let refused = name.trim().is_empty().then_some("Write a name first");
            let save = Push::new("Save").tone(Tone::Primary).refused(refused).show(ui).clicked();
            (save || enter) && refused.is_none()
        });
    if modal.inner {
        commands.push(Command::Segment(Segment::SaveAs(name.trim().to_owned())));
    } else if modal.should_close() {
        commands.push(Command::View(View::Dismiss));
    }
}
