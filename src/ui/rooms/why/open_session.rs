//! The session on the stage: what was loaded of it, its player, and the picture of its page.

use super::entries::Entries;
use super::heat_here::Heat;
use super::inspect::Inspect;
use super::lanes;
use super::picture::{Stage, next_key};
use super::thumbs::{Small, Thumbs};
use crate::event::Size;
use crate::event::{Point, Time};
use crate::facts::{Facts, Fidelity, InteractionKind, NoteKind, Rules, notes};
use crate::job::Progress;
use crate::library::{Answer, Evidence, Library, Session};
use crate::render::Studio;
use crate::replay::PlayerCommand;
use crate::replay::{Player, Replay};
use crate::ui::settings::Settings;
use crate::ui::widgets::timeline::{Lane, Lanes, Span, moved, zoomed};

/// What a job reads of a session.
#[derive(Debug)]
pub struct Loaded {
    /// The row of the list.
    pub session: Session,
    /// What was derived.
    pub facts: Facts,
    /// The recording.
    pub replay: Replay,
    /// What the shopper said.
    pub answers: Vec<Answer>,
    /// What was pinned.
    pub evidence: Vec<Evidence>,
    /// Names of page groups.
    pub rules: Rules,
    /// How truly it can be shown.
    pub fidelity: Option<Fidelity>,
    /// What the timeline shows.
    pub lanes: Lanes,
    /// Everything that happened, as a list.
    pub entries: Entries,
    /// Keys that are no text, by moment.
    pub keys: Vec<(Time, String)>,
}

impl Loaded {
    /// Reads a session from a connection of its own.
    ///
    /// # Errors
    /// When the library cannot be read or has no such session.
    pub fn read(library: &Library, id: &str, rules: Rules, progress: &Progress) -> anyhow::Result<Self> {
        let session =
            library.session(id)?.ok_or_else(|| anyhow::anyhow!("the library has no session {id:?}"))?;
        let replay = library.replay(&session.id, progress)?;
        let mut loaded = Self {
            facts: library.facts(&session.id)?,
            answers: library.answers(&session.id)?,
            evidence: library.evidence_of_session(&session.id)?,
            fidelity: library.fidelity(&session.id)?,
            session,
            replay,
            rules,
            lanes: Lanes::default(),
            entries: Entries::default(),
            keys: Vec::new(),
        };
        let notes = notes(&loaded.replay);
        loaded.lanes = lanes::lanes(&loaded, &notes);
        loaded.entries = Entries::of(&loaded, &notes);
        let keys = notes.into_iter().filter(|note| note.kind == NoteKind::Key);
        loaded.keys = keys.map(|note| (note.at, note.title)).collect();
        Ok(loaded)
    }
}

/// A session on the stage.
#[derive(Debug)]
pub struct OpenSession {
    /// The row of the list.
    pub session: Session,
    /// What was derived.
    pub facts: Facts,
    /// The recording.
    pub replay: Replay,
    /// What the shopper said.
    pub answers: Vec<Answer>,
    /// What was pinned, by moment.
    pub evidence: Vec<Evidence>,
    /// The play head.
    pub player: Player,
    /// What the timeline shows.
    pub lanes: Lanes,
    /// The page's picture.
    pub stage: Stage,
    /// Names of page groups.
    pub rules: Rules,
    /// How truly it can be shown.
    pub fidelity: Option<Fidelity>,
    /// Small pictures of moments.
    pub thumbs: Thumbs,
    /// The pointer holds the play head: it does not run on by itself.
    pub held: bool,
    /// What is inspected, while elements are.
    pub inspect: Option<Inspect>,
    /// Heat over the page on the stage.
    pub heat: Option<Heat>,
    /// Keys that are no text, by moment.
    pub keys: Vec<(Time, String)>,
    /// Everything that happened, as a list.
    pub entries: Entries,
    /// The part that the timeline shows; the whole recording where there is none.
    span: Option<Span>,
    /// When the recording first has a page; before that moment this page is shown.
    first_page: Time,
}

impl OpenSession {
    /// With the play head at `at`, and speed and skipping as in the settings.
    pub fn new(loaded: Loaded, settings: &Settings, at: Time) -> Self {
        let mut player = Player::of(&loaded.replay);
        player.handle(PlayerCommand::Speed(settings.speed));
        player.handle(PlayerCommand::SkipIdle(settings.skip_idle));
        player.handle(PlayerCommand::Seek(at));
        player.set_idle(loaded.replay.idle(settings.why.idle_ms).into());
        let mut lanes = loaded.lanes;
        lanes.idle = player.idle().to_vec();
        let first_page = loaded.replay.first_page();
        let Loaded { session, facts, replay, answers, evidence, rules, fidelity, entries, keys, .. } = loaded;
        Self {
            session,
            facts,
            replay,
            answers,
            evidence,
            player,
            lanes,
            stage: Stage::default(),
            rules,
            fidelity,
            thumbs: Thumbs::new(first_page),
            held: false,
            inspect: None,
            heat: None,
            keys,
            entries,
            span: None,
            first_page,
        }
    }

    /// Whether the visitor used a finger.
    pub fn touch(&self) -> bool {
        self.facts.interactions.iter().any(|interaction| interaction.kind == InteractionKind::Tap)
    }

    /// Puts new evidence in, and on the timeline.
    pub fn set_evidence(&mut self, evidence: Vec<Evidence>) {
        self.lanes.set(Lane::Evidence, lanes::pins(&evidence));
        self.evidence = evidence;
    }

    /// Takes pictures that are ready and asks for the one that is needed next. Never waits.
    pub fn draw(&mut self, studio: &Studio, ctx: &egui::Context) {
        while let Some(frame) = studio.poll() {
            let Some(frame) = self.stage.take(frame, ctx) else { continue };
            let Some(inspect) = &mut self.inspect else { continue };
            let answer = (frame.key, frame.result.as_ref().ok());
            if let Some(next) = inspect.take(answer, next_key(), &self.stage.state, ctx) {
                studio.request(next);
            }
        }
        if let Some(inspect) = &mut self.inspect {
            inspect.poll();
        }
        let now = self.player.time().max(self.first_page);
        if self.stage.asked.is_some() || self.inspect.as_ref().is_some_and(Inspect::waits) {
            return;
        }
        if self.stage.stale(&self.replay, now) {
            self.replay.seek(&mut self.stage.state, now);
            self.stage.ask(studio, now);
            self.heat = None;
            if let Some(inspect) = &mut self.inspect {
                inspect.forget();
            }
        } else if let Some(request) =
            self.inspect.as_mut().and_then(|inspect| inspect.ask(next_key(), &self.stage.state))
        {
            studio.request(request);
        }
    }

    /// The pointer is over this moment of the timeline, or no longer over it.
    pub fn look(&mut self, at: Option<Time>) {
        self.thumbs.look(at, self.span());
    }

    /// The part of the recording that the timeline shows.
    pub fn span(&self) -> Span {
        self.span.unwrap_or((Time::ZERO, self.player.duration()))
    }

    /// Lets the timeline show this part.
    pub fn show(&mut self, span: Span) {
        let duration = self.player.duration();
        let (from, to) = moved(span, 0, duration);
        self.span = (from > Time::ZERO || to < duration).then_some((from, to));
    }

    /// Lets the timeline show a smaller (`closer`) or larger part around the play head.
    pub fn closer(&mut self, closer: bool) {
        let (span, now) = (self.span(), self.player.time());
        let about = if span.0 <= now && now <= span.1 { now } else { span.0.plus(span.1.since(span.0) / 2) };
        self.show(zoomed(span, if closer { 2.0 } else { 0.5 }, about, self.player.duration()));
    }

    /// Turns the timeline on when the play head runs out of the part that it shows.
    pub fn follow(&mut self) {
        let (Some(span), now) = (self.span, self.player.time()) else { return };
        if !(span.0..=span.1).contains(&now) {
            let ahead = span.1.since(span.0) / 10;
            self.show(moved(span, now.since(span.0) - ahead, self.player.duration()));
        }
    }

    /// Gaps longer than this are idle, ms.
    pub fn set_idle(&mut self, longer_ms: i64) {
        self.player.set_idle(self.replay.idle(longer_ms).into());
        self.lanes.idle = self.player.idle().to_vec();
    }

    /// A small picture that is nearer to the play head than the one on the stage; `None` where that one is
    /// of this moment, and while playing.
    pub fn preview(&self) -> Option<&Small> {
        let now = self.player.time().max(self.first_page);
        if (self.player.is_playing() && !self.held) || !self.stage.stale(&self.replay, now) {
            return None;
        }
        let small = self.thumbs.near(now)?;
        let far = self.stage.drawn_at.map_or(i64::MAX, |drawn| drawn.since(now).abs());
        (small.at.since(now).abs() < far).then_some(small)
    }

    /// Lets go of everything that was drawn: it is drawn again.
    pub fn forget_pictures(&mut self) {
        self.stage.asked = None;
        self.stage.drawn_at = None;
        self.thumbs = Thumbs::new(self.first_page);
        (self.inspect, self.heat) = (None, None);
    }

    /// Whether a picture is on its way.
    pub fn waits(&self) -> bool {
        self.stage.asked.is_some()
    }

    /// The scroll offset of the page at the moment that was last asked for.
    pub fn scroll(&self) -> Point {
        self.stage.state.page_scroll()
    }

    /// The address at that moment.
    pub fn href(&self) -> &str {
        &self.stage.state.href
    }

    /// Which tab or window it is, from 0.
    pub fn window(&self) -> u16 {
        self.stage.state.window
    }

    /// The viewport at that moment.
    pub fn viewport(&self) -> Size {
        self.stage.state.viewport
    }

    /// The moment of the signal after (`forward`) or before the play head.
    pub fn signal_beside(&self, forward: bool) -> Option<Time> {
        let now = self.player.time();
        let mut times = self.facts.signals.iter().map(|signal| signal.at);
        if forward { times.find(|&at| at > now) } else { times.rev().find(|&at| at.plus(400) < now) }
    }
}
