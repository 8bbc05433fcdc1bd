//! Which units are compared at all, and in which order they are told.

use std::cmp::Reverse;

use crate::align::calls::Nature;
use crate::align::complaints::Complaints;
use crate::align::decide::{Told, decide};
use crate::align::nearest::Histogram;
use crate::align::rows::rows;
use crate::align::units::Units;
use crate::align::weight::FAILURE;
use crate::align::{Alignment, UnitRef, processes, requests};
use crate::model::trace::EventId;
use crate::order::{Change, InList, Map};
use crate::trace::{ProcessId, Run, RunId, UnitKind};

/// How many alignments are told at most.
const MOST_ALIGNMENTS: usize = 12;

/// Compares runs with each other.
#[derive(Debug)]
pub struct Pairing<'a> {
    units: Units<'a>,
    complaints: Map<RunId, Complaints>,
}

/// An alignment and how telling it is.
struct Weighed {
    alignment: Alignment,
    weight: u32,
    /// It only passes on how a child ended: the child's own alignment says more.
    passes_on: bool,
    /// It is of the first request or the first process.
    leads: bool,
}

impl<'a> Pairing<'a> {
    /// For these runs.
    pub fn new(runs: &'a [Run]) -> Self {
        Self { units: Units::of(runs), complaints: Map::default() }
    }

    /// The alignments of a failing run with a normal one, the most telling first.
    pub fn of_runs(&mut self, normal: RunId, failing: RunId) -> Vec<Alignment> {
        let runs = self.units.runs;
        let (Some(one), Some(other)) = (runs.get(normal), runs.get(failing)) else { return Vec::new() };
        let mut pairs = requests::pairs(&mut self.units, normal, failing);
        let leaders = [0, pairs.len()];
        let (ones, others) = (units_of_processes(one), units_of_processes(other));
        for (process, counterpart) in processes::matched(one, other) {
            if let (Some(unit), Some(counterpart)) = (ones.get(&process), others.get(&counterpart)) {
                pairs.push((
                    UnitRef { run: normal, unit: *unit },
                    UnitRef { run: failing, unit: *counterpart },
                ));
            }
        }
        let weighed = pairs
            .into_iter()
            .enumerate()
            .filter_map(|(at, (normal, failing))| self.weighed(normal, failing, leaders.contains(&at)))
            .in_list();
        ranked(weighed)
    }

    /// The alignments of the failing requests of one run with those of the same run that went well.
    pub fn within(&mut self, run: RunId) -> Vec<Alignment> {
        let pairs = requests::pairs(&mut self.units, run, run);
        let weighed =
            pairs.into_iter().filter_map(|(normal, failing)| self.weighed(normal, failing, false)).in_list();
        ranked(weighed)
    }

    /// The alignment of just these two units, whatever they are; `None` if one of them does not exist.
    pub fn of_units(&mut self, normal: UnitRef, failing: UnitRef) -> Option<Alignment> {
        Some(self.weighed(normal, failing, false)?.alignment)
    }

    /// How alike two runs are, from 0 to 1000.
    pub fn likeness(&mut self, one: RunId, other: RunId) -> u32 {
        let mut histogram = |run: RunId| {
            let mut histogram = Histogram::default();
            for unit in 0..self.units.runs.get(run).map_or(0, |run| run.units.len()) {
                histogram.add(self.units.facts(UnitRef { run, unit }));
            }
            histogram
        };
        histogram(one).likeness(&histogram(other))
    }

    fn weighed(&mut self, normal: UnitRef, failing: UnitRef, leads: bool) -> Option<Weighed> {
        self.units.prepare(normal);
        self.units.prepare(failing);
        let (one, other) = (self.units.lane(normal)?, self.units.lane(failing)?);
        if !self.complaints.contains_key(&failing.run) {
            self.complaints.insert(failing.run, Complaints::of(other.run));
        }
        let complaints = self.complaints.get(&failing.run)?;
        let (rows, fallback) = rows(one, other);
        let told = Told { rows: &rows, normal: one.facts, run: other.run, failing: other.facts, complaints };
        let (first, decisive, weight) = decide(told);
        let decides = decisive.and_then(|row| rows.get(row)?.failing);
        let passes_on = decides.is_some_and(|event| {
            other.facts.iter().any(|fact| fact.event == event && fact.nature == Nature::WaitChild)
        });
        let alignment = Alignment { normal, failing, rows, first, decisive, fallback };
        Some(Weighed { alignment, weight, passes_on, leads })
    }
}

/// For each process, the unit of what it does apart from requests.
fn units_of_processes(run: &Run) -> Map<ProcessId, usize> {
    let units = run.units.iter().enumerate().rev();
    units
        .filter(|(_, unit)| unit.kind != UnitKind::Request)
        .map(|(index, unit)| (unit.process, index))
        .collect()
}

/// The most telling first. Those that show no difference are told only where nothing else is,
/// and those that only go another way not where something fails.
fn ranked(mut weighed: Vec<Weighed>) -> Vec<Alignment> {
    let event = |one: &Weighed| -> Option<EventId> {
        let row = one.alignment.decisive.and_then(|row| one.alignment.rows.get(row));
        row.and_then(|row| row.failing.or(row.normal))
    };
    let order = |one: &Weighed| if one.passes_on { one.weight.min(FAILURE - 1) } else { one.weight };
    crate::order::by_key(&mut weighed, |one| (Reverse(order(one)), !one.leads, event(one)));
    let best = weighed.iter().map(|one| one.weight).max().unwrap_or(0);
    let least = if best >= FAILURE { FAILURE } else { 1 };
    if best > 0 {
        weighed.keep_if(|one| one.weight >= least);
    } else {
        weighed.truncate(1);
    }
    weighed.into_iter().take(MOST_ALIGNMENTS).map(|one| one.alignment).in_list()
}
