//! The page with its heat: pictures in tiles, the elements on it, zoom and pan.

use super::command::{Export, WhereCommand};
use super::sight::{Lie, Sight};
use super::state::Shown;
use super::{WhereState, card, legend, ruler, told, toolbar};
use crate::analysis::heat::ElementHeat;
use crate::ui::command::Command;
use crate::ui::theme::{self, Face, points, radius, size, space};
use crate::ui::widgets;
use egui::containers::scroll_area::{DragScroll, ScrollSource};
use egui::{
    Align, Color32, CursorIcon, Key, Layout, PointerButton, Pos2, Rect, Response, Role, Sense, Stroke,
    StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};

/// So many elements can be reached by Tab.
const REACHED: usize = 400;

/// Draws toolbar, page and what is told below.
pub(super) fn ui(ui: &mut Ui, room: &mut WhereState, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    let bar = theme::panel(tokens);
    egui::Panel::top("where tools").exact_size(46.0).frame(bar).show(ui, |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| toolbar::ui(ui, room, commands));
    });
    egui::Panel::bottom("where told").exact_size(36.0).frame(bar).show(ui, |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| told::ui(ui, room, commands));
    });
    egui::CentralPanel::no_frame().show(ui, |ui| {
        if room.shown.is_some() {
            page(ui, room, commands);
        } else if let Some((_, why)) = &room.trouble {
            widgets::empty(ui, "This page cannot be shown", why);
        } else if room.progress().is_some() {
            waiting(ui, room);
        } else {
            let next = "Take a filter away above, or show all sessions.";
            widgets::empty(ui, "No page was seen in this segment", next);
        }
    });
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

fn page(ui: &mut Ui, room: &mut WhereState, commands: &mut Vec<Command>) {
    let WhereState { shown: Some(shown), sight, options, chosen, row, .. } = room else { return };
    let view = ui.available_rect_before_wrap();
    let css = vec2(points(shown.map.size.width.max(1.0)), points(shown.map.size.height.max(1.0)));
    let (canvas, lie) = sight.lie(view, css);
    let source = ScrollSource { scroll_bar: true, drag: DragScroll::Never, mouse_wheel: true };
    let area = egui::ScrollArea::both()
        .id_salt("page with heat")
        .auto_shrink(false)
        .scroll_source(source)
        .scroll_offset(sight.offset);
    let marked = [chosen.as_deref(), row.as_deref()];
    let opacity = if options.look.bare { 0.0 } else { options.opacity };
    let out = area.show(ui, |ui| {
        let (_, response) = ui.allocate_exact_size(canvas, Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, "Page with heat"));
        shown.page.paint(ui.painter(), lie.page, Color32::WHITE);
        if opacity > 0.0 {
            shown.heat.paint(ui.painter(), lie.page, Color32::WHITE.gamma_multiply(opacity));
        }
        ruler::ui(ui, &shown.map, &lie);
        elements(ui, shown, &lie, (&response, marked), commands)
    });
    let moves = out.inner;
    follow(sight, out.state.clamped_offset(), &moves);
    if moves.zoom.is_some() || moves.pan != Vec2::ZERO || moves.show.is_some() {
        ui.ctx().request_repaint();
    }
    room.pointed = moves.pointed;
    if let Some(shown) = &room.shown {
        legend::ui(ui, &shown.map, view);
    }
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
    (response, marked): (&Response, [Option<&str>; 2]),
    commands: &mut Vec<Command>,
) -> Moves {
    let mut moves = Moves::default();
    let pointer = response.hover_pos().filter(|at| lie.view.contains(*at));
    let pointed = pointer.and_then(|at| under(shown, lie, at));
    moves.pointed = pointed.map(|element| element.selector.clone());
    for element in &shown.map.elements {
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
    shown.map.elements.iter().filter(holds).min_by(|a, b| size(a).total_cmp(&size(b)))
}

fn outline(ui: &Ui, rect: Rect, width: f32) {
    let rect = rect.expand(2.0);
    let painter = ui.painter();
    let dark = Stroke::new(width + 2.0, Color32::BLACK.gamma_multiply(0.5));
    painter.rect_stroke(rect, radius::M, dark, StrokeKind::Middle);
    painter.rect_stroke(rect, radius::M, Stroke::new(width, Color32::WHITE), StrokeKind::Middle);
}
