//! Tables for people: columns as wide as they must be, numbers to the right.

/// Which way a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A table with a head; its columns are two blanks apart.
#[derive(Debug)]
pub(super) struct Table {
    sides: Vec<Side>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with this head. A name that begins with `>` is that of a column of numbers.
    pub(super) fn new(head: &[&str]) -> Self {
        let sides =
            head.iter().map(|name| if name.starts_with('>') { Side::Right } else { Side::Left }).collect();
        let names = head.iter().map(|name| name.trim_start_matches('>').to_owned()).collect();
        Self { sides, rows: vec![names] }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The table as lines.
    pub(super) fn text(&self) -> String {
        let width = |column: usize| {
            self.rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.sides.len()).map(width).collect();
        let mut out = String::new();
        for row in &self.rows {
            let cells: Vec<String> = row
                .iter()
                .zip(self.sides.iter().zip(&widths))
                .map(|(cell, (side, width))| match side {
                    Side::Left => format!("{cell:<width$}"),
                    Side::Right => format!("{cell:>width$}"),
                })
                .collect();
            out.push_str(cells.join("  ").trim_end());
            out.push('\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_right_and_words_left() {
        let mut table = Table::new(&["page", ">views"]);
        table.row(vec!["/".to_owned(), "1\u{202f}200".to_owned()]);
        table.row(vec!["/cart".to_owned(), "7".to_owned()]);
        assert_eq!(table.text(), "page   views\n/      1\u{202f}200\n/cart      7\n");
    }
}
