//! How wide the columns of a table are that has room to spare.
//!
//! A browser gives more of that room to the columns that hold more; the engine gives each the same. So
//! what it gave is taken off again, and the cells of the first row are told their widths. Tables that
//! need more than that, with cells over several columns above all, stay as the engine laid them out.

use super::tree::{attribute_name, mark};
use blitz_dom::{BaseDocument, LocalName, Node, NodeId as EngineId};
use style::computed_values::border_collapse::T as Collapse;
use style::values::computed::{BorderSideWidth, BorderStyle, Display, Percentage, Size};
use style::values::specified::box_::{DisplayInside, DisplayOutside};

/// Set on a table whose columns were told their widths, so that it is laid out anew.
const TOLD: &str = "wf-columns";

/// The most that is told in one document.
const MOST: usize = 200;

/// Less room than this is not worth sharing out, px.
const LITTLE: f32 = 1.0;

/// Cells that were told their widths, with the style that they had, and their tables.
#[derive(Default)]
pub(super) struct Columns {
    cells: Vec<(EngineId, Option<String>)>,
    tables: Vec<EngineId>,
}

impl Columns {
    /// Shares the room out in all tables. Layout has to be done again if there is [any](Self::any).
    pub(super) fn share(doc: &mut BaseDocument) -> Self {
        let mut told = Self::default();
        let mut styles = Vec::new();
        for (id, node) in doc.tree().iter() {
            let is_table = || display(node).is_some_and(|display| display.inside() == DisplayInside::Table);
            if node.element_data().is_none() || !node.flags.is_in_document() || !is_table() {
                continue;
            }
            if let Some(widths) = widths(doc, node).filter(|_| told.tables.len() < MOST) {
                told.tables.push(id);
                styles.extend(widths);
            }
        }
        let mut mutator = doc.mutate();
        for (cell, width) in styles {
            let style = mutator.doc.get_node(cell).and_then(|cell| cell.attr(LocalName::from("style")));
            let style = style.map(str::to_owned);
            let wider = format!("{};width:{width:.2}px", style.as_deref().unwrap_or_default());
            mutator.set_attribute(cell, attribute_name("style"), &wider);
            told.cells.push((cell, style));
        }
        for table in &told.tables {
            mutator.set_attribute(*table, attribute_name(TOLD), "");
        }
        told
    }

    pub(super) fn any(&self) -> bool {
        !self.cells.is_empty()
    }

    /// Gives the cells their own style back, which must come before the page changes.
    pub(super) fn undo(&mut self, doc: &mut BaseDocument) {
        let Self { cells, tables } = std::mem::take(self);
        let mut mutator = doc.mutate();
        for (cell, style) in cells {
            if mutator.doc.get_node(cell).is_none() {
                continue;
            }
            match style {
                Some(style) => mutator.set_attribute(cell, attribute_name("style"), &style),
                None => mutator.clear_attribute(cell, attribute_name("style")),
            }
        }
        for table in tables {
            if mutator.doc.get_node(table).is_some() {
                mutator.clear_attribute(table, attribute_name(TOLD));
            }
        }
    }
}

/// A column as it was laid out.
struct Column {
    cell: EngineId,
    /// Its width, px, and what of that the widest cell needs, where that can be told.
    width: f32,
    needs: Option<f32>,
    /// What a sheet says its share of the table is.
    share: Option<f32>,
    /// What is around the content of its first cell and does not count as the cell's `width`.
    around: f32,
}

/// The widths for the cells of the first row; `None` where nothing is to be told.
fn widths(doc: &BaseDocument, table: &Node) -> Option<Vec<(EngineId, f32)>> {
    let columns = columns(doc, table)?;
    let whole: f32 = columns.iter().map(|column| column.width).sum();
    let spare = columns.iter().filter_map(|column| Some(column.width - column.needs?));
    let (least, most) = spare.fold((f32::MAX, f32::MIN), |(a, b), spare| (a.min(spare), b.max(spare)));
    // Otherwise this is not what was shared out evenly.
    if least < LITTLE || most - least > LITTLE {
        return None;
    }
    let needed = |column: &Column| column.width - least;
    let shares: f32 = columns.iter().filter_map(|column| column.share).sum();
    let free = whole * (1.0 - shares);
    let needs: f32 = columns.iter().filter(|column| column.share.is_none()).map(needed).sum();
    if needs > free || needs <= 0.0 {
        return None;
    }
    let width = |column: &Column| match column.share {
        Some(share) => whole * share,
        None => needed(column) * free / needs,
    };
    Some(columns.iter().map(|column| (column.cell, width(column) - column.around)).collect())
}

fn columns(doc: &BaseDocument, table: &Node) -> Option<Vec<Column>> {
    let rows = rows(doc, table)?;
    let mut columns = rows.first()?.iter().map(|cell| column(cell)).collect::<Option<Vec<Column>>>()?;
    if columns.len() < 2 || rows.iter().any(|row| row.len() > columns.len()) {
        return None;
    }
    for (at, column) in columns.iter_mut().enumerate() {
        let cells = rows.iter().filter_map(|row| row.get(at));
        let needs: Option<Vec<f32>> = cells.map(|cell| Some(content(doc, cell)? + sides(cell))).collect();
        column.needs = needs.map(|needs| needs.into_iter().fold(0.0, f32::max));
    }
    Some(columns)
}

fn column(cell: &Node) -> Option<Column> {
    let style = cell.primary_styles()?;
    let share = match style.clone_width() {
        Size::Auto => None,
        Size::LengthPercentage(length) => Some(length.0.to_percentage().map(|Percentage(share)| share)?),
        _ => return None,
    };
    let inside = style::computed_values::box_sizing::T::ContentBox;
    let around = if style.clone_box_sizing() == inside { sides(cell) } else { 0.0 };
    Some(Column { cell: cell.id, width: cell.unrounded_layout().size.width, needs: None, share, around })
}

/// The cells of each row, head first; `None` for a table with cells over several rows or columns.
fn rows<'a>(doc: &'a BaseDocument, table: &'a Node) -> Option<Vec<Vec<&'a Node>>> {
    let mut groups: [Vec<&Node>; 3] = Default::default();
    let mut stack: Vec<&Node> = children(doc, table).rev().collect();
    let mut rank = 1;
    while let Some(node) = stack.pop() {
        match display(node).map(|display| display.inside()) {
            Some(DisplayInside::TableRow) => groups[rank].push(node),
            Some(
                inside @ (DisplayInside::TableHeaderGroup
                | DisplayInside::TableRowGroup
                | DisplayInside::TableFooterGroup),
            ) => {
                rank = match inside {
                    DisplayInside::TableHeaderGroup => 0,
                    DisplayInside::TableFooterGroup => 2,
                    _ => 1,
                };
                stack.extend(children(doc, node).rev());
            }
            Some(DisplayInside::TableColumn | DisplayInside::TableColumnGroup) => return None,
            _ => {}
        }
    }
    let is_cell =
        |node: &&Node| display(node).is_some_and(|display| display.inside() == DisplayInside::TableCell);
    let row = |row: &&'a Node| children(doc, row).filter(is_cell).collect::<Vec<&Node>>();
    let rows: Vec<Vec<&Node>> = groups.iter().flatten().map(row).collect();
    let spans = |cell: &&Node| {
        let more = |name: &str| cell.attr(LocalName::from(name)).is_some_and(|span| span.trim() != "1");
        more("colspan") || more("rowspan")
    };
    (!rows.iter().flatten().any(spans)).then_some(rows)
}

/// How wide the content of a box is where it need not break; `None` where that is not easily told.
fn content(doc: &BaseDocument, node: &Node) -> Option<f32> {
    if let Some(text) = node.element_data()?.inline_layout_data.as_ref() {
        return Some(text.layout.calculate_content_widths().max / text.layout.scale());
    }
    let words = |id: &EngineId| {
        doc.get_node(*id).is_some_and(|child| child.text_data().is_some() && !child.is_whitespace_node())
    };
    if node.children.iter().any(words) || node.before().is_some() || node.after().is_some() {
        return None;
    }
    let mut widest = 0.0_f32;
    for child in children(doc, node) {
        let display = display(child)?;
        let plain = display.outside() == DisplayOutside::Block && display.inside() == DisplayInside::Flow;
        if !plain || !matches!(child.primary_styles()?.clone_width(), Size::Auto) {
            return None;
        }
        let margin = child.final_layout().margin;
        widest = widest.max(content(doc, child)? + sides(child) + margin.left + margin.right);
    }
    Some(widest)
}

/// Padding and borders to the left and right.
fn sides(node: &Node) -> f32 {
    let layout = node.final_layout();
    layout.padding.left + layout.padding.right + layout.border.left + layout.border.right
}

/// The elements in it that make boxes.
fn children<'a>(doc: &'a BaseDocument, node: &'a Node) -> impl DoubleEndedIterator<Item = &'a Node> {
    let seen =
        |child: &&Node| display(child).is_some_and(|display| display.outside() != DisplayOutside::None);
    node.children
        .iter()
        .filter_map(|id| doc.get_node(*id))
        .filter(|child| child.element_data().is_some())
        .filter(seen)
}

fn display(node: &Node) -> Option<Display> {
    node.primary_styles().map(|style| style.clone_display())
}

/// Set on a table whose cells have borders on one side each way; see `base.css`.
const APART: &str = "wf-apart";

/// Lets cells of tables with collapsed borders keep their own where none meets another: the engine would
/// make room for them once more, between the cells. `true` when anything changed.
pub(super) fn part_borders(doc: &mut BaseDocument) -> bool {
    let mut changes = Vec::new();
    for (id, node) in doc.tree().iter() {
        let is_table = || display(node).is_some_and(|display| display.inside() == DisplayInside::Table);
        if node.element_data().is_none() || !node.flags.is_in_document() || !is_table() {
            continue;
        }
        let marked = node.attr(LocalName::from(APART)).is_some();
        let collapsed =
            node.primary_styles().is_some_and(|style| style.clone_border_collapse() == Collapse::Collapse);
        let apart = (collapsed || marked)
            && rows(doc, node).is_some_and(|rows| rows.iter().flatten().all(|cell| is_one_sided(cell)));
        if apart != marked {
            changes.push((id, apart));
        }
    }
    mark(doc, APART, &changes)
}

/// Whether the cell has no border that could meet another cell's.
fn is_one_sided(cell: &Node) -> bool {
    let Some(style) = cell.primary_styles() else { return false };
    let border = style.get_border();
    let none =
        |width: &BorderSideWidth, drawn: BorderStyle| drawn.none_or_hidden() || width.0.to_f32_px() <= 0.0;
    (none(&border.border_left_width, border.border_left_style)
        || none(&border.border_right_width, border.border_right_style))
        && (none(&border.border_top_width, border.border_top_style)
            || none(&border.border_bottom_width, border.border_bottom_style))
}
