//! Commands of the segment: the line and its chips are two views of one value.

use crate::library::{SavedSegment, Segment, Term};
use crate::ui::command::Segment as SegmentCommand;
use crate::ui::state::{LineEdit, Opened, State};

/// Changes the segment in force.
///
/// # Errors
/// When a line cannot be read, with the place; when the library cannot be changed.
pub fn apply(state: &mut State, command: SegmentCommand) -> anyhow::Result<()> {
    let Some(opened) = state.opened.as_deref_mut() else { return Ok(()) };
    match command {
        SegmentCommand::Set(line) => {
            // A line that cannot be read stays open, with what is wrong under it.
            if let Ok(segment) = Segment::parse(&line) {
                set(opened, segment);
                state.shell.line = None;
            }
        }
        SegmentCommand::Try(line) => {
            if let Ok(segment) = Segment::parse(&line) {
                set(opened, segment);
            }
        }
        SegmentCommand::Add(term) => set(opened, opened.segment.with(Term::parse(&term)?)),
        SegmentCommand::Remove(place) => set(opened, opened.segment.without(place)),
        SegmentCommand::Clear => set(opened, Segment::default()),
        SegmentCommand::Edit => state.shell.line = Some(line(opened, "")),
        SegmentCommand::Begin(term) => state.shell.line = Some(line(opened, &term)),
        SegmentCommand::StopEditing => state.shell.line = None,
        SegmentCommand::Save => state.shell.naming = Some(String::new()),
        SegmentCommand::SaveAs(name) => {
            let saved = SavedSegment { name: name.trim().to_owned(), line: opened.segment.to_string() };
            state.shell.naming = None;
            opened.library.save_segment(&saved)?;
            opened.saved = opened.library.saved_segments()?;
            state.toasts.done(format!("Saved the segment as {:?}", saved.name));
        }
        SegmentCommand::Compare(against) => {
            if against.is_some() {
                state.settings.room = crate::ui::rooms::Room::Where;
            }
            state.where_.forget_second();
            state.settings.against = against;
        }
        SegmentCommand::Forget(name) => {
            opened.library.forget_segment(&name)?;
            opened.saved = opened.library.saved_segments()?;
        }
    }
    state.settings.segment = opened.segment.to_string();
    Ok(())
}

/// The line as text, with room for one more term, which begins so.
fn line(opened: &Opened, term: &str) -> LineEdit {
    let mut text = opened.segment.to_string();
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(term);
    LineEdit { text, fresh: true, chosen: None }
}

fn set(opened: &mut Opened, segment: Segment) {
    if opened.segment != segment {
        opened.segment = segment;
        opened.coverage = None;
    }
}
