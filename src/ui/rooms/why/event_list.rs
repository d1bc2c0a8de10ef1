//! The list of events: follows the play head, is filtered by kind and by text, and a click jumps.

use super::command::WhyCommand;
use super::entries::{Entry, EntryKind};
use super::open_session::OpenSession;
use crate::ui::command::{Command, Play};
use crate::ui::theme::{self, Face, Tokens, size, space};
use crate::ui::widgets;
use crate::ui::widgets::push::Push;
use crate::ui::widgets::timeline::Tint;
use crate::ui::words;
use egui::{Align, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

const ROW: f32 = 44.0;

/// Draws the filter and the list.
pub(super) fn events(ui: &mut Ui, session: &OpenSession, commands: &mut Vec<Command>) {
    let entries = &session.entries;
    if entries.is_empty() {
        widgets::empty(ui, "Nothing was done", "This recording has no clicks, taps, inputs or scrolls.");
        return;
    }
    egui::Frame::new().inner_margin(egui::Margin::symmetric(14, 8)).show(ui, |ui| {
        filter(ui, session, commands);
    });
    widgets::rule(ui);
    if entries.shown() == 0 {
        widgets::empty(ui, "Nothing fits", "Look for other words, or show all kinds.");
        return;
    }
    let tokens = theme::tokens(ui);
    let current = entries.current(session.player.time());
    let mut area = egui::ScrollArea::vertical().id_salt("events").auto_shrink(false);
    if let Some(offset) = follow(ui, session, current) {
        area = area.vertical_scroll_offset(offset);
    }
    let shown = area.show_rows(ui, ROW, entries.shown(), |ui, rows| {
        for place in rows {
            let Some(entry) = entries.get(place) else { continue };
            if row(ui, tokens, entry, current == Some(place)).clicked() {
                commands.push(Command::Play(Play::Seek(entry.at)));
            }
        }
    });
    let seen = Seen {
        offset: shown.state.clamped_offset().y,
        height: shown.inner_rect.height(),
        drawn: true,
        current,
        over: ui.rect_contains_pointer(shown.inner_rect),
    };
    ui.data_mut(|data| data.insert_temp(egui::Id::unique("events in sight"), seen));
}

/// What was in sight in the last frame.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    offset: f32,
    height: f32,
    /// There was such a frame.
    drawn: bool,
    /// The row of the play head.
    current: Option<usize>,
    /// The pointer is over the list: somebody reads in it.
    over: bool,
}

/// Where to scroll so that the row of the play head is in sight, when it became another one.
fn follow(ui: &Ui, session: &OpenSession, current: Option<usize>) -> Option<f32> {
    let seen: Seen = ui.data(|data| data.get_temp(egui::Id::unique("events in sight"))).unwrap_or_default();
    if (seen.drawn && seen.current == current) || (seen.over && session.player.is_playing()) {
        return None;
    }
    let height = if seen.height > 0.0 { seen.height } else { ui.available_height() };
    let top = current.unwrap_or(0) as f32 * ROW;
    let inside = top >= seen.offset && top + ROW <= seen.offset + height;
    (!inside).then_some((top - height / 3.0).max(0.0))
}

fn filter(ui: &mut Ui, session: &OpenSession, commands: &mut Vec<Command>) {
    let entries = &session.entries;
    let mut text = entries.text().to_owned();
    let field = egui::TextEdit::singleline(&mut text)
        .id(egui::Id::unique("event text"))
        .hint_text("Find in events")
        .margin(egui::vec2(8.0, 6.0))
        .desired_width(f32::INFINITY)
        .show(ui)
        .response
        .response;
    if field.changed() {
        commands.push(Command::Why(WhyCommand::FindEvents(text)));
    }
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 1.0;
        for kind in EntryKind::ALL.into_iter().filter(|kind| entries.has(*kind)) {
            let chosen = entries.chosen(kind);
            let name = format!("Only {}", kind.label().to_lowercase());
            if Push::icon_only(kind.icon(), &name).selected(chosen).show(ui).clicked() {
                commands.push(Command::Why(WhyCommand::OnlyEvents(kind)));
            }
        }
        if entries.shown() < entries.len() {
            ui.with_layout(egui::Layout::right_to_left(Align::Center), |ui| {
                let told = format!("{} of {}", entries.shown(), entries.len());
                widgets::words(ui, told, (Face::Regular, size::SMALL), theme::tokens(ui).muted);
            });
        }
    });
}

fn row(ui: &mut Ui, tokens: &Tokens, entry: &Entry, current: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let name = format!("{}, {}", entry.title, words::clock(entry.at));
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, current, &name));
    let painter = ui.painter();
    if current || response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 0, if current { tokens.chosen } else { tokens.raised });
    }
    let color = if entry.tint == Tint::Quiet { tokens.muted } else { entry.tint.color(tokens) };
    widgets::put_icon(painter, pos2(rect.left() + 24.0, rect.center().y), entry.icon, 16.0, color);
    let (left, right) = (rect.left() + 44.0, rect.right() - 14.0);
    let middle = if entry.below.is_empty() { rect.center().y } else { rect.top() + 14.0 };
    let clock = words::clock_tenths(entry.at);
    let clock = painter.layout_no_wrap(clock, theme::font(Face::Regular, size::BODY), tokens.muted);
    let clock = widgets::put(painter, (right, middle), Align::Max, clock);
    let lay = |text: &str, (face, size), ink, width: f32| {
        widgets::one_line(painter, text, theme::font(face, size), ink, width)
    };
    let title = lay(&entry.title, (Face::Medium, size::BODY), tokens.text, clock.left() - left - 8.0);
    widgets::put(painter, (left, middle), Align::Min, title);
    if !entry.below.is_empty() {
        let below = lay(&entry.below, (Face::Regular, size::TINY), tokens.faint, right - left);
        widgets::put(painter, (left, rect.top() + 31.0), Align::Min, below);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}
