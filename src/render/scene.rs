//! Between the page painter and the pixels: what the painter gets wrong on the way is put right here.

use anyrender::{Filter, Glyph, NormalizedCoord, Paint, PaintRef, PaintScene, RenderContext};
use kurbo::{Affine, Rect, RoundedRect, Shape, Stroke, Vec2};
use peniko::{BlendMode, Color, Extend, Fill, FontData, Gradient, GradientKind, StyleRef};
use std::sync::Arc;

/// A scene that passes on what is drawn.
pub(super) struct Mended<'a, S>(pub(super) &'a mut S);

impl<S: PaintScene> RenderContext for Mended<'_, S> {}

impl<S: PaintScene> PaintScene for Mended<'_, S> {
    fn reset(&mut self) {
        self.0.reset();
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
        self.0.push_layer(fill, blend, alpha, transform, clip, filter, backdrop_filter);
    }

    fn push_clip_layer(&mut self, fill: Fill, transform: Affine, clip: &impl Shape) {
        self.0.push_clip_layer(fill, transform, clip);
    }

    fn pop_layer(&mut self) {
        self.0.pop_layer();
    }

    fn stroke<'a>(
        &mut self,
        style: &Stroke,
        transform: Affine,
        brush: impl Into<PaintRef<'a>>,
        brush_transform: Option<Affine>,
        shape: &impl Shape,
    ) {
        self.0.stroke(style, transform, brush, brush_transform, shape);
    }

    fn fill<'a>(
        &mut self,
        style: Fill,
        transform: Affine,
        brush: impl Into<PaintRef<'a>>,
        brush_transform: Option<Affine>,
        shape: &impl Shape,
    ) {
        let brush = brush.into();
        if let (Paint::Gradient(gradient), None, Some(tile)) = (&brush, brush_transform, shape.as_rect())
            && let Some(moved) = centred(gradient, tile)
        {
            self.0.fill(style, transform, &moved, None, shape);
            return;
        }
        self.0.fill(style, transform, brush, brush_transform, shape);
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
        self.0.draw_glyphs(
            font,
            font_size,
            hint,
            normalized_coords,
            embolden,
            style,
            brush,
            brush_alpha,
            transform,
            glyph_transform,
            glyphs,
        );
    }

    fn draw_box_shadow(&mut self, transform: Affine, rect: Rect, brush: Color, radius: f64, std_dev: f64) {
        if std_dev > 0.0 {
            self.0.draw_box_shadow(transform, rect, brush, radius, std_dev);
            return;
        }
        // A ring without blur: as a shape it has smooth edges. A spread makes corners rounder; round
        // things stay round.
        let half = rect.width().min(rect.height()) / 2.0;
        let radius = if radius > half * 0.8 { half } else { radius };
        let ring = RoundedRect::from_rect(rect, radius);
        self.0.fill(Fill::NonZero, transform, brush, None, &ring);
    }
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
