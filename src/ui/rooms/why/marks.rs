//! The stage with its address bar, and the marks that lie over the page at this moment.

use super::open_session::OpenSession;
use crate::event::{Point, Size, Time};
use crate::facts::{InteractionKind, Signal, SignalKind};
use crate::ui::command::{Command, File, Play, View};
use crate::ui::icons;
use crate::ui::state::{Opened, State};
use crate::ui::theme::{self, Face, Tokens, size, space};
use crate::ui::widgets::push::{Push, Tone};
use crate::ui::widgets::session_row::signal_color;
use crate::ui::widgets::stage::{Label, Overlay, Pointer, Preview, Ripple, stage};
use crate::ui::widgets::timeline::window_name;
use crate::ui::widgets::{self, chip};
use crate::ui::words;
use egui::{Align, Layout, Ui, vec2};

/// Below this fidelity the stage says what is missing.
const POOR: f64 = 0.8;
/// How long the trail reaches back, ms.
const TRAIL_MS: i64 = 1500;
/// A gap in the samples of a finger that tells it was lifted, ms.
const LIFTED_MS: i64 = 150;
/// How long a click is to be seen, ms.
const RIPPLE_MS: i64 = 700;
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
            address(ui, state, session, scale_id, commands);
        }
    });
    widgets::rule(ui);
    if let Some(session) = session {
        hint(ui, tokens, session, commands);
    }
    let room = ui.available_rect_before_wrap();
    let shown = session.and_then(|session| session.stage.shown.as_ref()).map(|(tiles, size)| (tiles, *size));
    let preview = session.and_then(OpenSession::preview);
    let preview = preview.map(|small| Preview { texture: small.texture.id(), viewport: small.viewport });
    let overlay = session.map(|session| overlay(tokens, session, state.settings.trail)).unwrap_or_default();
    let (response, scale) = stage(ui, room, (shown, preview), &overlay);
    ui.data_mut(|data| data.insert_temp(scale_id, scale));
    if response.clicked() && session.is_some() {
        commands.push(Command::Play(Play::Toggle));
    }
    told(ui, tokens, state, opened, room);
}

fn address(
    ui: &mut Ui,
    state: &State,
    session: &OpenSession,
    scale_id: egui::Id,
    commands: &mut Vec<Command>,
) {
    let tokens = theme::tokens(ui);
    let scale: f32 = ui.data(|data| data.get_temp(scale_id)).unwrap_or(1.0);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(14.0);
        let fit = format!("fit · {:.0} %", scale * 100.0);
        widgets::words(ui, fit, (Face::Regular, size::BODY), tokens.muted);
        let trail = Push::new("trail").name("Pointer trail").icon(icons::PATH).tone(Tone::Quiet);
        if trail.selected(state.settings.trail).show(ui).on_hover_text("Where the pointer came from (T)").clicked() {
            commands.push(Command::View(View::ToggleTrail));
        }
        if session.stage.missing > 0 {
            let told = format!("{} missing", words::counted(session.stage.missing as u64, "file"));
            chip::tinted(ui, &told, tokens.dead).on_hover_text(
                "This page asks for files that are not in the recording or the bundle; it is drawn without them. Nothing is fetched from the network.",
            );
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            widgets::icon(ui, icons::LOCK_SIMPLE, 16.0, tokens.muted);
            ui.add_space(space::XS);
            let Size { width, height } = session.viewport();
            let viewport = format!("{width:.0} × {height:.0}");
            let audience = &session.session.audience;
            let told: Vec<&str> =
                [&audience.os, &audience.browser].into_iter().flatten().map(String::as_str).collect();
            let device = if told.is_empty() { audience.device.name().to_owned() } else { told.join(" · ") };
            let width = (ui.available_width() - 210.0).max(60.0);
            let galley = ui.painter().layout_job(href(session.href(), tokens, width));
            let (rect, response) = ui.allocate_exact_size(galley.size(), egui::Sense::hover());
            ui.painter().galley(rect.min, galley, tokens.text);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, session.href()));
            response.on_hover_text(session.href());
            if !session.lanes.windows.is_empty() {
                let tab = chip::tag(ui, &window_name(session.window()), tokens.accent, tokens.raised);
                tab.on_hover_text("This session goes on in several tabs or windows");
            }
            chip::tag(ui, &viewport, tokens.muted, tokens.raised);
            chip::tag(ui, &device, tokens.muted, tokens.raised);
        });
    });
}

/// What the page is shown without, where that is much.
fn hint(ui: &mut Ui, tokens: &Tokens, session: &OpenSession, commands: &mut Vec<Command>) {
    let Some(fidelity) = session.fidelity.as_ref().filter(|told| told.figure < POOR) else { return };
    let Some(hint) = fidelity.hint() else { return };
    let size = vec2(ui.available_width(), 34.0);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_size(size);
        ui.add_space(14.0);
        if fidelity.gaps.iter().any(|gap| !gap.files.is_empty())
            && Push::new("Open files…").tone(Tone::Quiet).show(ui).clicked()
        {
            commands.push(Command::File(File::ChooseFiles));
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

/// `nordrun.example` in text, the rest muted, cut off at `width`.
fn href(href: &str, tokens: &Tokens, width: f32) -> egui::text::LayoutJob {
    let bare = href.split_once("://").map_or(href, |(_, rest)| rest);
    let bare = bare.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = bare.find('/').map_or((bare, ""), |at| bare.split_at(at));
    let of = |color| egui::TextFormat::simple(theme::font(Face::Medium, size::BODY), color);
    let mut job = egui::text::LayoutJob::default();
    job.append(host, 0.0, of(tokens.text));
    job.append(path, 0.0, of(tokens.muted));
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    job
}

/// What the stage says when it has no picture, or a picture is late.
fn told(ui: &Ui, tokens: &Tokens, state: &State, opened: &Opened, room: egui::Rect) {
    let session = opened.session.as_deref();
    let loading = state.jobs.session.is_running();
    let text = match session {
        _ if loading => Some("Opening the session…".to_owned()),
        None if opened.sessions.is_empty() => None,
        None => Some("Choose a session on the left.".to_owned()),
        Some(session) => match (&session.stage.trouble, &session.stage.shown) {
            (Some(trouble), _) => Some(words::capital(trouble)),
            (None, None) => Some("Drawing the page…".to_owned()),
            _ => None,
        },
    };
    let Some(text) = text else { return };
    let at = if session.is_some_and(|session| session.stage.shown.is_some()) {
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
        let place = labels.iter().filter(|label| label.at.distance(at) < 40.0).count();
        let at = Point::new(at.x, at.y + 34.0 * place as f64);
        labels.push(Label { at, text, color: signal_color(tokens, signal.kind) });
    }
    labels
}
