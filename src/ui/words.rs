//! What the window calls things, and days as people say them. Numbers are written by
//! [`crate::findings::words`], as everywhere.

use crate::facts::{InteractionKind, Signal, SignalKind};
pub use crate::findings::words::{
    bytes, capital, clock, clock_tenths, count, counted, money, percent, percents, pixels, whole_percent,
};

/// The day of a moment that is `ms` since 1970: `today`, `yesterday`, `12 Nov`, `3 Oct 2025`.
pub fn day(ms: i64, now_ms: i64) -> String {
    let Ok(moment) = jiff::Timestamp::from_millisecond(ms) else { return String::new() };
    let Ok(now) = jiff::Timestamp::from_millisecond(now_ms) else { return String::new() };
    let zone = jiff::tz::TimeZone::system();
    let (date, today) = (moment.to_zoned(zone.clone()).date(), now.to_zoned(zone).date());
    if date == today {
        return "today".to_owned();
    }
    if today.yesterday().is_ok_and(|yesterday| date == yesterday) {
        return "yesterday".to_owned();
    }
    let pattern = if date.year() == today.year() { "%-d %b" } else { "%-d %b %Y" };
    date.strftime(pattern).to_string()
}

/// Now, ms since 1970.
pub fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// `Rage tap`, `Dead click`…
pub fn signal(signal: &Signal, touch: bool) -> &'static str {
    crate::findings::words::signal(signal.kind, touch)
}

/// `rage`, `dead`, `refused`: the word on a chip.
pub fn signal_chip(kind: SignalKind) -> &'static str {
    match kind {
        SignalKind::Rage => "rage",
        SignalKind::Dead => "dead",
        SignalKind::Error => "error",
        SignalKind::CouponRefused => "refused",
        SignalKind::QuickBack => "quick back",
    }
}

/// `Clicked`, `Tapped`, `Typed`…
pub fn interaction(kind: InteractionKind) -> &'static str {
    match kind {
        InteractionKind::Click => "Clicked",
        InteractionKind::Tap => "Tapped",
        InteractionKind::DoubleClick => "Double-clicked",
        InteractionKind::ContextMenu => "Opened menu",
        InteractionKind::Input => "Filled in",
        InteractionKind::Scroll => "Scrolled",
        InteractionKind::Resize => "Resized",
        InteractionKind::Media => "Media",
        InteractionKind::Select => "Selected text",
    }
}

/// The first words of a text, on one line, at most 60 letters.
pub fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

/// A value for the segment line: quotes inside would end it.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "*"))
}
