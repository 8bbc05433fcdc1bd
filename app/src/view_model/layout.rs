//! The lines of the grid, where each of them stands, and which of them are in sight.
//!
//! Only what is in sight is mounted. Browsers end an element at some 17 to 33 million pixels, so a list that would
//! be higher is squeezed: a step of the scroll bar then moves more than a step of rows.

use std::ops::Range;

use analyzer::align::RowKind;

use super::folds::{Fold, FoldKind};
use crate::few::Few;
use crate::protocol::MarkedRow;
use crate::state::RowKey;

/// The highest element that every browser can bear, with room to spare, in pixels.
const HIGHEST: f64 = 10_000_000.0;

/// Lines that are mounted before and after those in sight.
const OVERSCAN: usize = 12;

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
    /// Every row's mark.
    pub marks: &'a [MarkedRow],
    /// Its folds.
    pub folds: &'a [Fold],
    /// Folds that are open, by their first row; closed, where all others are open.
    pub open: &'a Few<()>,
    /// All folds but those are open.
    pub unfolded: bool,
    /// Only differences are shown.
    pub only_differences: bool,
}

/// The lines of the grid, in order.
pub fn items(shown: Shown<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    let mut folds = shown.folds.iter().peekable();
    let mut closed_until = 0;
    for (row, mark) in (0_u32..).zip(shown.marks) {
        let alike = matches!(mark.mark.kind, RowKind::Same | RowKind::ValueOnly);
        if let Some(fold) = folds.next_if(|fold| fold.first == row)
            && !(shown.only_differences && fold.kind == FoldKind::Alike)
        {
            let open = shown.open.holds(row) != shown.unfolded;
            items.push(Item::Fold(*fold, open));
            if !open {
                closed_until = row.saturating_add(fold.len);
            }
        }
        if row >= closed_until && !(shown.only_differences && alike) {
            items.push(Item::Row(row));
        }
    }
    items
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
    /// The lines.
    pub items: Vec<Item>,
    /// The upper edge of each line, and at the end the whole height.
    tops: Vec<u32>,
}

impl Layout {
    /// Stacks the lines.
    pub fn of(items: Vec<Item>, marks: &[MarkedRow], heights: &Heights) -> Self {
        let mut tops = Vec::with_capacity(items.len() + 1);
        let mut top = 0_u32;
        for item in &items {
            tops.push(top);
            let height = match item {
                Item::Fold(..) => heights.row,
                Item::Row(row) => {
                    let differs = marks
                        .get(*row as usize)
                        .is_some_and(|mark| !matches!(mark.mark.kind, RowKind::Same | RowKind::ValueOnly));
                    let lines = if heights.stacked && differs { 2 } else { 1 };
                    heights.row * lines + heights.extra.get(*row).copied().unwrap_or(0)
                }
            };
            top = top.saturating_add(height);
        }
        tops.push(top);
        Self { items, tops }
    }

    /// The whole height.
    pub fn height(&self) -> f64 {
        f64::from(self.tops.last().copied().unwrap_or(0))
    }

    /// The height that the page gives to it: the whole, or the highest that browsers can bear.
    pub fn page_height(&self) -> f64 {
        self.height().min(HIGHEST)
    }

    /// The upper edge of a line.
    pub fn top(&self, index: usize) -> f64 {
        f64::from(self.tops.get(index).copied().unwrap_or(0))
    }

    /// The line that stands at a height; the last one below the end.
    pub fn at(&self, y: f64) -> usize {
        let place = self.tops.partition_point(|top| f64::from(*top) <= y);
        place.saturating_sub(1).min(self.items.len().saturating_sub(1))
    }

    /// The index of a line by what it stands for; of a folded row, the fold's.
    pub fn index_of(&self, key: RowKey) -> Option<usize> {
        let row = match key {
            RowKey::Row(row) | RowKey::Fold(row) => row,
        };
        let after = self.items.partition_point(|item| item.first_row() <= row);
        let last = after.checked_sub(1)?;
        // An open fold and its first row begin with the same row.
        let before = last.checked_sub(1).filter(|before| self.items.get(*before).map(Item::key) == Some(key));
        let found = before.unwrap_or(last);
        let item = self.items.get(found)?;
        let holds = match item {
            Item::Row(first) => *first == row,
            Item::Fold(fold, open) => item.key() == key || (!open && fold.holds(row)),
        };
        holds.then_some(found)
    }

    /// How far the list is scrolled when the page is scrolled `scrolled` pixels into it.
    pub fn to_list(&self, scrolled: f64, viewport: f64) -> f64 {
        let (whole, given) = (self.height(), self.page_height());
        let room = given - viewport;
        if whole <= given || room <= 0.0 {
            return scrolled;
        }
        scrolled * (whole - viewport) / room
    }

    /// How far the page must be scrolled into the list so that the list is scrolled to `y`.
    pub fn to_page(&self, y: f64, viewport: f64) -> f64 {
        let (whole, given) = (self.height(), self.page_height());
        let room = whole - viewport;
        if whole <= given || room <= 0.0 {
            return y;
        }
        y * (given - viewport) / room
    }

    /// The lines in sight when the page is scrolled that far into the list.
    pub fn visible(&self, scrolled: f64, viewport: f64) -> Range<usize> {
        let below = scrolled.min(0.0);
        let y = self.to_list(scrolled.clamp(0.0, self.page_height()), viewport).max(0.0);
        let first = self.at(y);
        let last = (self.at((y + viewport + below).max(0.0)) + 1).min(self.items.len());
        first.min(last)..last
    }

    /// The lines to mount: those in sight, and some around them.
    pub fn window(&self, scrolled: f64, viewport: f64) -> Range<usize> {
        let visible = self.visible(scrolled, viewport);
        visible.start.saturating_sub(OVERSCAN)..(visible.end + OVERSCAN).min(self.items.len())
    }

    /// First and last row of the comparison among these lines.
    pub fn rows_of(&self, lines: &Range<usize>) -> (u32, u32) {
        let first = self.items.get(lines.start).map_or(0, Item::first_row);
        let last =
            lines.end.checked_sub(1).and_then(|last| self.items.get(last)).map_or(0, |item| match item {
                Item::Fold(fold, false) => fold.first + fold.len.saturating_sub(1),
                other => other.first_row(),
            });
        (first, last)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
    use super::*;
    use crate::view_model::folds::folds;
    use crate::view_model::folds::tests::rows;

    fn layout(picture: &str, open: &[u32], only_differences: bool) -> Layout {
        let marks = rows(picture);
        let folds = folds(&marks, &[]);
        let open = open.iter().map(|row| (*row, ())).collect();
        let shown = Shown { marks: &marks, folds: &folds, open: &open, unfolded: false, only_differences };
        let heights = Heights { row: 10, ..Heights::default() };
        Layout::of(items(shown), &marks, &heights)
    }

    fn keys(layout: &Layout) -> Vec<RowKey> {
        layout.items.iter().map(Item::key).collect()
    }

    #[test]
    fn a_closed_fold_stands_for_its_rows() {
        use RowKey::{Fold, Row};
        let closed = layout("=== #+ ===", &[], false);
        assert_eq!(keys(&closed), [Fold(0), Row(3), Row(4), Fold(5)]);
        assert_eq!(closed.index_of(Row(1)), Some(0));
        assert_eq!(closed.index_of(Row(4)), Some(2));
        assert_eq!(closed.index_of(Row(99)), None);
    }

    #[test]
    fn an_open_fold_keeps_its_line() {
        use RowKey::{Fold, Row};
        let open = layout("=== #", &[0], false);
        assert_eq!(keys(&open), [Fold(0), Row(0), Row(1), Row(2), Row(3)]);
        assert_eq!(open.index_of(Fold(0)), Some(0));
        assert_eq!(open.index_of(Row(0)), Some(1));
    }

    #[test]
    fn only_differences_leaves_out_what_is_alike() {
        assert_eq!(keys(&layout("=== =#~+ ===", &[], true)), [RowKey::Row(4), RowKey::Row(6)]);
    }

    #[test]
    fn notes_and_stacked_sides_take_room() {
        let marks = rows("=#=");
        let items = vec![Item::Row(0), Item::Row(1), Item::Row(2)];
        let heights = Heights { row: 10, stacked: true, extra: [(1, 7)].into_iter().collect() };
        let layout = Layout::of(items, &marks, &heights);
        assert!((layout.height() - 47.0).abs() < 0.1);
        assert_eq!((layout.at(0.0), layout.at(36.9), layout.at(37.0), layout.at(9999.0)), (0, 1, 2, 2));
    }

    #[test]
    fn a_million_rows_are_squeezed_and_both_ends_can_be_reached() {
        let marks = rows(&"#".repeat(2_000));
        let items: Vec<Item> = (0..1_000_000).map(Item::Row).collect();
        let layout = Layout::of(items, &marks, &Heights { row: 24, ..Heights::default() });
        assert!(layout.page_height() < layout.height());
        let bottom = layout.page_height() - 800.0;
        assert_eq!(layout.window(bottom, 800.0).end, 1_000_000);
        assert_eq!(layout.window(0.0, 800.0).start, 0);
        let y = layout.top(400_000);
        let there = layout.window(layout.to_page(y, 800.0), 800.0);
        assert!(there.contains(&400_000) && there.len() < 80);
    }

    #[test]
    fn no_rows_give_an_empty_window() {
        assert_eq!(Layout::default().window(0.0, 800.0), 0..0);
    }
}
