//! To a page and back at once.

use super::super::model::{PageView, Signal, SignalKind};
use super::super::pages;
use super::Scene;

/// Visits of a page between two views of the same other page in the same window, shorter than the
/// rule's limit.
pub(super) fn find(scene: &Scene<'_>) -> Vec<Signal> {
    let mut found = Vec::new();
    for (trip, windows) in scene.views.windows(3).zip(scene.windows.windows(3)) {
        let [before, there, back] = trip else { continue };
        let stayed = there.end.since(there.start);
        let same_window = windows.iter().all(|window| *window == windows[0]);
        if same_window
            && !before.url.is_empty()
            && path(before) == path(back)
            && path(before) != path(there)
            && stayed < scene.rules.quick_back_within_ms
        {
            found.push(Signal {
                kind: SignalKind::QuickBack,
                at: there.start,
                end: there.end,
                page_view: there.index,
                element: None,
                count: 1,
                position: None,
                detail: format!("Back to {} after {:.1} s", back.page, stayed as f64 / 1000.0),
            });
        }
    }
    found
}

fn path(view: &PageView) -> String {
    pages::path_of(&view.url)
}
