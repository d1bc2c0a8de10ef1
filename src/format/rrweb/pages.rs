//! Which page a snapshot shows, where the recorder did not say it in the usual way.
//!
//! Recorders of 2018 told the address when the document was parsed and the size when it was
//! loaded, and some exports lose the event that tells both.

use super::Context;
use super::fields::Fields;
use crate::event::{Event, EventKind, Size};
use std::sync::Arc;

/// The address of a page that no event names.
pub(super) const UNKNOWN_PAGE: &str = "about:blank";

/// How many later hints are asked; the right one is among the first.
const LOOK_AHEAD: usize = 100;

/// An address or a size that an event other than the usual one told.
#[derive(Debug, Clone, Default)]
pub(super) struct Hint {
    /// The event's index.
    pub(super) index: usize,
    pub(super) window: u16,
    pub(super) href: Option<Arc<str>>,
    pub(super) viewport: Option<Size>,
}

impl Hint {
    /// From the data of a parsed or loaded event.
    pub(super) fn of(fields: &Fields<'_>) -> Option<Self> {
        let href = fields.text("href").map(|href| Arc::from(&*href));
        let viewport = fields.number("width").zip(fields.number("height")).map(|(w, h)| Size::new(w, h));
        (href.is_some() || viewport.is_some()).then_some(Self { href, viewport, ..Self::default() })
    }

    /// Fills what is missing.
    fn complete(&mut self, other: &Self) {
        self.href = self.href.take().or_else(|| other.href.clone());
        self.viewport = self.viewport.or(other.viewport);
    }

    fn is_whole(&self) -> bool {
        self.href.is_some() && self.viewport.is_some()
    }
}

/// What a window has told so far.
#[derive(Debug, Default)]
struct Told {
    /// By the usual event, or by the one that was put in for it.
    usual: bool,
    /// In the old way since then.
    href: bool,
    latest: Hint,
}

/// Puts an [`EventKind::Meta`] before each snapshot whose window had none before it, or whose page
/// was told in the old way since the last one.
pub(super) fn complete(events: Vec<Event>, context: &mut Context<'_>) -> Vec<Event> {
    let hints = std::mem::take(&mut context.hints);
    let mut windows: Vec<Told> = Vec::new();
    let mut out = Vec::with_capacity(events.len() + 1);
    let mut next = 0;
    for (index, event) in events.into_iter().enumerate() {
        let window = usize::from(event.window);
        if windows.len() <= window {
            windows.resize_with(window + 1, Told::default);
        }
        let told = &mut windows[window];
        while let Some(hint) = hints.get(next).filter(|hint| hint.index <= index) {
            next += 1;
            told.href |= hint.href.is_some();
            told.latest.href = hint.href.clone().or(told.latest.href.take());
            told.latest.viewport = hint.viewport.or(told.latest.viewport);
        }
        match &event.kind {
            EventKind::Meta { href, viewport } => {
                told.latest = Hint { href: Some(href.clone()), viewport: Some(*viewport), ..Hint::default() };
                told.usual = true;
                told.href = false;
            }
            EventKind::Resize(size) => told.latest.viewport = Some(*size),
            EventKind::Snapshot(_) if !told.usual || told.href => {
                out.push(missing(&event, told, hints.get(next..).unwrap_or_default(), context));
            }
            _ => {}
        }
        out.push(event);
    }
    out
}

/// The event that belongs before a snapshot.
fn missing(snapshot: &Event, told: &mut Told, later: &[Hint], context: &mut Context<'_>) -> Event {
    for hint in later.iter().take(LOOK_AHEAD).filter(|hint| hint.window == snapshot.window) {
        told.latest.complete(hint);
    }
    if !told.latest.is_whole() {
        context.line = 0;
        context
            .warn("No event tells address and size of the first page; what is missing is empty.".to_owned());
    }
    told.usual = true;
    told.href = false;
    let Hint { href, viewport, .. } = told.latest.clone();
    let kind = EventKind::Meta {
        href: href.unwrap_or_else(|| UNKNOWN_PAGE.into()),
        viewport: viewport.unwrap_or_default(),
    };
    Event { at: snapshot.at, window: snapshot.window, kind }
}
