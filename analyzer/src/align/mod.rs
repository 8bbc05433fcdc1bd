//! Two units side by side: keys, loops, alignment, divergences.

mod matching;
pub mod place;

use serde::{Deserialize, Serialize};

use crate::model::trace::EventId;
use crate::report::DivergenceKind;
use crate::trace::RunId;

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
pub fn align_runs(_runs: &[crate::trace::Run], _roles: &[crate::roles::Assigned]) -> Vec<Alignment> {
    Vec::new()
}
