//! *Sharpen* on pause: once nothing has moved for a moment, a browser that is installed here draws the page
//! exactly, and its picture takes the place of ours until the play head moves.

use super::open_session::OpenSession;
use crate::event::{Size, Time};
use crate::render::What;
use crate::ui::rooms::Room;
use crate::ui::state::State;
use crate::ui::theme::{self, Face, Tokens, radius, size};
use crate::ui::widgets;
use crate::ui::widgets::stage::Tiles;
use anyhow::Context as _;
use egui::{Align, Context, Rect, Ui, vec2};
use std::time::Duration;

/// How long nothing has moved, s.
const REST: f64 = 0.5;

/// The exact picture of the moment on the stage.
#[derive(Debug, Default)]
pub struct Sharp {
    /// The moment at rest, and since when; seconds of the window's clock.
    since: Option<(Time, f64)>,
    /// The moment that was asked for; it is not asked for twice.
    asked: Option<Time>,
    /// The picture and the viewport that it shows.
    pub(super) shown: Option<(Tiles, Size)>,
}

/// What makes an exact picture this one: the session and the moment.
pub type SharpKey = (String, Time);

/// Takes exact pictures that are ready and asks for the one of the moment at rest. Never waits.
pub(in crate::ui) fn poll(state: &mut State, ctx: &Context) {
    equip(state);
    let State { opened, settings, jobs, .. } = state;
    let Some(opened) = opened.as_deref_mut() else { return };
    let Some(session) = opened.session.as_deref_mut() else { return };
    let able = opened.kit.exact.is_some() && settings.room == Room::Why;
    let Some(moment) = resting(session).filter(|_| able) else {
        session.stage.sharp = Sharp::default();
        jobs.sharpen.stop();
        return;
    };
    let sharp = &mut session.stage.sharp;
    let now = ctx.input(|input| input.time);
    if sharp.since.is_none_or(|(at, _)| at != moment) {
        *sharp = Sharp { since: Some((moment, now)), ..Sharp::default() };
    }
    let key = (session.session.id.clone(), moment);
    if let Some((made_for, made)) = jobs.sharpen.poll()
        && made_for == key
        && let Ok(picture) = made
    {
        let viewport = session.stage.state.viewport;
        sharp.shown = Some((Tiles::new(ctx, "exact", &picture), viewport));
    }
    let rested = sharp.since.map_or(0.0, |(_, since)| now - since);
    if sharp.asked == Some(moment) {
        return;
    }
    if rested < REST {
        ctx.request_repaint_after(Duration::from_secs_f64(REST - rested + 0.01));
        return;
    }
    sharp.asked = Some(moment);
    let (kit, page, id) = (opened.kit.clone(), session.stage.state.clone(), key.0.clone());
    // Without a thread the page stays as our own engine drew it.
    let started = jobs.sharpen.start(ctx, "sharpen", key, move |progress| {
        let exact = kit.exact.as_ref().context("there is no browser")?;
        let drawn = exact.draw((&id, &page), What::Viewport, &kit, progress)?;
        Ok(drawn.context("there is no browser")?.picture)
    });
    drop(started);
}

/// Gives drawing a browser, or takes it away, as the setting says.
fn equip(state: &mut State) {
    let State { opened, settings, browser, toasts, .. } = state;
    let Some(opened) = opened.as_deref_mut() else { return };
    match (settings.exact, &browser, opened.kit.exact.is_some()) {
        (true, Some(found), false) => {
            match opened.kit.clone().with_exact(&opened.library, Some(found.clone())) {
                Ok(kit) => opened.kit = kit,
                Err(error) => {
                    *browser = None;
                    toasts.problem(&error.into());
                }
            }
        }
        (false, _, true) => opened.kit.exact = None,
        _ => {}
    }
}

/// The moment on the stage, while it rests there.
fn resting(session: &OpenSession) -> Option<Time> {
    let moves = session.player.is_playing() || session.held || session.stage.asked.is_some();
    let drawn = session.stage.drawn_at.filter(|_| !moves && session.stage.trouble.is_none())?;
    let now = session.player.time().max(session.replay.first_page());
    (!session.stage.stale(&session.replay, now)).then_some(drawn)
}

/// Says in a corner of the page that the picture is exact.
pub(super) fn label(ui: &Ui, tokens: &Tokens, page: Rect) {
    let font = theme::font(Face::Medium, size::TINY);
    let galley = ui.painter().layout_no_wrap("exact".to_owned(), font, tokens.muted);
    let room = galley.size() + vec2(12.0, 6.0);
    let area = Rect::from_min_size(page.right_bottom() - room - vec2(6.0, 6.0), room);
    ui.painter().rect_filled(area, radius::S, tokens.panel.gamma_multiply(0.85));
    widgets::put(ui.painter(), (area.center().x, area.center().y), Align::Center, galley);
}
