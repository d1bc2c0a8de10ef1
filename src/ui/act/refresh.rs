//! Keeping what is shown in step with the library: queries in the background, results into the state.

use super::{Means, session};
use crate::event::Time;
use crate::findings::prevalence;
use crate::library::{Key, Library, Order, SortKey};
use crate::ui::rooms::why::open_session::OpenSession;
use crate::ui::settings::{SortBy, Sorting};
use crate::ui::state::{Jobs, ListKey, Opened, State, Values};
use egui::Context;

/// Keys whose values the filter menu offers, with counts.
pub const MENU_KEYS: [&str; 14] = [
    "abandoned",
    "stage",
    "bought",
    "device",
    "channel",
    "country",
    "customer",
    "variant",
    "signal",
    "coupon",
    "page",
    "hypothesis",
    "tag",
    "watched",
];

/// Takes finished results and begins what is missing.
pub fn poll(state: &mut State, means: Means<'_>) {
    if let Err(error) = step(state, means) {
        state.toasts.problem(&error);
    }
}

fn step(state: &mut State, means: Means<'_>) -> anyhow::Result<()> {
    let State { opened, jobs, settings, glimpse, .. } = state;
    let Some(opened) = opened.as_deref_mut() else { return Ok(()) };
    let wanted: ListKey = (opened.segment.clone(), settings.sort, opened.revision);
    if let Some((key, listing)) = jobs.list.poll()
        && key == wanted
    {
        let listing = listing?;
        opened.coverage = Some(listing.coverage);
        opened.sessions.put(listing.sessions);
        opened.listed = Some(key);
    }
    if opened.listed.as_ref() != Some(&wanted) && jobs.list.key() != Some(&wanted) {
        list(jobs, opened, means.ctx, wanted)?;
    }
    if let Some((revision, values)) = jobs.values.poll() {
        opened.values = values?;
        opened.valued = Some(revision);
    }
    opened.sessions.read(&opened.library, settings.session.as_deref())?;
    if opened.valued != Some(opened.revision) && !jobs.values.is_running() {
        let reader = opened.library.reader()?;
        jobs.values.start(means.ctx, "filter values", opened.revision, move |_| values(&reader))?;
    }
    prevalence_in_step(jobs, opened, settings.hypothesis.as_deref(), means.ctx)?;
    if let Some((id, loaded)) = jobs.session.poll() {
        let loaded = loaded?;
        if settings.session.as_deref() == Some(id.as_str()) {
            let at = Time(settings.play_head_ms);
            let mut open = OpenSession::new(loaded, settings, at);
            if let Some(glimpse) = glimpse.take().filter(|glimpse| glimpse.id == id) {
                glimpse.give(&mut open);
            }
            opened.session = Some(Box::new(open));
        }
    }
    first_session(state, means)
}

/// Puts the first session of the list on the stage when none is there.
fn first_session(state: &mut State, means: Means<'_>) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref() else { return Ok(()) };
    if opened.session.is_some() || state.jobs.session.is_running() || opened.listed.is_none() {
        return Ok(());
    }
    let kept = state.settings.session.clone().filter(|_| opened.sessions.chosen().is_some());
    let at = if kept.is_some() { Time(state.settings.play_head_ms) } else { Time::ZERO };
    let first = || opened.sessions.id(&opened.library, 0);
    match kept.map_or_else(first, |kept| Ok(Some(kept)))? {
        Some(id) if Some(&id) != opened.refused.as_ref() => {
            if let Some(opened) = state.opened.as_deref_mut() {
                opened.refused = Some(id.clone()); // not tried again when it cannot be read
            }
            session::open(state, means, id, at)
        }
        _ => Ok(()),
    }
}

/// Counts how often the chosen hypothesis was seen, whenever the library was changed.
fn prevalence_in_step(
    jobs: &mut Jobs,
    opened: &mut Opened,
    wanted: Option<&str>,
    ctx: &Context,
) -> anyhow::Result<()> {
    if let Some((key, counted)) = jobs.prevalence.poll() {
        opened.prevalence = Some((key, counted?));
    }
    let Some(hypothesis) = super::evidence::chosen(opened, wanted).cloned() else { return Ok(()) };
    let key = (hypothesis.id.clone(), opened.revision);
    if opened.prevalence.as_ref().is_some_and(|(known, _)| *known == key)
        || jobs.prevalence.key() == Some(&key)
    {
        return Ok(());
    }
    let reader = opened.library.reader()?;
    jobs.prevalence.start(ctx, "prevalence", key, move |_| Ok(prevalence(&reader, &hypothesis)?))
}

fn list(jobs: &mut Jobs, opened: &Opened, ctx: &Context, key: ListKey) -> anyhow::Result<()> {
    let reader = opened.library.reader()?;
    let (segment, sorting, _) = key.clone();
    jobs.list.start(ctx, "list sessions", key, move |_| Ok(reader.list(&segment, order(sorting))?))
}

/// How sessions are sorted for people.
pub(super) fn order(sorting: Sorting) -> Order {
    let by = match sorting.by {
        SortBy::Started => SortKey::Started,
        SortBy::Duration => SortKey::Duration,
        SortBy::Cart => SortKey::Cart,
        SortBy::Friction => SortKey::Friction,
        SortBy::Stage => SortKey::Stage,
        SortBy::Pages => SortKey::Pages,
        SortBy::Watched => SortKey::Watched,
    };
    Order { by, descending: sorting.descending }
}

fn values(library: &Library) -> anyhow::Result<Values> {
    let mut all = Values::new();
    for key in MENU_KEYS.into_iter().filter_map(Key::parse) {
        all.insert(key.name(), library.values(key.name())?);
    }
    Ok(all)
}

/// Reads again what an edit may have changed.
///
/// # Errors
/// When the library cannot be read.
pub fn after_edit(opened: &mut Opened) -> anyhow::Result<()> {
    opened.revision += 1;
    opened.hypotheses = opened.library.hypotheses()?;
    if let Some(open) = opened.session.as_deref_mut() {
        if let Some(session) = opened.library.session(&open.session.id)? {
            open.session = session;
        }
        open.set_evidence(opened.library.evidence_of_session(&open.session.id)?);
        opened.sessions.put_row(open.session.clone());
    }
    Ok(())
}

/// Reads everything again, after an import.
///
/// # Errors
/// When the library cannot be read.
pub fn after_import(opened: &mut Opened) -> anyhow::Result<()> {
    opened.imports += 1;
    opened.site = opened.library.site()?;
    opened.saved = opened.library.saved_segments()?;
    opened.refused = None;
    after_edit(opened)
}
