//! What is known of an element: beside the pointer, and in the panel with what to do about it.

use super::WhereState;
use super::command::{ElementDoor, Letter, WhereCommand};
use crate::analysis::heat::ElementHeat;
use crate::analysis::stats::Difference;
use crate::event::Time;
use crate::ui::command::Command;
use crate::ui::icons;
use crate::ui::theme::{self, Face, Tokens, radius, size, space};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::{self, words as text};
use crate::ui::words;
use egui::{Color32, Pos2, Ui, vec2};

/// How an element is called for screen readers: its name and what happened on it.
pub(super) fn name(element: &ElementHeat) -> String {
    let mut name = format!("{}, {}", element.name, words::counted(element.clicks, "click"));
    for (count, word) in
        [(element.dead, "dead"), (element.rage, "in anger"), (element.error, "with an error")]
    {
        if count > 0 {
            name.extend([", ", &words::count(count), " ", word]);
        }
    }
    name
}

/// The card of an element beside the pointer.
pub(super) fn hover(ui: &Ui, element: &ElementHeat, at: Pos2) {
    beside(ui, at, |ui, tokens| {
        let clicks = words::counted(element.clicks, "click");
        let share = words::percent(element.share);
        text(ui, &element.name, (Face::Semi, size::SMALL), tokens.text);
        text(ui, format!("{clicks} · {share} of the page"), (Face::Regular, size::SMALL), tokens.text);
        for (words, color) in told(element, tokens) {
            text(ui, words, (Face::Regular, size::SMALL), color);
        }
    });
}

/// A card beside the pointer, at once: dark on every page.
pub(super) fn beside(ui: &Ui, at: Pos2, fill: impl FnOnce(&mut Ui, &Tokens)) {
    let tokens = &theme::DARK;
    egui::Area::new(egui::Id::unique("element card"))
        .order(egui::Order::Tooltip)
        .interactable(false)
        .fixed_pos(at + vec2(16.0, 14.0))
        .show(ui.ctx(), |ui| {
            let frame = egui::Frame::new()
                .fill(tokens.bg.gamma_multiply(0.95))
                .corner_radius(radius::M)
                .inner_margin(10);
            frame.show(ui, |ui| {
                ui.set_max_width(260.0);
                ui.spacing_mut().item_spacing.y = 3.0;
                fill(ui, tokens);
            });
        });
}

/// Lines below the name, each in its colour.
fn told(element: &ElementHeat, tokens: &Tokens) -> Vec<(String, Color32)> {
    let mut lines = Vec::new();
    if element.dead > 0 {
        lines.push((format!("{} dead — nothing happened", words::count(element.dead)), tokens.dead));
    }
    if element.rage > 0 {
        lines.push((format!("{} in anger", words::count(element.rage)), tokens.rage));
    }
    if element.error > 0 {
        lines.push((format!("{} followed by a script error", words::count(element.error)), tokens.error));
    }
    let bought = words::whole_percent(element.bought_rate);
    let sessions = words::counted(element.sessions, "session");
    lines.push((format!("{sessions}, {bought} of them bought"), tokens.muted));
    lines
}

/// The numbers of the marked element: name and value.
fn numbers(element: &ElementHeat, currency: Option<&str>) -> Vec<(&'static str, String)> {
    let mut rows = vec![
        (
            "Clicks",
            format!("{} · {} of the page", words::count(element.clicks), words::percent(element.share)),
        ),
        ("Sessions", words::count(element.sessions)),
    ];
    if let (Some(exposure), Some(each)) = (element.exposure, element.clicks_per_exposure) {
        rows.push((
            "Seen in",
            format!("{} of views · {each:.2} clicks each", words::whole_percent(exposure)),
        ));
    }
    if let Some(ms) = element.first_click_ms {
        rows.push(("First click", format!("after {}", seconds(ms))));
    }
    let wrong = [(element.dead, "dead"), (element.rage, "in anger"), (element.error, "with an error")];
    let wrong: Vec<String> = wrong
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", words::count(count)))
        .collect();
    if !wrong.is_empty() {
        rows.push(("Went wrong", wrong.join(", ")));
    }
    let others = element.bought_rate_others.map_or("—".to_owned(), words::whole_percent);
    rows.push(("Bought", format!("{} · others {others}", words::whole_percent(element.bought_rate))));
    if let Some(difference) = element.bought_difference {
        rows.push(("", points_between(difference)));
    }
    if let Some(revenue) = element.revenue_per_click {
        rows.push(("Revenue", format!("{} a click", words::money(revenue, currency))));
    }
    rows
}

/// `+12 points (−3 to +26)`: a difference of rates with its interval.
pub(super) fn points_between(difference: Difference) -> String {
    let points = |value: f64| format!("{:+.0}", value * 100.0).replace('-', "−");
    let (low, high) = (points(difference.interval.low), points(difference.interval.high));
    format!("{} points ({low} to {high})", points(difference.difference))
}

/// `4.2 s` or `1:05`.
pub(super) fn seconds(ms: i64) -> String {
    if ms < 60_000 { format!("{:.1} s", ms as f64 / 1000.0) } else { words::clock(Time(ms)) }
}

/// The card of the marked element, with its numbers and what to do about it.
pub(super) fn chosen(ui: &mut Ui, room: &WhereState, element: &ElementHeat, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    theme::card(tokens).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 3.0;
        text(ui, &element.name, (Face::Semi, size::BODY), tokens.text);
        for (name, value) in numbers(element, room.currency.as_deref()) {
            line(ui, name, &value);
        }
        ui.add_space(space::XS);
        let refused = leads_nowhere(room, Letter::A);
        let watch = Push::new("Watch ten of these").icon(icons::PLAY_CIRCLE).tone(Tone::Primary);
        let watch = watch.refused(refused.as_deref()).show(ui);
        let hint = "Ten of those who clicked it, drawn at random, one after another";
        if watch.on_hover_text(hint).clicked() {
            commands.push(door(ElementDoor::WatchTen, Letter::A));
        }
        if Push::new("New hypothesis").icon(icons::FLASK).show(ui).clicked() {
            commands.push(door(ElementDoor::Hypothesis, Letter::A));
        }
        if refused.is_none() {
            // The number comes a moment later; the door is there at once, so that nothing jumps.
            let label = room.door(Letter::A).map_or("Sessions that clicked".to_owned(), |count| {
                format!("Sessions that clicked · {}", words::count(count))
            });
            let hint = "All sessions of the segment on this device that clicked it on this page";
            let push = Push::new(&label).name("Sessions that clicked").show(ui);
            if push.on_hover_text(hint).clicked() {
                commands.push(door(ElementDoor::Sessions, Letter::A));
            }
        }
    });
}

fn door(door: ElementDoor, letter: Letter) -> Command {
    Command::Where(WhereCommand::Element(door, letter))
}

/// Why a side has no doors, in a sentence.
fn leads_nowhere(room: &WhereState, letter: Letter) -> Option<String> {
    room.leads_nowhere(letter).map(|why| words::capital(&why))
}

/// The doors of what is marked while two segments are compared: those of each side.
pub(super) fn both(ui: &mut Ui, room: &WhereState, name: &str, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    theme::card(tokens).show(ui, |ui| {
        ui.set_width(ui.available_width());
        text(ui, name, (Face::Semi, size::BODY), tokens.text);
        for letter in [Letter::A, Letter::B] {
            ui.horizontal(|ui| {
                let ink = if letter == Letter::A { tokens.info } else { tokens.dead };
                let (rect, _) = ui.allocate_exact_size(vec2(12.0, space::CONTROL), egui::Sense::hover());
                let face = theme::font(Face::Bold, size::BODY);
                ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, letter.name(), face, ink);
                let refused = leads_nowhere(room, letter);
                let name = format!("Watch ten of {}", letter.name());
                let watch = Push::new("Watch ten").icon(icons::PLAY_CIRCLE).name(&name);
                let hint = "Ten of those who clicked it, drawn at random, one after another";
                if watch.refused(refused.as_deref()).show(ui).on_hover_text(hint).clicked() {
                    commands.push(door(ElementDoor::WatchTen, letter));
                }
                if refused.is_some() {
                    return;
                }
                let label = room.door(letter).map(|count| words::counted(count, "session"));
                let label = label.unwrap_or_else(|| "Sessions".to_owned());
                let name = format!("Sessions of {} that clicked", letter.name());
                let hint = "All sessions of this side that clicked it on this page";
                if Push::new(&label).name(&name).show(ui).on_hover_text(hint).clicked() {
                    commands.push(door(ElementDoor::Sessions, letter));
                }
            });
        }
        if Push::new("New hypothesis").icon(icons::FLASK).show(ui).clicked() {
            commands.push(door(ElementDoor::Hypothesis, Letter::A));
        }
    });
}

/// A name and a value on one line.
fn line(ui: &mut Ui, name: &str, value: &str) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 17.0), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{name} {value}")));
    let lay = |text: &str, ink: Color32| {
        let width = rect.width() - 74.0;
        widgets::one_line(ui.painter(), text, theme::font(Face::Regular, size::SMALL), ink, width)
    };
    let y = rect.center().y;
    widgets::put(ui.painter(), (rect.left(), y), egui::Align::Min, lay(name, tokens.muted));
    widgets::put(ui.painter(), (rect.left() + 74.0, y), egui::Align::Min, lay(value, tokens.text));
}
