//! Script errors that follow a click or an input at once.

use super::super::model::{Signal, SignalKind};
use super::{Scene, on};
use std::collections::BTreeMap;

/// One signal for each click or input that errors followed in time; the latest before an error is
/// blamed for it.
pub(super) fn find(scene: &Scene<'_>) -> Vec<Signal> {
    let mut causes: Vec<_> =
        scene.log.presses.iter().map(|press| (scene.done(press).at, press.interaction)).collect();
    causes.extend(&scene.log.typed);
    causes.sort_unstable();
    let mut found: BTreeMap<usize, Signal> = BTreeMap::new();
    for error in scene.errors {
        let until = causes.partition_point(|(at, _)| *at <= error.at);
        let Some((at, cause)) = until.checked_sub(1).and_then(|last| causes.get(last)) else { continue };
        if error.at.since(*at) > scene.rules.error_within_ms {
            continue;
        }
        let signal = found.entry(*cause).or_insert_with(|| {
            let said: String = error.message.chars().take(160).collect();
            on(scene.log.at(*cause), SignalKind::Error, error.at, said)
        });
        signal.end = error.at;
    }
    found.into_values().collect()
}
