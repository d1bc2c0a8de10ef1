//! A clock with a play head: no window, no page, no time of its own.
//!
//! Whoever owns it calls [`Player::update`] with the time that has passed and looks at
//! [`Player::time`] afterwards.

use super::checkpoint::Replay;
use crate::event::Time;
use std::sync::Arc;
use std::time::Duration;

/// What a player can be told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PlayerCommand {
    /// Play; from the beginning if it stands at the end.
    Play,
    /// Stop here.
    Pause,
    /// Play or pause.
    Toggle,
    /// Go to a moment; playing goes on.
    Seek(Time),
    /// Go so many milliseconds on or, negative, back.
    JumpBy(i64),
    /// Go so many events on or, negative, back, and pause.
    Step(i32),
    /// How fast time runs, 0.5–16; other values are brought into that range.
    Speed(f64),
    /// One notch faster (`true`) or slower in [`Player::SPEEDS`].
    Faster(bool),
    /// Whether to jump over idle gaps while playing.
    SkipIdle(bool),
    /// Play only from here to there, over and over; `None` ends that.
    Loop(Option<(Time, Time)>),
}

/// The play head of one recording.
#[derive(Debug, Clone)]
pub struct Player {
    time_ms: f64,
    duration: Time,
    playing: bool,
    speed: f64,
    skip_idle: bool,
    span: Option<(Time, Time)>,
    moments: Arc<[Time]>,
    idle: Arc<[(Time, Time)]>,
}

impl Player {
    /// Speeds offered to people.
    pub const SPEEDS: [f64; 6] = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0];
    /// Gaps longer than this are idle, ms.
    pub const IDLE_MS: i64 = 10_000;

    /// A player at the beginning of `replay`, paused, at speed 1, that skips idle gaps of more than
    /// [`Self::IDLE_MS`].
    pub fn of(replay: &Replay) -> Self {
        Self::new(replay.duration(), replay.moments().clone(), replay.idle(Self::IDLE_MS).into())
    }

    /// A player for `duration`; `moments` are what [`PlayerCommand::Step`] steps over, ascending;
    /// `idle` are gaps, start and end, ascending and apart.
    pub fn new(duration: Time, moments: Arc<[Time]>, idle: Arc<[(Time, Time)]>) -> Self {
        Self {
            time_ms: 0.0,
            duration: duration.max(Time::ZERO),
            playing: false,
            speed: 1.0,
            skip_idle: true,
            span: None,
            moments,
            idle,
        }
    }

    /// Obeys. Gives back whether the play head was moved.
    pub fn handle(&mut self, command: PlayerCommand) -> bool {
        let before = self.time_ms;
        match command {
            PlayerCommand::Play => self.play(),
            PlayerCommand::Pause => self.playing = false,
            PlayerCommand::Toggle => {
                if self.playing {
                    self.playing = false;
                } else {
                    self.play();
                }
            }
            PlayerCommand::Seek(to) => self.go(to),
            PlayerCommand::JumpBy(ms) => self.go(self.time().plus(ms)),
            PlayerCommand::Step(events) => self.step(events),
            PlayerCommand::Speed(speed) => self.set_speed(speed),
            PlayerCommand::Faster(faster) => self.notch(faster),
            PlayerCommand::SkipIdle(skip) => self.skip_idle = skip,
            PlayerCommand::Loop(span) => self.set_span(span),
        }
        self.time_ms != before
    }

    /// Takes other gaps for idle; ascending and apart.
    pub fn set_idle(&mut self, idle: Arc<[(Time, Time)]>) {
        self.idle = idle;
    }

    /// Lets `passed` of the owner's time go by. Gives back whether the play head moved.
    pub fn update(&mut self, passed: Duration) -> bool {
        if !self.playing {
            return false;
        }
        let before = self.time_ms;
        let (start, end) = self.span.unwrap_or((Time::ZERO, self.duration));
        let mut time = self.time_ms + passed.as_secs_f64() * 1000.0 * self.speed;
        if self.skip_idle {
            time = self.over_idle(time);
        }
        if time >= end.0 as f64 {
            if self.span.is_some() {
                time = start.0 as f64;
            } else {
                time = end.0 as f64;
                self.playing = false;
            }
        }
        self.time_ms = time;
        self.time_ms != before
    }

    /// Where the play head is.
    pub fn time(&self) -> Time {
        #[expect(clippy::cast_possible_truncation, reason = "between 0 and an i64")]
        Time(self.time_ms.floor() as i64)
    }

    /// How long the recording is.
    pub fn duration(&self) -> Time {
        self.duration
    }

    /// Whether it plays.
    pub fn is_playing(&self) -> bool {
        self.playing
    }

    /// How fast, 0.5–16.
    pub fn speed(&self) -> f64 {
        self.speed
    }

    /// Whether idle gaps are jumped over.
    pub fn skips_idle(&self) -> bool {
        self.skip_idle
    }

    /// The part that is played over and over, if any.
    pub fn looped(&self) -> Option<(Time, Time)> {
        self.span
    }

    /// The idle gaps: start and end.
    pub fn idle(&self) -> &[(Time, Time)] {
        &self.idle
    }

    fn play(&mut self) {
        let (start, end) = self.span.unwrap_or((Time::ZERO, self.duration));
        if self.time() >= end || self.time() < start {
            self.go(start);
        }
        self.playing = true;
    }

    fn go(&mut self, to: Time) {
        self.time_ms = to.clamp(Time::ZERO, self.duration).0 as f64;
    }

    fn step(&mut self, events: i32) {
        self.playing = false;
        let here = self.time();
        let far = usize::try_from(events.unsigned_abs()).unwrap_or(usize::MAX);
        let to = if events >= 0 {
            let next = self.moments.partition_point(|moment| *moment <= here);
            let Some(steps) = far.checked_sub(1) else { return };
            self.moments.get(next.saturating_add(steps)).or(self.moments.last().filter(|last| **last > here))
        } else {
            let before = self.moments.partition_point(|moment| *moment < here);
            let at = before.saturating_sub(far);
            self.moments.get(at).filter(|_| before > 0)
        };
        if let Some(to) = to.copied() {
            self.go(to);
        }
    }

    fn set_speed(&mut self, speed: f64) {
        let [slowest, .., fastest] = Self::SPEEDS;
        self.speed = if speed.is_nan() { 1.0 } else { speed.clamp(slowest, fastest) };
    }

    fn notch(&mut self, faster: bool) {
        let next = if faster {
            Self::SPEEDS.into_iter().find(|speed| *speed > self.speed)
        } else {
            Self::SPEEDS.into_iter().rev().find(|speed| *speed < self.speed)
        };
        self.speed = next.unwrap_or(self.speed);
    }

    fn set_span(&mut self, span: Option<(Time, Time)>) {
        let inside = |at: Time| at.clamp(Time::ZERO, self.duration);
        self.span =
            span.map(|(a, b)| (inside(a.min(b)), inside(a.max(b)))).filter(|(start, end)| start < end);
        if let Some((start, end)) = self.span
            && !(start..end).contains(&self.time())
        {
            self.go(start);
        }
    }

    /// `time`, or the end of the idle gap that it has come into.
    fn over_idle(&self, time: f64) -> f64 {
        let at = self.idle.partition_point(|(_, end)| end.0 as f64 <= self.time_ms.max(0.0));
        let mut time = time;
        for (start, end) in &self.idle[at..] {
            if (start.0 as f64) > time {
                break;
            }
            // What was left of this step goes on behind the gap.
            let entered = self.time_ms.max(start.0 as f64);
            time = end.0 as f64 + (time - entered).max(0.0);
        }
        time
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PlayerCommand::{Faster, JumpBy, Loop, Pause, Play, Seek, SkipIdle, Speed, Step, Toggle};

    /// 60 s long, something happens at 1, 2, 3 and 40 s, nobody there from 5 to 35 s.
    fn player() -> Player {
        let moments = [1000, 2000, 3000, 40_000].map(Time);
        Player::new(Time(60_000), moments.into(), [(Time(5000), Time(35_000))].into())
    }

    /// Tells the commands, lets `ms` go by in steps of 16 ms, and looks where it stands.
    #[track_caller]
    fn check(commands: &[PlayerCommand], ms: u64, expected: i64, playing: bool) {
        let mut player = player();
        for command in commands {
            player.handle(*command);
        }
        for _ in 0..ms / 16 {
            player.update(Duration::from_millis(16));
        }
        player.update(Duration::from_millis(ms % 16));
        assert_eq!((player.time(), player.is_playing()), (Time(expected), playing));
    }

    #[test]
    fn time_runs_while_it_plays() {
        check(&[], 1000, 0, false);
        check(&[Play], 1000, 1000, true);
        check(&[Toggle, Speed(4.0)], 1000, 4000, true);
        check(&[Play, Speed(0.1)], 1000, 500, true);
        check(&[Play, Speed(f64::NAN)], 1000, 1000, true);
        check(&[Play, Faster(true), Faster(true), Faster(false)], 1000, 2000, true);
        check(&[Play, Toggle], 1000, 0, false);
        check(&[Seek(Time(59_000)), Play], 5000, 60_000, false);
        check(&[Seek(Time(60_000)), Play], 1000, 1000, true);
    }

    #[test]
    fn idle_gaps_are_jumped_over_while_playing() {
        check(&[Seek(Time(4900)), Play], 200, 35_100, true);
        check(&[Seek(Time(20_000)), Play], 160, 35_160, true);
        check(&[Seek(Time(20_000))], 160, 20_000, false);
        check(&[Seek(Time(4900)), Play, SkipIdle(false)], 200, 5100, true);
    }

    #[test]
    fn jumps_and_steps_stay_inside() {
        check(&[JumpBy(-5000)], 0, 0, false);
        check(&[JumpBy(5000), JumpBy(i64::MAX)], 0, 60_000, false);
        check(&[Play, Step(1)], 500, 1000, false);
        check(&[Step(3), Step(1)], 0, 40_000, false);
        check(&[Step(9)], 0, 40_000, false);
        check(&[Seek(Time(50_000)), Step(1)], 0, 50_000, false);
        check(&[Seek(Time(2500)), Step(-1), Step(-1)], 0, 1000, false);
        check(&[Seek(Time(500)), Step(-1), Step(0)], 0, 500, false);
        check(&[Step(i32::MIN), Step(i32::MAX)], 0, 40_000, false);
    }

    #[test]
    fn a_part_is_played_over_and_over() {
        let span = Some((Time(2000), Time(1000)));
        check(&[Loop(span), Play], 480, 1480, true);
        check(&[Loop(span), Play], 1200, 1192, true);
        check(&[Loop(span), Loop(None), Play, Pause], 100, 1000, false);
        check(&[Loop(Some((Time(7), Time(7)))), Play], 160, 160, true);
    }
}
