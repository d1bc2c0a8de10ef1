//! What happens between snapshots: pointer, scroll, input, media, selection; the larger ones are
//! handed on.

use super::fields::Fields;
use super::{Context, canvas, mutation, other, sheets};
use crate::event::{
    EventKind, MediaAction, MoveKind, NodeId, Point, PointerKind, Position, PressKind, SelectionRange, Size,
};
use crate::format::json::Cursor;

/// An incremental event from its data, which is passed.
pub(super) fn kind<'a>(data: &mut Cursor<'a>, context: &mut Context<'a>) -> EventKind {
    let Some(source) = source(data.clone()) else {
        data.skip();
        context.warn("The change has no source.".to_owned());
        return other("no source");
    };
    match source {
        0 => return mutation::kind(data, context),
        1 => return moves(data, MoveKind::Mouse, context),
        6 => return moves(data, MoveKind::Touch, context),
        12 => return moves(data, MoveKind::Drag, context),
        // Before there were plugins; the same members.
        11 => {
            let payload = data.raw().unwrap_or_default().into();
            return EventKind::Plugin { name: context.names.made("rrweb/console@1"), payload };
        }
        _ => {}
    }
    let fields = Fields::read(data);
    let found = match source {
        2 => press(&fields),
        3 => scroll(&fields),
        4 => resize(&fields),
        5 => input(&fields, context),
        7 => media(&fields),
        8 => sheets::rules(&fields, context),
        9 => Some(canvas::kind(&fields)),
        10 => sheets::font(&fields, context),
        13 => sheets::declaration(&fields, context),
        14 => Some(EventKind::Selection(fields.objects("ranges").iter().filter_map(range).collect())),
        15 => sheets::adopted(&fields, context),
        16 => Some(other("custom element")),
        _ => {
            context.warn(format!("Changes of source {source} are not known."));
            return other(&format!("source {source}"));
        }
    };
    found.unwrap_or_else(|| {
        context.warn(format!("The change of source {source} lacks what it needs, or it is not known."));
        other(&format!("source {source}"))
    })
}

/// The kind of change; usually the first member.
fn source(mut data: Cursor<'_>) -> Option<i64> {
    data.enter(b'{');
    while let Some(key) = data.key() {
        if key == "source" {
            return data.read_integer();
        }
        data.skip();
    }
    None
}

fn node(fields: &Fields<'_>) -> Option<NodeId> {
    fields.integer("id").map(NodeId)
}

fn point(fields: &Fields<'_>) -> Option<Point> {
    Some(Point::new(fields.number("x")?, fields.number("y")?))
}

/// A batch of positions, which is walked without a list between: these are most events.
fn moves(data: &mut Cursor<'_>, by: MoveKind, context: &Context<'_>) -> EventKind {
    let mut positions = Vec::new();
    data.enter(b'{');
    while let Some(key) = data.key() {
        if key != "positions" {
            data.skip();
            continue;
        }
        positions.clear();
        if data.enter(b'[') {
            while data.element() {
                positions.extend(position(data, context));
            }
        }
    }
    positions.sort_by_key(|position| position.at);
    EventKind::Moves { by, positions }
}

fn position(cursor: &mut Cursor<'_>, context: &Context<'_>) -> Option<Position> {
    let (mut x, mut y, mut node, mut offset) = (None, None, None, None);
    if cursor.enter(b'{') {
        while let Some(key) = cursor.key() {
            match key {
                "x" => x = cursor.read_number(),
                "y" => y = cursor.read_number(),
                "id" => node = cursor.read_integer(),
                "timeOffset" => offset = cursor.read_number(),
                _ => drop(cursor.skip()),
            }
        }
    }
    let at = context.time(context.ms + offset.unwrap_or_default());
    Some(Position { at, point: Point::new(x?, y?), node: node.filter(|id| *id > 0).map(NodeId) })
}

fn press(fields: &Fields<'_>) -> Option<EventKind> {
    let (kind, by_touch) = match fields.integer("type")? {
        0 => (PressKind::Up, false),
        1 => (PressKind::Down, false),
        2 => (PressKind::Click, false),
        3 => (PressKind::ContextMenu, false),
        4 => (PressKind::DoubleClick, false),
        5 => (PressKind::Focus, false),
        6 => (PressKind::Blur, false),
        7 => (PressKind::TouchStart, true),
        // The finger left by moving: for us it was lifted.
        8 | 9 => (PressKind::TouchEnd, true),
        10 => (PressKind::TouchCancel, true),
        _ => return None,
    };
    let pointer = match fields.integer("pointerType") {
        Some(0) => PointerKind::Mouse,
        Some(1) => PointerKind::Pen,
        Some(2) => PointerKind::Touch,
        _ if by_touch => PointerKind::Touch,
        _ => PointerKind::Mouse,
    };
    let point = point(fields).filter(|_| !matches!(kind, PressKind::Focus | PressKind::Blur));
    Some(EventKind::Press { kind, node: node(fields)?, point, pointer })
}

fn scroll(fields: &Fields<'_>) -> Option<EventKind> {
    Some(EventKind::Scroll { node: node(fields)?, to: point(fields)? })
}

fn resize(fields: &Fields<'_>) -> Option<EventKind> {
    let size = |name| fields.number(name).filter(|px| *px >= 0.0);
    Some(EventKind::Resize(Size::new(size("width")?, size("height")?)))
}

fn input<'a>(fields: &Fields<'a>, context: &mut Context<'a>) -> Option<EventKind> {
    let text = fields.scalar_as_written("text").unwrap_or_default();
    Some(EventKind::Input {
        node: node(fields)?,
        text: context.written(text),
        checked: fields.bool("isChecked").unwrap_or(false),
        by_user: fields.bool("userTriggered"),
    })
}

fn media(fields: &Fields<'_>) -> Option<EventKind> {
    let action = match fields.integer("type")? {
        0 => MediaAction::Play,
        1 => MediaAction::Pause,
        2 => MediaAction::Seek,
        3 => MediaAction::Volume,
        4 => MediaAction::Rate,
        _ => return None,
    };
    Some(EventKind::Media { node: node(fields)?, action, position_s: fields.number("currentTime") })
}

fn range(entry: &Fields<'_>) -> Option<SelectionRange> {
    let offset = |name| entry.integer(name).and_then(|offset| u32::try_from(offset).ok());
    Some(SelectionRange {
        start: NodeId(entry.integer("start")?),
        start_offset: offset("startOffset")?,
        end: NodeId(entry.integer("end")?),
        end_offset: offset("endOffset")?,
    })
}
