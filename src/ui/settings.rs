//! What survives a restart: one struct, every field with a default.

use super::against::Against;
use super::rooms::Room;
use super::rooms::where_::WhereOptions;
use super::rooms::why::Tab;
use super::rooms::why::command::WhyOptions;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The key under which the settings are stored.
pub const STORAGE_KEY: &str = "wherefore";

const RECENT: usize = 8;

/// What survives a restart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Dark or light.
    pub theme: Look,
    /// Libraries opened lately, the latest first.
    pub recent: Vec<Recent>,
    /// The library that was open when the window was closed.
    pub library: Option<PathBuf>,
    /// The segment line in force.
    pub segment: String,
    /// What the segment is compared with, where a room can show that.
    pub against: Option<Against>,
    /// The room in front.
    pub room: Room,
    /// The open session.
    pub session: Option<String>,
    /// Where its play head was, ms.
    pub play_head_ms: i64,
    /// What the Where room shows.
    pub where_: WhereOptions,
    /// The hypothesis that evidence goes to.
    pub hypothesis: Option<String>,
    /// How the list of sessions is sorted.
    pub sort: Sorting,
    /// The tab of the inspector.
    pub tab: Tab,
    /// How fast to play.
    pub speed: f64,
    /// Whether idle gaps are skipped.
    pub skip_idle: bool,
    /// Whether the pointer draws a trail.
    pub trail: bool,
    /// Whether an installed browser draws exact pictures.
    pub exact: bool,
    /// What the Why room shows.
    pub why: WhyOptions,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Look::default(),
            recent: Vec::new(),
            library: None,
            segment: String::new(),
            against: None,
            room: Room::Why,
            session: None,
            play_head_ms: 0,
            where_: WhereOptions::default(),
            hypothesis: None,
            sort: Sorting::default(),
            tab: Tab::default(),
            speed: 1.0,
            skip_idle: true,
            trail: true,
            exact: true,
            why: WhyOptions::default(),
        }
    }
}

impl Settings {
    /// Puts a library at the head of the recent ones.
    pub fn remember(&mut self, path: &Path, sessions: u64, opened_ms: i64) {
        self.recent.retain(|recent| recent.path != path);
        self.recent.insert(0, Recent { path: path.to_owned(), sessions, opened_ms });
        self.recent.truncate(RECENT);
        self.library = Some(path.to_owned());
    }
}

/// Dark or light.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Look {
    /// For a dark room.
    #[default]
    Dark,
    /// For daylight.
    Light,
}

impl Look {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::Dark,
        }
    }

    /// What egui calls it.
    pub fn theme(self) -> egui::Theme {
        match self {
            Self::Dark => egui::Theme::Dark,
            Self::Light => egui::Theme::Light,
        }
    }
}

/// A library opened lately.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// Its file.
    pub path: PathBuf,
    /// How many sessions it had.
    pub sessions: u64,
    /// When it was opened, ms since 1970.
    pub opened_ms: i64,
}

/// How the list of sessions is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sorting {
    /// By what.
    pub by: SortBy,
    /// The largest or latest first.
    pub descending: bool,
}

impl Default for Sorting {
    fn default() -> Self {
        Self { by: SortBy::Started, descending: true }
    }
}

impl Sorting {
    /// By this key; by the same again: the other way round.
    #[must_use]
    pub fn by(self, by: SortBy) -> Self {
        Self { by, descending: if self.by == by { !self.descending } else { true } }
    }
}

/// What sessions can be sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortBy {
    /// When they began.
    #[default]
    Started,
    /// How long they lasted.
    Duration,
    /// What was in the cart.
    Cart,
    /// How much friction.
    Friction,
    /// Furthest stage.
    Stage,
    /// Number of page views.
    Pages,
    /// Watched or not.
    Watched,
}

impl SortBy {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 7] =
        [Self::Started, Self::Duration, Self::Cart, Self::Friction, Self::Stage, Self::Pages, Self::Watched];

    /// What the menu calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Started => "by start",
            Self::Duration => "by duration",
            Self::Cart => "by cart",
            Self::Friction => "by friction",
            Self::Stage => "by stage",
            Self::Pages => "by pages",
            Self::Watched => "by watched",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_an_older_version_are_read() {
        let settings: Settings = serde_json::from_str(r#"{"segment":"device:mobile"}"#).unwrap();
        assert_eq!(settings, Settings { segment: "device:mobile".to_owned(), ..Settings::default() });
    }

    #[test]
    fn recent_libraries_are_each_listed_once_the_latest_first() {
        let mut settings = Settings::default();
        for name in ["a", "b", "a"] {
            settings.remember(Path::new(name), 1, 0);
        }
        let names: Vec<_> = settings.recent.iter().map(|recent| recent.path.to_str().unwrap()).collect();
        assert_eq!(names, ["a", "b"]);
    }
}
