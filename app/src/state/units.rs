//! The list of units that the reader chooses from.

use std::rc::Rc;

use analyzer::render::units::UnitView;
use analyzer::report::Comparison;

use super::Answered;
use super::compare::{Compare, CompareAction, RowKey, main_row};
use crate::protocol::{UNITS, UnitsWanted};

/// The list, while it is open.
#[derive(Debug, Clone, Default)]
pub struct Units {
    /// The unit is for the failing side.
    pub failing: bool,
    /// What is listed.
    pub wanted: UnitsWanted,
    /// How many there are of what is listed, and a part of them; `None` until the worker has said so.
    pub known: Option<(u32, Vec<UnitView>)>,
}

impl Units {
    /// The list for one side, from its beginning.
    pub(super) fn of(failing: bool) -> Self {
        Self { failing, ..Self::default() }
    }

    /// Other units are listed. What is there stays until they are known.
    pub(super) fn want(&mut self, wanted: UnitsWanted) {
        self.wanted = wanted;
    }

    /// What is listed where the part before this one is; `None` at the beginning.
    pub fn before(&self) -> Option<UnitsWanted> {
        let first = self.wanted.first.checked_sub(UNITS)?;
        Some(UnitsWanted { first, ..self.wanted.clone() })
    }

    /// What is listed where the part behind this one is; `None` at the end.
    pub fn behind(&self) -> Option<UnitsWanted> {
        let first = self.wanted.first.saturating_add(UNITS);
        let total = self.known.as_ref().map_or(0, |(total, _)| *total);
        (first < total).then(|| UnitsWanted { first, ..self.wanted.clone() })
    }
}

/// A pair of the reader's choosing.
#[derive(Debug)]
pub struct Chosen {
    /// Index of the comparison.
    pub index: u32,
    /// What is told of it.
    pub comparison: Comparison,
}

impl Compare {
    /// What is told of the comparison that is shown: one of the report's, one of the reader's choosing, or the one
    /// trace that there is.
    pub fn comparison<'a>(&'a self, answered: &'a Answered) -> Option<&'a Comparison> {
        let own = answered.report.comparisons.get(self.index as usize);
        own.or_else(|| Some(&self.own_choice()?.comparison))
            .or_else(|| answered.alone.as_ref().filter(|_| self.index == 0))
    }

    /// The pair of the reader's choosing, if it is the one that is shown.
    pub fn own_choice(&self) -> Option<&Chosen> {
        self.chosen.as_deref().filter(|chosen| chosen.index == self.index)
    }

    /// Shows a pair that has been lined up.
    pub(super) fn take_pair(&mut self, index: u32, comparison: Comparison, answered: &Answered) {
        let main = main_row(&comparison);
        self.apply(CompareAction::Choose(index));
        if index as usize >= answered.report.comparisons.len() {
            self.chosen = Some(Rc::new(Chosen { index, comparison }));
        }
        if let Some(row) = main {
            self.show(RowKey::Row(row));
        }
        // The list has given the keyboard back to the head that it was opened from.
        self.keep_keyboard = true;
    }
}
