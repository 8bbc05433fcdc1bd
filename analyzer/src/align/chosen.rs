//! Units that the reader chose: two of them side by side, or one alone.

use std::cmp::Reverse;

use crate::align::nearest;
use crate::align::pairing::Pairing;
use crate::align::{Alignment, Row, RowKind, UnitRef};
use crate::model::trace::EventId;
use crate::order::{Flat, InList, Pick};
use crate::trace::{Ending, Run, Unit, UnitKind};

/// Aligns two units, whatever they are. Where one is not given, the other stands alone: each of its events is a row
/// that says the same as nothing, and nothing differs. `None` if neither is given, or a given one does not exist.
pub fn pair(runs: &[Run], normal: Option<UnitRef>, failing: Option<UnitRef>) -> Option<Alignment> {
    match (normal, failing) {
        (Some(normal), Some(failing)) => Pairing::new(runs).of_units(normal, failing),
        (Some(normal), None) => Some(Alignment {
            normal,
            rows: alone(runs, normal, |event| (Some(event), None))?,
            ..Alignment::NONE
        }),
        (None, Some(failing)) => Some(Alignment {
            failing,
            rows: alone(runs, failing, |event| (None, Some(event)))?,
            ..Alignment::NONE
        }),
        (None, None) => None,
    }
}

fn alone(
    runs: &[Run],
    at: UnitRef,
    sides: fn(EventId) -> (Option<EventId>, Option<EventId>),
) -> Option<Vec<Row>> {
    let events = unit(runs, at)?.events.iter().map(|event| {
        let (normal, failing) = sides(*event);
        Row { kind: RowKind::Same, normal, failing, divergence: None }
    });
    Some(events.in_list())
}

/// The unit that a reader who has nothing to compare with should see first: a request that ended badly, else a process
/// that did, else the longest of all; of several, the first. `None` if there are no units.
pub fn telling(runs: &[Run]) -> Option<UnitRef> {
    let all = runs.iter().enumerate().flat(|(run, it)| {
        let units = it.units.iter().enumerate();
        units.map(move |(unit, it)| (UnitRef { run, unit }, it))
    });
    let found = all.greatest(|(at, unit)| {
        let bad = ended_badly(unit);
        (bad, bad && unit.kind == UnitKind::Request, unit.events.len(), Reverse((at.run, at.unit)))
    });
    found.map(|(at, _)| at)
}

/// True if a unit ended in a way that somebody would complain of. An event loop that waits is at its work.
pub fn ended_badly(unit: &Unit) -> bool {
    let waits = unit.kind == UnitKind::EventLoop && matches!(unit.ending, Ending::TraceEnds { .. });
    nearest::is_bad(&unit.ending) && !waits
}

fn unit(runs: &[Run], at: UnitRef) -> Option<&Unit> {
    runs.get(at.run)?.units.get(at.unit)
}

impl Alignment {
    /// Nothing beside nothing.
    const NONE: Self = Self {
        normal: UnitRef::NONE,
        failing: UnitRef::NONE,
        rows: Vec::new(),
        first: None,
        decisive: None,
        fallback: None,
    };
}
