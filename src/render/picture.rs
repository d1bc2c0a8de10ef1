//! A picture in memory: RGBA pixels, read from and written to files' bytes. Knows no pages.

use super::Error;
use image::ImageEncoder as _;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops;

/// The largest side of a picture that is read, px: what is larger is refused before it is decoded.
const MAX_SIDE: u32 = 32_000;

/// The most bytes that decoding one picture may take.
const MAX_BYTES: u64 = 512 << 20;

/// Pixels, row by row from the top left; four bytes each: red, green, blue, opacity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// Pixels to the right.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// `width × height × 4` bytes, opacity not multiplied in.
    pub rgba: Vec<u8>,
}

impl Picture {
    /// A picture of one colour.
    pub fn filled(width: u32, height: u32, colour: [u8; 4]) -> Self {
        let pixels = width as usize * height as usize;
        // Memory that is 0 comes as such from the system, and only as it is used.
        let rgba = if colour == [0; 4] { vec![0; pixels * 4] } else { colour.repeat(pixels) };
        Self { width, height, rgba }
    }

    /// Reads PNG, JPEG or WebP.
    ///
    /// # Errors
    /// [`Error::Decode`] for anything else, for a broken file and for one over 32,000 px a side.
    pub fn from_encoded(bytes: &[u8]) -> Result<Self, Error> {
        let mut reader = image::ImageReader::new(std::io::Cursor::new(bytes))
            .with_guessed_format()
            .map_err(|error| Error::Decode(error.to_string()))?;
        let mut limits = image::Limits::default();
        limits.max_image_width = Some(MAX_SIDE);
        limits.max_image_height = Some(MAX_SIDE);
        limits.max_alloc = Some(MAX_BYTES);
        reader.limits(limits);
        let decoded = reader.decode().map_err(|error| Error::Decode(error.to_string()))?.into_rgba8();
        Ok(Self { width: decoded.width(), height: decoded.height(), rgba: decoded.into_raw() })
    }

    /// As the bytes of a PNG file; the same picture gives the same bytes.
    ///
    /// # Errors
    /// [`Error::Encode`] when the picture is empty or its size does not fit its pixels.
    pub fn to_png(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive)
            .write_image(&self.rgba, self.width, self.height, image::ExtendedColorType::Rgba8)
            .map_err(|error| Error::Encode(error.to_string()))?;
        Ok(bytes)
    }

    /// The four bytes of a pixel; `None` outside.
    pub fn pixel(&self, x: u32, y: u32) -> Option<[u8; 4]> {
        let at = self.place(x, y)?;
        self.rgba.get(at..at + 4)?.try_into().ok()
    }

    /// The part that begins at `x`, `y`, at most as large as said; empty when nothing is left.
    #[must_use]
    pub fn crop(&self, (x, y): (u32, u32), (width, height): (u32, u32)) -> Self {
        let width = width.min(self.width.saturating_sub(x));
        let height = height.min(self.height.saturating_sub(y));
        let mut rgba = Vec::with_capacity(width as usize * height as usize * 4);
        for row in y..y + height {
            let Some(start) = self.place(x, row) else { continue };
            rgba.extend_from_slice(&self.rgba[start..start + width as usize * 4]);
        }
        Self { width, height, rgba }
    }

    /// Scaled to a size, smoothly; at least one pixel each way.
    #[must_use]
    pub fn scaled(&self, width: u32, height: u32) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        if (width, height) == (self.width, self.height) {
            return self.clone();
        }
        let Some(source) = image::RgbaImage::from_raw(self.width, self.height, self.rgba.clone()) else {
            return Self::filled(width, height, [0; 4]);
        };
        let smaller = width < self.width && height < self.height;
        let scaled = if smaller {
            imageops::thumbnail(&source, width, height)
        } else {
            imageops::resize(&source, width, height, imageops::FilterType::Triangle)
        };
        Self { width, height, rgba: scaled.into_raw() }
    }

    /// Scaled down, keeping its shape, so that it is at most `width` wide; never enlarged.
    #[must_use]
    pub fn at_most_wide(&self, width: u32) -> Self {
        if self.width <= width.max(1) {
            return self.clone();
        }
        let height = u64::from(self.height) * u64::from(width) / u64::from(self.width.max(1));
        self.scaled(width, u32::try_from(height).unwrap_or(u32::MAX))
    }

    /// Puts another picture onto this one, its top left corner at `x`, `y`; what is over the edge is
    /// cut off.
    pub fn put(&mut self, other: &Self, (x, y): (u32, u32)) {
        let width = other.width.min(self.width.saturating_sub(x)) as usize * 4;
        let height = other.height.min(self.height.saturating_sub(y));
        if width == 0 {
            return;
        }
        for row in 0..height {
            let (Some(from), Some(to)) = (other.place(0, row), self.place(x, y + row)) else { continue };
            let Some(source) = other.rgba.get(from..from + width) else { continue };
            self.rgba[to..to + width].copy_from_slice(source);
        }
    }

    /// Lays a colour with this opacity (0–1) over a pixel; nothing happens outside.
    pub(super) fn blend(&mut self, x: u32, y: u32, colour: [u8; 3], opacity: f32) {
        let Some(at) = self.place(x, y) else { return };
        let opacity = opacity.clamp(0.0, 1.0);
        let pixel = &mut self.rgba[at..at + 4];
        for (below, above) in pixel.iter_mut().zip(colour) {
            *below = mix(*below, above, opacity);
        }
        pixel[3] = mix(pixel[3], 255, opacity);
    }

    fn place(&self, x: u32, y: u32) -> Option<usize> {
        let inside = x < self.width && y < self.height;
        inside.then(|| (y as usize * self.width as usize + x as usize) * 4)
    }
}

/// `part` (0–1) of the way from one channel value to another.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0–255 by construction")]
pub(super) fn mix(from: u8, to: u8, part: f32) -> u8 {
    let (from, to) = (f32::from(from), f32::from(to));
    (from + (to - from) * part).round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corner() -> Picture {
        let mut picture = Picture::filled(4, 3, [255; 4]);
        picture.blend(1, 2, [0, 0, 0], 1.0);
        picture
    }

    #[test]
    fn a_png_comes_back_as_it_was() {
        let picture = corner();
        let bytes = picture.to_png().unwrap();
        assert_eq!(Picture::from_encoded(&bytes).unwrap(), picture);
        assert_eq!(bytes, picture.to_png().unwrap(), "the same bytes each time");
    }

    #[test]
    fn a_crop_keeps_its_place_and_stays_inside() {
        let part = corner().crop((1, 1), (9, 9));
        assert_eq!((part.width, part.height), (3, 2));
        assert_eq!(part.pixel(0, 1), Some([0, 0, 0, 255]));
        assert_eq!(corner().crop((9, 9), (5, 5)).rgba.len(), 0);
    }

    #[test]
    fn bad_bytes_are_an_error() {
        for bytes in [&b""[..], b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"not a picture"] {
            assert!(Picture::from_encoded(bytes).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_put_over_the_edge_is_cut_off() {
        let mut below = Picture::filled(4, 3, [255; 4]);
        below.put(&Picture::filled(3, 9, [7, 7, 7, 255]), (2, 1));
        assert_eq!([below.pixel(1, 1), below.pixel(2, 0)], [Some([255; 4]); 2]);
        assert_eq!([below.pixel(2, 1), below.pixel(3, 2)], [Some([7, 7, 7, 255]); 2]);
        let before = below.clone();
        below.put(&Picture::filled(3, 3, [0; 4]), (4, 0));
        assert_eq!(below, before);
    }

    #[test]
    fn scaling_keeps_the_shape() {
        let wide = Picture::filled(200, 100, [9, 9, 9, 255]).at_most_wide(50);
        assert_eq!((wide.width, wide.height), (50, 25));
        assert_eq!(wide.pixel(20, 20), Some([9, 9, 9, 255]));
    }
}
