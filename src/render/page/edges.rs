//! Elements within a line that have margins, borders or padding: the engine lays out their letters alone.
//!
//! What fits on one line becomes a small box in that line, which a browser would draw in the same way:
//! as high as its letters, with what is around them reaching out of the line. What has to break over
//! lines stays as it is.

use super::tree::attribute_name;
use blitz_dom::{BaseDocument, LocalName, Node, NodeId as EngineId};
use std::fmt::Write as _;
use style::computed_values::position::T as Position;
use style::properties::ComputedValues;
use style::values::computed::{Display, Float, Length, LengthPercentage, Margin};
use style::values::specified::box_::{DisplayInside, DisplayOutside};

/// How far the box reaches out of its line above and below, whole px. These mark it, too.
const ABOVE: &str = "wf-above";
const BELOW: &str = "wf-below";

/// The farthest that is marked.
const FARTHEST: u8 = 40;

/// The most letters of what is taken to fit on one line.
const FITS: usize = 40;

/// The rules for them, for the sheet below all others.
pub(super) fn rules() -> String {
    // Of what holds for boxes alone, nothing may hold now.
    let mut rules = format!(
        "[{ABOVE}]{{display:inline-block;width:auto !important;height:auto !important;min-width:auto !important;\
         min-height:auto !important;max-width:none !important;max-height:none !important;overflow:visible !important;\
         transform:none !important;line-height:normal !important;text-indent:0 !important}}\n"
    );
    for far in 0..=FARTHEST {
        for (name, side) in [(ABOVE, "top"), (BELOW, "bottom")] {
            let rule = write!(rules, "[{name}=\"{far}\"]{{margin-{side}:-{far}px !important}}");
            rule.expect("a text takes all that is written to it");
        }
    }
    rules
}

/// Marks them, and takes marks away; `true` when anything changed.
pub(super) fn mend(doc: &mut BaseDocument) -> bool {
    let mut changes: Vec<(EngineId, &str, Option<u8>)> = Vec::new();
    for (id, node) in doc.tree().iter() {
        let Some(element) = node.element_data().filter(|_| node.flags.is_in_document()) else { continue };
        if element.name.local.starts_with("wf-") {
            continue;
        }
        let reach = reach(doc, node);
        for (name, far) in [(ABOVE, reach.map(|reach| reach.0)), (BELOW, reach.map(|reach| reach.1))] {
            let marked = node.attr(LocalName::from(name)).map(str::parse);
            if marked != far.map(Ok) {
                changes.push((id, name, far));
            }
        }
    }
    let mut mutator = doc.mutate();
    for (id, name, far) in &changes {
        match far {
            Some(far) => mutator.set_attribute(*id, attribute_name(name), &far.to_string()),
            None => mutator.clear_attribute(*id, attribute_name(name)),
        }
    }
    !changes.is_empty()
}

/// How far above and below its letters such an element reaches; `None` for every other.
fn reach(doc: &BaseDocument, node: &Node) -> Option<(u8, u8)> {
    let style = node.primary_styles()?;
    let display = style.clone_display();
    let marked = node.attr(LocalName::from(ABOVE)).is_some();
    let in_line = is_text(display) || marked && display == Display::InlineBlock;
    if !in_line || is_replaced(node) || style.clone_float() != Float::None {
        return None;
    }
    if !matches!(style.clone_position(), Position::Static | Position::Relative) {
        return None;
    }
    let (across, above, below) = edges(&style);
    (across && fits(doc, node)).then_some((above, below))
}

pub(super) fn is_text(display: Display) -> bool {
    display.outside() == DisplayOutside::Inline && display.inside() == DisplayInside::Flow
}

pub(super) fn is_replaced(node: &Node) -> bool {
    let kept =
        ["img", "svg", "canvas", "video", "embed", "iframe", "input", "textarea", "button", "br", "select"];
    node.element_data().is_none_or(|element| kept.contains(&&*element.name.local))
}

/// Whether there is anything to its left or right, and how much above and below, px.
pub(super) fn edges(style: &ComputedValues) -> (bool, u8, u8) {
    let margin = |margin: &Margin| match margin {
        Margin::LengthPercentage(length) => px(length),
        _ => 0.0,
    };
    let border = style.get_border();
    let line = |width: f32, drawn: style::values::computed::BorderStyle| {
        if drawn.none_or_hidden() { 0.0 } else { width }
    };
    let left = line(border.border_left_width.0.to_f32_px(), border.border_left_style);
    let right = line(border.border_right_width.0.to_f32_px(), border.border_right_style);
    let top = line(border.border_top_width.0.to_f32_px(), border.border_top_style);
    let bottom = line(border.border_bottom_width.0.to_f32_px(), border.border_bottom_style);
    let (margins, padding) = (style.get_margin(), style.get_padding());
    let beside = [
        margin(&margins.margin_left),
        margin(&margins.margin_right),
        px(&padding.padding_left.0),
        px(&padding.padding_right.0),
        left,
        right,
    ];
    (
        beside.iter().any(|edge| *edge != 0.0),
        whole(px(&padding.padding_top.0) + top),
        whole(px(&padding.padding_bottom.0) + bottom),
    )
}

fn px(length: &LengthPercentage) -> f32 {
    length.resolve(Length::new(0.0)).px()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn whole(edge: f32) -> u8 {
    edge.round().clamp(0.0, f32::from(FARTHEST)) as u8
}

/// Whether what is inside is words without spaces around them and other things of one line, and short.
fn fits(doc: &BaseDocument, node: &Node) -> bool {
    let mut text = String::new();
    let mut stack = vec![node];
    while let Some(node) = stack.pop() {
        if let Some(words) = node.text_data() {
            text.push_str(&words.content);
        } else if let Some(element) = node.element_data() {
            let display = node.primary_styles().map(|style| style.clone_display());
            let in_line = display.is_none_or(|display| {
                display.outside() != DisplayOutside::Block
                    && display.outside() != DisplayOutside::InternalTable
            });
            if !in_line || &*element.name.local == "br" {
                return false;
            }
            if is_replaced(node) {
                text.push('\u{fffc}');
            } else {
                let inside =
                    node.after().into_iter().chain(node.children.iter().rev().copied()).chain(node.before());
                stack.extend(inside.filter_map(|child| doc.get_node(child)));
            }
        }
        if text.len() > FITS * 4 {
            return false;
        }
    }
    !text.is_empty() && text.trim().len() == text.len() && text.chars().count() <= FITS
}
