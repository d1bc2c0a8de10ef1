//! The page with its heat: pictures in tiles, the elements on it, zoom and pan.

use super::command::{Beside, Export, WhereCommand};
use super::side::Shown;
use super::sight::{Lie, Sight};
use super::state::Tool;
use super::{WhereState, card, compare, legend, ruler, told, toolbar, zones};
use crate::analysis::heat::ElementHeat;
use crate::library::Segment;
use crate::ui::against::Against;
use crate::ui::command::Command;
use crate::ui::theme::{self, Face, points, radius, size, space};
use crate::ui::widgets;
use crate::ui::words;
use egui::containers::scroll_area::{DragScroll, ScrollSource};
use egui::{
    Align, Color32, CursorIcon, Key, Layout, PointerButton, Pos2, Rect, Response, Role, Sense, Stroke,
    StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};

/// So many elements can be reached by Tab.
const REACHED: usize = 400;

/// Draws toolbar, page and what is told below.
pub(super) fn ui(
    ui: &mut Ui,
    room: &mut WhereState,
    (against, segment): (Option<&Against>, &Segment),
    commands: &mut Vec<Command>,
) {
    let tokens = theme::tokens(ui);
    let bar = theme::panel(tokens);
    egui::Panel::top("where tools").exact_size(46.0).frame(bar).show(ui, |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| toolbar::ui(ui, room, commands));
    });
    egui::Panel::bottom("where told").exact_size(36.0).frame(bar).show(ui, |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| told::ui(ui, room, commands));
    });
    if let Some(against) = against {
        egui::Panel::top("where compared").exact_size(42.0).frame(bar).show(ui, |ui| {
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                compare::strip(ui, room, against, commands);
            });
        });
    }
    egui::CentralPanel::no_frame().show(ui, |ui| match against {
        Some(against) if room.a.shown.is_some() => two(ui, room, (against, segment), commands),
        _ => one(ui, room, commands),
    });
}

fn one(ui: &mut Ui, room: &mut WhereState, commands: &mut Vec<Command>) {
    if room.a.shown.is_some() {
        page(ui, room, Which::A, commands);
    } else if let Some((_, why)) = &room.a.trouble {
        widgets::empty(ui, "This page cannot be shown", &words::capital(why));
    } else if room.progress().is_some() || room.listing.is_reading() {
        waiting(ui, room);
    } else if room.listing.second.is_some() {
        let next = "Nobody is on side A: compare with something else, or no longer.";
        widgets::empty(ui, "No page was seen on side A", next);
    } else {
        let next = "Take a filter away above, or show all sessions.";
        widgets::empty(ui, "No page was seen in this segment", next);
    }
}

/// Both segments: one beside the other, or their difference on the first one's page.
fn two(
    ui: &mut Ui,
    room: &mut WhereState,
    (against, segment): (&Against, &Segment),
    commands: &mut Vec<Command>,
) {
    if room.options.beside == Beside::Difference && room.between.heat.is_some() {
        page(ui, room, Which::Difference, commands);
        return;
    }
    let whole = ui.available_rect_before_wrap();
    let (left, right) = whole.split_left_right_at_fraction(0.5);
    let mut names = [against.first(segment), against.label()];
    if let (Some(_), Some(device)) = (against.device(), room.device()) {
        device.name().clone_into(&mut names[0]);
    }
    for ((which, rect), name) in [(Which::A, left), (Which::B, right)].into_iter().zip(names) {
        let (head, below) = rect.split_top_bottom_at_y(rect.top() + 30.0);
        let map = if which == Which::A { room.map() } else { room.second() };
        let seen = map.map_or((0, 0), |map| (map.page_views, map.sessions));
        let letter = if which == Which::A { "A" } else { "B" };
        compare::head(ui, head, letter, (&name, seen.0, seen.1));
        let mut side =
            ui.new_child(egui::UiBuilder::new().id_salt(letter).max_rect(below.shrink2(vec2(1.0, 0.0))));
        side.set_clip_rect(below.intersect(ui.clip_rect()));
        match (which, &room.b.shown, &room.b.trouble) {
            (Which::B, None, Some((_, why))) => {
                widgets::empty(&mut side, "Nothing to compare with", &words::capital(why));
            }
            (Which::B, None, None) => waiting(&mut side, room),
            _ => page(&mut side, room, which, commands),
        }
    }
    ui.painter().vline(whole.center().x, whole.y_range(), Stroke::new(1.0, theme::tokens(ui).line));
}

/// What a canvas shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    A,
    B,
    Difference,
}

fn waiting(ui: &mut Ui, room: &WhereState) {
    let tokens = theme::tokens(ui);
    let (done, total) = room.progress().unwrap_or_default();
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.4);
        let told = "Finding out where the clicks landed…";
        widgets::words(ui, told, (Face::Medium, size::BODY), tokens.text);
        ui.add_space(space::S);
        let part = if total > 0 { done as f32 / total as f32 } else { 0.0 };
        ui.add(egui::ProgressBar::new(part).desired_width(260.0).desired_height(5.0).fill(tokens.accent));
    });
    ui.ctx().request_repaint_after_secs(0.2);
}

/// What was done with the canvas in a frame.
#[derive(Default)]
struct Moves {
    zoom: Option<(f32, Pos2)>,
    pan: Vec2,
    show: Option<crate::event::Rect>,
    pointed: Option<String>,
}

fn page(ui: &mut Ui, room: &mut WhereState, which: Which, commands: &mut Vec<Command>) {
    let WhereState { a, b, between, sight, options, marks, tool, .. } = room;
    let shared = a.shown.is_some() && b.shown.is_some();
    let most = between.most;
    let (side, over) = match which {
        Which::A => (a, None),
        Which::B => (b, None),
        Which::Difference => (a, between.heat.as_mut()),
    };
    let Some(shown) = &mut side.shown else { return };
    let view = ui.available_rect_before_wrap();
    let css = vec2(points(shown.map.size.width.max(1.0)), points(shown.map.size.height.max(1.0)));
    let (canvas, lie) = sight.lie(view, css);
    let source = ScrollSource { scroll_bar: true, drag: DragScroll::Never, mouse_wheel: true };
    let area = egui::ScrollArea::both()
        .id_salt("page with heat")
        .auto_shrink(false)
        .scroll_source(source)
        .scroll_offset(sight.offset);
    let marked = [marks.chosen.as_deref(), marks.row.as_deref()];
    let opacity = if options.look.bare { 0.0 } else { options.opacity };
    let difference = over.is_some();
    let out = area.show(ui, |ui| {
        let (_, response) = ui.allocate_exact_size(canvas, Sense::click_and_drag());
        let name = if which == Which::B { "Page with heat of B" } else { "Page with heat" };
        response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, name));
        shown.page.paint(ui.painter(), lie.page, Color32::WHITE);
        if opacity > 0.0 {
            let heat = over.unwrap_or(&mut shown.heat);
            heat.paint(ui.painter(), lie.page, Color32::WHITE.gamma_multiply(opacity));
        }
        zones::outlines(ui, &shown.rows[..shown.map.zones.len()], &lie);
        let aside = ruler::ui(ui, shown, &lie);
        let pointer = response.hover_pos().filter(|at| !aside && lie.view.contains(*at));
        elements(ui, shown, &lie, ((&response, pointer), marked, tool), commands)
    });
    let moves = out.inner;
    follow(sight, out.state.clamped_offset(), &moves);
    if moves.zoom.is_some() || moves.pan != Vec2::ZERO || moves.show.is_some() {
        ui.ctx().request_repaint();
    }
    if which != Which::B || moves.pointed.is_some() {
        marks.pointed = moves.pointed;
    }
    let told = match which {
        _ if difference => legend::Told::Difference(most),
        _ if shared => legend::Told::Shared,
        _ => legend::Told::Alone,
    };
    legend::ui(ui, shown, (view, options), told);
}

fn follow(sight: &mut Sight, offset: Vec2, moves: &Moves) {
    sight.offset = offset;
    sight.pan(moves.pan);
    if let Some((factor, about)) = moves.zoom {
        sight.zoom_by(factor, about);
    }
    if let Some(area) = moves.show {
        sight.show(area);
    }
}

/// Outlines, the card, and what mouse and keyboard do on the page.
fn elements(
    ui: &Ui,
    shown: &Shown,
    lie: &Lie,
    ((response, pointer), marked, drawing): ((&Response, Option<Pos2>), [Option<&str>; 2], &mut Tool),
    commands: &mut Vec<Command>,
) -> Moves {
    let mut moves = Moves::default();
    if let Tool::Zone(from) = drawing {
        zones::drag(ui, response, lie, from, commands);
        return moves;
    }
    let zone = marked[0].filter(|name| name.starts_with("zone:"));
    let zone = zone.and_then(|name| shown.row(name)?.area);
    if zones::shape(ui, response, (lie, zone), drawing, commands) {
        return moves;
    }
    let pointed = pointer.and_then(|at| under(shown, lie, at));
    moves.pointed = pointed.map(|element| element.selector.clone());
    for element in &shown.rows {
        let place = marked.iter().position(|name| *name == Some(element.selector.as_str()));
        if let (Some(place), Some(area)) = (place, element.area) {
            outline(ui, lie.of(area), if place == 0 { 2.0 } else { 1.5 });
        }
    }
    keyboard(ui, shown, lie, (&mut moves, commands));
    if let (Some(element), Some(at)) = (pointed, pointer) {
        if let Some(area) = element.area {
            outline(ui, lie.of(area), 1.5);
        }
        card::hover(ui, element, at);
    }
    if response.clicked() {
        commands.push(Command::Where(WhereCommand::Choose(moves.pointed.clone())));
    }
    let panning = response.dragged_by(PointerButton::Primary) || response.dragged_by(PointerButton::Middle);
    if panning {
        moves.pan = response.drag_delta();
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    } else if pointer.is_some() && ui.input(|input| input.key_down(Key::Space)) {
        ui.ctx().set_cursor_icon(CursorIcon::Grab);
    }
    if let Some(at) = pointer {
        let factor = ui.input(egui::InputState::zoom_delta);
        moves.zoom = ((factor - 1.0).abs() > 1e-4).then_some((factor, at));
    }
    context(response, commands);
    moves
}

/// The menu of the right button.
fn context(response: &Response, commands: &mut Vec<Command>) {
    response.context_menu(|ui| {
        for export in [Export::Picture, Export::Table] {
            let command = WhereCommand::Export(export);
            if ui.button(command.label()).clicked() {
                commands.push(Command::Where(command));
                ui.close();
            }
        }
    });
}

/// Elements by Tab in the order in which they stand on the page; Enter marks, Esc leaves.
fn keyboard(ui: &Ui, shown: &Shown, lie: &Lie, (moves, commands): (&mut Moves, &mut Vec<Command>)) {
    for (element, area) in shown.in_order().take(REACHED) {
        let id = ui.scope_id().with(("element of the page", &element.selector));
        let rect = lie.of(area);
        let response = ui.interact(rect, id, Sense::focusable_noninteractive());
        let name = card::name(element);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        let asked = ui.input(|input| input.has_accesskit_action_request(id, egui::accesskit::Action::Click));
        if response.gained_focus() {
            moves.show = Some(area);
        }
        if response.has_focus() {
            outline(ui, rect, 2.5);
            card::hover(ui, element, rect.right_top().min(lie.view.right_bottom() - vec2(280.0, 120.0)));
            if ui.input(|input| input.key_pressed(Key::Escape)) {
                response.surrender_focus();
            }
        }
        if asked || (response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter))) {
            commands.push(Command::Where(WhereCommand::Choose(Some(element.selector.clone()))));
        }
    }
}

/// The smallest element under the pointer.
fn under<'a>(shown: &'a Shown, lie: &Lie, at: Pos2) -> Option<&'a ElementHeat> {
    let point = lie.css(at);
    let holds = |element: &&ElementHeat| element.area.is_some_and(|area| area.contains(point));
    let size = |element: &ElementHeat| element.area.map_or(f64::MAX, |area| area.width * area.height);
    shown.rows.iter().filter(holds).min_by(|a, b| size(a).total_cmp(&size(b)))
}

fn outline(ui: &Ui, rect: Rect, width: f32) {
    let rect = rect.expand(2.0);
    let painter = ui.painter();
    let dark = Stroke::new(width + 2.0, Color32::BLACK.gamma_multiply(0.5));
    painter.rect_stroke(rect, radius::M, dark, StrokeKind::Middle);
    painter.rect_stroke(rect, radius::M, Stroke::new(width, Color32::WHITE), StrokeKind::Middle);
}
