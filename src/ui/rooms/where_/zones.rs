//! Zones that are drawn by hand on the page: dragging, naming, taking away.

use super::command::{WhereCommand, ZoneTo};
use super::sight::Lie;
use super::state::WhereState;
use crate::event::{Point, Rect as Area};
use crate::ui::command::Command;
use crate::ui::icons;
use crate::ui::state::State;
use crate::ui::theme::{self, Face, font, size};
use crate::ui::widgets::push::{Push, Tone};
use egui::{Align2, Color32, Key, PointerButton, Rect, Response, Stroke, Ui, pos2, vec2};

/// A zone is at least so long each way, CSS px.
const LEAST: f64 = 4.0;

/// Dashed boxes of the zones with their names.
pub(super) fn outlines(ui: &Ui, zones: &[crate::analysis::heat::ElementHeat], lie: &Lie) {
    let tokens = theme::tokens(ui);
    for zone in zones {
        let Some(area) = zone.area else { continue };
        let rect = lie.of(area);
        let corners =
            [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
        ui.painter().extend(egui::Shape::dashed_line(
            &corners,
            Stroke::new(3.5, Color32::BLACK.gamma_multiply(0.5)),
            6.0,
            4.0,
        ));
        ui.painter().extend(egui::Shape::dashed_line(&corners, Stroke::new(1.5, tokens.info), 6.0, 4.0));
        let face = font(Face::Semi, size::TINY);
        let name = ui.painter().layout_no_wrap(zone.name.clone(), face, tokens.on_accent);
        let ground = Rect::from_min_size(rect.left_top(), name.size() + vec2(10.0, 4.0));
        ui.painter().rect_filled(ground, 2, tokens.accent);
        ui.painter().galley(rect.left_top() + vec2(5.0, 2.0), name, tokens.on_accent);
    }
}

/// Draws a zone by dragging; gives it out when the button is let go.
pub(super) fn drag(
    ui: &Ui,
    response: &Response,
    lie: &Lie,
    from: &mut Option<Point>,
    commands: &mut Vec<Command>,
) {
    ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
    let tokens = theme::tokens(ui);
    if response.drag_started_by(PointerButton::Primary) {
        let pressed = ui.input(|input| input.pointer.press_origin());
        *from = pressed.or(response.interact_pointer_pos()).map(|at| lie.css(at));
    }
    let Some(first) = *from else {
        let at = pos2(lie.view.center().x, lie.view.top() + 18.0);
        let told = "Drag a box around what belongs together; Z stops";
        let face = font(Face::Medium, size::SMALL);
        let words = ui.painter().layout_no_wrap(told.to_owned(), face.clone(), tokens.text);
        let ground = Rect::from_center_size(at, words.size() + vec2(16.0, 8.0));
        ui.painter().rect_filled(ground, 6, tokens.panel);
        ui.painter().text(at, Align2::CENTER_CENTER, told, face, tokens.text);
        return;
    };
    let Some(at) = response.interact_pointer_pos() else { return };
    let area = between(first, lie.css(at));
    ui.painter().rect_filled(lie.of(area), 0, tokens.accent.gamma_multiply(0.18));
    ui.painter().rect_stroke(lie.of(area), 0, Stroke::new(1.5, tokens.accent), egui::StrokeKind::Middle);
    if response.drag_stopped() {
        *from = None;
        if area.width >= LEAST && area.height >= LEAST {
            commands.push(Command::Where(WhereCommand::Zone(ZoneTo::Put(area))));
        }
    }
}

/// The box between two corners.
fn between(a: Point, b: Point) -> Area {
    Area { x: a.x.min(b.x), y: a.y.min(b.y), width: (a.x - b.x).abs(), height: (a.y - b.y).abs() }
}

/// Name and delete of the marked zone.
pub(super) fn edit(ui: &mut Ui, room: &mut WhereState, commands: &mut Vec<Command>) {
    let Some(id) = room.zone() else { return };
    let Some(name) = room.element().map(|zone| zone.name.clone()) else { return };
    if room.marks.name.as_ref().is_none_or(|(of, _)| *of != id) {
        room.marks.name = Some((id, name.clone()));
    }
    let Some((_, typed)) = &mut room.marks.name else { return };
    ui.horizontal(|ui| {
        let field = egui::TextEdit::singleline(typed).desired_width(ui.available_width() - 120.0).show(ui);
        let field = field.response.response;
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Name of the zone"));
        let done =
            field.lost_focus() || (field.has_focus() && ui.input(|input| input.key_pressed(Key::Enter)));
        if done && *typed != name && !typed.trim().is_empty() {
            commands.push(Command::Where(WhereCommand::Zone(ZoneTo::Name(typed.trim().to_owned()))));
        }
        if Push::new("Delete").icon(icons::TRASH).tone(Tone::Quiet).name("Delete zone").show(ui).clicked() {
            commands.push(Command::Where(WhereCommand::Zone(ZoneTo::Remove)));
        }
    });
}

/// Keeps, names or takes away a zone.
///
/// # Errors
/// When the library cannot be read or changed.
pub(super) fn apply(state: &mut State, to: ZoneTo) -> anyhow::Result<()> {
    let State { opened: Some(opened), where_, .. } = state else { return Ok(()) };
    let (Some(page), Some(device)) = (where_.page().map(|page| page.page.clone()), where_.device()) else {
        return Ok(());
    };
    if opened.library.read_only() {
        anyhow::bail!("this library is open in another window and can only be read here");
    }
    let zones = opened.library.zones(&page, device)?;
    match to {
        ZoneTo::Put(area) => {
            let Some(width) = where_.map().map(|map| map.size.width) else { return Ok(()) };
            let name = format!("Zone {}", zones.len() + 1);
            let zone = crate::library::Zone { id: 0, name, page_width: width, area };
            let id = opened.library.put_zone(&page, device, &zone)?;
            where_.marks.chosen = Some(format!("zone:{id}"));
            where_.options.tab = super::command::SideTab::Elements;
            where_.tool = super::state::Tool::Move;
        }
        ZoneTo::Name(name) => {
            let Some(zone) = zones.into_iter().find(|zone| Some(zone.id) == where_.zone()) else {
                return Ok(());
            };
            opened.library.put_zone(&page, device, &crate::library::Zone { name, ..zone })?;
        }
        ZoneTo::Remove => {
            let Some(id) = where_.zone() else { anyhow::bail!("mark the zone first: click it in the list") };
            opened.library.remove_zone(id)?;
            where_.marks.chosen = None;
        }
        ZoneTo::Tool => {}
    }
    where_.zones += 1;
    Ok(())
}
