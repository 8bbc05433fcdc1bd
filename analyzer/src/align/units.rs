//! What is known of the units that are compared, worked out once for each.

use crate::align::facts::{Fact, Key, Known, facts};
use crate::align::rows::Lane;
use crate::align::{UnitRef, processes};
use crate::order::{Flat, InList, Map, Number, Set};
use crate::trace::{ProcessId, Run, RunId, Unit, UnitKind};

/// Every key and every result key of some facts: what a unit does at all, however often and in whatever order.
pub type Repertoire = Set<Key>;

/// Units and their facts.
#[derive(Debug)]
pub struct Units<'a> {
    /// All runs.
    pub runs: &'a [Run],
    /// What is known of the calls of each run.
    known: Vec<Vec<Known<'a>>>,
    /// For each run, the units of every process with its threads.
    of_processes: Vec<Map<ProcessId, Vec<usize>>>,
    facts: Map<(RunId, usize), Vec<Fact>>,
    repertoires: Map<(RunId, Doer), Repertoire>,
    none: Repertoire,
}

/// Whose repertoire it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doer {
    /// The threads of one process do the process's work wherever it happens to run,
    /// so each counts as doing what all of them do.
    Threads(ProcessId),
    /// A request, an event loop.
    Unit(usize),
}

impl Number for Doer {
    fn number(self) -> u64 {
        match self {
            Self::Threads(process) => process.number() << 1,
            Self::Unit(unit) => unit.number() << 1 | 1,
        }
    }
}

impl<'a> Units<'a> {
    /// The units of these runs.
    pub fn of(runs: &'a [Run]) -> Self {
        let known = runs.iter().map(Known::all).collect();
        let of_processes = runs.iter().map(of_processes).in_list();
        Self {
            runs,
            known,
            of_processes,
            facts: Map::default(),
            repertoires: Map::default(),
            none: Repertoire::default(),
        }
    }

    /// The facts of a unit, in order; none if there is no such unit.
    pub fn facts(&mut self, at: UnitRef) -> &[Fact] {
        if !self.facts.contains_key(&(at.run, at.unit)) {
            let facts = self.work_out(at);
            self.facts.insert((at.run, at.unit), facts);
        }
        self.facts.get(&(at.run, at.unit)).map_or(&[], Vec::as_slice)
    }

    /// The facts of a unit, worked out anew and not kept.
    pub fn work_out(&self, at: UnitRef) -> Vec<Fact> {
        let run = self.runs.get(at.run).zip(self.known.get(at.run));
        run.and_then(|(run, known)| Some(facts(run, known, run.units.get(at.unit)?))).unwrap_or_default()
    }

    /// Works out what [`Units::lane`] needs.
    pub fn prepare(&mut self, at: UnitRef) {
        let Some(run) = self.runs.get(at.run) else { return };
        let Some(doer) = doer(run, at.unit) else { return };
        self.facts(at);
        if self.repertoires.contains_key(&(at.run, doer)) {
            return;
        }
        let mut all = Repertoire::default();
        let units = match doer {
            Doer::Unit(unit) => vec![unit],
            Doer::Threads(process) => {
                let units = self.of_processes.get(at.run).and_then(|all| all.get(&process));
                units.cloned().unwrap_or_default()
            }
        };
        for unit in units {
            let facts = self.facts(UnitRef { run: at.run, unit });
            all.extend(facts.iter().flat(|fact| [fact.key, fact.result_key]));
        }
        self.repertoires.insert((at.run, doer), all);
    }

    /// One side of an alignment; `None` if there is no such unit or it has not been prepared.
    pub fn lane(&self, at: UnitRef) -> Option<Lane<'_>> {
        let run = self.runs.get(at.run)?;
        let doer = doer(run, at.unit)?;
        Some(Lane {
            run,
            facts: self.facts.get(&(at.run, at.unit))?,
            repertoire: self.repertoires.get(&(at.run, doer)).unwrap_or(&self.none),
        })
    }
}

/// The units of every process with its threads.
fn of_processes(run: &Run) -> Map<ProcessId, Vec<usize>> {
    let mut all: Map<ProcessId, Vec<usize>> = Map::default();
    for unit in 0..run.units.len() {
        if let Some(Doer::Threads(process)) = doer(run, unit) {
            all.change(process, |units| units.push(unit));
        }
    }
    all
}

fn doer(run: &Run, unit: usize) -> Option<Doer> {
    let it: &Unit = run.units.get(unit)?;
    Some(match it.kind {
        UnitKind::Process => Doer::Threads(processes::leader(run, it.process)),
        UnitKind::Request | UnitKind::EventLoop => Doer::Unit(unit),
    })
}
