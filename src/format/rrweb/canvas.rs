//! Canvases: whole pictures are kept, single drawing commands are not run.

use super::fields::Fields;
use super::other;
use crate::event::{EventKind, NodeId};
use crate::format::json::Cursor;
use std::sync::Arc;

/// A change of a canvas.
pub(super) fn kind(fields: &Fields<'_>) -> EventKind {
    let commands = fields.objects("commands");
    let drawn = commands.iter().rev().chain(std::iter::once(fields)).find_map(picture);
    match (fields.integer("id"), drawn) {
        (Some(node), Some(image)) => EventKind::Canvas { node: NodeId(node), image },
        _ => other("canvas commands"),
    }
}

/// The bitmap of a `drawImage`, which recorders send when they sample the whole canvas.
fn picture(command: &Fields<'_>) -> Option<Arc<str>> {
    if command.text("property")? != "drawImage" {
        return None;
    }
    let bitmap = first(command.cursor("args")?)?;
    if bitmap.text("rr_type")? != "ImageBitmap" {
        return None;
    }
    let blob = first(bitmap.cursor("args")?)?;
    let buffer = first(blob.cursor("data")?)?;
    let media = blob.text("type").unwrap_or_default();
    let media = if media.starts_with("image/") { &*media } else { "image/png" };
    Some(format!("data:{media};base64,{}", buffer.text("base64")?).into())
}

fn first(mut list: Cursor<'_>) -> Option<Fields<'_>> {
    (list.enter(b'[') && list.element()).then(|| Fields::read(&mut list))
}
