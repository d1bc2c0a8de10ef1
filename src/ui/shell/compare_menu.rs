//! The menu of "Compare with…": what segment B can be.

use super::title_bar::item;
use crate::event::Device;
use crate::ui::against::Against;
use crate::ui::command::{Command, Segment};
use crate::ui::icons;
use crate::ui::state::Opened;
use crate::ui::theme::{self, Face, size, space};
use crate::ui::widgets::push::Push;
use crate::ui::widgets::{rule, words};
use egui::{Key, Ui};

/// Saved segments that are listed.
const MOST: usize = 8;

/// Draws the menu; `text` is the line or the day that is being typed.
pub(super) fn compare_menu(ui: &mut Ui, opened: &Opened, text: &mut String, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    ui.set_width(280.0);
    let mut choose = |against: Against| commands.push(Command::Segment(Segment::Compare(Some(against))));
    let all = Against::Line { name: String::new(), line: String::new() };
    let listed = !opened.segment.is_everything() || !opened.saved.is_empty();
    if !opened.segment.is_everything() && item(ui, icons::USER, "Everyone", "") {
        choose(all);
    }
    for saved in opened.saved.iter().take(MOST) {
        if item(ui, icons::BOOKMARK_SIMPLE, &saved.name, "segment") {
            choose(Against::Line { name: saved.name.clone(), line: saved.line.clone() });
        }
    }
    if listed {
        rule(ui);
    }
    for (device, icon) in [
        (Device::Mobile, icons::DEVICE_MOBILE),
        (Device::Tablet, icons::DEVICE_TABLET),
        (Device::Desktop, icons::DESKTOP),
    ] {
        if item(ui, icon, &format!("The same on {}", device.name()), "device") {
            choose(Against::Device(device));
        }
    }
    let variants = opened.values.get("variant").map(Vec::as_slice).unwrap_or_default();
    if let Some(((first, _), rest)) = variants.split_first() {
        for (second, _) in rest.iter().take(4) {
            if item(ui, icons::FLASK, &format!("Variant {first} against {second}"), "test") {
                choose(Against::Variants(first.clone(), second.clone()));
            }
        }
    }
    rule(ui);
    ui.add_space(space::XS);
    words(ui, "A line, or a day for before and after", (Face::Medium, size::SMALL), tokens.muted);
    let field = egui::TextEdit::singleline(text)
        .hint_text("bought:yes   or   2026-05-14")
        .margin(egui::vec2(8.0, 6.0))
        .desired_width(f32::INFINITY)
        .show(ui)
        .response
        .response;
    let meant = meant(text);
    let refused = meant.is_none().then_some("Write a segment line, or a day such as 2026-05-14");
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let pressed = Push::new("Compare").refused(refused).show(ui).clicked();
    if let Some(against) = meant.filter(|_| enter || pressed) {
        text.clear();
        choose(against);
        ui.close();
    }
}

/// What was typed: a day, else a line that can be read.
fn meant(text: &str) -> Option<Against> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let since = Against::Since(text.to_owned());
    if since.sides(&crate::library::Segment::default()).is_some() {
        return Some(since);
    }
    let line = Against::Line { name: String::new(), line: text.to_owned() };
    line.sides(&crate::library::Segment::default()).map(|_| line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_before_and_after_and_the_rest_a_line() {
        assert_eq!(meant("2026-05-14"), Some(Against::Since("2026-05-14".to_owned())));
        assert!(matches!(meant("bought:yes"), Some(Against::Line { .. })));
        assert_eq!(meant("  "), None);
        assert_eq!(meant("devise:mobile"), None);
    }
}
