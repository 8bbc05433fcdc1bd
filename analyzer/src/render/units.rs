//! The units of all traces, as a list to choose from.

use super::rows::duration;
use crate::Analysis;
use crate::align::{UnitRef, ended_badly};
use crate::model::trace::EventKind;
use crate::order::Flat;
use crate::source::{LineNumber, Role};
use crate::trace::{Run, Unit};

/// One unit of a trace: a request, a process, an event loop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitView {
    /// Index of its run in the analysis.
    pub run: usize,
    /// Its index among the run's units.
    pub unit: usize,
    /// Name of the source.
    pub source: String,
    /// What the source is for in the comparison.
    pub role: Role,
    /// Its title.
    pub title: String,
    /// Its first line.
    pub first_line: LineNumber,
    /// Its last line.
    pub last_line: LineNumber,
    /// Number of its events.
    pub events: u32,
    /// How it ended, in a few words; empty if nothing is known.
    pub outcome: String,
    /// How long it took, for example `3.0 s`; empty without time stamps.
    pub duration: String,
    /// It ended in a way that somebody would complain of.
    pub failed: bool,
}

impl Analysis {
    /// Units of which title, outcome or source hold a text (upper and lower case are one), in the order of the traces:
    /// how many there are, and `len` of them from `first` on. `failed` leaves out those that ended well.
    pub fn units(&self, text: &str, failed: bool, first: usize, len: usize) -> (usize, Vec<UnitView>) {
        let all = self.runs.iter().enumerate().flat(|(run, it)| {
            let units = it.units.iter().enumerate();
            units.map(move |(unit, unit_of)| (UnitRef { run, unit }, it, unit_of))
        });
        let (mut count, mut shown) = (0, Vec::new());
        for (at, run, unit) in all {
            if failed && !ended_badly(unit) {
                continue;
            }
            let outcome = self.outcome(run, unit);
            let source = self.sources.get(run.source).map_or("", |source| source.name.as_str());
            if ![unit.title.as_str(), outcome.as_str(), source].iter().any(|part| holds(part, text)) {
                continue;
            }
            if count >= first && shown.len() < len {
                let role = self.report.sources.get(run.source).map_or(Role::Context, |source| source.role);
                shown.push(view(at, run, unit, outcome, source, role));
            }
            count += 1;
        }
        (count, shown)
    }
}

fn view(at: UnitRef, run: &Run, unit: &Unit, outcome: String, source: &str, role: Role) -> UnitView {
    let line =
        |event: Option<&u32>| event.and_then(|event| run.trace.event(*event)).map_or(0, |event| event.line);
    UnitView {
        run: at.run,
        unit: at.unit,
        source: source.to_owned(),
        role,
        title: unit.title.clone(),
        first_line: line(unit.events.first()),
        last_line: line(unit.events.last()),
        events: u32::try_from(unit.events.len()).unwrap_or(u32::MAX),
        outcome,
        duration: took(run, unit).map(duration).unwrap_or_default(),
        failed: ended_badly(unit),
    }
}

/// From the first time stamp of a unit to its last one, in microseconds, with what the last call took.
fn took(run: &Run, unit: &Unit) -> Option<i64> {
    let first = unit.events.iter().find_map(|event| run.trace.event(*event)?.time)?;
    let last = unit
        .events
        .iter()
        .rev()
        .filter_map(|event| run.trace.event(*event))
        .find(|event| event.time.is_some())?;
    let own = match &last.kind {
        EventKind::Call(call) => call.duration.get().unwrap_or(0),
        _ => 0,
    };
    Some(last.time?.saturating_add(own).saturating_sub(first))
}

/// True if `text` holds `wanted`; ASCII letters of either case are the same, and nothing is held by everything.
fn holds(text: &str, wanted: &str) -> bool {
    let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
    wanted.is_empty() || text.windows(wanted.len()).any(|window| window.eq_ignore_ascii_case(wanted))
}
