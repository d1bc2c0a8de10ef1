//! What the timeline of a session shows, from what is known of it. Made off the window's thread.

use super::open_session::Loaded;
use crate::event::Time;
use crate::facts::{Interaction, InteractionKind, Note, NoteKind, SignalKind, page_name};
use crate::library::{Answer, Evidence, Stance};
use crate::replay::Replay;
use crate::ui::widgets::timeline::{Lane, Lanes, Mark, Tint};
use crate::ui::words;

/// The timeline of a session; idle gaps are not in it yet, as they follow a setting.
pub(super) fn lanes(loaded: &Loaded, notes: &[Note]) -> Lanes {
    let facts = &loaded.facts;
    let mut lanes = Lanes {
        duration: loaded.replay.duration(),
        pages: facts
            .page_views
            .iter()
            .map(|view| (view.start, view.end, page_name(&view.page, &loaded.rules)))
            .collect(),
        windows: windows(&loaded.replay),
        moments: loaded.replay.active().to_vec(),
        ..Lanes::default()
    };
    lanes.set(Lane::Interactions, interactions(loaded));
    lanes.set(Lane::Signals, signals(loaded));
    lanes.set(Lane::Console, console(loaded, notes));
    lanes.set(Lane::Network, of_kind(notes, &[NoteKind::Request, NoteKind::Failed]));
    lanes.set(Lane::Custom, of_kind(notes, &[NoteKind::Custom]));
    lanes.set(Lane::Answers, loaded.answers.iter().filter_map(answer).collect());
    lanes.set(Lane::Evidence, pins(&loaded.evidence));
    lanes
}

/// What the visitor did on purpose; scrolling is in the activity.
fn interactions(loaded: &Loaded) -> Vec<Mark> {
    let told = |interaction: &&Interaction| {
        !matches!(interaction.kind, InteractionKind::Scroll | InteractionKind::Resize)
    };
    let mark = |interaction: &Interaction| {
        let on = interaction.element.as_ref().map_or("", |element| element.name.as_str());
        let title = format!("{} {}", words::interaction(interaction.kind), words::short(on));
        Mark { at: interaction.at, tint: Tint::Quiet, title: title.trim_end().to_owned() }
    };
    loaded.facts.interactions.iter().filter(told).map(mark).collect()
}

/// Friction.
fn signals(loaded: &Loaded) -> Vec<Mark> {
    let facts = &loaded.facts;
    let touch = facts.interactions.iter().any(|interaction| interaction.kind == InteractionKind::Tap);
    let told = facts.signals.iter().map(|signal| {
        let on = signal.element.as_ref().map_or("", |element| element.name.as_str());
        let kind = words::signal(signal, touch);
        let title = if on.is_empty() { kind.to_owned() } else { format!("{kind}: {on}") };
        Mark { at: signal.at, tint: tint(signal.kind), title }
    });
    told.collect()
}

/// Script errors and lines of the console.
fn console(loaded: &Loaded, notes: &[Note]) -> Vec<Mark> {
    let errors = loaded.facts.errors.iter().flatten();
    let errors = errors.map(|error| {
        let title = format!("Error: {}", words::short(&error.message));
        Mark { at: error.at, tint: Tint::Error, title }
    });
    errors.chain(of_kind(notes, &[NoteKind::Console, NoteKind::Warning])).collect()
}

fn of_kind(notes: &[Note], kinds: &[NoteKind]) -> Vec<Mark> {
    let of_kind = notes.iter().filter(|note| kinds.contains(&note.kind));
    let mark = |note: &Note| {
        let tint = match note.kind {
            NoteKind::Failed => Tint::Rage,
            NoteKind::Warning => Tint::Dead,
            NoteKind::Custom => Tint::Info,
            _ => Tint::Quiet,
        };
        let title = format!("{} {}", note.title, note.detail);
        Mark { at: note.at, tint, title: words::short(&title) }
    };
    of_kind.map(mark).collect()
}

/// The colour of a kind of friction.
pub(super) fn tint(kind: SignalKind) -> Tint {
    match kind {
        SignalKind::Rage | SignalKind::CouponRefused => Tint::Rage,
        SignalKind::Dead => Tint::Dead,
        SignalKind::Error => Tint::Error,
        SignalKind::QuickBack => Tint::Info,
    }
}

fn answer(answer: &Answer) -> Option<Mark> {
    let said = if answer.text.is_empty() { &answer.question } else { &answer.text };
    Some(Mark { at: answer.t_ms?, tint: Tint::Info, title: format!("Answer: {}", words::short(said)) })
}

/// Pinned evidence.
pub(super) fn pins(evidence: &[Evidence]) -> Vec<Mark> {
    let pin = |evidence: &Evidence| {
        let (tint, side) = match evidence.stance {
            Stance::For => (Tint::Good, "for"),
            Stance::Against => (Tint::Rage, "against"),
        };
        let title = format!("Evidence {side} {} {}", evidence.hypothesis, words::short(&evidence.note));
        Some(Mark { at: evidence.at?, tint, title: title.trim_end().to_owned() })
    };
    evidence.iter().filter_map(pin).collect()
}

/// Which window was active when; empty where there is one only.
fn windows(replay: &Replay) -> Vec<(Time, Time, u16)> {
    let mut spans: Vec<(Time, Time, u16)> = Vec::new();
    for page in replay.pages() {
        match spans.last_mut() {
            Some((_, end, window)) if *window == page.window => *end = page.end,
            _ => spans.push((page.start, page.end, page.window)),
        }
    }
    if spans.len() > 1 { spans } else { Vec::new() }
}
