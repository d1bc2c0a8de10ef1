//! The *Look* popover: how heat and page look. What it changes is kept with the settings.

use super::WhereState;
use super::command::{LookTo, WhereCommand};
use crate::ui::command::Command;
use crate::ui::icons;
use crate::ui::theme::{self, Face, size, space};
use crate::ui::widgets::push::Push;
use crate::ui::widgets::words;
use crate::ui::words::whole_percent;
use egui::{Popup, PopupCloseBehavior, Role, Ui, WidgetInfo};

/// Draws the button and, while it is open, the popover.
pub(super) fn button(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    let narrow = ui.available_width() < 240.0;
    let button = Push::new(if narrow { "" } else { "Look" }).icon(icons::SLIDERS).name("Look").show(ui);
    let behaviour = PopupCloseBehavior::CloseOnClickOutside;
    Popup::menu(&button).close_behavior(behaviour).show(|ui| {
        ui.set_width(270.0);
        ui.spacing_mut().item_spacing.y = space::S;
        let mut push = |to: LookTo| commands.push(Command::Where(WhereCommand::Look(to)));
        if let Some(value) =
            slider(ui, ("Contrast veil", "How far the page steps back"), room.options.look.veil)
        {
            push(LookTo::Veil(value));
        }
        if let Some(value) = slider(ui, ("Opacity of the heat", ""), room.options.opacity) {
            push(LookTo::Opacity(value));
        }
    });
}

/// A share with its name above; the new value while it is moved.
fn slider(ui: &mut Ui, (name, hint): (&str, &str), value: f32) -> Option<f32> {
    let tokens = theme::tokens(ui);
    ui.horizontal(|ui| {
        words(ui, name, (Face::Medium, size::BODY), tokens.text);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            words(ui, whole_percent(f64::from(value)), (Face::Regular, size::SMALL), tokens.muted);
        });
    });
    ui.spacing_mut().slider_width = 262.0;
    let mut moved = value;
    let response = ui.add(egui::Slider::new(&mut moved, 0.0..=1.0).show_value(false).trailing_fill(true));
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, name));
    let response = if hint.is_empty() { response } else { response.on_hover_text(hint) };
    response.changed().then_some(moved)
}
