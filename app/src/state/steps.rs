//! Steps from place to place in the comparison: differences, failed calls, what the search found. They go round.

use std::rc::Rc;

use super::compare::{Compare, RowKey};
use crate::bits::Bits;
use crate::view_model::differences;

/// What the page says of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// It went from the last place to the first.
    FromTop,
    /// It went from the first place to the last.
    FromEnd,
    /// There is no such place.
    Nowhere,
    /// Filters were taken off, as they hid the row.
    Uncovered,
}

/// What is stepped from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Places {
    /// Where differences begin.
    Differences,
    /// Rows that failed on one of the sides.
    Failed,
    /// What the search found.
    Found,
}

impl Compare {
    /// The places of a kind among the rows that are left; none as long as they are not known.
    pub fn places(&self, of: Places) -> Rc<Bits> {
        let outline = self.outline.as_deref();
        let all = match of {
            Places::Differences if self.filter.rows.is_some() => Some(&self.filter.starts),
            Places::Differences => outline.map(|outline| &outline.starts),
            Places::Failed => outline.map(|outline| &outline.failed),
            Places::Found => self.search.rows.as_ref(),
        };
        all.map(|all| self.filter.left(all)).unwrap_or_default()
    }

    /// Goes to the next or the previous place; behind the last comes the first.
    pub(super) fn step(&mut self, of: Places, forward: bool) {
        if of == Places::Found && self.search.rows.is_none() && self.search.problem.is_empty() {
            self.search.step = (!self.search.text.is_empty()).then_some(forward);
            return;
        }
        let (places, row) = (self.places(of), self.focused_row());
        let (near, far, around) = if forward {
            (differences::next(&places, row), places.from(0), Said::FromTop)
        } else {
            (differences::previous(&places, row), places.last_before(places.len()), Said::FromEnd)
        };
        match (near, far) {
            (Some(row), _) => self.show(RowKey::Row(row)),
            (None, Some(row)) => {
                // A first step back comes from nowhere, and goes round nothing.
                let from = self.focused_row().is_some();
                self.show(RowKey::Row(row));
                self.said = self.said.or(from.then_some(around));
            }
            (None, None) => self.said = Some(Said::Nowhere),
        }
        // Who steps from find to find goes on writing in the field.
        self.keep_keyboard = of == Places::Found;
    }

    /// The row that steps start from: the focused one, or none as long as the reader has been at none.
    pub fn focused_row(&self) -> Option<u32> {
        self.focus.filter(|_| self.visited).map(|key| match key {
            RowKey::Row(row) | RowKey::Fold(row) => row,
        })
    }
}
