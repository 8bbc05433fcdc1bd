//! Where the time went: the normal run against the failing one, by what they waited for, by phases, and as the logs of
//! proxies tell it.

use super::logged;
use super::waits::{self, ALL, Whose, counted};
use crate::Analysis;
use crate::align::Alignment;
use crate::align::place::Side;
use crate::model::trace::{EventId, Micros};
use crate::order::Change;
use crate::report::PhaseReport;
use crate::source::LineNumber;
use crate::trace::{Ending, Run, Unit};

/// One table of where the time went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spending {
    /// What it is taken from.
    pub basis: Basis,
    /// Index of the log that it is taken from; of the failing trace for the others.
    pub source: u32,
    /// The line of the normal request in that log; 0 where there is none.
    pub normal_line: LineNumber,
    /// The line of the failing request in that log; 0 where there is none.
    pub failing_line: LineNumber,
    /// What the failing run still waits for where its trace ends, in a call that has not returned.
    pub hangs: Option<Part>,
    /// The parts, and last the whole.
    pub rows: Vec<SpentRow>,
}

/// What a table is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The times of traces, by what they waited for.
    Kinds,
    /// The times of traces, by phases.
    Phases,
    /// The timers of `HAProxy`.
    Balancer,
    /// The times that a cloud's load balancer writes.
    Cloud,
    /// How long a proxy had the request, and how long its upstreams took.
    Proxy,
}

/// One part of the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpentRow {
    /// What it went to.
    pub part: Part,
    /// The title of the phase, for [`Part::Phase`].
    pub title: String,
    /// Microseconds of the normal side; `None` where it is not known, or not part of it.
    pub normal: Option<Micros>,
    /// Microseconds of the failing side.
    pub failing: Option<Micros>,
    /// The normal side never got that far.
    pub normal_never: bool,
    /// The failing side never got that far.
    pub failing_never: bool,
}

/// What a part of the time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The whole.
    Total,
    /// A phase, by its title.
    Phase,
    /// [`Whose::Own`]
    Own,
    /// [`Whose::Upstream`]
    Upstream,
    /// [`Whose::Client`]
    Client,
    /// [`Whose::Resolver`]
    Resolver,
    /// [`Whose::Disk`]
    Disk,
    /// [`Whose::Lock`]
    Lock,
    /// [`Whose::Sleep`]
    Sleep,
    /// [`Whose::Process`]
    Process,
    /// [`Whose::Unknown`]
    Unknown,
    /// The client's request comes in.
    Request,
    /// The request waits for a free server.
    Queue,
    /// The connection to the server is made.
    Connect,
    /// The server is waited for, up to the header of its answer.
    Header,
    /// The body of the answer, up to the end.
    Body,
    /// The request is handed on.
    Sent,
    /// The answer is handed back.
    Answered,
    /// What is neither the upstream's nor known in detail.
    Rest,
}

impl Part {
    fn of(whose: Whose) -> Self {
        match whose {
            Whose::Own => Self::Own,
            Whose::Upstream => Self::Upstream,
            Whose::Client => Self::Client,
            Whose::Resolver => Self::Resolver,
            Whose::Disk => Self::Disk,
            Whose::Lock => Self::Lock,
            Whose::Sleep => Self::Sleep,
            Whose::Process => Self::Process,
            Whose::Unknown => Self::Unknown,
        }
    }
}

impl SpentRow {
    /// A part that both sides have, or none.
    pub fn of(part: Part, normal: Option<Micros>, failing: Option<Micros>) -> Self {
        Self { part, title: String::new(), normal, failing, normal_never: false, failing_never: false }
    }
}

/// All tables for a comparison; for what is no comparison, those of the logs alone.
pub fn tables(analysis: &Analysis, comparison: usize) -> Vec<Spending> {
    let mut tables = Vec::new();
    if let Some(alignment) = analysis.alignments.get(comparison) {
        let phases = analysis.report.comparisons.get(comparison).map(|one| one.phases.as_slice());
        tables.add_all(of_traces(analysis, alignment, phases.unwrap_or_default()));
    }
    tables.add_all(logged::tables(analysis));
    tables
}

fn of_traces(analysis: &Analysis, alignment: &Alignment, phases: &[PhaseReport]) -> Vec<Spending> {
    let sides = [Side::Normal, Side::Failing].map(|side| {
        let (run, unit) = (alignment.run(&analysis.runs, side)?, alignment.unit(&analysis.runs, side)?);
        Some((run, unit, length(run, unit)?))
    });
    if sides.iter().all(Option::is_none) {
        return Vec::new();
    }
    let source = alignment.run(&analysis.runs, Side::Failing).map_or(0, |run| run.source);
    let source = u32::try_from(source).unwrap_or(u32::MAX);
    let total = SpentRow::of(Part::Total, sides[0].map(|side| side.2), sides[1].map(|side| side.2));
    let kinds = sides.map(|side| side.map(|(run, unit, _)| by_kind(run, unit)));
    let hangs = sides[1].and_then(|(run, unit, _)| hangs(run, unit)).map(Part::of);
    let rows = kind_rows(&kinds, hangs);
    let table = |basis, mut rows: Vec<SpentRow>| {
        rows.push(total.clone());
        Spending { basis, source, normal_line: 0, failing_line: 0, hangs, rows }
    };
    let mut tables = vec![table(Basis::Kinds, rows)];
    let rows = phase_rows(analysis, alignment, phases);
    if rows.len() > 1 {
        tables.push(table(Basis::Phases, rows));
    }
    tables
}

/// From the first time of a unit to the end of its last call; `None` without times.
pub fn length(run: &Run, unit: &Unit) -> Option<Micros> {
    let time = |id: &EventId| run.trace.event(*id).and_then(|event| event.time);
    let first = counted(run, unit).iter().find_map(time)?;
    let end = |id: &EventId| Some(time(id)?.saturating_add(measured(run, *id)));
    // Calls of several threads may end in another order than they began in.
    let last = unit.events.iter().rev().take(64).filter_map(end).max()?;
    Some(last.saturating_sub(first).max(0))
}

/// How long a call took where strace says so itself; 0 otherwise.
fn measured(run: &Run, id: EventId) -> Micros {
    run.trace.call(id).and_then(|call| call.duration.get()).unwrap_or(0).max(0)
}

/// What the time of a unit went to, in the order of [`ALL`].
fn by_kind(run: &Run, unit: &Unit) -> [Micros; ALL.len()] {
    let mut sums = [0; ALL.len()];
    let mut add = |whose: Whose, time: Micros| {
        let place = ALL.iter().position(|one| *one == whose).unwrap_or_default();
        if let Some(sum) = sums.get_mut(place) {
            *sum = time.max(0).saturating_add(*sum);
        }
    };
    let mut before = None;
    let mut events = counted(run, unit).iter().copied().peekable();
    while let Some(id) = events.next() {
        let about = waits::about(run, id, before);
        before = about.or(before);
        let begin = run.trace.event(id).and_then(|event| event.time);
        let next = events.peek().and_then(|next| run.trace.event(*next)).and_then(|event| event.time);
        let (Some(begin), whole) = (begin, next) else { continue };
        // Up to the unit's next line; of the last one, as long as strace says.
        let whole = whole.map_or_else(|| measured(run, id), |next| next.saturating_sub(begin).max(0));
        let call = waits::took(run, id).unwrap_or(whole).min(whole);
        add(waits::whose(run, id, about), call);
        add(Whose::Own, whole.saturating_sub(call));
    }
    sums
}

/// What a unit waits for whose last call had not returned when the trace ended.
fn hangs(run: &Run, unit: &Unit) -> Option<Whose> {
    let Ending::TraceEnds { pending: Some(pending) } = unit.ending else { return None };
    let before = unit.events.iter().rev().skip(1).find_map(|id| waits::about(run, *id, None));
    Some(waits::whose(run, pending, waits::about(run, pending, before)))
}

fn kind_rows(kinds: &[Option<[Micros; ALL.len()]>; 2], hangs: Option<Part>) -> Vec<SpentRow> {
    let amount = |side: usize, place: usize| {
        kinds.get(side).and_then(|kinds| kinds.as_ref()).and_then(|sums| sums.get(place)).copied()
    };
    let mut rows = Vec::new();
    for (place, whose) in ALL.iter().enumerate() {
        let (normal, failing) = (amount(0, place), amount(1, place));
        let part = Part::of(*whose);
        let failing_never = Some(part) == hangs;
        if normal.unwrap_or(0) > 0 || failing.unwrap_or(0) > 0 || failing_never {
            rows.push(SpentRow { failing_never, ..SpentRow::of(part, normal, failing) });
        }
    }
    crate::order::by_key(&mut rows, |row| std::cmp::Reverse(row.normal.max(row.failing)));
    rows
}

/// Each phase with the time until the next one of the same side begins.
fn phase_rows(analysis: &Analysis, alignment: &Alignment, phases: &[PhaseReport]) -> Vec<SpentRow> {
    let sides = [Side::Normal, Side::Failing].map(|side| {
        let mut begins: Vec<Option<Micros>> = Vec::new();
        let run = alignment.run(&analysis.runs, side);
        for phase in phases {
            let [first, len] = phase.rows;
            let rows = alignment.rows.iter().skip(first as usize).take(len as usize);
            let mut times = rows.filter_map(|row| run?.trace.event(row.event(side)?)?.time);
            begins.push(times.next());
        }
        let span = || {
            let unit = alignment.unit(&analysis.runs, side)?;
            let run = run?;
            let first = counted(run, unit).iter().find_map(|id| run.trace.event(*id)?.time)?;
            Some((first, first.saturating_add(length(run, unit)?)))
        };
        let span = span();
        let mut next = span.map(|span| span.1);
        let mut lengths = begins;
        for begin in lengths.iter_mut().rev() {
            let Some(here) = begin.zip(span).map(|(here, span)| here.max(span.0)) else { continue };
            *begin = next.map(|next| next.saturating_sub(here).max(0));
            next = Some(here);
        }
        (lengths, next.is_some())
    });
    let amount =
        |side: usize, place: usize| sides.get(side).and_then(|side| side.0.get(place).copied().flatten());
    let timed = |side: usize| sides.get(side).is_some_and(|side| side.1);
    let mut rows = Vec::new();
    for (place, phase) in phases.iter().enumerate() {
        let (normal, failing) = (amount(0, place), amount(1, place));
        if normal.is_none() && failing.is_none() {
            continue;
        }
        rows.push(SpentRow {
            part: Part::Phase,
            title: phase.title.clone(),
            normal,
            failing,
            normal_never: false,
            failing_never: failing.is_none() && phase.failing_lines.is_none() && timed(1),
        });
    }
    rows
}
