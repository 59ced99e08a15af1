//! Tables: widths of columns by what they hold, rows over pages, heads on each page.

use super::{
    content::{Cell, Row, Table},
    flow::{BOTTOM, Flow, LEADING, LEFT, Mark, RIGHT, RULE, TOP},
    lines::{Line, extent, lines},
    tags::{Part, TagId},
};
use crate::pdf::style::Rgb;

/// Between a column's text and the next column.
const GAP: f32 = 8.0;
/// Above and below a row's text.
const PAD: f32 = 2.2;
/// Lines from which a row may go over two pages.
const TALL: usize = 12;
/// Of the table's width, what one column's longest word may take before it is broken.
const WORD: f32 = 0.3;
const MARKED: Rgb = [234, 243, 249];

/// A row's cells as lines: where each begins, what it is, and its lines.
struct SetRow {
    cells: Vec<SetCell>,
    lines: usize,
    marked: bool,
    ruled: bool,
}

struct SetCell {
    x: f32,
    width: f32,
    right: bool,
    lines: Vec<Line>,
    part: Part,
}

impl Flow<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let widths = self.widths(table);
        if widths.is_empty() {
            return;
        }
        let heads: Vec<SetRow> = table.heads.iter().map(|row| self.set(row, &widths, table.size, true)).collect();
        let tag = (!table.grid).then(|| self.tags.add(Part::Table, None));
        let step = table.size * LEADING;
        let head: f32 = heads.iter().map(|row| height(row.lines, step)).sum();
        if self.y + head + height(2, step) > BOTTOM && self.y > TOP {
            self.new_page();
        }
        self.heads(&heads, table.size, tag);
        for row in &table.rows {
            let set = self.set(row, &widths, table.size, false);
            self.row(&set, &heads, table.size, tag);
        }
        self.y += if table.grid { 2.0 } else { 8.0 };
    }

    /// A row, broken over pages where it must be.
    fn row(&mut self, row: &SetRow, heads: &[SetRow], size: f32, table: Option<TagId>) {
        let step = size * LEADING;
        let again: f32 = heads.iter().map(|row| height(row.lines, step)).sum();
        let cells = self.tagged(row, table);
        let mut from = 0;
        let mut fresh = false;
        loop {
            let left = row.lines - from;
            let room = fitting(BOTTOM - self.y - 2.0 * PAD, step);
            let fits_alone = height(left, step) <= BOTTOM - TOP - again;
            // A tall row begins where it stands, so that its heading does not stand alone.
            let begins = left > TALL && room >= TALL / 2;
            if left > room && (room == 0 || fits_alone && !begins) && !fresh {
                self.new_page();
                self.repeat(heads, size);
                fresh = true;
                continue;
            }
            let shown = left.min(room.max(1));
            self.lines_of(row, from..from + shown, size, &cells);
            from += shown;
            if from >= row.lines {
                return;
            }
            self.new_page();
            self.repeat(heads, size);
            fresh = true;
        }
    }

    /// The row and its cells in the tree; a grid's cells are paragraphs.
    fn tagged(&mut self, row: &SetRow, table: Option<TagId>) -> Vec<Option<TagId>> {
        let parent = table.map(|table| self.tags.add(Part::Row, Some(table)));
        let part = |cell: &SetCell| if table.is_some() { cell.part.clone() } else { Part::Paragraph };
        row.cells.iter().map(|cell| Some(self.tags.add(part(cell), parent))).collect()
    }

    fn heads(&mut self, heads: &[SetRow], size: f32, table: Option<TagId>) {
        for row in heads {
            let cells = self.tagged(row, table);
            self.lines_of(row, 0..row.lines, size, &cells);
        }
    }

    /// The heads again, on the next page: no second head for a reader that speaks.
    fn repeat(&mut self, heads: &[SetRow], size: f32) {
        for row in heads {
            self.lines_of(row, 0..row.lines, size, &vec![None; row.cells.len()]);
        }
    }

    fn lines_of(&mut self, row: &SetRow, range: std::ops::Range<usize>, size: f32, tags: &[Option<TagId>]) {
        let step = size * LEADING;
        let tall = height(range.len(), step);
        if row.marked {
            self.mark(Mark::Rectangle { x: LEFT, y: self.y, width: RIGHT - LEFT, height: tall, colour: MARKED });
        }
        let top = self.y + PAD;
        for (cell, tag) in row.cells.iter().zip(tags) {
            for (at, line) in cell.lines.iter().enumerate().skip(range.start).take(range.len()) {
                let inset = if cell.right { (cell.width - line.width).max(0.0) } else { 0.0 };
                let baseline = top + points(at - range.start) * step + size * 1.05;
                self.line(line, cell.x + inset, baseline, size, *tag);
            }
        }
        self.y += tall;
        if row.ruled {
            self.mark(Mark::Rectangle { x: LEFT, y: self.y, width: RIGHT - LEFT, height: 0.5, colour: RULE });
        }
    }

    fn set(&self, row: &Row, widths: &[f32], size: f32, head: bool) -> SetRow {
        let mut x = LEFT;
        let mut column = 0;
        let mut cells = Vec::new();
        for cell in &row.cells {
            let columns = cell.columns.min(widths.len().saturating_sub(column).max(1));
            let whole: f32 = widths.iter().skip(column).take(columns).sum();
            let last = column + columns >= widths.len();
            let width = if last { whole } else { whole - GAP };
            let part = match (head, cell.head) {
                (true, _) => Part::ColumnHead { columns },
                (false, true) => Part::RowHead { columns },
                (false, false) => Part::Cell { columns },
            };
            let set = lines(&cell.runs, size, width.max(10.0), self.fonts);
            cells.push(SetCell { x, width, right: cell.right, lines: set, part });
            x += whole;
            column += columns;
        }
        let lines = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0).max(1);
        SetRow { cells, lines, marked: row.marked, ruled: row.ruled }
    }

    /// The width of each column, gaps included: all of the page's, shared out by what words and lines ask for.
    fn widths(&self, table: &Table) -> Vec<f32> {
        let rows = || table.heads.iter().chain(&table.rows);
        let count = rows().map(|row| row.cells.iter().map(|cell| cell.columns).sum::<usize>()).max().unwrap_or(0);
        let all = RIGHT - LEFT;
        if count == 0 {
            return Vec::new();
        }
        if table.grid {
            return vec![all / points(count); count];
        }
        let mut least = vec![0f32; count];
        let mut most = vec![0f32; count];
        for row in rows() {
            let mut column = 0;
            for Cell { runs, columns, .. } in &row.cells {
                if *columns == 1 && column < count {
                    let (word, line) = extent(runs, table.size, self.fonts);
                    least[column] = least[column].max((word + GAP).min(all * WORD));
                    most[column] = most[column].max(line + GAP);
                }
                column += columns;
            }
        }
        let (narrow, wide): (f32, f32) = (least.iter().sum(), most.iter().sum());
        if wide <= all {
            // Room is left: the widest column takes it, so that numbers stay beside their names.
            let spare = if count > 1 { (all - wide) / points(count) } else { all - wide };
            return most.iter().map(|width| width + spare).collect();
        }
        if narrow >= all {
            return least.iter().map(|width| width * all / narrow).collect();
        }
        let share = (all - narrow) / most.iter().zip(&least).map(|(most, least)| (most - least).max(0.0)).sum::<f32>();
        most.iter().zip(&least).map(|(most, least)| least + (most - least).max(0.0) * share).collect()
    }
}

fn height(lines: usize, step: f32) -> f32 {
    points(lines) * step + 2.0 * PAD
}

/// How many lines fit.
fn fitting(room: f32, step: f32) -> usize {
    (1..500usize).take_while(|lines| points(*lines) * step <= room).count()
}

/// A small count as a number.
fn points(count: usize) -> f32 {
    u16::try_from(count).map_or(f32::from(u16::MAX), f32::from)
}
