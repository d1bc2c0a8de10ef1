//! `hypothesis`: suppositions and their evidence.

use super::output::{Exit, say, say_json, usage};
use super::setting::{self, Setting};
use super::table::Table;
use super::text::{self, Zone};
use crate::findings::{Prevalence, prevalence};
use crate::library::{Evidence, EvidenceKind, Hypothesis as Row, Library, Segment, Stance, Status};
use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Hypotheses and their evidence
#[derive(Debug, Args)]
pub(super) struct Hypothesis {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Write a new one; prints its id
    Add {
        /// In one line
        title: String,
        #[command(flatten)]
        words: Words,
    },
    /// All of them
    List,
    /// One with its evidence
    Show {
        /// Such as H-1
        id: String,
    },
    /// Change what is said of one
    Set {
        /// Such as H-1
        id: String,
        /// In one line
        #[arg(long)]
        title: Option<String>,
        #[command(flatten)]
        words: Words,
    },
    /// Pin a session, or a moment of it, as evidence; prints the evidence's number
    Tag {
        /// Such as H-1
        id: String,
        /// The session's id, or the beginning of it
        session: String,
        /// The moment: 12500 (ms), 12.5s, 1:23; the whole session when left out
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
        /// It speaks against the hypothesis
        #[arg(long)]
        against: bool,
        /// What it shows
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Take evidence away: by its number, or all of a session
    Untag {
        /// Such as H-1
        id: String,
        /// The evidence's number, or a session's id
        evidence: String,
    },
}

/// What can be said of a hypothesis; what is left out stays as it is.
#[derive(Debug, Default, Args)]
struct Words {
    /// "Because we saw …"
    #[arg(long)]
    because: Option<String>,
    /// "… we believe …"
    #[arg(long)]
    believe: Option<String>,
    /// "We will know when …"
    #[arg(long)]
    know_when: Option<String>,
    /// watching, ready, testing, won or rejected
    #[arg(long)]
    status: Option<String>,
    /// Who cares for it
    #[arg(long)]
    owner: Option<String>,
    /// The segment line it is about
    #[arg(long)]
    segment: Option<String>,
    /// Free text
    #[arg(long)]
    notes: Option<String>,
    /// Free tags, with commas between
    #[arg(long, value_delimiter = ',')]
    tags: Option<Vec<String>>,
}

impl Hypothesis {
    pub(super) fn run(self, setting: &Setting) -> Result<Exit> {
        match self.action {
            Action::Add { title, words } => add(setting, title, words)?,
            Action::List => list(setting)?,
            Action::Show { id } => show(setting, &id)?,
            Action::Set { id, title, words } => set(setting, &id, title, words)?,
            Action::Tag { id, session, at, against, note } => {
                let at = at.as_deref().map(setting::time).transpose()?;
                let stance = if against { Stance::Against } else { Stance::For };
                let kind = if at.is_some() { EvidenceKind::Moment } else { EvidenceKind::Session };
                let evidence = Evidence {
                    id: 0,
                    hypothesis: id,
                    session,
                    kind,
                    at,
                    stance,
                    note,
                    created_at_ms: setting.now_ms,
                };
                tag(setting, evidence)?;
            }
            Action::Untag { id, evidence } => untag(setting, &id, &evidence)?,
        }
        Ok(Exit::Done)
    }
}

impl Words {
    fn apply(self, row: &mut Row) -> Result<()> {
        let put = |place: &mut String, word: Option<String>| {
            if let Some(word) = word {
                *place = word;
            }
        };
        put(&mut row.because, self.because);
        put(&mut row.believe, self.believe);
        put(&mut row.know_when, self.know_when);
        put(&mut row.owner, self.owner);
        put(&mut row.notes, self.notes);
        if let Some(line) = self.segment {
            Segment::parse(&line)?;
            row.segment = line;
        }
        if let Some(name) = self.status {
            let known = Status::ALL.map(Status::name).join(", ");
            row.status =
                Status::parse(&name).ok_or_else(|| usage(format!("{name:?} is no status: {known}")))?;
        }
        if let Some(tags) = self.tags {
            row.tags = tags.into_iter().filter(|tag| !tag.is_empty()).collect();
        }
        Ok(())
    }
}

fn add(setting: &Setting, title: String, words: Words) -> Result<()> {
    if title.trim().is_empty() {
        return Err(usage("a hypothesis needs a title"));
    }
    let library = setting.writable()?;
    let mut row = Row {
        id: library.next_hypothesis_id()?,
        title,
        because: String::new(),
        believe: String::new(),
        know_when: String::new(),
        status: Status::default(),
        owner: String::new(),
        segment: String::new(),
        notes: String::new(),
        tags: Vec::new(),
        created_at_ms: setting.now_ms,
    };
    words.apply(&mut row)?;
    library.put_hypothesis(&row)?;
    if setting.json { say_json(&row) } else { say(&format!("{}\n", row.id)) }
}

fn set(setting: &Setting, id: &str, title: Option<String>, words: Words) -> Result<()> {
    let library = setting.writable()?;
    let mut row = find(&library, id)?;
    if let Some(title) = title {
        row.title = title;
    }
    words.apply(&mut row)?;
    library.put_hypothesis(&row)?;
    if setting.json { say_json(&row) } else { Ok(()) }
}

fn tag(setting: &Setting, evidence: Evidence) -> Result<()> {
    let library = setting.writable()?;
    let hypothesis = find(&library, &evidence.hypothesis)?.id;
    let session = setting::session(&library, &evidence.session)?;
    if evidence.at.is_some_and(|at| at.0 > session.duration_ms) {
        return Err(usage(format!("that lies after the end of the session, {} ms", session.duration_ms)));
    }
    let mut evidence = Evidence { hypothesis, session: session.id, ..evidence };
    evidence.id = library.put_evidence(&evidence)?;
    if setting.json { say_json(&evidence) } else { say(&format!("{}\n", evidence.id)) }
}

fn untag(setting: &Setting, id: &str, which: &str) -> Result<()> {
    let library = setting.writable()?;
    let hypothesis = find(&library, id)?.id;
    let all = library.evidence(&hypothesis)?;
    let by_number = which.parse::<i64>().ok();
    let session = match library.session(which) {
        Ok(found) => found.map(|session| session.id),
        Err(_) if by_number.is_some() => None,
        Err(error) => return Err(error.into()),
    };
    let numbered = all.iter().filter(|e| Some(e.id) == by_number).map(|e| e.id);
    let mut gone: Vec<i64> = numbered.collect();
    if gone.is_empty() {
        gone = all.iter().filter(|e| Some(&e.session) == session.as_ref()).map(|e| e.id).collect();
    }
    if gone.is_empty() {
        anyhow::bail!(
            "{hypothesis} has no evidence {which:?}: `wherefore hypothesis show {hypothesis}` lists it"
        );
    }
    for number in &gone {
        library.delete_evidence(*number)?;
    }
    if setting.json { say_json(&json!({ "hypothesis": hypothesis, "removed": gone })) } else { Ok(()) }
}

fn find(library: &Library, id: &str) -> Result<Row> {
    library.hypothesis(id)?.with_context(|| {
        format!("the library has no hypothesis {id:?}: `wherefore hypothesis list` lists the ones there are")
    })
}

fn as_json(row: &Row, seen: &Prevalence, evidence: &[Evidence]) -> Result<Value> {
    let mut value = serde_json::to_value(row)?;
    if let Value::Object(fields) = &mut value {
        fields.insert("prevalence".to_owned(), serde_json::to_value(seen)?);
        fields.insert("evidence".to_owned(), serde_json::to_value(evidence)?);
    }
    Ok(value)
}

fn list(setting: &Setting) -> Result<()> {
    let library = setting.existing()?;
    let mut table = Table::new(&["id", "status", "owner", "seen", "title"]);
    let mut values = Vec::new();
    for row in library.hypotheses()? {
        let seen = prevalence(&library, &row)?;
        let evidence = library.evidence(&row.id)?;
        values.push(as_json(&row, &seen, &evidence)?);
        let counts = format!("{} of {} watched", seen.seen, seen.watched);
        let owner = text::word(Some(&row.owner));
        table.row(vec![row.id, row.status.name().to_owned(), owner, counts, row.title]);
    }
    if setting.json { say_json(&values) } else { say(&table.text()) }
}

fn show(setting: &Setting, id: &str) -> Result<()> {
    let library = setting.existing()?;
    let row = find(&library, id)?;
    let seen = prevalence(&library, &row)?;
    let evidence = library.evidence(&row.id)?;
    if setting.json {
        return say_json(&as_json(&row, &seen, &evidence)?);
    }
    let zone = Zone::of(&library.site()?);
    let mut out = String::new();
    let written = format!("{} {}", zone.moment(row.created_at_ms), zone.name);
    let facts = [
        (row.id.as_str(), row.title.as_str()),
        ("because", &row.because),
        ("believe", &row.believe),
        ("know when", &row.know_when),
        ("status", row.status.name()),
        ("owner", &row.owner),
        ("segment", &row.segment),
        ("notes", &row.notes),
        ("tags", &row.tags.join(", ")),
        ("written", &written),
        ("seen", &seen.sentence()),
    ];
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(out, "{name:<9}  {value}")?;
    }
    let mut table = Table::new(&[">#", "says", "session", ">at", "note"]);
    for e in &evidence {
        let says = if e.stance == Stance::For { "for" } else { "against" };
        let at = e.at.map_or_else(text::unknown, |at| text::clock(at.0));
        table.row(vec![e.id.to_string(), says.to_owned(), e.session.clone(), at, e.note.clone()]);
    }
    if !evidence.is_empty() {
        out.push('\n');
        out.push_str(&table.text());
    }
    say(&out)
}
