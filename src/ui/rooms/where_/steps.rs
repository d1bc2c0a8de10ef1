//! How the Where room changes: by commands, and by what its jobs made.

use super::between::{Between, common};
use super::command::{Column, LookTo, SideTab, WhereCommand, ZoneTo};
use super::side::{HeatKey, Paint, Side};
use super::state::{Ground, Inputs, Tool, WhereState};
use crate::analysis::heat::HeatKind;
use crate::findings::HeatRequest;
use crate::render::HeatLook;
use crate::ui::against::Against;
use egui::Context;

impl WhereState {
    /// Does what this room was asked for; what goes beyond it is done by the window.
    pub fn apply(&mut self, command: WhereCommand) {
        match command {
            WhereCommand::Page(page) => {
                self.options.page = Some(page);
                self.fresh();
            }
            WhereCommand::Device(device) => {
                self.options.device = Some(device);
                self.fresh();
            }
            WhereCommand::Kind(kind) => self.show_kind(kind),
            WhereCommand::Look(to) => self.look_to(&to),
            WhereCommand::Choose(selector) => self.choose(selector),
            WhereCommand::Step(by) => self.step(by),
            WhereCommand::Tab(tab) => self.options.tab = tab,
            WhereCommand::Zoom(to) => self.sight.to(to),
            WhereCommand::Go(to) => self.sight.go(to),
            WhereCommand::SortPages(by) => {
                self.options.pages_by = by;
                self.listing.sort(by);
            }
            WhereCommand::SortElements(by) => {
                let (now, down) = self.options.elements_by;
                self.options.elements_by = (by, if now == by { !down } else { by != Column::Name });
            }
            WhereCommand::Column(column) => {
                self.options.column = column;
                self.options.elements_by = (column, true);
            }
            WhereCommand::State(state) => {
                self.ground.state = state;
                self.marks.chosen = None;
            }
            WhereCommand::Background(choice) => self.ground.choice = choice,
            WhereCommand::Beside(beside) => self.options.beside = beside,
            WhereCommand::Zone(ZoneTo::Tool) => {
                self.tool = if self.draws_zones() { Tool::Move } else { Tool::Zone(None) };
            }
            // These go beyond the room.
            WhereCommand::Zone(_) | WhereCommand::Element(..) | WhereCommand::Export(_) => {}
        }
    }

    /// Lets go of segment B: what comes next is compared with something else.
    pub fn forget_second(&mut self) {
        (self.b, self.between) = (Side::default(), Between::default());
    }

    /// Stops drawing zones, or else takes the mark away.
    pub fn leave(&mut self) {
        if self.draws_zones() {
            self.tool = Tool::Move;
        } else {
            self.marks.chosen = None;
        }
    }

    /// Another page: nothing of the one before is marked or chosen.
    fn fresh(&mut self) {
        self.marks.chosen = None;
        self.ground = Ground::default();
        self.sight.offset = egui::Vec2::ZERO;
    }

    fn show_kind(&mut self, kind: HeatKind) {
        kind.name().clone_into(&mut self.options.kind);
        if kind == HeatKind::Scroll {
            self.options.tab = SideTab::Scroll;
        } else if self.options.tab == SideTab::Scroll {
            self.options.tab = SideTab::Elements;
        }
    }

    fn look_to(&mut self, to: &LookTo) {
        let look = &mut self.options.look;
        match to {
            LookTo::Opacity(opacity) => self.options.opacity = opacity.clamp(0.0, 1.0),
            LookTo::Veil(veil) => look.veil = veil.clamp(0.0, 1.0),
            LookTo::Palette(palette) => look.palette = *palette,
            LookTo::Scale(scale) => look.scale = *scale,
            LookTo::Radius(radius) => look.radius = radius.map(|radius| radius.clamp(4.0, 200.0)),
            LookTo::Tell(tell) => look.tell = *tell,
            LookTo::ToggleBars => look.hide = !look.hide,
            LookTo::ToggleHeat => look.bare = !look.bare,
        }
    }

    fn choose(&mut self, selector: Option<String>) {
        self.marks.chosen = selector;
        self.marks.follow = true;
        if self.marks.chosen.is_some() {
            self.options.tab = SideTab::Elements;
        }
        if let Some(area) = self.element().and_then(|element| element.area) {
            self.sight.show(area);
        }
    }

    /// Marks the element that is so many rows further in the list.
    fn step(&mut self, by: i32) {
        let order = self.listed();
        let Some(shown) = &self.a.shown else { return };
        let is_marked = |place: &usize| self.marks.chosen.as_ref() == Some(&shown.rows[*place].selector);
        let now = order.iter().position(is_marked);
        let last = order.len().saturating_sub(1);
        let next = match (now, by > 0) {
            (None, true) => 0,
            (None, false) => last,
            (Some(now), true) => (now + 1).min(last),
            (Some(now), false) => now.saturating_sub(1),
        };
        let next = order.get(next).map(|place| shown.rows[*place].selector.clone());
        self.choose(next);
    }

    /// Polls the jobs and starts those that are needed. Cheap when nothing changed.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn tick(&mut self, now: Inputs<'_>, ctx: &Context) -> Result<(), crate::library::Error> {
        let sides = Against::both(now.against, now.segment);
        self.listing.tick((now.library, now.revision), sides, self.options.pages_by, ctx)?;
        let look = &self.options.look;
        let veil = if look.bare { 0.0 } else { look.veil };
        let paint = Paint { look: HeatLook { veil, ..self.options.look() }, tell: look.tell };
        if self.a.take(paint)
            && let Some(shown) = &self.a.shown
        {
            self.thumbnails.put(ctx, &shown.key.request.page, shown.small());
        }
        self.b.take(paint);
        self.want(now, ctx)?;
        // A side that is still being made is not the one that is compared.
        if self.progress().is_none() {
            self.between.tick((self.a.shown.as_ref(), self.b.shown.as_ref()), paint, ctx);
        }
        self.dress(paint);
        let rest = self.progress().is_none() && self.a.shown.is_some();
        self.thumbnails.tick((now.library, now.kit, now.revision), &self.listing.pages, rest, ctx)
    }

    /// Begins the heatmaps that are missing.
    fn want(&mut self, now: Inputs<'_>, ctx: &Context) -> Result<(), crate::library::Error> {
        let (first, second) = Against::both(now.against, now.segment);
        let revision = (now.revision, self.zones);
        let key = |request: HeatRequest| HeatKey { revision, request };
        self.a.want(self.request(&first).map(key), None, now, ctx)?;
        if second.is_none() {
            self.b = Side::default();
            return Ok(());
        }
        let request = second.and_then(|segment| self.request(&segment));
        let wanted = request.map(|mut request| {
            request.device = now.against.and_then(Against::device).unwrap_or(request.device);
            key(request)
        });
        // The page of A serves B too, so that one is made first.
        if wanted.is_some() && self.a.progress().is_some() && self.a.is_new() {
            return Ok(());
        }
        self.b.want(wanted, self.a.shown.as_ref(), now, ctx)
    }

    /// Gives both sides the look that was asked for, and one scale.
    fn dress(&mut self, paint: Paint) {
        let scales = match (&self.a.shown, &self.b.shown) {
            (Some(a), Some(b)) => Some(common(a, b)),
            _ => None,
        };
        if let Some(shown) = &mut self.a.shown {
            shown.dress(paint, scales.map(|(a, _)| a));
        }
        if let Some(shown) = &mut self.b.shown {
            shown.dress(paint, scales.map(|(_, b)| b));
        }
    }
}
