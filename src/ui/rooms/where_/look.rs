//! The *Look* popover: how heat and page look. What it changes is kept with the settings.

use super::WhereState;
use super::command::{LookTo, WhereCommand};
use super::legend;
use crate::analysis::heat::HeatKind;
use crate::findings::Tell;
use crate::render::{Palette, Scale};
use crate::ui::command::Command;
use crate::ui::icons;
use crate::ui::theme::{self, Face, radius, size, space};
use crate::ui::widgets::push::Push;
use crate::ui::widgets::{tabs, words};
use crate::ui::words::whole_percent;
use egui::{Popup, PopupCloseBehavior, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

/// Draws the button and, while it is open, the popover.
pub(super) fn button(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    let narrow = ui.available_width() < 300.0;
    let button = Push::new(if narrow { "" } else { "Look" }).icon(icons::SLIDERS).name("Look").show(ui);
    let behaviour = PopupCloseBehavior::CloseOnClickOutside;
    Popup::menu(&button).close_behavior(behaviour).show(|ui| {
        ui.set_width(306.0);
        let frame = egui::Frame::new().inner_margin(space::S);
        frame.show(ui, |ui| choices(ui, room, commands));
    });
}

fn choices(ui: &mut Ui, room: &WhereState, commands: &mut Vec<Command>) {
    ui.spacing_mut().item_spacing.y = space::S;
    let mut asked = Vec::new();
    palettes(ui, room.options.look.palette, &mut asked);
    scale(ui, room.options.look.scale, &mut asked);
    radius_of(ui, room, &mut asked);
    let veil = ("Contrast veil", "How far the page steps back, so that the heat stands out");
    asked.extend(slider(ui, veil, room.options.look.veil, 0.0..=1.0).map(LookTo::Veil));
    let opacity = ("Opacity of the heat", "");
    asked.extend(slider(ui, opacity, room.options.opacity, 0.0..=1.0).map(LookTo::Opacity));
    if room.kind() == HeatKind::Confetti {
        tell(ui, room.options.look.tell, &mut asked);
    }
    commands.extend(asked.into_iter().map(|to| Command::Where(WhereCommand::Look(to))));
}

fn palettes(ui: &mut Ui, chosen: Palette, asked: &mut Vec<LookTo>) {
    let tokens = theme::tokens(ui);
    words(ui, "Colours", (Face::Medium, size::BODY), tokens.text);
    ui.horizontal(|ui| {
        for palette in Palette::ALL {
            let (rect, response) = ui.allocate_exact_size(vec2(64.0, 26.0), Sense::click());
            let on = palette == chosen;
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, palette.label()));
            legend::sample(ui, Rect::from_center_size(rect.center(), vec2(54.0, 14.0)), palette);
            let ink = if on || response.has_focus() { tokens.accent } else { tokens.line };
            ui.painter().rect_stroke(rect, radius::S, Stroke::new(1.5, ink), StrokeKind::Inside);
            if response.on_hover_text(palette.label()).clicked() {
                asked.push(LookTo::Palette(palette));
            }
        }
    });
}

fn scale(ui: &mut Ui, chosen: Scale, asked: &mut Vec<LookTo>) {
    let sides = Scale::ALL.map(|scale| tabs::Side {
        value: scale,
        label: scale.label(),
        name: scale.label(),
        icon: None,
    });
    asked.extend(tabs::segmented(ui, chosen, &sides).map(LookTo::Scale));
}

fn radius_of(ui: &mut Ui, room: &WhereState, asked: &mut Vec<LookTo>) {
    let now = room.options.look.radius.or(room.map().map(|map| map.parts.radius)).unwrap_or(44.0);
    let name = ("Radius", "How far a click's warmth reaches, CSS px");
    if let Some(px) = slider(ui, name, theme::points(now), 4.0..=120.0) {
        asked.push(LookTo::Radius(Some(f64::from(px.round()))));
    }
    if room.options.look.radius.is_some() && Push::new("As suits the page").show(ui).clicked() {
        asked.push(LookTo::Radius(None));
    }
}

fn tell(ui: &mut Ui, chosen: Tell, asked: &mut Vec<LookTo>) {
    let tokens = theme::tokens(ui);
    words(ui, "Confetti is coloured by", (Face::Medium, size::BODY), tokens.text);
    for each in Tell::ALL {
        if ui.radio(each == chosen, each.label()).clicked() {
            asked.push(LookTo::Tell(each));
        }
    }
}

/// A value with its name above; the new value while it is moved.
fn slider(
    ui: &mut Ui,
    (name, hint): (&str, &str),
    value: f32,
    range: std::ops::RangeInclusive<f32>,
) -> Option<f32> {
    let tokens = theme::tokens(ui);
    let told = if *range.end() > 1.0 { format!("{value:.0} px") } else { whole_percent(f64::from(value)) };
    ui.horizontal(|ui| {
        words(ui, name, (Face::Medium, size::BODY), tokens.text);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            words(ui, told, (Face::Regular, size::SMALL), tokens.muted);
        });
    });
    ui.spacing_mut().slider_width = ui.available_width();
    let mut moved = value;
    let response = ui.add(egui::Slider::new(&mut moved, range).show_value(false).trailing_fill(true));
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, name));
    let response = if hint.is_empty() { response } else { response.on_hover_text(hint) };
    response.changed().then_some(moved)
}
