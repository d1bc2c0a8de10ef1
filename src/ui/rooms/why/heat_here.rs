//! Heat here: where the sessions of the segment clicked, laid over the moment that the play head stands at.
//! Worked out in the background; it goes when the page on the stage becomes another one.

use crate::event::{Device, Time};
use crate::findings::{HeatHere, HeatMap, HeatRequest, HereRequest, Kit, SheetLook, heat_here};
use crate::job::Progress;
use crate::library::{Library, Segment};
use crate::render::{Picture, What};
use crate::replay::PageState;
use crate::replay::PlayerCommand;
use crate::ui::state::State;
use crate::ui::widgets::stage::Tiles;
use crate::ui::words;
use egui::Context;

/// What makes a heat this one and no other.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatKey {
    /// Of which session the moment is.
    pub session: String,
    /// The moment.
    pub at: Time,
    /// The page's key.
    pub page: String,
    /// The class of device.
    pub device: Device,
    /// Whose clicks.
    pub segment: Segment,
}

/// Heat over one viewport, ready to be uploaded.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatLayer {
    /// A transparent picture as large as the viewport.
    pub picture: Picture,
    /// What it is of: whose clicks, how many, how many of them could be placed.
    pub told: String,
}

/// Heat that was asked for, and there once it has been worked out.
#[derive(Debug)]
pub struct Heat {
    /// What was asked for.
    pub key: HeatKey,
    /// The layer, and what it is of.
    pub layer: Option<(Tiles, String)>,
}

/// Lays heat over the moment on the stage, or takes it away.
///
/// # Errors
/// When no thread can be started.
pub(super) fn toggle(state: &mut State, ctx: &Context) -> anyhow::Result<()> {
    let State { opened, jobs, .. } = state;
    let Some(opened) = opened.as_deref_mut() else { return Ok(()) };
    let Some(session) = opened.session.as_deref_mut() else { return Ok(()) };
    if session.heat.take().is_some() {
        jobs.heat_here.stop();
        return Ok(());
    }
    session.player.handle(PlayerCommand::Pause);
    let at = session.player.time();
    let Some(view) = session.facts.page_view_at(at) else {
        anyhow::bail!("this session has no page yet to lay heat on")
    };
    let key = HeatKey {
        session: session.session.id.clone(),
        at,
        page: view.page.clone(),
        device: session.session.audience.device,
        segment: opened.segment.clone(),
    };
    session.heat = Some(Heat { key: key.clone(), layer: None });
    let (library, kit, asked) = (opened.library.another()?, opened.kit.clone(), key.clone());
    let page = session.replay.state_at(at.max(session.replay.first_page()));
    jobs.heat_here.start(ctx, "heat here", key, move |progress| make(&library, &asked, page, &kit, progress))
}

/// Takes heat that is ready.
pub(in crate::ui) fn poll(state: &mut State, ctx: &Context) {
    let Some((key, made)) = state.jobs.heat_here.poll() else { return };
    let session = state.opened.as_deref_mut().and_then(|opened| opened.session.as_deref_mut());
    let heat = session.and_then(|session| session.heat.as_mut()).filter(|heat| heat.key == key);
    let Some(heat) = heat else { return };
    match made {
        Ok(made) => heat.layer = Some((Tiles::new(ctx, "heat here", &made.picture), made.told)),
        Err(error) => {
            if let Some(session) =
                state.opened.as_deref_mut().and_then(|opened| opened.session.as_deref_mut())
            {
                session.heat = None;
            }
            state.toasts.problem(&error);
        }
    }
}

/// Works the heat out. `moment` is the page as it stood then.
///
/// # Errors
/// When nobody of the segment visited the page, it cannot be drawn, or the library cannot be read.
fn make(
    library: &Library,
    key: &HeatKey,
    moment: PageState,
    kit: &Kit,
    progress: &Progress,
) -> anyhow::Result<HeatLayer> {
    let heat = HeatRequest { segment: key.segment.clone(), ..HeatRequest::new(&key.page, key.device) };
    let request = HereRequest { heat, moment, what: What::Viewport, look: SheetLook::default() };
    let HeatHere { map, layer } = heat_here(library, request, kit, progress)?;
    Ok(HeatLayer { picture: layer, told: told(&map) })
}

/// `Clicks of 37 sessions on Checkout`, and how many of them have a place here.
fn told(map: &HeatMap) -> String {
    let sessions = words::counted(map.sessions, "session");
    let (placed, total) = (words::count(map.points.placed), words::count(map.points.total));
    format!("Clicks of {sessions} of this segment · {placed} of {total} have a place on this page")
}
