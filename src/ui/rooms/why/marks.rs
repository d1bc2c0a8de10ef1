//! The stage with its address bar, and the marks that lie over the page at this moment.

use super::command::{WhyCommand, Zoom};
use super::open_session::OpenSession;
use super::{address, element_card, queue_view, sharpen};
use crate::event::{Point, Rect, Time};
use crate::facts::{InteractionKind, Signal, SignalKind};
use crate::ui::command::{Command, Play};
use crate::ui::icons;
use crate::ui::state::{Opened, State};
use crate::ui::theme::{self, Face, Tokens, size};
use crate::ui::widgets;
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::session_row::signal_color;
use crate::ui::widgets::stage::{Label, Overlay, Placed, Pointer, Preview, Ripple, Sheet, stage};
use crate::ui::words;
use egui::{Align, Layout, Ui, vec2};

/// Below this fidelity the stage says what is missing.
pub(super) const POOR: f64 = 0.8;
/// How long the trail reaches back, ms.
const TRAIL_MS: i64 = 1500;
/// A gap in the samples of a finger that tells it was lifted, ms.
const LIFTED_MS: i64 = 150;
/// How long a click is to be seen, ms.
const RIPPLE_MS: i64 = 700;
/// How long a key is to be seen, ms.
const KEY_MS: i64 = 1200;
/// How long a page that was loaded shines, ms.
const FLASH_MS: i64 = 450;
/// How long a signal's label stays after its end, ms.
const LABEL_MS: i64 = 2500;

/// Draws the address bar and the stage.
pub(super) fn stage_area(ui: &mut Ui, state: &State, opened: &Opened, commands: &mut Vec<Command>) {
    let tokens = theme::tokens(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    let session = opened.session.as_deref();
    let size = vec2(ui.available_width(), theme::space::TABS + 2.0);
    let scale_id = egui::Id::unique("stage scale");
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        ui.add_space(14.0);
        if let Some(session) = session {
            address::address(ui, state, session, scale_id, commands);
        } else if let Some(glimpse) = &state.glimpse {
            widgets::words(ui, glimpse.href(), (Face::Regular, size::BODY), tokens.muted);
        }
    });
    widgets::rule(ui);
    if let Some(session) = session {
        hint(ui, tokens, session, commands);
    }
    let room = ui.available_rect_before_wrap();
    let sheet = session.map_or_else(|| first_sheet(state), |session| sheet(ui, state, session));
    let overlay = session.map(|session| overlay(tokens, session, state.settings.trail)).unwrap_or_default();
    let placed = stage(ui, room, &sheet, &overlay);
    ui.data_mut(|data| data.insert_temp(scale_id, placed.scale));
    if let Some(session) = session {
        worked(ui, session, &placed, room, commands);
        if session.stage.is_exact() {
            sharpen::label(ui, tokens, placed.page.intersect(room));
        }
    }
    told(ui, tokens, state, opened, room);
    queue_view::announcement(ui, opened, room, commands);
}

fn sheet<'a>(ui: &Ui, state: &State, session: &'a OpenSession) -> Sheet<'a> {
    let preview = session.preview();
    let heat = session.heat.as_ref().and_then(|heat| heat.layer.as_ref());
    Sheet {
        shown: session
            .stage
            .sharp
            .shown
            .as_ref()
            .or(session.stage.shown.as_ref())
            .map(|(tiles, size)| (tiles, *size)),
        preview: preview.map(|small| Preview { texture: small.texture.id(), viewport: small.viewport }),
        heat: heat.map(|(tiles, _)| tiles),
        scale: match state.settings.why.zoom {
            Zoom::Fit => None,
            Zoom::Hundred => Some(1.0),
            Zoom::Actual => Some(1.0 / ui.ctx().pixels_per_point()),
        },
        scroll: (session.scroll().y, session.stage.page_height),
    }
}

/// The first picture of a session that is still being read.
fn first_sheet(state: &State) -> Sheet<'_> {
    let shown = state.glimpse.as_ref().and_then(|glimpse| glimpse.stage.shown.as_ref());
    Sheet { shown: shown.map(|(tiles, size)| (tiles, *size)), ..Sheet::default() }
}

/// What was done with the stage: a click plays or pauses, or holds the element that is inspected.
fn worked(ui: &Ui, session: &OpenSession, placed: &Placed, room: egui::Rect, commands: &mut Vec<Command>) {
    if let Some(inspect) = &session.inspect {
        let at = placed.pointed();
        if !inspect.held && at != inspect.pointed() {
            commands.push(Command::Why(WhyCommand::Point(at)));
        }
        if placed.response.clicked() {
            commands.push(Command::Why(WhyCommand::HoldElement));
        }
        element_card::card(ui, inspect, room, commands);
    } else if placed.response.clicked() {
        commands.push(Command::Play(Play::Toggle));
    }
}

/// What the page is shown without, where that is much.
fn hint(ui: &mut Ui, tokens: &Tokens, session: &OpenSession, commands: &mut Vec<Command>) {
    let Some(fidelity) = session.fidelity.as_ref().filter(|told| told.figure < POOR) else { return };
    let Some(hint) = fidelity.hint() else { return };
    let size = vec2(ui.available_width(), 34.0);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_size(size);
        ui.add_space(14.0);
        if fidelity.gaps.iter().any(|gap| !gap.files.is_empty()) {
            let button = Push::new("Attach assets…").after(icons::CARET_DOWN).tone(Tone::Quiet).show(ui);
            egui::Popup::menu(&button).show(|ui| address::attach(ui, commands));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add_space(14.0);
            widgets::icon(ui, icons::WARNING_CIRCLE, 16.0, tokens.dead);
            let told = theme::text(hint, Face::Regular, size::BODY).color(tokens.text);
            ui.add(egui::Label::new(told).truncate());
        });
    });
    widgets::rule(ui);
}

/// What the stage says when it has no picture, or a picture is late.
fn told(ui: &Ui, tokens: &Tokens, state: &State, opened: &Opened, room: egui::Rect) {
    let session = opened.session.as_deref();
    let loading = state.jobs.session.is_running();
    let heat = session.and_then(|session| session.heat.as_ref());
    let heat = heat
        .map(|heat| heat.layer.as_ref().map_or("Laying the segment's clicks on this page…", |it| &it.1));
    let text = match session {
        _ if loading => Some("Opening the session…".to_owned()),
        None if opened.sessions.is_empty() => None,
        None => Some("Choose a session on the left.".to_owned()),
        Some(session) => match (&session.stage.trouble, &session.stage.shown) {
            (Some(trouble), _) => Some(words::capital(trouble)),
            (None, None) => Some("Drawing the page…".to_owned()),
            _ => heat.map(str::to_owned),
        },
    };
    let Some(text) = text else { return };
    let first = state.glimpse.as_ref().map(|glimpse| &glimpse.stage);
    let stage = session.map(|session| &session.stage).or(first);
    let at = if stage.is_some_and(|stage| stage.shown.is_some()) {
        room.center_bottom() - vec2(0.0, 26.0)
    } else {
        room.center()
    };
    let galley =
        ui.painter().layout(text, theme::font(Face::Medium, size::BODY), tokens.text, room.width() * 0.8);
    let ground = egui::Rect::from_center_size(at, galley.size() + vec2(24.0, 12.0));
    ui.painter().rect_filled(ground, theme::radius::M, tokens.raised);
    ui.painter().galley(ground.min + vec2(12.0, 6.0), galley, tokens.text);
}

/// What lies over the page now.
fn overlay(tokens: &Tokens, session: &OpenSession, with_trail: bool) -> Overlay {
    let now = session.player.time();
    let scroll = session.scroll();
    let pointer = session.replay.pointer_at(now);
    Overlay {
        trail: if with_trail { trail(session, now, pointer.map(|pointer| pointer.at)) } else { Vec::new() },
        pointer: pointer.map(|pointer| Pointer {
            at: pointer.at,
            touch: pointer.touch,
            pressed: pointer.pressed,
        }),
        ripples: ripples(tokens, session, now),
        labels: labels(tokens, session, now, scroll),
        keys: keys(session, now),
        flash: flash(session, now),
        element: session.inspect.as_ref().and_then(|inspect| {
            let area = inspect.found.as_ref()?.area?;
            Some((Rect { x: area.x - scroll.x, y: area.y - scroll.y, ..area }, inspect.held))
        }),
    }
}

fn trail(session: &OpenSession, now: Time, end: Option<Point>) -> Vec<Point> {
    let mut sampled = session.replay.trail(now.plus(-TRAIL_MS), now);
    if session.touch() {
        // A finger that was lifted comes down somewhere else; nothing was drawn in between.
        let lifted = sampled.windows(2).rposition(|pair| pair[1].at.since(pair[0].at) > LIFTED_MS);
        sampled.drain(..lifted.map_or(0, |at| at + 1));
    }
    let mut points: Vec<Point> = sampled.iter().map(|position| position.point).collect();
    points.extend(end);
    // A jump is a new page or a new touch, not a movement.
    let jump = points.windows(2).rposition(|pair| pair[0].distance(pair[1]) > 900.0);
    points.split_off(jump.map_or(0, |at| at + 1))
}

/// Keys that were pressed a moment ago.
fn keys(session: &OpenSession, now: Time) -> Vec<String> {
    let from = session.keys.partition_point(|(at, _)| *at < now.plus(-KEY_MS));
    let upto = session.keys.partition_point(|(at, _)| *at <= now);
    let shown = session.keys.get(from..upto).unwrap_or_default();
    shown.iter().rev().take(6).rev().map(|(_, key)| key.clone()).collect()
}

/// How fresh the page is: 1 when it was loaded just now. Not for the first one.
fn flash(session: &OpenSession, now: Time) -> f32 {
    let pages = session.replay.pages();
    let Some(place) = pages.partition_point(|page| page.start <= now).checked_sub(1).filter(|at| *at > 0)
    else {
        return 0.0;
    };
    let age = now.since(pages[place].start);
    if session.player.is_playing() && age < FLASH_MS { 1.0 - age as f32 / FLASH_MS as f32 } else { 0.0 }
}

fn ripples(tokens: &Tokens, session: &OpenSession, now: Time) -> Vec<Ripple> {
    let all = &session.facts.interactions;
    let from = all.partition_point(|interaction| interaction.at < now.plus(-RIPPLE_MS));
    let upto = all.partition_point(|interaction| interaction.at <= now);
    all.get(from..upto)
        .unwrap_or_default()
        .iter()
        .filter(|interaction| interaction.kind.is_click() || interaction.kind == InteractionKind::DoubleClick)
        .filter_map(|interaction| {
            let age = now.since(interaction.at) as f32 / RIPPLE_MS as f32;
            Some(Ripple { at: interaction.client?, age: age.clamp(0.0, 1.0), color: tokens.accent })
        })
        .collect()
}

fn labels(tokens: &Tokens, session: &OpenSession, now: Time, scroll: Point) -> Vec<Label> {
    let touch = session.touch();
    let shown = |signal: &&Signal| {
        signal.kind != SignalKind::QuickBack && signal.at <= now && now <= signal.end.plus(LABEL_MS)
    };
    let mut labels: Vec<Label> = Vec::new();
    for signal in session.facts.signals.iter().filter(shown) {
        let Some(on_page) = signal.position else { continue };
        let at = Point::new(on_page.x - scroll.x, on_page.y - scroll.y);
        let text = match signal.kind {
            SignalKind::Rage => format!("{} · {}", words::signal(signal, touch), signal.detail),
            _ => words::signal(signal, touch).to_owned(),
        };
        // The clicks of a rage are dead as a rule; one word is enough.
        let raging = labels.iter().any(|label| label.color == tokens.rage && label.at.distance(at) < 80.0);
        if signal.kind == SignalKind::Dead && raging {
            continue;
        }
        let there = labels.iter().filter(|label| label.at.distance(at) < 40.0).count();
        let below = u8::try_from(there).unwrap_or(u8::MAX);
        labels.push(Label { at, text, color: signal_color(tokens, signal.kind), below });
    }
    labels
}
