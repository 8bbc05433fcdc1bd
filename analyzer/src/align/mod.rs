//! Two units side by side: keys, loops, alignment, divergences.

mod calls;
mod chosen;
pub mod class;
mod compare;
mod complaints;
mod decide;
mod facts;
mod gaps;
mod matching;
mod nearest;
mod pairing;
pub mod place;
mod processes;
mod requests;
mod rows;
mod shape;
mod units;
mod weight;

use crate::order::{Change, Flat, InList, Pick};
use serde::{Deserialize, Serialize};

use crate::model::trace::EventId;
use crate::report::DivergenceKind;
use crate::roles::Assigned;
use crate::source::Role;
use crate::trace::{Run, RunId};
pub use chosen::{ended_badly, pair, telling};
pub use facts::class as class_of;
use pairing::Pairing;

/// Two units aligned.
#[derive(Debug, Clone)]
pub struct Alignment {
    /// The normal side.
    pub normal: UnitRef,
    /// The failing side.
    pub failing: UnitRef,
    /// The rows, in reading order.
    pub rows: Vec<Row>,
    /// Index of the row where behaviour differs first.
    pub first: Option<usize>,
    /// Index of the row on the way back from the symptom to the cause.
    pub decisive: Option<usize>,
    /// Why a cheaper method was used, where it was.
    pub fallback: Option<String>,
}

/// A unit of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitRef {
    /// The run.
    pub run: RunId,
    /// Index into [`crate::trace::Run::units`].
    pub unit: usize,
}

impl UnitRef {
    /// No unit at all: what stands opposite to a unit that is looked at alone.
    pub const NONE: Self = Self { run: RunId::MAX, unit: usize::MAX };
}

/// One row of the side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// How the two sides relate.
    pub kind: RowKind,
    /// The normal side's event.
    pub normal: Option<EventId>,
    /// The failing side's event.
    pub failing: Option<EventId>,
    /// What kind of difference it is, where behaviour differs.
    pub divergence: Option<DivergenceKind>,
}

/// How the two sides of a row relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowKind {
    /// They say the same.
    Same,
    /// Only values without meaning differ.
    ValueOnly,
    /// The same call behaves differently.
    Changed,
    /// The failing run does not do it.
    OnlyNormal,
    /// The normal run does not do it.
    OnlyFailing,
}

/// Aligns the failing units with the nearest normal ones, the most telling pair first.
///
/// Each failing trace is compared with the normal trace that is most like it. Where there is no normal trace,
/// a server's failing requests are compared with those of the same trace that went well.
pub fn align_runs(runs: &[Run], roles: &[Assigned]) -> Vec<Alignment> {
    let of = |role: Role| {
        let has = move |(_, run): &(RunId, &Run)| {
            roles.get(run.source).is_some_and(|assigned| assigned.role == role)
        };
        runs.iter().enumerate().filter(has).map(|(id, _)| id).in_list()
    };
    let (normal, failing) = (of(Role::Normal), of(Role::Failing));
    let mut pairing = Pairing::new(runs);
    if normal.is_empty() || failing.is_empty() {
        return (0..runs.len()).flat(|run| pairing.within(run)).in_list();
    }
    let mut alignments = Vec::new();
    for failing in failing {
        let nearest = match normal.as_slice() {
            [only] => Some(*only),
            several => several
                .iter()
                .copied()
                .greatest(|normal| (pairing.likeness(*normal, failing), std::cmp::Reverse(*normal))),
        };
        if let Some(normal) = nearest {
            alignments.add_all(pairing.of_runs(normal, failing));
        }
    }
    alignments
}
