//! Between the page painter and the pixels: what the painter gets wrong on the way is put right here.

use super::stack::give_up;
use anyrender::{Filter, Glyph, NormalizedCoord, Paint, PaintRef, PaintScene, RenderContext};
use kurbo::{Affine, Rect, RoundedRect, Shape, Stroke, Vec2};
use peniko::{BlendMode, Color, Extend, Fill, FontData, Gradient, GradientKind, StyleRef};
use std::sync::Arc;

/// The most shapes of one picture. Some styles draw one tiny thing after the other without end.
const MOST_SHAPES: u32 = 2_000_000;

/// A scene that passes on what is drawn, so many times as large.
pub(super) struct Mended<'a, S> {
    scene: &'a mut S,
    larger: Affine,
    shapes: u32,
}

impl<'a, S> Mended<'a, S> {
    /// Over another scene, `larger` times as large as it is told.
    pub(super) fn over(scene: &'a mut S, larger: f64) -> Self {
        Self { scene, larger: Affine::scale(larger), shapes: 0 }
    }

    /// Counts a shape, and ends the drawing when there are too many.
    fn count(&mut self) {
        self.shapes += 1;
        if self.shapes > MOST_SHAPES {
            give_up(format!("it is drawn with more than {MOST_SHAPES} shapes"));
        }
    }
}

impl<S: PaintScene> RenderContext for Mended<'_, S> {}

impl<S: PaintScene> PaintScene for Mended<'_, S> {
    fn reset(&mut self) {
        self.scene.reset();
    }

    fn push_layer(
        &mut self,
        fill: Fill,
        blend: impl Into<BlendMode>,
        alpha: f32,
        transform: Affine,
        clip: &impl Shape,
        filter: Option<Arc<Filter>>,
        backdrop_filter: Option<Arc<Filter>>,
    ) {
        let transform = self.larger * transform;
        self.scene.push_layer(fill, blend, alpha, transform, clip, filter, backdrop_filter);
    }

    fn push_clip_layer(&mut self, fill: Fill, transform: Affine, clip: &impl Shape) {
        self.scene.push_clip_layer(fill, self.larger * transform, clip);
    }

    fn pop_layer(&mut self) {
        self.scene.pop_layer();
    }

    fn stroke<'a>(
        &mut self,
        style: &Stroke,
        transform: Affine,
        brush: impl Into<PaintRef<'a>>,
        brush_transform: Option<Affine>,
        shape: &impl Shape,
    ) {
        self.count();
        let transform = self.larger * transform;
        if !is_measurable(transform, shape) {
            return;
        }
        if dashes(style, shape) > MOST_DASHES {
            let solid = Stroke { dash_pattern: kurbo::Dashes::new(), ..style.clone() };
            self.scene.stroke(&solid, transform, brush, brush_transform, shape);
            return;
        }
        self.scene.stroke(style, transform, brush, brush_transform, shape);
    }

    fn fill<'a>(
        &mut self,
        style: Fill,
        transform: Affine,
        brush: impl Into<PaintRef<'a>>,
        brush_transform: Option<Affine>,
        shape: &impl Shape,
    ) {
        self.count();
        let (transform, brush) = (self.larger * transform, brush.into());
        if let (Paint::Gradient(gradient), None, Some(tile)) = (&brush, brush_transform, shape.as_rect())
            && let Some(moved) = centred(gradient, tile)
        {
            self.scene.fill(style, transform, &moved, None, shape);
            return;
        }
        if shape.as_rect().is_some() || is_measurable(transform, shape) {
            self.scene.fill(style, transform, brush, brush_transform, shape);
        }
    }

    fn draw_glyphs<'a, 's: 'a>(
        &'s mut self,
        font: &'a FontData,
        font_size: f32,
        hint: bool,
        normalized_coords: &'a [NormalizedCoord],
        embolden: Vec2,
        style: impl Into<StyleRef<'a>>,
        brush: impl Into<PaintRef<'a>>,
        brush_alpha: f32,
        transform: Affine,
        glyph_transform: Option<Affine>,
        glyphs: impl Iterator<Item = Glyph> + Clone,
    ) {
        self.scene.draw_glyphs(
            font,
            font_size,
            hint,
            normalized_coords,
            embolden,
            style,
            brush,
            brush_alpha,
            self.larger * transform,
            glyph_transform,
            glyphs,
        );
    }

    fn draw_box_shadow(&mut self, transform: Affine, rect: Rect, brush: Color, radius: f64, std_dev: f64) {
        let transform = self.larger * transform;
        if std_dev > 0.0 {
            self.scene.draw_box_shadow(transform, rect, brush, radius, std_dev);
            return;
        }
        // A ring without blur: as a shape it has smooth edges. A spread makes corners rounder; round
        // things stay round.
        let half = rect.width().min(rect.height()) / 2.0;
        let radius = if radius > half * 0.8 { half } else { radius };
        let ring = RoundedRect::from_rect(rect, radius);
        self.scene.fill(Fill::NonZero, transform, brush, None, &ring);
    }
}

/// The most dashes of one line. Each costs a few hundred bytes, seen or not.
const MOST_DASHES: f64 = 50_000.0;

/// The farthest that a curve may reach, px. It is cut into pieces, the more the larger it is.
const FARTHEST: f64 = 1e7;

/// About how many dashes a line has.
fn dashes(style: &Stroke, shape: &impl Shape) -> f64 {
    let period: f64 = style.dash_pattern.iter().sum();
    if style.dash_pattern.is_empty() { 0.0 } else { shape.perimeter(1.0) / period.max(f64::MIN_POSITIVE) }
}

/// Whether the shape is of a size that can be drawn.
fn is_measurable(transform: Affine, shape: &impl Shape) -> bool {
    let area = transform.transform_rect_bbox(shape.bounding_box());
    [area.x0, area.y0, area.x1, area.y1].iter().all(|side| side.abs() <= FARTHEST)
}

/// A slanted gradient, moved to the middle of its tile. The painter puts it into the middle of the
/// whole box, which shows when a background has a size of its own. `None` where nothing is wrong.
fn centred(gradient: &Gradient, tile: Rect) -> Option<Gradient> {
    let GradientKind::Linear(line) = gradient.kind else { return None };
    if gradient.extend != Extend::Pad || tile.origin() != kurbo::Point::ORIGIN {
        return None;
    }
    let off = tile.center() - line.start.midpoint(line.end);
    if off.hypot() < 0.01 {
        return None;
    }
    let mut moved = gradient.clone();
    moved.kind = peniko::LinearGradientPosition::new(line.start + off, line.end + off).into();
    Some(moved)
}
