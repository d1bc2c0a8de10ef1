//! Commands of evidence: pinned moments and tagged sessions, for or against a hypothesis.

use super::perform;
use crate::event::Time;
use crate::library::{Evidence, EvidenceKind, Hypothesis, Stance};
use crate::ui::command::EvidenceCommand;
use crate::ui::edits::{Change, Edit};
use crate::ui::state::{Opened, State};
use crate::ui::words;

/// Pins, tags, turns, notes and removes evidence.
///
/// # Errors
/// When the library cannot be changed.
pub fn apply(state: &mut State, command: EvidenceCommand) -> anyhow::Result<()> {
    match command {
        EvidenceCommand::Pin => pin(state, EvidenceKind::Moment, Stance::For),
        EvidenceCommand::Tag(stance) => pin(state, EvidenceKind::Session, stance),
        EvidenceCommand::Choose(id) => {
            state.settings.hypothesis = Some(id);
            Ok(())
        }
        EvidenceCommand::New(title) => {
            let Some(opened) = state.opened.as_deref() else { return Ok(()) };
            let line = opened.segment.to_string();
            begin(state, &title, line)
        }
        EvidenceCommand::Turn(id, stance) => {
            change(state, id, "evidence turned", |evidence| Some(Evidence { stance, ..evidence }))
        }
        EvidenceCommand::Note(id, note) => {
            change(state, id, "note on evidence", |evidence| Some(Evidence { note, ..evidence }))
        }
        EvidenceCommand::Remove(id) => change(state, id, "evidence removed", |_| None),
    }
}

/// Writes a hypothesis about the segment of this line, and chooses it.
///
/// # Errors
/// When the library cannot be changed.
pub fn begin(state: &mut State, title: &str, line: String) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref() else { return Ok(()) };
    let hypothesis = Hypothesis { segment: line, ..new_hypothesis(opened, title)? };
    let id = hypothesis.id.clone();
    let change = Change::Hypothesis { before: None, after: Some(Box::new(hypothesis)) };
    perform(state, Edit::new(format!("new hypothesis {id}"), vec![change]))?;
    state.settings.hypothesis = Some(id);
    Ok(())
}

/// A hypothesis with a new id about the segment in force.
///
/// # Errors
/// When the library cannot be read.
pub fn new_hypothesis(opened: &Opened, title: &str) -> anyhow::Result<Hypothesis> {
    Ok(Hypothesis {
        id: opened.library.next_hypothesis_id()?,
        title: title.trim().to_owned(),
        because: String::new(),
        believe: String::new(),
        know_when: String::new(),
        status: crate::library::Status::default(),
        owner: String::new(),
        segment: opened.segment.to_string(),
        notes: String::new(),
        tags: Vec::new(),
        created_at_ms: words::now_ms(),
    })
}

/// The hypothesis that new evidence goes to: the chosen one, else the first that is not decided.
pub fn chosen<'a>(opened: &'a Opened, wanted: Option<&str>) -> Option<&'a Hypothesis> {
    wanted
        .and_then(|id| opened.hypothesis(id))
        .or_else(|| opened.hypotheses.iter().find(|hypothesis| !hypothesis.status.decided()))
}

fn pin(state: &mut State, kind: EvidenceKind, stance: Stance) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref() else { return Ok(()) };
    let Some(session) = opened.session.as_deref() else { return Ok(()) };
    let mut changes = Vec::new();
    let hypothesis = if let Some(hypothesis) = chosen(opened, state.settings.hypothesis.as_deref()) {
        hypothesis.id.clone()
    } else {
        let new = new_hypothesis(opened, "Untitled hypothesis")?;
        let id = new.id.clone();
        changes.push(Change::Hypothesis { before: None, after: Some(Box::new(new)) });
        id
    };
    let at = (kind == EvidenceKind::Moment).then(|| session.player.time());
    let of_session = |evidence: &&Evidence| {
        evidence.hypothesis == hypothesis && evidence.kind == kind && (kind == EvidenceKind::Session)
    };
    let before = session.evidence.iter().find(of_session).cloned();
    if before.as_ref().is_some_and(|evidence| evidence.stance == stance) {
        state.toasts.done(format!("This session is already {} {hypothesis}", side(stance)));
        return Ok(());
    }
    let after = match &before {
        Some(evidence) => Evidence { stance, ..evidence.clone() },
        None => Evidence {
            id: 0,
            hypothesis: hypothesis.clone(),
            session: session.session.id.clone(),
            kind,
            at,
            stance,
            note: at.map(|at| nearest_signal(opened, at)).unwrap_or_default(),
            created_at_ms: words::now_ms(),
        },
    };
    changes.push(Change::Evidence { before, after: Some(after) });
    let told = match at {
        Some(at) => format!("Pinned {} as evidence {} {hypothesis}", words::clock_tenths(at), side(stance)),
        None => format!("Tagged the session as evidence {} {hypothesis}", side(stance)),
    };
    perform(state, Edit::new(format!("evidence {} {hypothesis}", side(stance)), changes))?;
    state.settings.hypothesis = Some(hypothesis);
    state.toasts.done(told);
    Ok(())
}

/// What went wrong within two seconds of a moment, as a first note.
fn nearest_signal(opened: &Opened, at: Time) -> String {
    let Some(session) = opened.session.as_deref() else { return String::new() };
    let near = session.facts.signals.iter().filter(|signal| (signal.at.since(at)).abs() <= 2000);
    let Some(signal) = near.min_by_key(|signal| signal.at.since(at).abs()) else { return String::new() };
    let on = signal.element.as_ref().map(|element| format!(" on {}", element.name)).unwrap_or_default();
    format!("{}{on}", words::signal(signal, session.touch()))
}

fn side(stance: Stance) -> &'static str {
    match stance {
        Stance::For => "for",
        Stance::Against => "against",
    }
}

fn change(
    state: &mut State,
    id: i64,
    label: &str,
    new: impl FnOnce(Evidence) -> Option<Evidence>,
) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref() else { return Ok(()) };
    let mut all = opened.session.iter().flat_map(|session| session.evidence.iter());
    let found = match all.find(|evidence| evidence.id == id) {
        Some(evidence) => Some(evidence.clone()),
        None => find_in_library(opened, id)?,
    };
    let Some(before) = found else { return Ok(()) };
    let after = new(before.clone());
    perform(state, Edit::new(label, vec![Change::Evidence { before: Some(before), after }]))
}

fn find_in_library(opened: &Opened, id: i64) -> anyhow::Result<Option<Evidence>> {
    for hypothesis in &opened.hypotheses {
        let found = opened.library.evidence(&hypothesis.id)?.into_iter().find(|evidence| evidence.id == id);
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}
