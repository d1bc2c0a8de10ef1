//! What layout told about a session, packed.
//!
//! The first bytes tell how the rest was packed. What another version of the program measured is not
//! read but measured again: it told less.

use super::pack::{Bytes, put, put_floats, put_signed};
use crate::event::{Point, Rect, Time};
use crate::facts::{Inside, Measures, OpenKind, OpenState, SeenState};

/// How it is packed and measured now: the last byte grows whenever either changes. The first packing
/// had no such bytes and began with a number, which is never spelled like these.
pub(super) const VERSION: [u8; 3] = [0x80, 0, 4];

/// Packs what layout told about a session, to the last bit.
pub(super) fn pack(measures: &Measures) -> Vec<u8> {
    let mut out = VERSION.to_vec();
    put(&mut out, measures.page_heights.len() as u64);
    for height in &measures.page_heights {
        out.push(u8::from(height.is_some()));
        put_floats(&mut out, height.as_slice());
    }
    put_places(&mut out, &measures.inside);
    put(&mut out, measures.frames.len() as u64);
    for (interaction, by) in &measures.frames {
        put(&mut out, u64::from(*interaction));
        put_floats(&mut out, &[by.x, by.y]);
    }
    put_places(&mut out, &measures.rests);
    put(&mut out, measures.states.len() as u64);
    for state in &measures.states {
        out.extend((0_u8..).zip(OpenKind::ALL).find(|(_, kind)| *kind == state.kind).map(|(at, _)| at));
        put(&mut out, state.label.len() as u64);
        out.extend_from_slice(state.label.as_bytes());
    }
    put_pairs(&mut out, &measures.in_state);
    put_pairs(&mut out, &measures.rests_in_state);
    put(&mut out, measures.seen.len() as u64);
    for seen in &measures.seen {
        put(&mut out, u64::from(seen.page_view));
        put(&mut out, u64::from(seen.state));
        put_signed(&mut out, seen.at.0);
    }
    out
}

fn put_places(out: &mut Vec<u8>, places: &[Option<Inside>]) {
    put(out, places.len() as u64);
    for inside in places {
        out.push(inside.map_or(0, |inside| 1 + u8::from(inside.fixed)));
        if let Some(Inside { at, area, .. }) = inside {
            put_floats(out, &[at.x, at.y, area.x, area.y, area.width, area.height]);
        }
    }
}

fn put_pairs(out: &mut Vec<u8>, pairs: &[(u32, u32)]) {
    put(out, pairs.len() as u64);
    for (one, other) in pairs {
        put(out, u64::from(*one));
        put(out, u64::from(*other));
    }
}

/// What [`pack`] packed; `None` if another version did, or the bytes are damaged.
pub(super) fn read(bytes: &[u8]) -> Option<Measures> {
    let mut bytes = Bytes(bytes.strip_prefix(&VERSION)?);
    let mut measures = Measures::default();
    for _ in 0..bytes.number()? {
        measures.page_heights.push(if bytes.byte()? == 0 { None } else { Some(bytes.float()?) });
    }
    measures.inside = places(&mut bytes)?;
    for _ in 0..bytes.number()? {
        let interaction = u32::try_from(bytes.number()?).ok()?;
        measures.frames.push((interaction, Point::new(bytes.float()?, bytes.float()?)));
    }
    measures.rests = places(&mut bytes)?;
    for _ in 0..bytes.number()? {
        let kind = *OpenKind::ALL.get(usize::from(bytes.byte()?))?;
        let length = usize::try_from(bytes.number()?).ok()?;
        let label = String::from_utf8(bytes.take(length)?.to_vec()).ok()?;
        measures.states.push(OpenState { label, kind });
    }
    measures.in_state = pairs(&mut bytes)?;
    measures.rests_in_state = pairs(&mut bytes)?;
    for _ in 0..bytes.number()? {
        let page_view = u32::try_from(bytes.number()?).ok()?;
        let state = u32::try_from(bytes.number()?).ok()?;
        measures.seen.push(SeenState { page_view, state, at: Time(bytes.signed()?) });
    }
    Some(measures)
}

fn places(bytes: &mut Bytes<'_>) -> Option<Vec<Option<Inside>>> {
    let mut places = Vec::new();
    for _ in 0..bytes.number()? {
        let kind = bytes.byte()?;
        if kind == 0 {
            places.push(None);
            continue;
        }
        let at = Point::new(bytes.float()?, bytes.float()?);
        let (x, y) = (bytes.float()?, bytes.float()?);
        let area = Rect { x, y, width: bytes.float()?, height: bytes.float()? };
        places.push(Some(Inside { at, area, fixed: kind == 2 }));
    }
    Some(places)
}

fn pairs(bytes: &mut Bytes<'_>) -> Option<Vec<(u32, u32)>> {
    let mut pairs = Vec::new();
    for _ in 0..bytes.number()? {
        let one = u32::try_from(bytes.number()?).ok()?;
        pairs.push((one, u32::try_from(bytes.number()?).ok()?));
    }
    Some(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told() -> Measures {
        let area = Rect { x: 0.1, y: 0.2, width: 0.3, height: 1e9 };
        let inside = Inside { at: Point::new(0.5, -3.0), area, fixed: true };
        Measures {
            page_heights: vec![None, Some(1234.5)],
            inside: vec![None, Some(inside)],
            frames: vec![(1, Point::new(115.0, -2.5))],
            rests: vec![Some(Inside { fixed: false, ..inside }), None],
            states: vec![OpenState { label: "Größe".to_owned(), kind: OpenKind::TabPanel }],
            in_state: vec![(1, 0)],
            rests_in_state: vec![(0, 0)],
            seen: vec![SeenState { page_view: 1, state: 0, at: Time(90) }],
        }
    }

    #[test]
    fn measures_come_back() {
        assert_eq!(read(&pack(&told())), Some(told()));
        assert_eq!(read(&pack(&Measures::default())), Some(Measures::default()));
    }

    #[test]
    fn what_another_version_measured_is_not_read() {
        let mut bytes = pack(&told());
        bytes[2] -= 1;
        assert_eq!(read(&bytes), None);
        let first_packing = [2, 0, 0, 1, 0, 0];
        assert_eq!(read(&first_packing), None);
    }

    proptest! {
        #[test]
        fn damaged_bytes_are_refused_or_read_but_never_panic(bytes in any::<Vec<u8>>()) {
            let read = read(&[&VERSION, &*bytes].concat());
            prop_assert!(bytes.len() >= 8 || read.is_none());
        }
    }
}
