//! Clicks that nothing answered.

use super::super::log::Press;
use super::super::manner::Manner;
use super::super::model::{InteractionKind, Signal, SignalKind};
use super::super::reactions::{Reaction, What};
use super::{Scene, on};

/// Clicks on controls, pictures and words after which nothing visible happened in time.
///
/// Fields, lists, labels, check boxes, media, canvases, links that lead out of the recording and
/// plain page background are never judged, nor are clicks too near to the recording's end.
pub(super) fn find(scene: &Scene<'_>) -> Vec<Signal> {
    let presses = &scene.log.presses;
    let dead = presses.iter().enumerate().filter(|(at, press)| {
        is_judged(scene, press) && !is_answered(scene, press, presses.get(at + 1..).unwrap_or_default())
    });
    dead.map(|(_, press)| signal(scene, press)).collect()
}

fn is_judged(scene: &Scene<'_>, press: &Press) -> bool {
    let kind = match press.manner {
        Manner::Link | Manner::Control | Manner::Stepper => true,
        Manner::Content => scene.rules.dead.any_element,
        Manner::Field | Manner::Choice | Manner::Elsewhere | Manner::Background => false,
    };
    kind && scene.end.since(scene.done(press).at) >= scene.rules.dead.within_ms
}

fn is_answered(scene: &Scene<'_>, press: &Press, later: &[Press]) -> bool {
    let rule = &scene.rules.dead;
    let clicked = scene.done(press).at;
    let longest = rule.within_ms.max(rule.navigation_ms);
    // Where the page leaves while the visitor presses elsewhere, the other press made it leave.
    let elsewhere = later.iter().find(|next| next.target != press.target).map(|next| scene.done(next).at);
    let from = scene.reactions.partition_point(|reaction| reaction.at < press.began);
    let answers = |reaction: &Reaction| {
        let after = reaction.at.since(clicked);
        let here = reaction.window == press.window;
        match reaction.what {
            What::Change | What::Input => here && after < rule.within_ms,
            What::Scroll => here && after <= rule.scroll_ms,
            What::Select => here && after <= rule.selection_ms,
            What::LeftField => here && after <= rule.selection_ms && press.manner == Manner::Content,
            What::Page if press.manner == Manner::Link => {
                after < rule.within_ms
                    || (after < rule.navigation_ms && elsewhere.is_none_or(|other| reaction.at < other))
            }
            What::Page => after < rule.within_ms,
        }
    };
    scene.reactions[from..].iter().take_while(|reaction| reaction.at.since(clicked) < longest).any(answers)
}

fn signal(scene: &Scene<'_>, press: &Press) -> Signal {
    let done = scene.done(press);
    let what = if done.kind == InteractionKind::Tap { "Tap" } else { "Click" };
    let on_what = match press.manner {
        Manner::Link => "a link",
        Manner::Content => "something that is no control",
        _ => "a control",
    };
    let seconds = scene.rules.dead.within_ms as f64 / 1000.0;
    on(done, SignalKind::Dead, done.at, format!("{what} on {on_what}, no answer within {seconds} s"))
}
