//! The session on the stage: what was loaded of it, its player, and the picture of its page.

use super::lanes;
use super::thumbs::{Small, Thumbs};
use crate::event::Size;
use crate::event::{Point, Time};
use crate::facts::{Facts, Fidelity, InteractionKind, Rules};
use crate::format::decode;
use crate::job::Progress;
use crate::library::{Answer, Evidence, Library, Session};
use crate::render::{FrameRequest, Studio, What};
use crate::replay::PlayerCommand;
use crate::replay::{PageState, Player, Replay};
use crate::ui::settings::Settings;
use crate::ui::widgets::stage::Tiles;
use crate::ui::widgets::timeline::{Lane, Lanes, Span, moved, zoomed};
use std::sync::atomic::{AtomicU64, Ordering};

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
}

impl Loaded {
    /// Reads a session from a connection of its own.
    ///
    /// # Errors
    /// When the library cannot be read or has no such session.
    pub fn read(library: &Library, id: &str, rules: Rules, progress: &Progress) -> anyhow::Result<Self> {
        let session =
            library.session(id)?.ok_or_else(|| anyhow::anyhow!("the library has no session {id:?}"))?;
        let events = decode(&library.raw_events(&session.id)?).events;
        let replay = Replay::new(events, progress).map_err(|_cancelled| anyhow::anyhow!("cancelled"))?;
        let mut loaded = Self {
            facts: library.facts(&session.id)?,
            answers: library.answers(&session.id)?,
            evidence: library.evidence_of_session(&session.id)?,
            fidelity: library.fidelity(&session.id)?,
            session,
            replay,
            rules,
            lanes: Lanes::default(),
        };
        loaded.lanes = lanes::lanes(&loaded);
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
    /// The part that the timeline shows; the whole recording where there is none.
    span: Option<Span>,
    /// When the recording first has a page; before that moment this page is shown.
    first_page: Time,
}

/// The picture on the stage and what is known of it.
#[derive(Debug, Default)]
pub struct Stage {
    /// The picture and the viewport that it shows.
    pub shown: Option<(Tiles, Size)>,
    /// Why there is no picture of this moment.
    pub trouble: Option<String>,
    /// Addresses that the page asks for and that are not in the library.
    pub missing: usize,
    /// The page at the moment last asked for.
    state: PageState,
    asked: Option<Asked>,
    drawn_at: Option<Time>,
}

/// Keys are never used twice, so that a late picture of another session is known as such.
static NEXT_KEY: AtomicU64 = AtomicU64::new(1);

#[derive(Debug, Clone, Copy)]
struct Asked {
    key: u64,
    at: Time,
    viewport: Size,
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
        let Loaded { session, facts, replay, answers, evidence, rules, fidelity, .. } = loaded;
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
            self.stage.take(frame, ctx);
        }
        let now = self.player.time().max(self.first_page);
        if self.stage.asked.is_some() || !self.stage.stale(&self.replay, now) {
            return;
        }
        self.replay.seek(&mut self.stage.state, now);
        self.stage.ask(studio, now);
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

impl Stage {
    fn stale(&self, replay: &Replay, now: Time) -> bool {
        self.drawn_at.is_none_or(|drawn| replay.changes_between(drawn, now))
    }

    fn ask(&mut self, studio: &Studio, at: Time) {
        let key = NEXT_KEY.fetch_add(1, Ordering::Relaxed);
        let viewport = self.state.viewport;
        self.asked = Some(Asked { key, at, viewport });
        studio.request(FrameRequest {
            key,
            state: self.state.clone(),
            what: What::Viewport,
            boxes: Vec::new(),
        });
    }

    fn take(&mut self, frame: crate::render::Frame, ctx: &egui::Context) {
        // A frame of the session that was open before has another key, or none is waited for.
        let Some(asked) = self.asked.filter(|asked| asked.key == frame.key) else { return };
        self.asked = None;
        self.drawn_at = Some(asked.at);
        match frame.result {
            Ok(drawn) => {
                self.trouble = None;
                self.missing = drawn.missing.len();
                match &mut self.shown {
                    Some((tiles, viewport)) => {
                        tiles.replace(ctx, "stage", &drawn.picture);
                        *viewport = asked.viewport;
                    }
                    None => self.shown = Some((Tiles::new(ctx, "stage", &drawn.picture), asked.viewport)),
                }
            }
            Err(trouble) => self.trouble = Some(trouble.to_string()),
        }
    }
}
