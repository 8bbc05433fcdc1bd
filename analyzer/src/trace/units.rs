//! What belongs together: units of work.

use super::processes::Processes;
use super::{Ending, Phase, ProcessEnd, Unit, UnitKind};
use crate::model::trace::{EventId, EventKind, Outcome, Trace};

/// Cuts the trace into units; every event belongs to exactly one.
pub(crate) fn cut(trace: &Trace, processes: &Processes) -> Vec<Unit> {
    let mut events: Vec<Vec<EventId>> = vec![Vec::new(); processes.list.len()];
    for (id, process) in (0..).zip(&processes.of) {
        if let Some(events) = events.get_mut(*process as usize) {
            events.push(id);
        }
    }
    let mut units = Vec::new();
    for ((id, process), events) in (0..).zip(&processes.list).zip(events) {
        if events.is_empty() {
            continue;
        }
        let ending = process_ending(trace, &process.end, &events);
        let phase = Phase {
            title: "run".to_owned(),
            kind: "run",
            first: 0,
            len: u32::try_from(events.len()).unwrap_or(u32::MAX),
        };
        units.push(Unit {
            kind: UnitKind::Process,
            title: process.label(),
            process: id,
            events,
            phases: vec![phase],
            ending,
        });
    }
    units
}

/// How a process ended, or what it waited in when the trace did.
pub(crate) fn process_ending(trace: &Trace, end: &ProcessEnd, events: &[EventId]) -> Ending {
    match end {
        ProcessEnd::Exited(status) => Ending::Exited(*status),
        ProcessEnd::Killed(signal) => Ending::Killed(signal.clone()),
        ProcessEnd::Superseded => Ending::Unknown,
        ProcessEnd::Running => Ending::TraceEnds { pending: pending(trace, events) },
    }
}

/// The last call, if it had not returned.
pub(crate) fn pending(trace: &Trace, events: &[EventId]) -> Option<EventId> {
    let calls = events.iter().rev().filter_map(|id| Some((*id, trace.event(*id)?)));
    let mut calls = calls.filter_map(|(id, event)| match &event.kind {
        EventKind::Call(call) => Some((id, call)),
        _ => None,
    });
    calls.next().filter(|(_, call)| call.outcome == Outcome::Unfinished).map(|(id, _)| id)
}
