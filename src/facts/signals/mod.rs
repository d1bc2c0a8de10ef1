//! Friction, one kind a file. Each is a plain function over what was done and what the page answered.

mod dead;
mod error;
mod quick_back;
mod rage;

use super::log::{Log, Press};
use super::model::{Coupon, Element, ErrorSeen, Interaction, PageView, Signal, SignalKind};
use super::reactions::Reaction;
use super::rules::Rules;
use crate::event::Time;

/// What signals are found in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) rules: &'a Rules,
    pub(super) log: &'a Log,
    /// In order of time.
    pub(super) reactions: &'a [Reaction],
    pub(super) errors: &'a [ErrorSeen],
    pub(super) views: &'a [PageView],
    /// The window of each view.
    pub(super) windows: &'a [u16],
    pub(super) coupons: &'a [Coupon],
    /// The coupon fields, by the time of the answer.
    pub(super) fields: &'a [(Time, Element)],
    /// The recording's end.
    pub(super) end: Time,
}

impl<'a> Scene<'a> {
    fn done(&self, press: &Press) -> &'a Interaction {
        self.log.at(press.interaction)
    }
}

/// All signals, in order of time.
pub(super) fn all(scene: &Scene<'_>) -> Vec<Signal> {
    let mut found = rage::find(scene);
    found.extend(dead::find(scene));
    found.extend(error::find(scene));
    found.extend(quick_back::find(scene));
    found.extend(refused_coupons(scene));
    found.sort_by_key(|signal| (signal.at, signal.kind));
    found
}

/// A signal on one interaction.
fn on(done: &Interaction, kind: SignalKind, end: Time, detail: String) -> Signal {
    Signal {
        kind,
        at: done.at,
        end,
        page_view: done.page_view,
        element: done.element.clone(),
        count: 1,
        position: done.position,
        detail,
    }
}

/// Each coupon that was refused.
fn refused_coupons(scene: &Scene<'_>) -> Vec<Signal> {
    let refused = scene.coupons.iter().filter(|coupon| !coupon.accepted);
    let signal = |coupon: &Coupon| {
        let view = scene.views.iter().rev().find(|view| view.start <= coupon.at);
        let field = scene.fields.iter().find(|(at, _)| *at == coupon.at);
        let said = if coupon.message.is_empty() { "A coupon was refused" } else { &coupon.message };
        Signal {
            kind: SignalKind::CouponRefused,
            at: coupon.at,
            end: coupon.at,
            page_view: view.map_or(0, |view| view.index),
            element: field.map(|(_, element)| element.clone()),
            count: 1,
            position: None,
            detail: said.to_owned(),
        }
    };
    refused.map(signal).collect()
}
