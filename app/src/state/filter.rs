//! What of the comparison's rows is left when the reader asks for less.

use std::rc::Rc;

use analyzer::render::filter::{Filter, Thing};
use analyzer::render::rows::CallGroup;

use super::compare::Compare;
use super::steps::Said;
use crate::bits::Bits;
use crate::view_model::differences;

/// What the reader asks of the rows; the worker says which of them are left.
#[derive(Debug, Clone, Default)]
pub struct Filtering {
    /// Rows that act on one of these descriptors, each with its name; all if there are none.
    pub things: Vec<(Thing, String)>,
    /// Calls of these families; all if there are none.
    pub groups: Vec<CallGroup>,
    /// Rows that failed.
    pub failed: bool,
    /// Rows that the search finds.
    pub found: bool,
    /// The rows that are left, as the worker said last; `None` as long as nothing is asked for.
    pub rows: Option<Rc<Bits>>,
    /// Those of them with which a difference begins, as if there were no others.
    pub(super) starts: Rc<Bits>,
}

/// One thing that is asked of the rows, or no longer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Narrow {
    /// They act on this descriptor; with its name.
    Thing(Thing, String),
    /// They are calls of this family.
    Group(CallGroup),
    /// They failed.
    Failed,
    /// The search finds them.
    Found,
}

impl Filtering {
    /// Asks for something, or no longer does.
    pub(super) fn set(&mut self, what: Narrow, on: bool) {
        match what {
            Narrow::Thing(thing, name) => {
                self.things.retain(|(known, _)| *known != thing);
                if on {
                    self.things.push((thing, name));
                }
            }
            Narrow::Group(group) => {
                self.groups.retain(|known| *known != group);
                if on {
                    self.groups.push(group);
                }
            }
            Narrow::Failed => self.failed = on,
            Narrow::Found => self.found = on,
        }
    }

    /// True if something is asked of the rows; `text` is what is searched for.
    pub fn is_on(&self, text: &str) -> bool {
        !self.things.is_empty() || !self.groups.is_empty() || self.failed || (self.found && !text.is_empty())
    }

    /// What the worker is asked, with the text or expression that lines must hold; `None` if nothing is asked for.
    pub(super) fn question(&self, differs: bool, text: &str) -> Option<(Filter, String)> {
        let filter = Filter {
            things: self.things.iter().map(|(thing, _)| *thing).collect(),
            groups: self.groups.clone(),
            failed: self.failed,
            differs,
        };
        let text = if self.found { text } else { "" };
        self.is_on(text).then(|| (filter, text.to_string()))
    }

    /// The first row from this one on that is left, else the last one; the row itself where nothing is left out.
    pub fn nearest(&self, row: u32) -> u32 {
        let Some(rows) = &self.rows else { return row };
        rows.from(row).or(rows.last_before(rows.len())).unwrap_or(row)
    }

    /// True if the row is not among those that are left.
    pub(super) fn hides(&self, row: u32) -> bool {
        self.rows.as_ref().is_some_and(|rows| !rows.holds(row))
    }

    /// Those of some rows that are left.
    pub(super) fn left(&self, rows: &Rc<Bits>) -> Rc<Bits> {
        self.rows.as_ref().map_or_else(|| Rc::clone(rows), |left| Rc::new(rows.and(left)))
    }
}

impl Compare {
    /// Where nothing is asked of the rows any more, all are left.
    pub(super) fn widen(&mut self) {
        if !self.filter.is_on(&self.search.text) {
            self.filter.rows = None;
        }
    }

    pub(super) fn clear_filters(&mut self) {
        self.filter = Filtering::default();
        self.only_differences = false;
    }

    /// The rows that are left are known.
    pub(super) fn narrow(&mut self, rows: Rc<Bits>) {
        if let Some(outline) = &self.outline {
            self.filter.starts = differences::starts_among(&rows, |row| outline.kind(row)).into();
        }
        self.filter.rows = Some(rows);
    }

    /// Takes off what hides a row.
    pub(super) fn uncover(&mut self, row: u32) {
        let alike = self.outline.as_ref().is_some_and(|outline| !outline.differing.holds(row));
        if self.filter.hides(row) || (self.only_differences && alike) {
            self.clear_filters();
            self.said = Some(Said::Uncovered);
        }
    }
}
