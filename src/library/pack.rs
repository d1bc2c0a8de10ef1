//! What is drawn, packed: clicks, stays and bands of a page view.
//!
//! Clicks and stays cost about ten bytes each; places are kept to an eighth of a pixel.

use crate::event::{Point, Time};
use crate::facts::Band;

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

/// A rest of the mouse or a field in focus, as it is packed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PackedStay {
    /// Which of [`crate::facts::Facts::stays`].
    pub(super) number: u32,
    pub(super) at: Time,
    pub(super) ms: i64,
    pub(super) focus: bool,
    pub(super) control: bool,
    /// The key of the element in its table.
    pub(super) element: Option<i64>,
    pub(super) position: Option<Point>,
}

/// What of a page view is drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct PackedVisit {
    pub(super) clicks: Vec<PackedClick>,
    pub(super) bands: Vec<Band>,
    pub(super) stays: Vec<PackedStay>,
}

/// Packs what of a page view is drawn.
pub(super) fn visit(visit: &PackedVisit) -> Vec<u8> {
    let PackedVisit { clicks, bands, stays } = visit;
    let mut out = Vec::with_capacity(4 + (clicks.len() + stays.len()) * 12 + bands.len() * 8);
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
    put_stays(&mut out, stays);
    out
}

fn put_stays(out: &mut Vec<u8>, stays: &[PackedStay]) {
    put(out, stays.len() as u64);
    let (mut number, mut at) = (0, 0);
    for stay in stays {
        let flags = [stay.focus, stay.control, stay.element.is_some(), stay.position.is_some()];
        out.push(flags.iter().enumerate().fold(0, |bits, (n, &on)| bits | (u8::from(on) << n)));
        put_signed(out, i64::from(stay.number) - number);
        put_signed(out, stay.at.0 - at);
        (number, at) = (i64::from(stay.number), stay.at.0);
        put_signed(out, stay.ms);
        if let Some(element) = stay.element {
            put_signed(out, element);
        }
        if let Some(position) = stay.position {
            put_place(out, position.x);
            put_place(out, position.y);
        }
    }
}

/// What [`put_stays`] packed; none in what was packed before there were any.
fn read_stays(bytes: &mut Bytes<'_>) -> Option<Vec<PackedStay>> {
    let (mut stays, mut number, mut at) = (Vec::new(), 0_i64, 0_i64);
    let count = if bytes.0.is_empty() { 0 } else { bytes.number()? };
    for _ in 0..count {
        let flags = bytes.byte()?;
        let flag = |n: u8| flags & (1 << n) != 0;
        number = number.checked_add(bytes.signed()?)?;
        at = at.checked_add(bytes.signed()?)?;
        stays.push(PackedStay {
            number: u32::try_from(number).ok()?,
            at: Time(at),
            ms: bytes.signed()?,
            focus: flag(0),
            control: flag(1),
            element: if flag(2) { Some(bytes.signed()?) } else { None },
            position: if flag(3) { Some(Point::new(bytes.place()?, bytes.place()?)) } else { None },
        });
    }
    Some(stays)
}

/// What [`visit`] packed; `None` if the bytes are damaged.
pub(super) fn read_visit(bytes: &[u8]) -> Option<PackedVisit> {
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
    Some(PackedVisit { clicks, bands, stays: read_stays(&mut bytes)? })
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
            let stay = |(number, click): (u32, &PackedClick)| PackedStay {
                number,
                at: click.at,
                ms: 1500,
                focus: click.rage,
                control: click.dead,
                element: click.element,
                position: click.position,
            };
            let stays = (0..).zip(&clicks).map(stay).collect();
            let told = PackedVisit { clicks, bands, stays };
            prop_assert_eq!(read_visit(&visit(&told)), Some(told.clone()));
            let before_stays = visit(&PackedVisit { stays: Vec::new(), ..told.clone() });
            let read = read_visit(&before_stays[..before_stays.len() - 1]);
            prop_assert_eq!(read, Some(PackedVisit { stays: Vec::new(), ..told }), "as it was before");
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
        let count = clicks.len();
        assert!(visit(&PackedVisit { clicks, ..PackedVisit::default() }).len() < 12 * count);
    }
}
