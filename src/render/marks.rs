//! Pointer, trail, clicks, taps and labels on a still picture. The window draws its own, moving ones.

use super::Picture;
use crate::event::Point;
use std::sync::Arc;

const TRAIL: [u8; 3] = [37, 99, 235];
const CLICK: [u8; 3] = [234, 88, 12];
const RIM: [u8; 3] = [255, 255, 255];
const INK: [u8; 3] = [17, 24, 39];

/// How far below its place the middle of a label is, px.
const BELOW: f64 = 30.0;

/// One click or tap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Where, in pixels of the picture.
    pub at: Point,
    /// With a finger.
    pub tap: bool,
    /// How long ago, 0 (now) to 1 (faded out).
    pub age: f32,
}

/// A label beside a place: see [`super::label()`].
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// The place, in pixels of the picture; the label is below it.
    pub at: Point,
    /// The drawn label.
    pub label: Arc<Picture>,
}

/// What is drawn onto a picture.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marks {
    /// Where the pointer went, oldest first, in pixels of the picture.
    pub trail: Vec<Point>,
    /// Clicks and taps.
    pub presses: Vec<Mark>,
    /// The pointer, and whether it is a finger.
    pub pointer: Option<(Point, bool)>,
    /// Labels, drawn over all.
    pub tags: Vec<Tag>,
}

impl Marks {
    /// Draws them; what lies outside the picture is left out.
    pub fn draw(&self, picture: &mut Picture) {
        let steps = self.trail.len().max(2) - 1;
        for (step, pair) in self.trail.windows(2).enumerate() {
            let strength = 0.15 + 0.6 * (step + 1) as f32 / steps as f32;
            stroke(picture, pair[0], pair[1], (TRAIL, strength));
        }
        for press in &self.presses {
            draw_press(picture, press);
        }
        match self.pointer {
            Some((at, true)) => {
                disc(picture, at, 0.0..=14.0, (INK, 0.25));
                disc(picture, at, 12.5..=14.5, (RIM, 0.9));
            }
            Some((at, false)) => arrow(picture, at),
            None => {}
        }
        for tag in &self.tags {
            draw_tag(picture, tag);
        }
    }
}

/// Lays a label below its place, kept inside the picture.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the picture")]
fn draw_tag(picture: &mut Picture, tag: &Tag) {
    let label = &*tag.label;
    if !tag.at.x.is_finite() || !tag.at.y.is_finite() {
        return;
    }
    let inside = |middle: f64, size: u32, room: u32| {
        let most = f64::from(room.saturating_sub(size));
        (middle - f64::from(size) / 2.0).round().clamp(0.0, most) as u32
    };
    let left = inside(tag.at.x, label.width, picture.width);
    let top = inside(tag.at.y + BELOW, label.height, picture.height);
    for (place, pixel) in label.rgba.chunks_exact(4).enumerate() {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let (x, y) = (place % label.width.max(1), place / label.width.max(1));
        picture.blend(left + x, top + y, [pixel[0], pixel[1], pixel[2]], f32::from(pixel[3]) / 255.0);
    }
}

fn draw_press(picture: &mut Picture, press: &Mark) {
    let age = if press.age.is_finite() { press.age.clamp(0.0, 1.0) } else { 1.0 };
    let strength = 1.0 - age;
    let reach = 11.0 + 15.0 * f64::from(age);
    disc(picture, press.at, 0.0..=if press.tap { 9.0 } else { 5.0 }, (CLICK, 0.75 * strength));
    disc(picture, press.at, reach - 1.2..=reach + 1.2, (RIM, 0.8 * strength));
    disc(picture, press.at, reach - 3.0..=reach - 1.0, (CLICK, strength));
}

type Paint = ([u8; 3], f32);

/// A disc, or a ring where the range does not begin at 0; radii in pixels.
fn disc(picture: &mut Picture, centre: Point, radii: std::ops::RangeInclusive<f64>, paint: Paint) {
    let (inner, outer) = (*radii.start(), *radii.end());
    shade(picture, (centre, centre), outer + 1.0, paint, |point| {
        let distance = centre.distance(point);
        let inside = (outer - distance + 0.5).clamp(0.0, 1.0);
        let hole = if inner > 0.0 { (inner - distance + 0.5).clamp(0.0, 1.0) } else { 0.0 };
        inside - hole
    });
}

/// A line 2.5 px wide.
fn stroke(picture: &mut Picture, from: Point, to: Point, paint: Paint) {
    let along = Point::new(to.x - from.x, to.y - from.y);
    let length = (along.x * along.x + along.y * along.y).max(f64::EPSILON);
    shade(picture, (from, to), 3.0, paint, |point| {
        let part = ((point.x - from.x) * along.x + (point.y - from.y) * along.y) / length;
        let part = part.clamp(0.0, 1.0);
        let nearest = Point::new(from.x + along.x * part, from.y + along.y * part);
        (1.75 - nearest.distance(point)).clamp(0.0, 1.0)
    });
}

/// The usual arrow, its tip at `tip`, white with a dark rim.
fn arrow(picture: &mut Picture, tip: Point) {
    const CORNERS: [(f64, f64); 7] =
        [(0.0, 0.0), (0.0, 17.0), (4.0, 13.2), (6.6, 19.2), (9.4, 18.0), (6.8, 12.2), (12.2, 12.2)];
    let corners = CORNERS.map(|(x, y)| Point::new(tip.x + x, tip.y + y));
    let end = Point::new(tip.x + 13.0, tip.y + 20.0);
    shade(picture, (tip, end), 2.0, (RIM, 1.0), |point| covered(&corners, point));
    for (at, from) in corners.iter().enumerate() {
        stroke_thin(picture, *from, corners[(at + 1) % corners.len()]);
    }
}

fn stroke_thin(picture: &mut Picture, from: Point, to: Point) {
    let along = Point::new(to.x - from.x, to.y - from.y);
    let length = (along.x * along.x + along.y * along.y).max(f64::EPSILON);
    shade(picture, (from, to), 2.0, (INK, 1.0), |point| {
        let part = ((point.x - from.x) * along.x + (point.y - from.y) * along.y) / length;
        let part = part.clamp(0.0, 1.0);
        let nearest = Point::new(from.x + along.x * part, from.y + along.y * part);
        (1.2 - nearest.distance(point)).clamp(0.0, 1.0)
    });
}

/// How much of the pixel around `point` a polygon covers, from 16 samples.
fn covered(corners: &[Point], point: Point) -> f64 {
    let offsets = [-0.375, -0.125, 0.125, 0.375];
    let inside = |sample: Point| {
        let mut odd = false;
        for (at, from) in corners.iter().enumerate() {
            let to = corners[(at + 1) % corners.len()];
            let crosses = (from.y > sample.y) != (to.y > sample.y);
            if crosses && sample.x < (to.x - from.x) * (sample.y - from.y) / (to.y - from.y) + from.x {
                odd = !odd;
            }
        }
        odd
    };
    let samples = offsets.iter().flat_map(|dy| offsets.iter().map(move |dx| Point::new(*dx, *dy)));
    samples.filter(|offset| inside(point.plus(*offset))).count() as f64 / 16.0
}

/// Blends a colour into every pixel near the line between two points, as strongly as `cover` says of
/// the pixel's middle.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the picture")]
fn shade(
    picture: &mut Picture,
    (from, to): (Point, Point),
    reach: f64,
    (colour, opacity): Paint,
    cover: impl Fn(Point) -> f64,
) {
    if ![from.x, from.y, to.x, to.y].iter().all(|value| value.is_finite()) {
        return;
    }
    let span = |a: f64, b: f64, size: u32| {
        let low = (a.min(b) - reach).floor().clamp(0.0, f64::from(size)) as u32;
        let high = (a.max(b) + reach).ceil().clamp(0.0, f64::from(size)) as u32;
        low..high
    };
    for y in span(from.y, to.y, picture.height) {
        for x in span(from.x, to.x, picture.width) {
            let part = cover(Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5)) as f32;
            if part > 0.0 {
                picture.blend(x, y, colour, opacity * part);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_is_seen_where_it_was() {
        let mut picture = Picture::filled(60, 60, [255; 4]);
        let press = Mark { at: Point::new(30.0, 30.0), tap: false, age: 0.0 };
        Marks { presses: vec![press], ..Marks::default() }.draw(&mut picture);
        let [red, _, blue, _] = picture.pixel(30, 30).unwrap();
        assert!(red > 200 && blue < 120, "orange in the middle: {red} {blue}");
        assert_eq!(picture.pixel(2, 2), Some([255; 4]), "nothing far away");
    }

    #[test]
    fn the_arrow_points_at_the_place() {
        let mut picture = Picture::filled(60, 60, [0, 200, 0, 255]);
        Marks { pointer: Some((Point::new(20.0, 20.0), false)), ..Marks::default() }.draw(&mut picture);
        assert_eq!(picture.pixel(18, 18), Some([0, 200, 0, 255]));
        assert_eq!(picture.pixel(23, 30), Some([255, 255, 255, 255]));
    }

    #[test]
    fn a_label_stays_inside_the_picture() {
        let mut picture = Picture::filled(60, 60, [255; 4]);
        let label = Arc::new(Picture::filled(20, 10, [9, 9, 9, 255]));
        let tags = vec![Tag { at: Point::new(-50.0, 500.0), label }];
        Marks { tags, ..Marks::default() }.draw(&mut picture);
        assert_eq!([picture.pixel(0, 59), picture.pixel(19, 50)], [Some([9, 9, 9, 255]); 2]);
        assert_eq!([picture.pixel(20, 55), picture.pixel(5, 49)], [Some([255; 4]); 2]);
    }

    #[test]
    fn wild_places_do_no_harm() {
        let mut picture = Picture::filled(8, 8, [255; 4]);
        let wild = [Point::new(f64::NAN, 1.0), Point::new(1e300, -1e300), Point::new(-5.0, f64::INFINITY)];
        let presses = wild.map(|at| Mark { at, tap: true, age: f32::NAN }).to_vec();
        let tags = wild.map(|at| Tag { at, label: Arc::new(Picture::filled(0, 3, [0; 4])) }).to_vec();
        Marks { trail: wild.to_vec(), presses, pointer: Some((wild[1], true)), tags }.draw(&mut picture);
        assert_eq!(picture, Picture::filled(8, 8, [255; 4]));
    }
}
