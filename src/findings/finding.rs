//! Findings: hypotheses with what is known about them, ready to hand on.

use super::{Error, Kit, Prevalence, open_recording, prevalence, still};
use crate::event::Time;
use crate::facts::{Facts, Signal};
use crate::job::Progress;
use crate::library::{
    Coverage, Error as LibraryError, Evidence, Hypothesis, Library, Order, Segment, Session, Site, Stance,
    Term,
};
use crate::render::{Picture, What};
use crate::replay::Replay;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Stills are scaled down to this width, px.
const STILL_WIDTH: u32 = 720;

/// All findings of a library, and what they were found in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Findings {
    /// The site.
    pub site: Site,
    /// The segment line that the evidence was taken from; empty for all sessions.
    pub segment: String,
    /// Sessions in the segment.
    pub sessions: u64,
    /// Sessions in the library.
    pub total: u64,
    /// When this was put together, RFC 3339, UTC.
    pub made_at: String,
    /// One for each hypothesis, those being worked on first.
    pub findings: Vec<Finding>,
}

/// A hypothesis with what is known about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What is supposed.
    #[serde(flatten)]
    pub hypothesis: Hypothesis,
    /// How often it was seen.
    pub prevalence: Prevalence,
    /// The same in a sentence.
    pub prevalence_sentence: String,
    /// Sessions that speak for it.
    pub sessions_for: u64,
    /// Sessions that speak against it and none for.
    pub sessions_against: u64,
    /// Of the sessions that speak for it, those that did not buy.
    pub lost_sessions: u64,
    /// Sum of the carts of those; `None` where no recording told a cart.
    pub lost_carts: Option<f64>,
    /// ISO code of that sum.
    pub currency: Option<String>,
    /// The evidence, in the order it was pinned.
    pub evidence: Vec<Pinned>,
}

/// A piece of evidence with what it shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pinned {
    /// The evidence.
    #[serde(flatten)]
    pub evidence: Evidence,
    /// The session it is in; `None` when that was removed since.
    pub of: Option<Session>,
    /// The page that was shown.
    pub page: Option<String>,
    /// Friction near the moment, in words.
    pub signals: Vec<String>,
    /// The moment as the bytes of a PNG file; `None` when it could not be drawn or was not asked for.
    #[serde(skip)]
    pub still: Option<Vec<u8>>,
    /// Why there is no still.
    pub no_still: Option<String>,
}

/// What a report is put together from.
#[derive(Debug, Clone, Default)]
pub struct FindingsRequest {
    /// Evidence from sessions of this segment only.
    pub segment: Segment,
    /// The hypotheses by id; all when empty.
    pub hypotheses: Vec<String>,
    /// Whether stills are drawn: a second or so each.
    pub stills: bool,
    /// The time now, ms since 1970: the engine has no clock.
    pub now_ms: i64,
}

/// Puts the findings together. `progress` counts pieces of evidence.
///
/// # Errors
/// When the library cannot be read, a hypothesis's segment line is wrong, or it was cancelled.
/// A moment that cannot be drawn is no error: its finding has no still, and says why.
pub fn findings(
    library: &Library,
    request: &FindingsRequest,
    kit: &Kit,
    progress: &Progress,
) -> Result<Findings, Error> {
    let Coverage { sessions, total, .. } = library.coverage(&request.segment)?;
    let of_segment: BTreeMap<String, Session> = library
        .sessions(&request.segment.with(cited()?), Order::default())?
        .into_iter()
        .map(|session| (session.id.clone(), session))
        .collect();
    let mut hypotheses = library.hypotheses()?;
    hypotheses.retain(|it| {
        request.hypotheses.is_empty() || request.hypotheses.iter().any(|id| id.eq_ignore_ascii_case(&it.id))
    });
    hypotheses.sort_by_key(|hypothesis| hypothesis.status.decided());
    let mut found = Vec::new();
    for hypothesis in hypotheses {
        let evidence = library.evidence(&hypothesis.id)?;
        let evidence: Vec<Evidence> = evidence
            .into_iter()
            .filter(|e| request.segment.is_everything() || of_segment.contains_key(&e.session))
            .collect();
        progress.expect(evidence.len() as u64);
        let mut desk = Desk { library, kit, progress, stills: request.stills, open: None };
        let pinned = evidence
            .into_iter()
            .map(|evidence| {
                let of = of_segment.get(&evidence.session).cloned();
                desk.pin(evidence, of)
            })
            .collect::<Result<Vec<Pinned>, Error>>()?;
        found.push(finding(library, hypothesis, pinned)?);
    }
    Ok(Findings {
        site: library.site()?,
        segment: request.segment.to_string(),
        sessions,
        total,
        made_at: rfc3339(request.now_ms),
        findings: found,
    })
}

/// The condition that a session is evidence for anything.
fn cited() -> Result<Term, Error> {
    Ok(Term::parse("-hypothesis:none").map_err(LibraryError::from)?)
}

fn finding(library: &Library, hypothesis: Hypothesis, evidence: Vec<Pinned>) -> Result<Finding, Error> {
    let prevalence = prevalence(library, &hypothesis)?;
    let of = |stance: Stance| -> BTreeSet<&str> {
        let pinned = evidence.iter().filter(|pinned| pinned.evidence.stance == stance);
        pinned.map(|pinned| pinned.evidence.session.as_str()).collect()
    };
    let (speaking_for, speaking_against) = (of(Stance::For), of(Stance::Against));
    let by_id: BTreeMap<&str, &Session> = evidence
        .iter()
        .filter_map(|pinned| Some((pinned.evidence.session.as_str(), pinned.of.as_ref()?)))
        .collect();
    let lost: Vec<&&Session> = speaking_for
        .iter()
        .filter_map(|id| by_id.get(id))
        .filter(|session| !session.shopping.bought)
        .collect();
    let carts: Vec<f64> = lost.iter().filter_map(|session| session.shopping.cart_value).collect();
    let currency = lost.iter().find_map(|session| session.shopping.currency.clone());
    Ok(Finding {
        prevalence,
        prevalence_sentence: prevalence.sentence(),
        sessions_for: speaking_for.len() as u64,
        sessions_against: speaking_against.difference(&speaking_for).count() as u64,
        lost_sessions: lost.len() as u64,
        lost_carts: (!carts.is_empty()).then(|| carts.iter().sum()),
        currency,
        hypothesis,
        evidence,
    })
}

/// Draws stills, keeping the recording open while evidence stays in one session.
struct Desk<'a> {
    library: &'a Library,
    kit: &'a Kit,
    progress: &'a Progress,
    stills: bool,
    open: Option<(String, Replay, Facts)>,
}

impl Desk<'_> {
    fn pin(&mut self, evidence: Evidence, of: Option<Session>) -> Result<Pinned, Error> {
        self.progress.advance(1)?;
        let mut pinned =
            Pinned { evidence, of, page: None, signals: Vec::new(), still: None, no_still: None };
        if pinned.of.is_none() {
            pinned.no_still = Some("the session is not in this segment of the library".to_owned());
            return Ok(pinned);
        }
        self.open(&pinned.evidence.session)?;
        let Some((_, replay, facts)) = &self.open else { return Ok(pinned) };
        let at = pinned.evidence.at.unwrap_or_else(|| telling_moment(facts));
        pinned.page = page_at(facts, at);
        pinned.signals = signals_near(facts, at);
        if self.stills {
            match still(&pinned.evidence.session, replay, at, What::Viewport, self.kit)
                .and_then(|still| png(&still.picture))
            {
                Ok(bytes) => pinned.still = Some(bytes),
                Err(Error::Cancelled) => return Err(Error::Cancelled),
                Err(error) => pinned.no_still = Some(error.to_string()),
            }
        }
        Ok(pinned)
    }

    fn open(&mut self, session: &str) -> Result<(), Error> {
        if self.open.as_ref().is_none_or(|(id, ..)| id != session) {
            let replay = open_recording(self.library, session, &Progress::default())?;
            self.open = Some((session.to_owned(), replay, self.library.facts(session)?));
        }
        Ok(())
    }
}

fn png(picture: &Picture) -> Result<Vec<u8>, Error> {
    Ok(picture.at_most_wide(STILL_WIDTH).to_png()?)
}

/// Where to look in a session that was pinned as a whole: its first friction, else its middle.
fn telling_moment(facts: &Facts) -> Time {
    facts.signals.first().map_or(Time(facts.duration_ms / 2), |signal| signal.end)
}

fn page_at(facts: &Facts, at: Time) -> Option<String> {
    facts.page_views.iter().rev().find(|view| view.start <= at).map(|view| view.page.clone())
}

/// What friction was within three seconds of the moment; what happened several times is told once.
fn signals_near(facts: &Facts, at: Time) -> Vec<String> {
    let near = |signal: &&Signal| at >= signal.at.plus(-3000) && at <= signal.end.plus(3000);
    let mut told: Vec<(String, u32)> = Vec::new();
    for signal in facts.signals.iter().filter(near) {
        let text = match &signal.element {
            Some(element) => format!("{}: {}", element.name, signal.detail),
            None => signal.detail.clone(),
        };
        match told.iter_mut().find(|(known, _)| *known == text) {
            Some((_, times)) => *times += 1,
            None => told.push((text, 1)),
        }
    }
    let words =
        |(text, times): (String, u32)| if times > 1 { format!("{text} ({times} times)") } else { text };
    told.into_iter().map(words).collect()
}

/// RFC 3339 in UTC, to the second.
fn rfc3339(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms)
        .map(|time| time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        .unwrap_or_default()
}
