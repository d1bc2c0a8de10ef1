//! How an import that runs is going, in words. The same for window and command line.

use super::words::{bytes, count, counted};
use crate::job::{Pace, Progress, Tally};

/// How an import is going, piece by piece.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Going {
    /// `2.1 GB of 5.0 GB`; what was found so far while the files are still being listed.
    pub read: String,
    /// `1,204 sessions`.
    pub sessions: String,
    /// `8,410,220 events`.
    pub events: String,
    /// `3 set aside`, if anything was.
    pub set_aside: Option<String>,
    /// `185 MB/s`, as soon as it is known.
    pub rate: Option<String>,
    /// `41 s left`, as soon as it is known; `paused`.
    pub left: Option<String>,
}

/// What the counters of an import say, with the pace that was noted for them.
pub fn going(progress: &Progress, pace: &Pace) -> Going {
    let (done, total) = progress.counts();
    let aside = progress.tallied(Tally::SetAside);
    let left = match pace.left(progress) {
        _ if progress.is_paused() => Some("paused".to_owned()),
        Some(left) if total > 0 => Some(format!("{} left", lasting(left.as_secs()))),
        _ => None,
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and rounded")]
    let rate = |pace: f64| format!("{}/s", bytes(pace.round() as u64));
    Going {
        read: if total == 0 {
            "looking at the files".to_owned()
        } else {
            format!("{} of {}", bytes(done.min(total)), bytes(total))
        },
        sessions: counted(progress.tallied(Tally::Sessions), "session"),
        events: counted(progress.tallied(Tally::Events), "event"),
        set_aside: (aside > 0).then(|| format!("{} set aside", count(aside))),
        rate: pace.per_second().filter(|pace| *pace >= 1.0).map(rate),
        left,
    }
}

/// `41 s`, `3 min`, `1 h 10 min`.
fn lasting(seconds: u64) -> String {
    const THIN: char = '\u{202f}';
    match seconds {
        0..100 => format!("{}{THIN}s", seconds.max(1)),
        100..5400 => format!("{}{THIN}min", (seconds + 30) / 60),
        _ => format!("{}{THIN}h {}{THIN}min", seconds / 3600, seconds / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn an_import_tells_how_far_it_is_and_how_long_it_takes() {
        let (progress, mut pace) = (Progress::default(), Pace::default());
        assert_eq!(going(&progress, &pace).read, "looking at the files");
        progress.expect(5_000_000);
        pace.note(Duration::ZERO, &progress);
        progress.advance(2_000_000).unwrap();
        progress.tally(Tally::Sessions, 1204);
        progress.tally(Tally::SetAside, 3);
        pace.note(Duration::from_secs(2), &progress);
        let told = going(&progress, &pace);
        assert_eq!((told.read.as_str(), told.sessions.as_str()), ("2.0 MB of 5.0 MB", "1,204 sessions"));
        assert_eq!(told.rate.as_deref(), Some("1.0 MB/s"));
        assert_eq!(told.left.as_deref(), Some("3\u{202f}s left"));
        assert_eq!(told.set_aside.as_deref(), Some("3 set aside"));
        progress.pause();
        assert_eq!(going(&progress, &pace).left.as_deref(), Some("paused"));
        assert_eq!(
            [100, 5400, 9000].map(lasting),
            ["2\u{202f}min", "1\u{202f}h 30\u{202f}min", "2\u{202f}h 30\u{202f}min"]
        );
    }
}
