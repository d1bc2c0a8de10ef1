//! What is drawn, packed: clicks and bands of a page view.
//!
//! Clicks cost about ten bytes each; places are kept to an eighth of a pixel.

use crate::event::{Point, Time};
use crate::facts::{Band, InteractionKind};

/// Steps of a packed place per px.
const FINE: f64 = 8.0;

/// A click as it is packed.
#[expect(clippy::struct_excessive_bools, reason = "bits of a byte, each true or not by itself")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PackedClick {
    /// Which interaction of the session.
    pub(super) interaction: u32,
    pub(super) at: Time,
    pub(super) tap: bool,
    /// The key of the element in its table.
    pub(super) element: Option<i64>,
    pub(super) position: Option<Point>,
    pub(super) rage: bool,
    pub(super) dead: bool,
    pub(super) error: bool,
}

impl PackedClick {
    /// Click or tap.
    pub(super) fn kind(&self) -> InteractionKind {
        if self.tap { InteractionKind::Tap } else { InteractionKind::Click }
    }
}

/// Packs the clicks and bands of a page view.
pub(super) fn visit(clicks: &[PackedClick], bands: &[Band]) -> Vec<u8> {
    let mut out = Vec::with_capacity(4 + clicks.len() * 12 + bands.len() * 8);
    put(&mut out, clicks.len() as u64);
    let (mut interaction, mut at) = (0, 0);
    for click in clicks {
        let flags = [
            click.tap,
            click.rage,
            click.dead,
            click.error,
            click.element.is_some(),
            click.position.is_some(),
        ];
        out.push(flags.iter().enumerate().fold(0, |bits, (n, &on)| bits | (u8::from(on) << n)));
        put_signed(&mut out, i64::from(click.interaction) - interaction);
        put_signed(&mut out, click.at.0 - at);
        (interaction, at) = (i64::from(click.interaction), click.at.0);
        if let Some(element) = click.element {
            put_signed(&mut out, element);
        }
        if let Some(position) = click.position {
            put_place(&mut out, position.x);
            put_place(&mut out, position.y);
        }
    }
    put(&mut out, bands.len() as u64);
    for band in bands {
        put_place(&mut out, band.y);
        put_place(&mut out, band.height);
        put_signed(&mut out, band.ms);
    }
    out
}

/// What [`visit`] packed; `None` if the bytes are damaged.
pub(super) fn read_visit(bytes: &[u8]) -> Option<(Vec<PackedClick>, Vec<Band>)> {
    let mut bytes = Bytes(bytes);
    let (mut clicks, mut interaction, mut at) = (Vec::new(), 0_i64, 0_i64);
    for _ in 0..bytes.number()? {
        let flags = bytes.byte()?;
        let flag = |n: u8| flags & (1 << n) != 0;
        interaction = interaction.checked_add(bytes.signed()?)?;
        at = at.checked_add(bytes.signed()?)?;
        clicks.push(PackedClick {
            interaction: u32::try_from(interaction).ok()?,
            at: Time(at),
            tap: flag(0),
            rage: flag(1),
            dead: flag(2),
            error: flag(3),
            element: if flag(4) { Some(bytes.signed()?) } else { None },
            position: if flag(5) { Some(Point::new(bytes.place()?, bytes.place()?)) } else { None },
        });
    }
    let mut bands = Vec::new();
    for _ in 0..bytes.number()? {
        bands.push(Band { y: bytes.place()?, height: bytes.place()?, ms: bytes.signed()? });
    }
    Some((clicks, bands))
}

pub(super) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push((number & 0x7f) as u8);
}

/// Small numbers of either sign become small numbers.
pub(super) fn put_signed(out: &mut Vec<u8>, number: i64) {
    put(out, (number.wrapping_shl(1) ^ (number >> 63)).cast_unsigned());
}

fn put_place(out: &mut Vec<u8>, px: f64) {
    #[expect(clippy::cast_possible_truncation, reason = "clamps: nothing is drawn as far out as that")]
    let steps = (px * FINE).round() as i64;
    put_signed(out, steps);
}

pub(super) fn put_floats(out: &mut Vec<u8>, numbers: &[f64]) {
    for number in numbers {
        out.extend_from_slice(&number.to_le_bytes());
    }
}

pub(super) struct Bytes<'b>(pub(super) &'b [u8]);

impl<'b> Bytes<'b> {
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            shift += 7;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
    }

    pub(super) fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    pub(super) fn place(&mut self) -> Option<f64> {
        Some(self.signed()? as f64 / FINE)
    }

    pub(super) fn float(&mut self) -> Option<f64> {
        let (number, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        Some(f64::from_le_bytes(*number))
    }

    pub(super) fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn click() -> impl Strategy<Value = PackedClick> {
        let place = (-9000_i32..90_000, -9000_i32..900_000);
        let place = place.prop_map(|(x, y)| Point::new(f64::from(x) / FINE, f64::from(y) / FINE));
        (
            any::<u32>(),
            any::<[bool; 4]>(),
            any::<Option<i64>>(),
            proptest::option::of(place),
            0_i64..9_000_000,
        )
            .prop_map(|(interaction, [tap, rage, dead, error], element, position, at)| PackedClick {
                interaction,
                at: Time(at),
                tap,
                element,
                position,
                rage,
                dead,
                error,
            })
    }

    proptest! {
        #[test]
        fn visits_come_back(clicks in proptest::collection::vec(click(), 0..9), ms in any::<i64>()) {
            let bands = vec![Band { y: 12.5, height: 844.0, ms }];
            prop_assert_eq!(read_visit(&visit(&clicks, &bands)), Some((clicks, bands)));
        }

        #[test]
        fn damaged_bytes_are_refused_or_read_but_never_panic(bytes in any::<Vec<u8>>()) {
            let read = read_visit(&bytes);
            prop_assert!(bytes.len() >= 2 || read.is_none());
        }
    }

    #[test]
    fn a_click_costs_a_dozen_bytes() {
        let clicks: Vec<PackedClick> = (0..1000_u32)
            .map(|n| PackedClick {
                interaction: n * 2,
                at: Time(i64::from(n) * 1700),
                tap: true,
                element: Some(i64::from(n % 300)),
                position: Some(Point::new(200.0, 1500.0)),
                rage: false,
                dead: false,
                error: false,
            })
            .collect();
        assert!(visit(&clicks, &[]).len() < 12 * clicks.len());
    }
}
