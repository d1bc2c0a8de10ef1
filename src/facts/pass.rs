//! The one walk through a recording: every event is looked at once before and once after it is
//! applied to the page.

use super::coupon::CouponWatch;
use super::hands;
use super::log::Log;
use super::model::{Facts, Interaction, Stage, Stay};
use super::reactions::{Reactions, What};
use super::rules::Rules;
use super::signals::{self, Scene};
use super::stays;
use super::told::Told;
use super::views::Views;
use super::window::Window;
use crate::event::{Event, EventKind, NodeId, Size, Time};
use std::collections::BTreeMap;

/// Everything that is known so far.
#[derive(Debug)]
pub(super) struct Pass<'a> {
    pub(super) rules: &'a Rules,
    pub(super) views: Views<'a>,
    pub(super) log: Log,
    pub(super) reactions: Reactions,
    pub(super) coupons: CouponWatch,
    pub(super) stays: Vec<Stay>,
    told: Told<'a>,
    /// Boxed, as each event takes its window out and puts it back.
    windows: BTreeMap<u16, Box<Window>>,
}

impl<'a> Pass<'a> {
    pub(super) fn new(rules: &'a Rules) -> Self {
        Self {
            rules,
            views: Views::new(rules),
            log: Log::default(),
            reactions: Reactions::default(),
            coupons: CouponWatch::default(),
            stays: Vec::new(),
            told: Told::new(rules),
            windows: BTreeMap::new(),
        }
    }

    pub(super) fn event(&mut self, event: &Event) {
        // The window is taken out while its event is worked on, so that all else can be reached.
        let mut window =
            self.windows.remove(&event.window).unwrap_or_else(|| Box::new(Window::new(event.window)));
        self.before(event, &mut window);
        window.page.apply(event);
        self.after(event, &mut window);
        self.windows.insert(event.window, window);
    }

    fn before(&mut self, event: &Event, window: &mut Window) {
        let at = event.at;
        let goes_to = match &event.kind {
            EventKind::Custom { tag, payload } => self.told.custom(at, tag, payload),
            EventKind::Plugin { name, payload } => {
                self.told.plugin(at, name, payload);
                None
            }
            _ => None,
        };
        let others = &self.windows;
        let titles = |number: u16| {
            if number == event.window {
                window.title()
            } else {
                others.get(&number).and_then(|other| other.title())
            }
        };
        let begins = self.views.note(event, goes_to.as_deref(), &window.page.dom, &titles);
        if begins {
            self.reactions.push(at, event.window, What::Page);
            self.told.page(at, self.views.address(event.window));
        }
        let by_user = is_by_user(&event.kind);
        let view = self.views.current(at, event.window, by_user, &titles);
        if by_user {
            self.views.user(at);
        }
        match &event.kind {
            EventKind::Mutation(mutation) => {
                self.reactions.mutation((at, event.window), &window.page.dom, mutation);
            }
            EventKind::Rules(_)
            | EventKind::Declaration(_)
            | EventKind::Adopted(_)
            | EventKind::Media { .. } => {
                self.reactions.push(at, event.window, What::Change);
            }
            _ => {}
        }
        hands::note(self, event, window, view);
    }

    fn after(&mut self, event: &Event, window: &mut Window) {
        let (at, number) = (event.at, event.window);
        match &event.kind {
            EventKind::Snapshot(_) => window.new_document(),
            EventKind::Mutation(mutation) => {
                window.version += 1;
                self.coupons.answered((at, number), &window.page.dom, mutation, self.rules);
            }
            EventKind::Scroll { node, to } => self.scrolled(number, (*node, to.y), window),
            _ => {}
        }
        self.views.show(at, number, window.page.scroll.y, window.page.viewport);
    }

    fn scrolled(&mut self, number: u16, (node, y): (NodeId, f64), window: &mut Window) {
        if window.is_top(node) {
            self.views.window_scrolled(number, window.page.scroll.y);
        } else if window.is_main_scroller(node) {
            self.views.inner_scrolled(number, y);
        }
    }

    pub(super) fn finish(mut self, end: Time, start_viewport: Option<Size>) -> Facts {
        for mut window in std::mem::take(&mut self.windows).into_values() {
            stays::rest_ends(&mut self, &mut window, end);
            stays::focus_ends(&mut self, &mut window, end);
            self.windows.insert(window.page.window, window);
        }
        let windows = &self.windows;
        let seen = self.views.finish(end, &|number| windows.get(&number).and_then(|window| window.title()));
        let errors = self.told.errors();
        self.log.drop_unsure();
        let mut coupons = std::mem::take(&mut self.told.coupons);
        let fields = self.coupons.merge_into(&mut coupons, self.rules.coupon_within_ms);
        let scene = Scene {
            rules: self.rules,
            log: &self.log,
            reactions: &self.reactions.list,
            errors: errors.as_deref().unwrap_or_default(),
            views: &seen.views,
            windows: &seen.windows,
            coupons: &coupons,
            fields: &fields,
            end,
        };
        let signals = signals::all(&scene);
        let bought = self.told.stages.iter().any(|reached| reached.stage == Stage::Purchase);
        let interactions = self.log.interactions();
        Facts {
            duration_ms: end.0,
            active_ms: seen.active_ms,
            viewport: start_viewport,
            page_views: seen.views,
            activity: activity(&interactions, end),
            interactions,
            stays: stays::settled(self.stays, &seen.idle),
            signals,
            stages: std::mem::take(&mut self.told.stages),
            coupons,
            errors,
            idle: seen.idle,
            cart_value: self.told.cart.most(),
            order_value: self.told.order_value.filter(|_| bought),
            order_id: self.told.order_id.take().filter(|_| bought),
            currency: self.told.currency.take(),
        }
    }
}

/// Whether it counts as a sign that a person is there: rrweb's sources 1–7 and 12.
fn is_by_user(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::Moves { .. }
            | EventKind::Press { .. }
            | EventKind::Scroll { .. }
            | EventKind::Resize(_)
            | EventKind::Input { .. }
            | EventKind::Media { .. }
    )
}

/// Interactions per 1/64 of the duration; the busiest is 255.
fn activity(interactions: &[Interaction], end: Time) -> Vec<u8> {
    let mut counts = [0_u64; 64];
    for interaction in interactions {
        let at = interaction.at.0.clamp(0, end.0.max(0));
        let bucket = usize::try_from(at.saturating_mul(64) / end.0.max(1)).unwrap_or_default();
        counts[bucket.min(63)] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or_default().max(1);
    let scaled = |count: u64| u8::try_from((count * 255).div_ceil(most)).unwrap_or(u8::MAX);
    counts.into_iter().map(scaled).collect()
}
