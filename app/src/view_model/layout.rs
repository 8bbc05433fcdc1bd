//! The lines of the grid and where each of them stands: worked out from bits, never written down line by line.

use std::ops::Range;

use super::folds::Fold;
use super::outline::Outline;
use super::stack::Stack;
use crate::bits::{Bits, first_where};
use crate::few::Few;
use crate::state::RowKey;

/// One line of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// A row of the comparison.
    Row(u32),
    /// A fold, and whether its rows follow.
    Fold(Fold, bool),
}

impl Item {
    /// What the line stands for.
    pub fn key(&self) -> RowKey {
        match self {
            Self::Row(row) => RowKey::Row(*row),
            Self::Fold(fold, _) => RowKey::Fold(fold.first),
        }
    }

    /// The row of the comparison that it begins with.
    pub fn first_row(&self) -> u32 {
        match self {
            Self::Row(row) => *row,
            Self::Fold(fold, _) => fold.first,
        }
    }
}

/// What of a comparison is shown.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// All of its rows.
    pub outline: &'a Outline,
    /// Folds that are open, by their first row; closed, where all others are open.
    pub open: &'a Few<()>,
    /// All folds but those are open.
    pub unfolded: bool,
    /// Only these rows are shown, and folds that hold one of them; all rows if there is nothing here.
    pub only: Option<&'a Bits>,
    /// Only these rows are shown, each by itself; all rows if there is nothing here.
    pub left: Option<&'a Bits>,
}

/// How high lines are, in pixels.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heights {
    /// One row.
    pub row: u32,
    /// The two sides stand below each other, so a row that differs takes two.
    pub stacked: bool,
    /// What single rows take besides, for their notes.
    pub extra: Few<u32>,
}

/// Where every line stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// Folds that have a line, by their first rows. A fold's line stands before that of its first row.
    heads: Bits,
    /// Rows that have a line of their own.
    rows: Bits,
    /// Those of them that take two lines.
    tall: Bits,
    heights: Heights,
    open: Few<()>,
    unfolded: bool,
}

impl Layout {
    /// Works out which lines there are.
    pub fn of(shown: Shown<'_>, heights: Heights) -> Self {
        let Shown { outline, open, unfolded, only, left } = shown;
        let (mut rows, mut heads) = if let Some(left) = left {
            (left.clone(), Bits::none(left.len()))
        } else {
            let rows = if unfolded { Bits::none(outline.rows()) } else { outline.folded.clone() };
            let mut rows = rows.others();
            let turned = open.numbers().filter_map(|first| outline.fold(first));
            rows.put(turned.map(|fold| (fold.first, fold.first + fold.len)), !unfolded);
            (rows, outline.heads.clone())
        };
        if let Some(only) = only {
            rows = rows.and(only);
            heads.put(empty_folds(outline, only).into_iter(), false);
        }
        let tall = if heights.stacked { rows.and(&outline.differing) } else { Bits::default() };
        Self { heads, rows, tall, heights, open: open.clone(), unfolded }
    }

    /// A line.
    pub fn item(&self, outline: &Outline, index: usize) -> Option<Item> {
        let (row, is_head) = self.place(index)?;
        if is_head { Some(Item::Fold(outline.fold(row)?, self.is_open(row))) } else { Some(Item::Row(row)) }
    }

    /// What a line stands for.
    pub fn key(&self, index: usize) -> Option<RowKey> {
        let (row, is_head) = self.place(index)?;
        Some(if is_head { RowKey::Fold(row) } else { RowKey::Row(row) })
    }

    /// The index of a line by what it stands for; of a folded row, the fold's.
    pub fn index_of(&self, outline: &Outline, key: RowKey) -> Option<usize> {
        let index = match key {
            RowKey::Fold(row) if self.heads.holds(row) => self.start(row),
            RowKey::Row(row) | RowKey::Fold(row) if self.rows.holds(row) => {
                self.start(row) + u32::from(self.heads.holds(row))
            }
            RowKey::Row(row) | RowKey::Fold(row) => {
                let fold = outline.fold_of(row)?;
                if self.is_open(fold.first) || !self.heads.holds(fold.first) {
                    return None;
                }
                self.start(fold.first)
            }
        };
        Some(index as usize)
    }

    /// First and last row of the comparison among these lines.
    pub fn rows_of(&self, outline: &Outline, lines: &Range<usize>) -> (u32, u32) {
        let first = self.place(lines.start).map_or(0, |(row, _)| row);
        let last = lines.end.checked_sub(1).and_then(|last| self.item(outline, last));
        let last = last.map_or(0, |item| match item {
            Item::Fold(fold, false) => fold.first + fold.len.saturating_sub(1),
            other => other.first_row(),
        });
        (first, last)
    }

    fn is_open(&self, first: u32) -> bool {
        self.open.holds(first) != self.unfolded
    }

    /// The row of a line, and whether it is the line of the fold that begins there.
    fn place(&self, index: usize) -> Option<(u32, bool)> {
        let index = u32::try_from(index).ok().filter(|index| *index < self.lines())?;
        let row = self.last_where(|row| self.start(row) <= index);
        Some((row, self.heads.holds(row) && self.start(row) == index))
    }

    /// How many lines stand before those of a row.
    fn start(&self, row: u32) -> u32 {
        self.heads.before(row) + self.rows.before(row)
    }

    fn lines(&self) -> u32 {
        self.start(self.rows.len())
    }

    /// The upper edge of a row, or of the fold that begins with it.
    fn edge(&self, row: u32) -> f64 {
        let notes = self.heights.extra.numbers().filter(|noted| *noted < row && self.rows.holds(*noted));
        let notes: u32 = notes.filter_map(|noted| self.heights.extra.get(noted)).sum();
        f64::from(self.start(row) + self.tall.before(row)) * f64::from(self.heights.row) + f64::from(notes)
    }

    /// The last row for which something holds that holds for all before it, too.
    fn last_where(&self, holds: impl Fn(u32) -> bool) -> u32 {
        first_where(self.rows.len(), |row| !holds(row)).saturating_sub(1)
    }
}

/// The first rows of folds that hold none of these rows, as ranges.
fn empty_folds(outline: &Outline, only: &Bits) -> Vec<(u32, u32)> {
    let mut empty = Vec::new();
    let mut next = outline.heads.from(0);
    while let Some(fold) = next.and_then(|first| outline.fold(first)) {
        if only.within(fold.first, fold.first + fold.len) == 0 {
            empty.push((fold.first, fold.first + 1));
        }
        next = outline.heads.from(fold.first + 1);
    }
    empty
}

impl Stack for Layout {
    fn len(&self) -> usize {
        self.lines() as usize
    }

    fn top(&self, index: usize) -> f64 {
        let Some((row, is_head)) = self.place(index) else { return self.edge(self.rows.len()) };
        let below_head = !is_head && self.heads.holds(row);
        self.edge(row) + if below_head { f64::from(self.heights.row) } else { 0.0 }
    }

    fn at(&self, y: f64) -> usize {
        let row = self.last_where(|row| self.edge(row) <= y);
        let both = self.heads.holds(row) && self.rows.holds(row);
        let below_head = both && y >= self.edge(row) + f64::from(self.heights.row);
        (self.start(row) + u32::from(below_head)).min(self.lines().saturating_sub(1)) as usize
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]
    use super::*;
    use crate::bits::tests::numbers;
    use crate::protocol::MarkedRow;
    use crate::view_model::differences::differs;
    use crate::view_model::folds::folds;
    use crate::view_model::folds::tests::rows;

    const ROW: u32 = 10;

    fn few(rows: &[u32]) -> Few<()> {
        rows.iter().map(|row| (*row, ())).collect()
    }

    /// The lines of a picture of rows; see there for its signs.
    fn keys(picture: &str, open: &[u32], only_differences: bool) -> Vec<RowKey> {
        let outline = Outline::of(&rows(picture), &[]);
        let only = only_differences.then_some(&outline.differing);
        let layout = Layout::of(
            Shown { outline: &outline, open: &few(open), unfolded: false, only, left: None },
            Heights { row: ROW, ..Heights::default() },
        );
        (0..layout.len()).map(|index| layout.key(index).unwrap()).collect()
    }

    #[test]
    fn a_closed_fold_stands_for_its_rows() {
        use RowKey::{Fold, Row};
        assert_eq!(keys("=== #+ ===", &[], false), [Fold(0), Row(3), Row(4), Fold(5)]);
    }

    #[test]
    fn an_open_fold_keeps_its_line() {
        use RowKey::{Fold, Row};
        assert_eq!(keys("=== #", &[0], false), [Fold(0), Row(0), Row(1), Row(2), Row(3)]);
    }

    #[test]
    fn only_differences_leaves_out_what_is_alike() {
        assert_eq!(keys("=== =#~+ ===", &[], true), [RowKey::Row(4), RowKey::Row(6)]);
    }

    /// The same, written down line by line: each with its height.
    fn plain(
        marks: &[MarkedRow],
        (open, unfolded): (&Few<()>, bool),
        (only, left): (Option<&Bits>, Option<&Bits>),
        heights: &Heights,
    ) -> Vec<(Item, u32)> {
        let shown = |row: u32| [left, only].into_iter().flatten().all(|only| only.holds(row));
        let is_open = |fold: &Fold| open.holds(fold.first) != unfolded;
        let folds = if left.is_some() { Vec::new() } else { folds(marks, &[]) };
        let mut lines = Vec::new();
        for (row, mark) in (0..).zip(marks) {
            let fold = folds.iter().find(|fold| fold.holds(row));
            if let Some(fold) = fold.filter(|fold| fold.first == row)
                && (fold.first..fold.first + fold.len).any(shown)
            {
                lines.push((Item::Fold(*fold, is_open(fold)), heights.row));
            }
            if shown(row) && fold.is_none_or(is_open) {
                let both = heights.stacked && differs(mark.mark.kind);
                let extra = heights.extra.get(row).copied().unwrap_or(0);
                lines.push((Item::Row(row), heights.row * if both { 2 } else { 1 } + extra));
            }
        }
        lines
    }

    #[test]
    fn every_line_stands_where_it_stands_when_all_are_written_down() {
        let mut number = numbers(3);
        for round in 0..150 {
            let len = number(400);
            let picture: String = (0..len)
                .map(|_| {
                    ["=", "=", "==", "==========", "~", "#", "-", "----------", "+", "++++++++++", " "]
                        [number(11) as usize]
                })
                .collect();
            let marks = rows(&picture);
            let outline = Outline::of(&marks, &[]);
            let heads: Vec<u32> =
                folds(&marks, &[]).iter().map(|fold| fold.first).filter(|_| number(3) == 0).collect();
            let open = few(&heads);
            let some = Bits::of((0..marks.len()).map(|_| number(4) == 0));
            let only = [None, Some(&outline.differing), Some(&some)][round % 3];
            let (unfolded, left) = (round % 5 == 0, (round % 7 == 0).then_some(&some));
            let extra = (0..2).map(|_| (number(len + 1), 1 + number(30))).collect();
            let heights = Heights { row: ROW, stacked: round % 2 == 0, extra };
            let lines = plain(&marks, (&open, unfolded), (only, left), &heights);
            let layout = Layout::of(Shown { outline: &outline, open: &open, unfolded, only, left }, heights);
            check(&layout, &outline, &lines, &marks);
        }
    }

    fn check(layout: &Layout, outline: &Outline, lines: &[(Item, u32)], marks: &[MarkedRow]) {
        assert_eq!(layout.len(), lines.len());
        let mut top = 0.0;
        for (index, (item, height)) in lines.iter().enumerate() {
            assert_eq!(layout.item(outline, index), Some(*item));
            assert_eq!(layout.index_of(outline, item.key()), Some(index));
            assert!((layout.top(index) - top).abs() < 0.1, "line {index}");
            assert_eq!([0.0, f64::from(*height) - 0.1].map(|y| layout.at(top + y)), [index, index]);
            top += f64::from(*height);
            if let Item::Fold(fold, false) = item {
                for row in fold.first..fold.first + fold.len {
                    assert_eq!(layout.index_of(outline, RowKey::Row(row)), Some(index));
                }
            }
        }
        assert!((layout.height() - top).abs() < 0.1);
        assert_eq!(layout.at(top + 99.0), lines.len().saturating_sub(1));
        assert_eq!(layout.item(outline, lines.len()), None);
        let standing = |row: u32| {
            lines.iter().any(|(item, _)| match item {
                Item::Row(known) => *known == row,
                Item::Fold(fold, open) => !open && fold.holds(row),
            })
        };
        for row in 0..marks.len() as u32 + 2 {
            assert_eq!(layout.index_of(outline, RowKey::Row(row)).is_some(), standing(row), "row {row}");
        }
    }

    #[test]
    fn a_million_rows_are_laid_out() {
        let outline = Outline::of(&rows(&"=========#".repeat(100_000)), &[]);
        let open = few(&[12, 500_002]);
        let heights = Heights { row: 24, ..Heights::default() };
        let layout = Layout::of(
            Shown { outline: &outline, open: &open, unfolded: false, only: None, left: None },
            heights,
        );
        let index = layout.index_of(&outline, RowKey::Row(900_009)).unwrap();
        assert_eq!(layout.item(&outline, index), Some(Item::Row(900_009)));
        assert_eq!(layout.at(layout.top(index)), index);
        assert!(layout.window(layout.to_page(layout.top(index), 800.0), 800.0).contains(&index));
    }

    #[test]
    fn no_rows_give_an_empty_window() {
        assert_eq!(Layout::default().window(0.0, 800.0), 0..0);
    }
}
