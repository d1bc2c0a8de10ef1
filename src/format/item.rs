//! What can be found in files: recordings, side tables, the manifest of a bundle, pictures.

use super::tables::UnknownTable;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One thing found in a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A recorded visit.
    Recording(RawRecording),
    /// Rows about visits.
    Table(TableRead),
    /// A table whose header is not known: a person can say what it is.
    Unknown(UnknownTable),
    /// The `wherefore.json` of a bundle.
    Manifest(Box<Manifest>),
    /// A page screenshot that the manifest names; bytes of a PNG, JPEG or WebP.
    Screenshot(ScreenshotSpec, Vec<u8>),
    /// A file of the recorded site, by its address, with its media type where known.
    Asset {
        /// The address as recordings name it.
        url: String,
        /// The bytes as the site served them.
        bytes: Vec<u8>,
    },
    /// What a file, or an entry of an archive, was taken for. At most one a unit, before what is in it.
    Taken(Taken),
    /// Something that could not be used.
    SetAside(SetAside),
}

/// What a file was taken for, and what told so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The file, with folders as the user named them, and the entry in an archive.
    pub path: String,
    /// What it is, for people: "`PostHog` export of 2023-04-28", "Shopify orders".
    pub kind: String,
    /// What told so: "it has version 2023-04-28 and data.snapshots".
    pub why: String,
}

/// A recording as text: its events are decoded by [`super::decode`] when they are needed.
#[derive(Debug, Clone, PartialEq)]
pub struct RawRecording {
    /// The session's id, if the file names one.
    pub id: Option<String>,
    /// The name of the file as it was opened, without folders; a zip's entry has its own name.
    pub file: String,
    /// What the file was taken for.
    pub format: Format,
    /// One JSON event a line, sorted stably by time, exact duplicates dropped. Values are as they
    /// came; packed and compressed ones are unpacked.
    pub events: Vec<u8>,
    /// How many lines that is.
    pub count: usize,
    /// What the container tells of the visit: `visitor`, `email_hash`, `browser`…
    pub properties: BTreeMap<String, String>,
    /// What was mended in its order.
    pub mended: Mended,
}

/// What was mended in the order of a recording's events.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mended {
    /// Exact copies of an event at its time, which were dropped.
    pub duplicates: u64,
    /// Events that stood behind a later one and were sorted in.
    pub unsorted: u64,
}

/// What a file was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// A JSON array of rrweb events.
    RrwebArray,
    /// An object with `events`.
    RrwebObject,
    /// One event, or one object naming its session, a line.
    RrwebLines,
    /// Strings made by rrweb's packer.
    RrwebPacked,
    /// `PostHog`'s export of 2022-12-02.
    PosthogExport2022,
    /// `PostHog`'s export of 2023-04-28.
    PosthogExport2023,
    /// `PostHog`'s other forms: blobs, capture bodies, arrays with window ids.
    Posthog,
    /// Sentry's segments and downloads.
    Sentry,
    /// What rrweb's browser extension downloads.
    RrwebExtension,
    /// Highlight's session contents.
    Highlight,
    /// Umami's replays.
    Umami,
    /// `OpenReplay`'s binary parts, `dom.mobs` and `dom.mobe`.
    #[serde(rename = "openreplay")]
    OpenReplay,
}

impl Format {
    /// The name in reports and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::RrwebArray => "rrweb",
            Self::RrwebObject => "rrweb-object",
            Self::RrwebLines => "rrweb-ndjson",
            Self::RrwebPacked => "rrweb-packed",
            Self::PosthogExport2022 => "posthog-2022-12-02",
            Self::PosthogExport2023 => "posthog-2023-04-28",
            Self::Posthog => "posthog",
            Self::Sentry => "sentry",
            Self::RrwebExtension => "rrweb-extension",
            Self::Highlight => "highlight",
            Self::Umami => "umami",
            Self::OpenReplay => "openreplay",
        }
    }

    /// What people call it.
    pub fn kind(self) -> &'static str {
        match self {
            Self::RrwebArray => "rrweb events",
            Self::RrwebObject => "rrweb recording",
            Self::RrwebLines => "rrweb events by line",
            Self::RrwebPacked => "packed rrweb events",
            Self::PosthogExport2022 => "PostHog export of 2022-12-02",
            Self::PosthogExport2023 => "PostHog export of 2023-04-28",
            Self::Posthog => "PostHog snapshots",
            Self::Sentry => "Sentry replay",
            Self::RrwebExtension => "Download of the rrweb extension",
            Self::Highlight => "Highlight session",
            Self::Umami => "Umami replay",
            Self::OpenReplay => "OpenReplay recording",
        }
    }

    /// What a file of this format is told by.
    pub fn why(self) -> &'static str {
        match self {
            Self::RrwebArray => "it is a list of events with type and timestamp",
            Self::RrwebObject => "it is an object with a list of events",
            Self::RrwebLines => "each line has events with type and timestamp",
            Self::RrwebPacked => "it has strings that rrweb's packer made",
            Self::PosthogExport2022 => "it has version 2022-12-02 and data.snapshotsByWindowId",
            Self::PosthogExport2023 => "it has version 2023-04-28 and data.snapshots",
            Self::Posthog => "its events are told apart by window, or compressed as PostHog does",
            Self::Sentry => "it has a segment's header, or a list of segments",
            Self::RrwebExtension => "it has session and events",
            Self::Highlight => "it is a session's contents: a list of events in brotli, or named so",
            Self::Umami => "it has sessionId, events and how many there are",
            Self::OpenReplay => "it begins with the mark of OpenReplay's files",
        }
    }
}

/// A file or a part of one that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// The file, with folders as the user named them.
    pub path: String,
    /// Where in it: "line 12", "event 480", "entry a/b.json", or empty for the whole file.
    #[serde(rename = "where")]
    pub place: String,
    /// Why, in a sentence for people, with what they can do.
    pub why: String,
}

/// A side table that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRead {
    /// The file, with folders as the user named them, and the entry in an archive.
    pub path: String,
    /// What it is, for people: "Shopify orders".
    pub kind: String,
    /// Its rows.
    pub rows: Table,
    /// What people should know of how it was read, such as which of `03/04/2024` was taken for the day.
    pub notes: Vec<String>,
}

/// Rows about visits.
#[derive(Debug, Clone, PartialEq)]
pub enum Table {
    /// `sessions.csv`.
    Sessions(Vec<SessionRow>),
    /// `orders.csv`.
    Orders(Vec<OrderRow>),
    /// `surveys.csv`.
    Answers(Vec<AnswerRow>),
    /// `experiments.csv`.
    Arms(Vec<ArmRow>),
}

/// What a side table tells of a session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionRow {
    /// The session's id.
    pub session: String,
    /// Columns by their lower-case header: `visitor`, `country`, `customer`, `variant`, `channel`,
    /// `utm_source`, `utm_medium`, `utm_campaign`, `referrer`, `device`, `browser`, `os`…
    /// Empty cells are left out.
    pub properties: BTreeMap<String, String>,
}

/// An order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OrderRow {
    /// Its number.
    pub order: String,
    /// The session it was made in, if the table names it.
    pub session: Option<String>,
    /// Who made it, by the id that the site gives visitors.
    pub visitor: Option<String>,
    /// SHA-256 of the e-mail address in small letters, hex; or the hash that the table names.
    pub email_hash: Option<String>,
    /// Another number that it is known by.
    pub alias: Option<String>,
    /// When: RFC 3339, without a zone where the table names none, a day alone where it names no time.
    pub at: Option<String>,
    /// What was paid.
    pub total: Option<f64>,
    /// Goods without shipping and tax.
    pub subtotal: Option<f64>,
    /// ISO code.
    pub currency: Option<String>,
    /// The code that was used.
    pub coupon: Option<String>,
}

/// An answer to a survey question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AnswerRow {
    /// The answer's id; made from its place when the table has none.
    pub answer: String,
    /// The session it was given in, if the table names it.
    pub session: Option<String>,
    /// The order it is about, if the table names it.
    pub order: Option<String>,
    /// Who gave it, by the id that the site gives visitors.
    pub visitor: Option<String>,
    /// As [`OrderRow::email_hash`].
    pub email_hash: Option<String>,
    /// `exit`, `post-purchase`… as named by the table.
    pub survey: String,
    /// When, as [`OrderRow::at`].
    pub at: Option<String>,
    /// What was asked.
    pub question: String,
    /// What was said.
    pub text: String,
    /// A number, for scales.
    pub score: Option<f64>,
    /// What kind of answer the question takes.
    pub kind: AnswerKind,
}

/// What kind of answer a question takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerKind {
    /// How likely one would recommend, 0–10.
    Nps,
    /// How satisfied one is, 1–5.
    Csat,
    /// How easy it was, 1–7.
    Ces,
    /// A number on another scale.
    Scale,
    /// One or several of some answers that were offered.
    Choice,
    /// Words of one's own.
    #[default]
    Text,
}

impl AnswerKind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Nps, Self::Csat, Self::Ces, Self::Scale, Self::Choice, Self::Text];

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nps => "nps",
            Self::Csat => "csat",
            Self::Ces => "ces",
            Self::Scale => "scale",
            Self::Choice => "choice",
            Self::Text => "text",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// An arm of an A/B test, as another tool counted it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ArmRow {
    /// The test.
    pub experiment: String,
    /// The arm's key, such as `A`.
    pub variant: String,
    /// What it shows.
    pub name: String,
    /// Sessions in it.
    pub sessions: u64,
    /// Of which converted.
    pub conversions: u64,
}

/// The `wherefore.json` of a bundle.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Manifest {
    /// Version of the format; 1.
    pub wherefore: u32,
    /// The site.
    pub site: SiteName,
    /// IANA name, such as `Europe/Helsinki`.
    pub timezone: Option<String>,
    /// ISO code.
    pub currency: Option<String>,
    /// By GA4 name of the stage: what tells that it was reached.
    pub stages: BTreeMap<String, StageRule>,
    /// Page groups with names for people.
    pub pages: Vec<PageRule>,
    /// Screenshots of pages.
    pub screenshots: Vec<ScreenshotSpec>,
}

/// A site's name and address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SiteName {
    /// What people call it.
    pub name: String,
    /// `https://www.example.com`
    pub origin: String,
}

/// What tells that a stage was reached: any of these.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StageRule {
    /// Paths with `*` for any part: `/product/*`.
    pub url: Vec<String>,
    /// Names of custom events.
    pub event: Vec<String>,
}

/// A page group: addresses that belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PageRule {
    /// The key, a path with `*` for any part: `/product/*`.
    pub key: String,
    /// What people call it.
    pub name: String,
}

/// A page screenshot in a bundle.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScreenshotSpec {
    /// Path in the bundle.
    pub file: String,
    /// The page's key.
    pub page: String,
    /// `desktop`, `tablet` or `mobile`.
    pub device: String,
    /// Viewport width when it was taken, CSS px.
    pub viewport_width: f64,
    /// Height of the page, CSS px; the picture's own height when it is 0.
    pub page_height: f64,
    /// The variant of the page it shows, if there are several.
    pub variant: Option<String>,
    /// The page state it shows, such as a dialog's name; `None` as loaded.
    pub state: Option<String>,
    /// The address that it was taken of.
    pub url: Option<String>,
}
