//! The list of units that the reader chooses from.

use analyzer::render::units::UnitView;

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
