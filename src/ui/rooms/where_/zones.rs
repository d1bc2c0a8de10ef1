//! Zones that are drawn by hand on the page: dragging, naming, taking away.

use super::command::{WhereCommand, ZoneTo};
use super::side::Shown;
use super::sight::Lie;
use super::state::{Tool, WhereState};
use crate::event::{Point, Rect as Area};
use crate::findings::HeatMap;
use crate::library::{Key as TermKey, Library, Segment, Term, Zone};
use crate::ui::command::Command;
use crate::ui::edits::{Change, Edit};
use crate::ui::icons;
use crate::ui::state::State;
use crate::ui::theme::{self, Face, font, size};
use crate::ui::widgets::push::{Push, Tone};
use egui::{Align2, Color32, CursorIcon, Key, PointerButton, Pos2, Rect, Response, Stroke, Ui, pos2, vec2};
use std::collections::BTreeMap;

/// A zone is at least so long each way, CSS px.
const LEAST: f64 = 4.0;
/// So near to an edge, points, it is the edge that moves.
const EDGE: f32 = 6.0;
/// The sessions of a zone are listed one by one, so many at most.
pub(super) const MOST: u64 = 200;

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
        *from = pressed.or(response.interact_pointer_pos()).map(|at| lie.on_page(at));
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
    let area = between(first, lie.on_page(at));
    ui.painter().rect_filled(lie.of(area), 0, tokens.accent.gamma_multiply(0.18));
    ui.painter().rect_stroke(lie.of(area), 0, Stroke::new(1.5, tokens.accent), egui::StrokeKind::Middle);
    if response.drag_stopped() {
        *from = None;
        if area.width >= LEAST && area.height >= LEAST {
            commands.push(Command::Where(WhereCommand::Zone(ZoneTo::Put(area))));
        }
    }
}

/// The marked zone while it is dragged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shape {
    /// Where it was taken hold of, CSS px of the page.
    from: Point,
    /// Where it lay.
    area: Area,
    /// Which of its edges move: left, top, right, bottom.
    edges: [bool; 4],
}

impl Shape {
    /// Where it lies with the pointer there.
    fn at(&self, to: Point) -> Area {
        let by = |edge: usize, by: f64| if self.edges[edge] { by } else { 0.0 };
        let (x, y) = (to.x - self.from.x, to.y - self.from.y);
        let Area { x: left, y: top, width, height } = self.area;
        let first = Point::new(left + by(0, x), top + by(1, y));
        between(first, Point::new(left + width + by(2, x), top + height + by(3, y)))
    }
}

/// The edges that are taken hold of at a place on the screen: all of them within the zone.
fn edges(rect: Rect, at: Pos2) -> Option<[bool; 4]> {
    if !rect.expand(EDGE).contains(at) {
        return None;
    }
    let near = |edge: f32, at: f32| (edge - at).abs() <= EDGE;
    let near = [
        near(rect.left(), at.x),
        near(rect.top(), at.y),
        near(rect.right(), at.x),
        near(rect.bottom(), at.y),
    ];
    Some(if near == [false; 4] { [true; 4] } else { near })
}

/// Moves the marked zone and its edges by dragging; whether the pointer has hold of it.
pub(super) fn shape(
    ui: &Ui,
    response: &Response,
    (lie, marked): (&Lie, Option<Area>),
    tool: &mut Tool,
    commands: &mut Vec<Command>,
) -> bool {
    let Some(area) = marked else { return false };
    let accent = theme::tokens(ui).accent;
    let rect = lie.of(area);
    for corner in [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()] {
        ui.painter().rect_filled(Rect::from_center_size(corner, vec2(7.0, 7.0)), 1, accent);
    }
    let origin = ui.input(|input| input.pointer.press_origin());
    if response.drag_started_by(PointerButton::Primary)
        && let Some((origin, edges)) = origin.and_then(|at| Some((at, edges(rect, at)?)))
    {
        *tool = Tool::Shape(Shape { from: lie.css(origin), area, edges });
    }
    let Tool::Shape(shape) = *tool else {
        let held = response.hover_pos().and_then(|at| edges(rect, at));
        if let Some(edges) = held {
            ui.ctx().set_cursor_icon(cursor(edges));
        }
        return false;
    };
    ui.ctx().set_cursor_icon(cursor(shape.edges));
    let Some(at) = response.interact_pointer_pos() else {
        // It may be the other side that is dragged.
        if !ui.input(|input| input.pointer.any_down()) {
            *tool = Tool::Move;
        }
        return false;
    };
    let area = shape.at(lie.css(at));
    ui.painter().rect_filled(lie.of(area), 0, accent.gamma_multiply(0.18));
    ui.painter().rect_stroke(lie.of(area), 0, Stroke::new(1.5, accent), egui::StrokeKind::Middle);
    if response.drag_stopped() {
        *tool = Tool::Move;
        if area != shape.area && area.width >= LEAST && area.height >= LEAST {
            commands.push(Command::Where(WhereCommand::Zone(ZoneTo::Move(area))));
        }
    }
    true
}

fn cursor(edges: [bool; 4]) -> CursorIcon {
    match edges {
        [true, true, true, true] => CursorIcon::Move,
        [true, true, ..] | [_, _, true, true] => CursorIcon::ResizeNwSe,
        [_, true, true, _] | [true, _, _, true] => CursorIcon::ResizeNeSw,
        [true, ..] | [_, _, true, _] => CursorIcon::ResizeHorizontal,
        _ => CursorIcon::ResizeVertical,
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

/// Who clicked in each zone, by its selector: ids of sessions. Zones that more clicked are left out.
pub(super) type InZones = BTreeMap<String, Vec<String>>;

/// Who clicked in each zone of a heatmap.
///
/// # Errors
/// When the library cannot be read.
pub(super) fn who(library: &Library, map: &HeatMap) -> Result<InZones, crate::library::Error> {
    let mut all = InZones::new();
    let zones = map.zones.iter().filter(|zone| zone.sessions <= MOST);
    let (selectors, areas): (Vec<&String>, Vec<Area>) =
        zones.filter_map(|zone| Some((&zone.selector, zone.area?))).unzip();
    if areas.is_empty() {
        return Ok(all);
    }
    for (selector, keys) in selectors.into_iter().zip(map.clicked_within(&areas)) {
        let keys: Vec<_> = keys.into_iter().collect();
        let ids = library.rows(&keys)?.into_iter().map(|session| session.id).collect();
        all.insert(selector.clone(), ids);
    }
    Ok(all)
}

/// Those of a segment that clicked in a zone, one by one: no other term can say who they are.
pub(super) fn clicked(shown: &Shown, selector: &str, whole: &Segment) -> Option<Segment> {
    let ids = shown.in_zones.get(selector).filter(|ids| !ids.is_empty())?;
    let words: Vec<String> = ids.iter().map(|id| id.replace('*', "\\*")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Some(whole.with(Term::words(TermKey::parse("id")?, &words)))
}

/// Keeps, moves, names or takes away a zone, so that it can be undone.
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
    let marked = zones.iter().find(|zone| Some(zone.id) == where_.zone()).cloned();
    let (label, before, after) = match (to, marked) {
        (ZoneTo::Put(area), _) => {
            let Some(width) = where_.map().map(|map| map.size.width) else { return Ok(()) };
            let name = format!("Zone {}", zones.len() + 1);
            ("zone drawn", None, Some(Zone { id: 0, name, page_width: width, area }))
        }
        (ZoneTo::Tool, _) => return Ok(()),
        (_, None) => anyhow::bail!("mark the zone first: click it in the list"),
        (ZoneTo::Move(area), Some(zone)) => {
            let Some(width) = where_.map().map(|map| map.size.width) else { return Ok(()) };
            ("zone moved", Some(zone.clone()), Some(Zone { area, page_width: width, ..zone }))
        }
        (ZoneTo::Name(name), Some(zone)) => ("zone named", Some(zone.clone()), Some(Zone { name, ..zone })),
        (ZoneTo::Remove, Some(zone)) => ("zone deleted", Some(zone), None),
    };
    let change = Change::Zone { on: (page, device), before, after };
    let written = opened.history.perform(&opened.library, Edit::new(label, vec![change]))?;
    if let [Change::Zone { after, before, .. }] = &written.changes[..] {
        where_.marks.chosen = after.as_ref().map(|zone| format!("zone:{}", zone.id));
        if before.is_none() {
            where_.options.tab = super::command::SideTab::Elements;
            where_.tool = Tool::Move;
        }
    }
    where_.zones_changed();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_move_alone_and_the_middle_moves_all() {
        let rect = Rect::from_min_size(pos2(100.0, 100.0), vec2(200.0, 80.0));
        assert_eq!(edges(rect, pos2(200.0, 140.0)), Some([true; 4]));
        assert_eq!(edges(rect, pos2(99.0, 140.0)), Some([true, false, false, false]));
        assert_eq!(edges(rect, pos2(301.0, 178.0)), Some([false, false, true, true]));
        assert_eq!(edges(rect, pos2(320.0, 140.0)), None);
        let area = Area { x: 10.0, y: 10.0, width: 50.0, height: 50.0 };
        let shape =
            |edges: [bool; 4]| Shape { from: Point::new(0.0, 0.0), area, edges }.at(Point::new(5.0, -5.0));
        assert_eq!(shape([true; 4]), Area { x: 15.0, y: 5.0, ..area });
        assert_eq!(shape([false, false, true, false]), Area { width: 55.0, ..area });
    }
}
