//! What belongs together: units of work.

use super::calls::{Act, Acts};
use super::payload::Exchange;
use super::phases;
use super::requests::{self, Request};
use super::{Ending, ProcessEnd, ProcessId, Run, Unit, UnitKind};
use crate::model::trace::{EventId, EventKind, Outcome, Trace};
use crate::order::Set;

/// Cuts a run into units; every event belongs to exactly one.
pub(crate) fn cut(run: &Run, acts: &Acts) -> Vec<Unit> {
    let requests = requests::find(run, acts);
    let mut of_request: Vec<Vec<EventId>> = vec![Vec::new(); requests.list.len()];
    let mut rest: Vec<Vec<EventId>> = vec![Vec::new(); run.processes.len()];
    let served: Set<ProcessId> = requests.list.iter().map(|request| leader(run, request.process)).collect();
    for (id, (&process, request)) in (0..).zip(run.process_of.iter().zip(&requests.of)) {
        if let Some(events) = request.and_then(|request| of_request.get_mut(request)) {
            events.push(id);
        } else {
            // What the threads of a server do besides its requests is one thing.
            let leader = leader(run, process);
            let whose = if served.contains(&leader) { leader } else { process };
            if let Some(events) = rest.get_mut(whose as usize) {
                events.push(id);
            }
        }
    }
    let mut units: Vec<Unit> = Vec::new();
    for (request, events) in requests.list.iter().zip(of_request) {
        if !events.is_empty() {
            units.push(request_unit(run, acts, request, events));
        }
    }
    for (process, events) in (0..).zip(rest).filter(|(_, events)| !events.is_empty()) {
        units.push(process_unit(run, acts, process, events, served.contains(&process)));
    }
    crate::order::by_key(&mut units, |unit| unit.events.first().copied());
    units
}

/// The process that a thread belongs to.
fn leader(run: &Run, process: ProcessId) -> ProcessId {
    let mut leader = process;
    // A parent has a smaller id; the loop ends.
    while let Some(one) = run.processes.get(leader as usize)
        && one.thread
        && let Some(parent) = one.parent
        && parent < leader
    {
        leader = parent;
    }
    leader
}

fn request_unit(run: &Run, acts: &Acts, request: &Request, events: Vec<EventId>) -> Unit {
    let connection = run.descriptors.get(request.client as usize).map_or(0, |client| client.number);
    let title = match (&request.line, request.speaks) {
        (Some(line), _) => format!("{line} on connection {connection}"),
        (None, Some(Exchange::Tls | Exchange::Handshake)) => format!("TLS connection {connection}"),
        (None, Some(Exchange::Request)) => format!("FastCGI request on connection {connection}"),
        (None, _) => format!("connection {connection}"),
    };
    let ending = request_ending(run, request, &events);
    let phases = phases::of_request(run, acts, request, &events);
    Unit { kind: UnitKind::Request, title, process: request.process, events, phases, ending }
}

fn request_ending(run: &Run, request: &Request, events: &[EventId]) -> Ending {
    if request.left && (request.written == 0 || request.broken) && (request.closed || request.broken) {
        return Ending::ClientLeft;
    }
    if request.written > 0 {
        return Ending::Answered { status: request.status, bytes: request.written };
    }
    if request.broken {
        return Ending::ClientLeft;
    }
    let ended = events.iter().rev().find_map(|id| match &run.trace.event(*id)?.kind {
        EventKind::Exited { status } => Some(Ending::Exited(*status)),
        EventKind::Killed { signal, .. } => Some(Ending::Killed(run.trace.str(*signal).to_owned())),
        _ => None,
    });
    match ended {
        Some(ended) if !request.closed => ended,
        _ if request.closed => Ending::ClosedWithoutAnswer,
        _ => Ending::TraceEnds { pending: pending(&run.trace, events) },
    }
}

fn process_unit(run: &Run, acts: &Acts, process: ProcessId, events: Vec<EventId>, serves: bool) -> Unit {
    let (label, end) = run
        .processes
        .get(process as usize)
        .map_or((String::new(), &ProcessEnd::Running), |process| (process.label(), &process.end));
    let ending = process_ending(&run.trace, end, &events);
    // A server whose start the trace shows is a program first, also before its first request.
    let starts = events.iter().any(|id| {
        run.trace.call(*id).is_some_and(|call| {
            matches!(acts.act(call), Act::Execute(_)) && call.outcome == Outcome::Returned(0)
        })
    });
    let (kind, title) = if serves && !starts {
        (UnitKind::EventLoop, format!("event loop of {label}"))
    } else {
        (UnitKind::Process, label)
    };
    let phases = phases::of_process(run, acts, &events);
    Unit { kind, title, process, events, phases, ending }
}

/// How a process ended, or what it waited in when the trace did.
fn process_ending(trace: &Trace, end: &ProcessEnd, events: &[EventId]) -> Ending {
    match end {
        ProcessEnd::Exited(status) => Ending::Exited(*status),
        ProcessEnd::Killed(signal) => Ending::Killed(signal.clone()),
        ProcessEnd::Superseded => Ending::Unknown,
        ProcessEnd::Running => Ending::TraceEnds { pending: pending(trace, events) },
    }
}

/// The last call, if it had not returned.
fn pending(trace: &Trace, events: &[EventId]) -> Option<EventId> {
    let calls = events.iter().rev().filter_map(|id| Some((*id, trace.event(*id)?)));
    let mut calls = calls.filter_map(|(id, event)| match &event.kind {
        EventKind::Call(call) => Some((id, call)),
        _ => None,
    });
    calls.next().filter(|(_, call)| call.outcome == Outcome::Unfinished).map(|(id, _)| id)
}
