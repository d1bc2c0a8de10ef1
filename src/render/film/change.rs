//! What differs between two pictures of the same size.

use super::super::Picture;

/// A part of a picture, px; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Area {
    pub(super) fn whole(picture: &Picture) -> Self {
        Self { left: 0, top: 0, width: picture.width, height: picture.height }
    }

    /// The smallest area that holds every pixel that differs; one pixel where none does.
    pub(super) fn changed(before: &Picture, after: &Picture) -> Self {
        let row = after.width as usize * 4;
        let rows = || before.rgba.chunks_exact(row.max(1)).zip(after.rgba.chunks_exact(row.max(1)));
        let differs = |(old, new): (&[u8], &[u8])| old != new;
        let none = Self { left: 0, top: 0, width: 1, height: 1 };
        let Some(top) = rows().position(differs) else { return none };
        let bottom = rows().rposition(differs).unwrap_or(top);
        let (mut left, mut right) = (row, 0);
        for (old, new) in rows().skip(top).take(bottom + 1 - top) {
            // Only what lies outside of what is known already has to be looked at.
            if let Some(first) = old.iter().zip(new).take(left).position(|(a, b)| a != b) {
                left = first;
            }
            let mut tail = old.iter().zip(new).skip(right);
            if let Some(last) = tail.rposition(|(a, b)| a != b) {
                right += last + 1;
            }
        }
        let (left, right) = (left / 4, right.div_ceil(4));
        let px = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Self { left: px(left), top: px(top), width: px(right - left), height: px(bottom + 1 - top) }
    }

    /// Grown to the left and up so that it begins at even numbers.
    pub(super) fn at_even(self) -> Self {
        let (left, top) = (self.left & !1, self.top & !1);
        Self { left, top, width: self.width + self.left - left, height: self.height + self.top - top }
    }

    /// How many pixels.
    pub(super) fn pixels(self) -> usize {
        self.width as usize * self.height as usize
    }

    /// The pixels of the area in `after`, row by row, and whether each differs from `before`.
    pub(super) fn walk<'a>(
        self,
        before: Option<&'a Picture>,
        after: &'a Picture,
    ) -> impl Iterator<Item = ([u8; 4], bool)> + 'a {
        let width = after.width as usize;
        let rows = self.top as usize..(self.top + self.height) as usize;
        rows.flat_map(move |y| {
            let start = (y * width + self.left as usize) * 4;
            let bytes = start..start + self.width as usize * 4;
            let new = after.rgba[bytes.clone()].chunks_exact(4);
            let old = before.map(|before| &before.rgba[bytes]);
            new.enumerate().map(move |(x, pixel)| {
                let differs = old.is_none_or(|old| &old[x * 4..x * 4 + 4] != pixel);
                ([pixel[0], pixel[1], pixel[2], pixel[3]], differs)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_holds_what_differs_and_no_more() {
        let before = Picture::filled(9, 7, [255; 4]);
        let mut after = before.clone();
        assert_eq!(Area::changed(&before, &after), Area { left: 0, top: 0, width: 1, height: 1 });
        after.blend(5, 2, [0; 3], 1.0);
        after.blend(3, 5, [0; 3], 1.0);
        let area = Area::changed(&before, &after);
        assert_eq!(area, Area { left: 3, top: 2, width: 3, height: 4 });
        assert_eq!(area.at_even(), Area { left: 2, top: 2, width: 4, height: 4 });
        let differ: Vec<bool> = area.walk(Some(&before), &after).map(|(_, differs)| differs).collect();
        assert_eq!(differ.len(), area.pixels());
        assert_eq!(differ.iter().filter(|differs| **differs).count(), 2);
        assert!(differ[2] && differ[9], "each at its place: {differ:?}");
        assert!(area.walk(None, &after).all(|(_, differs)| differs));
    }
}
