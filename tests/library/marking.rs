//! What analysts note: it stays, and it can be undone by writing back what was read.

use super::{BEGIN, HOUR, bundle, ids, import, open, recording, write};
use std::path::PathBuf;
use wherefore::library::{Error, Evidence, EvidenceKind, Hypothesis, SavedSegment, Stance, Status};

fn hypothesis(id: &str) -> Hypothesis {
    Hypothesis {
        id: id.to_owned(),
        title: "The coupon box traps".to_owned(),
        because: "we saw".to_owned(),
        believe: "less".to_owned(),
        know_when: "more".to_owned(),
        status: Status::Watching,
        owner: "me".to_owned(),
        segment: "signal:rage".to_owned(),
        notes: String::new(),
        tags: vec!["coupon".to_owned()],
        created_at_ms: 5,
    }
}

#[test]
fn hypotheses_and_evidence_can_be_undone_by_writing_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    import(&mut library, &[bundle(folder.path())]);
    assert_eq!(library.next_hypothesis_id().unwrap(), "H-1");
    let first = hypothesis("H-1");
    library.put_hypothesis(&first).unwrap();
    library.put_hypothesis(&hypothesis("H-2")).unwrap();
    let mut evidence = Evidence {
        id: 0,
        hypothesis: "H-1".to_owned(),
        session: "s-2".to_owned(),
        kind: EvidenceKind::Moment,
        at: Some(wherefore::event::Time(1500)),
        stance: Stance::Against,
        note: "here".to_owned(),
        created_at_ms: 7,
    };
    evidence.id = library.put_evidence(&evidence).unwrap();
    assert_eq!(library.evidence("h-1").unwrap(), [evidence.clone()]);
    assert_eq!(library.evidence_of_session("s-2").unwrap(), [evidence.clone()]);
    assert_eq!(library.session("s-2").unwrap().unwrap().marks.hypotheses, ["H-1"]);
    assert_eq!(ids(&library, "hypothesis:H-1"), ["s-2"]);

    library.put_hypothesis(&Hypothesis { status: Status::Won, ..first.clone() }).unwrap();
    assert_eq!(library.evidence("H-1").unwrap().len(), 1, "writing a hypothesis keeps its evidence");
    library.delete_hypothesis("H-1").unwrap();
    assert_eq!(library.evidence_of_session("s-2").unwrap(), []);
    assert!(matches!(library.put_evidence(&evidence), Err(Error::Missing { what: "hypothesis", .. })));
    library.put_hypothesis(&first).unwrap();
    assert_eq!(library.put_evidence(&evidence).unwrap(), evidence.id, "back under its number");
    assert_eq!(library.evidence("H-1").unwrap(), [evidence.clone()]);
    library.delete_evidence(evidence.id).unwrap();
    library.delete_hypothesis("H-2").unwrap();
    assert_eq!(library.next_hypothesis_id().unwrap(), "H-3", "a number is used once");
    assert_eq!(library.hypotheses().unwrap(), [first]);
}

#[test]
fn marks_settings_and_saved_segments_stay() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    import(&mut library, &[bundle(folder.path())]);
    for tag in ["b", "a", "a"] {
        library.add_tag("s-1", tag).unwrap();
    }
    library.add_tag("s-2", "a").unwrap();
    library.remove_tag("s-2", "never there").unwrap();
    assert_eq!(library.tags().unwrap(), [("a".to_owned(), 2), ("b".to_owned(), 1)]);
    assert_eq!(library.session("s-1").unwrap().unwrap().marks.tags, ["a", "b"]);
    let saved = SavedSegment { name: "phones".to_owned(), line: "device:mobile".to_owned() };
    library.save_segment(&saved).unwrap();
    library.put_setting("room", "why").unwrap();
    drop(library);
    let library = open(folder.path());
    assert_eq!(library.saved_segments().unwrap(), [saved]);
    assert_eq!(library.setting("room").unwrap().as_deref(), Some("why"));
    library.forget_segment("phones").unwrap();
    assert_eq!(library.saved_segments().unwrap(), []);
    assert!(matches!(library.add_tag("nobody", "a"), Err(Error::Missing { what: "session", .. })));
}

#[test]
fn an_id_may_be_shortened_while_unique() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let names = ["abc-1", "abc-2", "abc", "xyz_1"];
    let files: Vec<PathBuf> = (0..)
        .zip(names)
        .map(|(n, name)| write(folder.path(), &format!("{name}.json"), &recording(BEGIN + n * HOUR, 1)))
        .collect();
    import(&mut library, &files);
    let id = |text: &str| library.session(text).unwrap().map(|session| session.id);
    assert_eq!(id("abc").as_deref(), Some("abc"), "a whole id goes before beginnings");
    assert_eq!(id("x").as_deref(), Some("xyz_1"));
    assert_eq!(id("x%").as_deref(), None);
    assert_eq!(id("").as_deref(), None);
    let error = library.session("ab").unwrap_err();
    assert!(
        matches!(error, Error::Ambiguous { count: 3, .. }) && error.to_string().contains("abc-1"),
        "{error}"
    );
}
