//! Which units are compared at all, and in which order they are told.

use std::collections::BTreeMap;

use crate::align::decide::{Complaints, Told, decide};
use crate::align::facts::{Fact, Keys};
use crate::align::nearest::{Histogram, is_bad, request_shape};
use crate::align::rows::{Lane, Repertoire, repertoire, rows};
use crate::align::{Alignment, UnitRef, processes};
use crate::trace::{Run, RunId, Unit, UnitKind};

/// How many alignments are told at most.
const MOST_ALIGNMENTS: usize = 12;

/// How many different requests of one run are compared at most.
const MOST_REQUESTS: usize = 24;

/// Units, their facts and their likenesses, worked out once.
pub struct Pairing<'a> {
    runs: &'a [Run],
    keys: Keys,
    facts: BTreeMap<(RunId, usize), Vec<Fact>>,
    repertoires: BTreeMap<(RunId, usize), Repertoire>,
    complaints: BTreeMap<RunId, Complaints>,
}

/// An alignment and how telling it is.
struct Weighed {
    alignment: Alignment,
    weight: u32,
    root: bool,
}

impl<'a> Pairing<'a> {
    /// For these runs.
    pub fn new(runs: &'a [Run]) -> Self {
        Self {
            runs,
            keys: Keys::default(),
            facts: BTreeMap::new(),
            repertoires: BTreeMap::new(),
            complaints: BTreeMap::new(),
        }
    }

    /// The alignments of a failing run with a normal one, the most telling first.
    pub fn of_runs(&mut self, normal: RunId, failing: RunId) -> Vec<Alignment> {
        let (Some(one), Some(other)) = (self.runs.get(normal), self.runs.get(failing)) else {
            return Vec::new();
        };
        let mut pairs = self.requests(normal, failing);
        let requests = pairs.len();
        let process_units = |run: &Run| -> BTreeMap<u32, usize> {
            let units = run.units.iter().enumerate().rev();
            units
                .filter(|(_, unit)| unit.kind != UnitKind::Request)
                .map(|(index, unit)| (unit.process, index))
                .collect()
        };
        let (normal_units, failing_units) = (process_units(one), process_units(other));
        for (process, counterpart) in processes::matched(one, other) {
            if let (Some(unit), Some(counterpart)) =
                (normal_units.get(&process), failing_units.get(&counterpart))
            {
                pairs.push((
                    UnitRef { run: normal, unit: *unit },
                    UnitRef { run: failing, unit: *counterpart },
                ));
            }
        }
        let weighed = pairs
            .into_iter()
            .enumerate()
            .map(|(at, (normal, failing))| self.weighed(normal, failing, at == 0 || at == requests))
            .collect();
        ranked(weighed)
    }

    /// The alignments of the failing units of one run with normal ones of the same run.
    pub fn within(&mut self, run: RunId) -> Vec<Alignment> {
        let pairs = self.requests(run, run);
        let weighed =
            pairs.into_iter().map(|(normal, failing)| self.weighed(normal, failing, false)).collect();
        ranked(weighed)
    }

    /// How alike two runs are, from 0 to 1000.
    pub fn likeness(&mut self, one: RunId, other: RunId) -> u32 {
        let mut histogram = |run: RunId| {
            let units = self.runs.get(run).map_or(0, |run| run.units.len());
            let facts: Vec<Fact> =
                (0..units).flat_map(|unit| self.facts(UnitRef { run, unit }).to_vec()).collect();
            Histogram::of(&facts)
        };
        histogram(one).likeness(&histogram(other))
    }

    fn facts(&mut self, at: UnitRef) -> &[Fact] {
        let (runs, keys) = (self.runs, &mut self.keys);
        self.facts.entry((at.run, at.unit)).or_insert_with(|| {
            let run = runs.get(at.run);
            run.and_then(|run| Some(keys.facts(run, run.units.get(at.unit)?))).unwrap_or_default()
        })
    }

    /// Works out what a unit does; threads of one process do the process's work wherever it happens to run,
    /// so each counts as doing what all of them do.
    fn repertoire(&mut self, at: UnitRef) {
        self.facts(at);
        if self.repertoires.contains_key(&(at.run, at.unit)) {
            return;
        }
        let Some(run) = self.runs.get(at.run) else { return };
        let Some(unit) = run.units.get(at.unit) else { return };
        let all: Repertoire = if unit.kind == UnitKind::Process {
            let leader = processes::leader(run, unit.process);
            let same = |other: &Unit| {
                other.kind == UnitKind::Process && processes::leader(run, other.process) == leader
            };
            let units: Vec<usize> =
                run.units.iter().enumerate().filter(|(_, unit)| same(unit)).map(|(index, _)| index).collect();
            let mut all = Repertoire::new();
            for unit in units {
                all.extend(repertoire(self.facts(UnitRef { run: at.run, unit })));
            }
            all
        } else {
            repertoire(self.facts(at))
        };
        self.repertoires.insert((at.run, at.unit), all);
    }

    /// Requests to compare: each kind of failing request with the nearest one that went well.
    ///
    /// A request of either run can be the failing one, so that swapping the runs swaps the pairs.
    /// Where no request ends badly, requests are compared in the order in which they came.
    fn requests(&mut self, normal: RunId, failing: RunId) -> Vec<(UnitRef, UnitRef)> {
        let (normal_requests, failing_requests) =
            (self.kinds_of_requests(normal), self.kinds_of_requests(failing));
        let mut pairs = Vec::new();
        for one in failing_requests.iter().filter(|request| request.bad) {
            if let Some(other) = nearest(one, &normal_requests) {
                pairs.push((other.at, one.at));
            }
        }
        if normal != failing {
            for one in normal_requests.iter().filter(|request| request.bad) {
                if let Some(other) = nearest(one, &failing_requests) {
                    pairs.push((one.at, other.at));
                }
            }
            if pairs.is_empty() {
                for one in &failing_requests {
                    if let Some(other) = nearest(one, &normal_requests) {
                        pairs.push((other.at, one.at));
                    }
                }
            }
        }
        pairs.sort_by_key(|(normal, failing)| (failing.unit, normal.unit));
        pairs.dedup();
        pairs
    }

    /// The first request of each kind: requests that make the same calls with the same results count once.
    fn kinds_of_requests(&mut self, run: RunId) -> Vec<Request> {
        let units: &[Unit] = self.runs.get(run).map_or(&[], |run| &run.units);
        let mut seen = BTreeMap::new();
        let mut kinds = Vec::new();
        for (unit, it) in units.iter().enumerate().filter(|(_, unit)| unit.kind == UnitKind::Request) {
            let at = UnitRef { run, unit };
            let facts = self.facts(at);
            let signature: Vec<u32> = facts.iter().map(|fact| fact.result_key).collect();
            let histogram = Histogram::of(facts);
            let bad = is_bad(&it.ending);
            if kinds.len() < MOST_REQUESTS && seen.insert((bad, signature), ()).is_none() {
                kinds.push(Request { at, bad, shape: request_shape(it), histogram });
            }
        }
        kinds
    }

    fn weighed(&mut self, normal: UnitRef, failing: UnitRef, root: bool) -> Weighed {
        self.repertoire(normal);
        self.repertoire(failing);
        let none: &[Fact] = &[];
        let of = |at: UnitRef| self.facts.get(&(at.run, at.unit)).map_or(none, Vec::as_slice);
        let (normal_facts, failing_facts) = (of(normal), of(failing));
        let mut alignment =
            Alignment { normal, failing, rows: Vec::new(), first: None, decisive: None, fallback: None };
        let (Some(normal_run), Some(run)) = (self.runs.get(normal.run), self.runs.get(failing.run)) else {
            return Weighed { alignment, weight: 0, root };
        };
        let complaints = self.complaints.entry(failing.run).or_insert_with(|| Complaints::of(run));
        let nothing = Repertoire::new();
        let repertoires = &self.repertoires;
        let lane = |at: UnitRef, run: &'a Run, facts| Lane {
            run,
            facts,
            repertoire: repertoires.get(&(at.run, at.unit)).unwrap_or(&nothing),
        };
        (alignment.rows, alignment.fallback) =
            rows(lane(normal, normal_run, normal_facts), lane(failing, run, failing_facts));
        let told =
            Told { rows: &alignment.rows, normal: normal_facts, run, failing: failing_facts, complaints };
        let weight;
        (alignment.first, alignment.decisive, weight) = decide(told);
        Weighed { alignment, weight, root }
    }
}

/// One kind of request.
struct Request {
    at: UnitRef,
    bad: bool,
    shape: u64,
    histogram: Histogram,
}

/// The request most like `one`; one that went well before one that did not, the same question before another.
fn nearest<'a>(one: &Request, others: &'a [Request]) -> Option<&'a Request> {
    others.iter().filter(|other| other.at != one.at && (other.at.run != one.at.run || !other.bad)).max_by_key(
        |other| {
            let question = u32::from(one.shape == other.shape) * 100;
            (
                !other.bad,
                question + one.histogram.likeness(&other.histogram),
                std::cmp::Reverse(other.at.unit),
            )
        },
    )
}

/// From this weight on something failed; below it, one run only goes another way.
const FAILURE: u32 = 60;

/// The most telling first. Those that show no difference are told only where nothing else is,
/// and those that only go another way not where something fails.
fn ranked(mut weighed: Vec<Weighed>) -> Vec<Alignment> {
    let event = |one: &Weighed| {
        let row = one.alignment.decisive.and_then(|row| one.alignment.rows.get(row));
        row.and_then(|row| row.failing.or(row.normal))
    };
    weighed.sort_by_key(|one| (std::cmp::Reverse(one.weight), !one.root, event(one)));
    let best = weighed.first().map_or(0, |one| one.weight);
    let least = if best >= FAILURE { FAILURE } else { 1 };
    let telling = weighed.iter().filter(|one| one.weight >= least).count().max(1);
    weighed.into_iter().take(telling.min(MOST_ALIGNMENTS)).map(|one| one.alignment).collect()
}
