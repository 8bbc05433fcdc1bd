//! Where a row stands: the lines of both traces that a reader should look at.

use crate::align::{Alignment, Row, RowKind};
use crate::model::trace::{EventId, EventKind, Outcome};
use crate::report::DivergenceKind;
use crate::source::LineNumber;
use crate::trace::{Run, Unit, UnitKind};

/// One of the two runs of an alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The run that worked.
    Normal,
    /// The run that failed.
    Failing,
}

impl Row {
    /// The event on that side.
    pub fn event(&self, side: Side) -> Option<EventId> {
        match side {
            Side::Normal => self.normal,
            Side::Failing => self.failing,
        }
    }

    /// True if only one side does it.
    pub fn one_sided(&self) -> bool {
        matches!(self.kind, RowKind::OnlyNormal | RowKind::OnlyFailing)
    }
}

impl Alignment {
    /// The run of that side; `None` only where the alignment belongs to other runs.
    pub fn run<'a>(&self, runs: &'a [Run], side: Side) -> Option<&'a Run> {
        runs.get(match side {
            Side::Normal => self.normal.run,
            Side::Failing => self.failing.run,
        })
    }

    /// The unit of that side.
    pub fn unit<'a>(&self, runs: &'a [Run], side: Side) -> Option<&'a Unit> {
        let unit = match side {
            Side::Normal => self.normal.unit,
            Side::Failing => self.failing.unit,
        };
        self.run(runs, side)?.units.get(unit)
    }

    /// The line of a row on one side.
    ///
    /// Where the row is of the other side alone, this is the place it stands opposite to:
    /// the first call of this side in the same gap, or else the next one.
    /// `None` if nothing of this side follows.
    pub fn line(&self, runs: &[Run], row: usize, side: Side) -> Option<LineNumber> {
        let run = self.run(runs, side)?;
        let here = self.rows.get(row)?;
        if let Some(event) = here.event(side) {
            let other = match side {
                Side::Normal => here.failing,
                Side::Failing => here.normal,
            };
            return line_of(run, event, other.and(here.divergence));
        }
        if side == Side::Normal
            && let Some(event) = self.spread_counterpart(runs, here)
        {
            return line_of(run, event, None);
        }
        let start = self.rows.get(..row)?.iter().rposition(|row| !row.one_sided()).map_or(0, |at| at + 1);
        let gap = || self.rows.iter().skip(start).take_while(|row| row.one_sided());
        let telling = gap().filter(|row| row.divergence.is_some()).find_map(|row| row.event(side));
        let any = || gap().find_map(|row| row.event(side));
        let next = || self.rows.iter().skip(row).find_map(|row| row.event(side));
        // Where one side stops, the other goes on with whatever comes first.
        let found = if here.divergence == Some(DivergenceKind::Ends) { any() } else { telling.or_else(any) };
        line_of(run, found.or_else(next)?, None)
    }

    /// What an event loop fails at outside of any request belongs to the requests where it succeeds: an `accept`
    /// that gives no connection. The first success of the same call in the normal run stands opposite to it.
    fn spread_counterpart(&self, runs: &[Run], row: &Row) -> Option<EventId> {
        let event = row.failing.filter(|_| row.kind == RowKind::OnlyFailing)?;
        if self.unit(runs, Side::Failing)?.kind != UnitKind::EventLoop {
            return None;
        }
        let failing = &self.run(runs, Side::Failing)?.trace;
        let call = failing.call(event).filter(|call| call.outcome.failed())?;
        let name = failing.name(call);
        let normal = &self.run(runs, Side::Normal)?.trace;
        let mut calls = (0..).zip(&normal.events).filter_map(|(id, event)| match &event.kind {
            EventKind::Call(call) => Some((id, call)),
            _ => None,
        });
        calls
            .find(|(_, call)| normal.name(call) == name && matches!(call.outcome, Outcome::Returned(_)))
            .map(|(id, _)| id)
    }
}

/// The line on which an event shows what it shows: of a call in two halves the second, if its result is what counts
/// or the data stands there.
fn line_of(run: &Run, event: EventId, divergence: Option<DivergenceKind>) -> Option<LineNumber> {
    let event = run.trace.event(event)?;
    match (&event.kind, divergence) {
        (
            EventKind::Call(call),
            Some(DivergenceKind::Outcome | DivergenceKind::Ends | DivergenceKind::Timing),
        ) => Some(call.resumed_line.unwrap_or(event.line)),
        (EventKind::Call(call), Some(DivergenceKind::Data)) if !call.args_rest.is_empty() => {
            Some(call.resumed_line.unwrap_or(event.line))
        }
        _ => Some(event.line),
    }
}
