//! How large the page is shown and which part of it: zoom and pan. Knows no pixels and no jobs.

use super::ruler;
use crate::event;
use crate::ui::theme::points;
use egui::{Pos2, Rect, Vec2, vec2};

/// Room left and right of the page for the ruler and its labels, points.
const MARGIN: f32 = 110.0;
/// The same at least: on its left the ruler.
const NARROW: [f32; 2] = [ruler::WIDTH, 24.0];
/// Room above and below it.
const ABOVE: f32 = 24.0;
/// A page that is fitted is never larger than this many points a CSS px.
const FITTED: f32 = 1.25;
/// The smallest and the largest scale.
const SCALES: std::ops::RangeInclusive<f32> = 0.02..=8.0;
/// What + and − do.
const STEP: f32 = 1.25;

/// How large the page is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Zoom {
    /// As wide as there is room.
    #[default]
    FitWidth,
    /// So many points a CSS px.
    By(f32),
}

/// What zoom can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoomTo {
    /// A step nearer.
    In,
    /// A step further away.
    Out,
    /// A CSS px is a point of the screen.
    Hundred,
    /// As wide as there is room.
    Width,
    /// The whole page.
    Page,
}

/// Where the page can be moved to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveTo {
    /// A screen further down.
    Down,
    /// A screen further up.
    Up,
    /// Its beginning.
    Top,
    /// Its end.
    End,
}

/// Where the page lies: the room for it on the screen, and the scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lie {
    /// What is in sight of the canvas, on the screen.
    pub view: Rect,
    /// The page, on the screen.
    pub page: Rect,
    /// Points a CSS px.
    pub scale: f32,
}

impl Lie {
    /// A box of the page, on the screen.
    pub(super) fn of(&self, area: event::Rect) -> Rect {
        let min = self.page.min + vec2(points(area.x), points(area.y)) * self.scale;
        Rect::from_min_size(min, vec2(points(area.width), points(area.height)) * self.scale)
    }

    /// The nearest place on the page to one on the screen, CSS px.
    pub(super) fn on_page(&self, at: Pos2) -> event::Point {
        self.css(at.clamp(self.page.min, self.page.max))
    }

    /// A place on the screen as a place on the page, CSS px.
    pub(super) fn css(&self, at: Pos2) -> event::Point {
        let at = (at - self.page.min) / self.scale;
        event::Point::new(f64::from(at.x), f64::from(at.y))
    }
}

/// Zoom and pan of the canvas.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sight {
    /// How large.
    pub zoom: Zoom,
    /// How far the canvas is scrolled, points.
    pub offset: Vec2,
    /// Room on the screen and size of the page, CSS px, when it was drawn last.
    seen: Option<(Rect, Vec2)>,
}

impl Sight {
    /// The canvas in `view` with a page of this size, CSS px: how large the canvas is, and where the page lies.
    pub(super) fn lie(&mut self, view: Rect, page: Vec2) -> (Vec2, Lie) {
        self.seen = Some((view, page));
        let scale = scale(self.zoom, view, page);
        let canvas = canvas(view, page, scale);
        self.offset = self.offset.clamp(Vec2::ZERO, (canvas - view.size()).max(Vec2::ZERO));
        let min = view.min - self.offset + before(view, page, scale);
        let rect = Rect::from_min_size(min.round(), page * scale);
        (canvas, Lie { view, page: rect, scale })
    }

    /// Points a CSS px as it was drawn last.
    pub fn scale(&self) -> f32 {
        self.seen.map_or(1.0, |(view, page)| scale(self.zoom, view, page))
    }

    /// Zooms about the middle of what is in sight.
    pub fn to(&mut self, to: ZoomTo) {
        let Some((view, page)) = self.seen else { return };
        let now = scale(self.zoom, view, page);
        let zoom = match to {
            ZoomTo::In => Zoom::By(now * STEP),
            ZoomTo::Out => Zoom::By(now / STEP),
            ZoomTo::Hundred => Zoom::By(1.0),
            ZoomTo::Width => Zoom::FitWidth,
            ZoomTo::Page => Zoom::By((view.height() - 2.0 * ABOVE) / page.y),
        };
        self.zoom_about(zoom, view.center());
    }

    /// Zooms by a factor about a place on the screen, which stays where it is.
    pub(super) fn zoom_by(&mut self, factor: f32, about: Pos2) {
        let Some((view, page)) = self.seen else { return };
        self.zoom_about(Zoom::By(scale(self.zoom, view, page) * factor), about);
    }

    fn zoom_about(&mut self, zoom: Zoom, about: Pos2) {
        let Some((view, page)) = self.seen else { return };
        let (old, new) = (scale(self.zoom, view, page), scale(zoom, view, page));
        let at = (about - view.min + self.offset - before(view, page, old)) / old;
        self.zoom = match zoom {
            Zoom::FitWidth => Zoom::FitWidth,
            Zoom::By(_) => Zoom::By(new),
        };
        self.offset = before(view, page, new) + at * new - (about - view.min);
        self.lie(view, page);
    }

    /// Moves up or down the page; some of what was in sight stays there.
    pub fn go(&mut self, to: MoveTo) {
        let Some((view, page)) = self.seen else { return };
        let screen = view.height() * 0.9;
        match to {
            MoveTo::Down => self.offset.y += screen,
            MoveTo::Up => self.offset.y -= screen,
            MoveTo::Top => self.offset.y = 0.0,
            MoveTo::End => self.offset.y = f32::MAX,
        }
        self.lie(view, page);
    }

    /// Moves what is in sight, points.
    pub(super) fn pan(&mut self, by: Vec2) {
        self.offset -= by;
    }

    /// Brings a box of the page, CSS px, into sight; nothing moves where it is in sight already.
    pub fn show(&mut self, area: event::Rect) {
        let Some((view, page)) = self.seen else { return };
        let (_, lie) = self.lie(view, page);
        let rect = lie.of(area);
        let inside = view.shrink(24.0);
        let fits = rect.height() <= inside.height();
        if inside.y_range().contains(rect.top()) && (inside.y_range().contains(rect.bottom()) || !fits) {
            return;
        }
        let to = if fits { inside.center().y - rect.center().y } else { inside.top() - rect.top() };
        self.offset.y -= to;
        if !inside.x_range().contains(rect.center().x) {
            self.offset.x -= inside.center().x - rect.center().x;
        }
        self.lie(view, page);
    }
}

fn scale(zoom: Zoom, view: Rect, page: Vec2) -> f32 {
    match zoom {
        Zoom::FitWidth => {
            let margins = if view.width() < 520.0 { NARROW.iter().sum() } else { 2.0 * MARGIN };
            ((view.width() - margins) / page.x.max(1.0)).clamp(*SCALES.start(), FITTED)
        }
        Zoom::By(scale) => scale.clamp(*SCALES.start(), *SCALES.end()),
    }
}

/// What lies before the page on the canvas: it stands in the middle where there is room.
fn before(view: Rect, page: Vec2, scale: f32) -> Vec2 {
    vec2(((view.width() - page.x * scale) / 2.0).max(NARROW[0]), ABOVE)
}

fn canvas(view: Rect, page: Vec2, scale: f32) -> Vec2 {
    let before = before(view, page, scale);
    let width = page.x * scale + before.x + NARROW[1];
    vec2(width.max(view.width()), page.y * scale + 2.0 * before.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    const VIEW: Rect = Rect { min: pos2(270.0, 140.0), max: pos2(1255.0, 960.0) };

    fn sight() -> Sight {
        let mut sight = Sight::default();
        sight.lie(VIEW, vec2(1440.0, 20_000.0));
        sight
    }

    #[test]
    fn the_place_below_the_pointer_stays_while_zooming() {
        let mut sight = sight();
        sight.offset.y = 3000.0;
        let about = pos2(700.0, 500.0);
        for factor in [1.5, 2.0, 0.7] {
            let before = sight.lie(VIEW, vec2(1440.0, 20_000.0)).1.css(about);
            sight.zoom_by(factor, about);
            let after = sight.lie(VIEW, vec2(1440.0, 20_000.0)).1.css(about);
            assert!((before.y - after.y).abs() < 2.0, "{before:?} {after:?}");
        }
    }

    #[test]
    fn the_canvas_ends_with_the_page() {
        let mut sight = sight();
        sight.pan(vec2(0.0, -1e6));
        let (canvas, lie) = sight.lie(VIEW, vec2(1440.0, 20_000.0));
        assert!((lie.page.bottom() + ABOVE - VIEW.bottom()).abs() < 1.5, "{lie:?}");
        assert_eq!(canvas.x, VIEW.width(), "fitted: nothing to scroll sideways");
        sight.to(ZoomTo::Page);
        let (_, lie) = sight.lie(VIEW, vec2(1440.0, 20_000.0));
        assert!(VIEW.contains_rect(lie.page), "{lie:?}");
    }

    #[test]
    fn screen_by_screen_to_the_end_and_back() {
        let mut sight = sight();
        sight.go(MoveTo::Down);
        assert!((sight.offset.y - VIEW.height() * 0.9).abs() < 1.0);
        sight.go(MoveTo::End);
        let end = sight.offset.y;
        sight.go(MoveTo::Down);
        assert_eq!(sight.offset.y, end, "there is no more");
        sight.go(MoveTo::Up);
        assert!(sight.offset.y < end);
        sight.go(MoveTo::Top);
        assert_eq!(sight.offset.y, 0.0);
    }

    #[test]
    fn a_box_out_of_sight_comes_into_it_and_one_in_sight_stays() {
        let mut sight = sight();
        let near = event::Rect { x: 100.0, y: 100.0, width: 200.0, height: 40.0 };
        sight.show(near);
        assert_eq!(sight.offset.y, 0.0);
        let far = event::Rect { y: 15_000.0, ..near };
        sight.show(far);
        let (_, lie) = sight.lie(VIEW, vec2(1440.0, 20_000.0));
        assert!(VIEW.contains_rect(lie.of(far)));
    }
}
