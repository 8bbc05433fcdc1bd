//! What of the rows is in sight: where every line stands, how high notes are, and the way to a line.

use std::rc::Rc;

use analyzer::report::Comparison;

use super::row::id_of;
use crate::few::Few;
use crate::platform::screen::{self, Metrics};
use crate::state::compare::telling_rows;
use crate::state::{Compare, RowKey};
use crate::view_model::layout::{Heights, Layout, Shown};
use crate::views::windowed::{Follow, Windowed};

/// The part of the rows that is mounted, whatever the number of rows.
pub struct Window {
    /// Where every line stands.
    pub layout: Rc<Layout>,
    /// Sizes of the screen.
    pub metrics: Metrics,
    /// What is mounted.
    pub list: Windowed,
    notes: Few<u32>,
    jumps: u32,
    wanted: Option<RowKey>,
}

impl Window {
    /// The rows of a comparison, before anything has been measured.
    pub fn new(compare: &Compare) -> Self {
        let mut window = Self {
            layout: Rc::default(),
            metrics: screen::metrics(),
            list: Windowed::default(),
            notes: Few::new(),
            jumps: compare.seen,
            wanted: None,
        };
        window.lay_out(compare);
        window
    }

    /// Works out anew where the lines stand.
    pub fn lay_out(&mut self, compare: &Compare) {
        let layout = compare.outline.as_deref().map(|outline| {
            let heights =
                Heights { row: self.metrics.row, stacked: self.metrics.narrow, extra: self.notes.clone() };
            let only = compare.only_differences.then_some(&outline.differing);
            let left = compare.filter.rows.as_deref();
            let shown = Shown { outline, open: &compare.open, unfolded: compare.unfolded, only, left };
            Rc::new(Layout::of(shown, heights))
        });
        self.layout = layout.unwrap_or_default();
        self.list.renew(&*self.layout);
    }

    /// The rows are others: of the notes, those stay that the new rows carry, too. Were all given up until they are
    /// measured again, the page would become shorter for a moment, and what is in sight would jump.
    pub fn renew(&mut self, compare: &Compare, comparison: Option<&Comparison>) {
        let notes = comparison.map(telling_rows).unwrap_or_default().into_iter();
        self.notes = notes.filter_map(|row| Some((row, *self.notes.get(row)?))).collect();
        self.lay_out(compare);
    }

    /// First and last row in sight.
    pub fn rows_in_sight(&self, compare: &Compare) -> (u32, u32) {
        let Some(outline) = compare.outline.as_deref() else { return (0, 0) };
        self.layout.rows_of(outline, &self.list.in_sight(&*self.layout))
    }

    /// Follows the scrolling and the size of the screen.
    pub fn follow(&mut self, compare: &Compare) -> Follow {
        let measured = screen::metrics();
        let resized = measured != self.metrics;
        if resized {
            self.metrics = measured;
            self.lay_out(compare);
        }
        self.list.follow(&*self.layout).or_draw(resized)
    }

    /// Measures what has been drawn.
    pub fn measure(&mut self, compare: &Compare, comparison: &Comparison) -> Follow {
        let changed = self.measure_notes(compare, comparison);
        if changed {
            self.lay_out(compare);
        }
        self.follow(compare).or_draw(changed)
    }

    /// Measures the notes in sight; true if one is of another height than before.
    fn measure_notes(&mut self, compare: &Compare, comparison: &Comparison) -> bool {
        let Some(outline) = compare.outline.as_deref() else { return false };
        let lines = self.list.lines();
        let mut changed = false;
        for row in telling_rows(comparison) {
            let key = RowKey::Row(row);
            if !self.layout.index_of(outline, key).is_some_and(|index| lines.contains(&index)) {
                continue;
            }
            let height = screen::found_height(&format!("#{} .note", id_of(key)));
            if let Some(height) = height.filter(|height| self.notes.get(row) != Some(height)) {
                self.notes.put(row, height);
                changed = true;
            }
        }
        changed
    }

    /// Brings the focused row into sight when the state asks for that, and gives it the keyboard.
    pub fn jump(&mut self, compare: &Compare) {
        if self.jumps != compare.jump
            && let Some(outline) = compare.outline.as_deref()
            && let Some(index) = compare.focus.and_then(|key| self.layout.index_of(outline, key))
        {
            self.jumps = compare.jump;
            self.list.reveal(&*self.layout, index, compare.centre);
            if !compare.keep_keyboard {
                self.wanted = self.layout.key(index);
            }
        }
        // The row may be mounted only after the scrolling: then a later drawing finds it.
        if self.wanted.is_some_and(|key| screen::focus_id(&id_of(key))) {
            self.wanted = None;
        }
    }
}
