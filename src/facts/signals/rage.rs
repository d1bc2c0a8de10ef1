//! Many clicks in one place in a short time.

use super::super::log::Press;
use super::super::manner::Manner;
use super::super::model::{InteractionKind, Signal, SignalKind};
use super::super::rules::RageRule;
use super::{Scene, on};

/// Runs of clicks that fit the rule, each as long as it can be and told once.
///
/// Fields, lists and controls that are made to be pressed often never count.
pub(super) fn find(scene: &Scene<'_>) -> Vec<Signal> {
    let rule = &scene.rules.rage;
    let mut found = Vec::new();
    let mut run: Vec<&Press> = Vec::new();
    for press in &scene.log.presses {
        let goes_on = run.last().is_some_and(|last| continues(scene, rule, last, press));
        if !goes_on {
            found.extend(signal(scene, rule, &run));
            run.clear();
        }
        if !matches!(press.manner, Manner::Field | Manner::Stepper) {
            run.push(press);
        }
    }
    found.extend(signal(scene, rule, &run));
    found
}

fn continues(scene: &Scene<'_>, rule: &RageRule, last: &Press, press: &Press) -> bool {
    let (before, now) = (scene.done(last), scene.done(press));
    let near = match (before.position, now.position, rule.distance_px) {
        (_, _, None) => true,
        (Some(a), Some(b), Some(most)) if rule.manhattan => (a.x - b.x).abs() + (a.y - b.y).abs() < most,
        (Some(a), Some(b), Some(most)) => a.distance(b) < most,
        _ => false,
    };
    // A page that draws its elements anew gives them other numbers but the same selector.
    let same = last.target == press.target
        || (before.element.is_some()
            && before.element.as_ref().map(|e| &e.selector) == now.element.as_ref().map(|e| &e.selector));
    near && last.window == press.window
        && before.page_view == now.page_view
        && now.at.since(before.at) < rule.gap_ms
        && (same || !rule.same_element)
        && !matches!(press.manner, Manner::Field | Manner::Stepper)
}

fn signal(scene: &Scene<'_>, rule: &RageRule, run: &[&Press]) -> Option<Signal> {
    let least = usize::try_from(rule.clicks.max(1)).ok()?;
    let (first, last) = (scene.done(run.first()?), scene.done(run.last()?));
    let dense = |span: i64| {
        let mut windows = run.windows(least);
        windows.any(|part| scene.done(part[least - 1]).at.since(scene.done(part[0]).at) <= span)
    };
    if run.len() < least || !rule.span_ms.is_none_or(dense) {
        return None;
    }
    let taps = run.iter().all(|press| scene.done(press).kind == InteractionKind::Tap);
    let what = if taps { "taps" } else { "clicks" };
    let seconds = last.at.since(first.at) as f64 / 1000.0;
    let mut signal = on(first, SignalKind::Rage, last.at, format!("{} {what} in {seconds:.1} s", run.len()));
    signal.count = u32::try_from(run.len()).unwrap_or(u32::MAX);
    Some(signal)
}
