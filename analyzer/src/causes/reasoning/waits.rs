//! Waits that never ended: what each process of a stuck run was doing when the trace stopped.

use super::claim::Claim;
use super::families::Family;
use super::reading::{Reading, Seen};
use super::scene::Scene;
use crate::model::trace::{EventId, EventKind, Outcome};
use crate::report::Confidence;
use crate::trace::{DescriptorRole, ProcessEnd, ProcessId};

/// A thread that waited when the trace or the process ended.
#[derive(Debug, Clone)]
pub struct Wait {
    /// The call that had not returned.
    pub event: EventId,
    /// What it is for.
    pub family: Family,
    /// Its process.
    pub leader: ProcessId,
}

/// A diagnosis that has begun, and the wait that it is about.
#[derive(Debug)]
pub struct Stuck<'s, 'a> {
    /// The diagnosis.
    pub claim: Claim<'s, 'a>,
    /// Index of the run.
    pub run: usize,
    /// The run.
    pub reading: &'s Reading<'a>,
    /// The wait.
    pub wait: Wait,
}

/// Begins the diagnosis of a run that waits for good.
///
/// Sets the marks `{program}` and `{seconds}`, empty if not known, and cites the wait (`stuck`).
pub fn claim<'s, 'a>(
    scene: &'s Scene<'a>,
    id: &str,
    pick: fn(&Reading<'_>) -> Option<Wait>,
    sure: Confidence,
    score: i32,
) -> Option<Stuck<'s, 'a>> {
    let (run, reading, wait) =
        scene.failing().find_map(|(run, reading)| Some((run, reading, pick(reading)?)))?;
    let seconds = seconds(reading, &wait).map(|seconds| seconds.to_string());
    let mut claim = Claim::new(scene, id, sure, score)
        .blames(run, wait.event)
        .mark("program", reading.program(wait.event))
        .mark("seconds", seconds.unwrap_or_default());
    claim.cite(run, wait.event, "stuck");
    Some(Stuck { claim, run, reading, wait })
}

/// The waits of a run that was started in the trace and never came to its end.
///
/// Empty for a run that ended by itself, for a server that waits for clients, and for a trace that was attached to
/// something that already ran: such a trace ends in a wait whenever strace is stopped.
pub fn of_stuck(reading: &Reading<'_>) -> Vec<Wait> {
    if !started_here(reading) || !stopped_from_outside(reading) {
        return Vec::new();
    }
    let waits = pending(reading);
    let serving = waits
        .iter()
        .any(|wait| reading.serves(wait.event) && matches!(wait.family, Family::Wait | Family::Accept));
    if serving { Vec::new() } else { waits }
}

/// What each living thread waited in at the end, in the order in which they began to wait.
fn pending(reading: &Reading<'_>) -> Vec<Wait> {
    let mut last: Vec<Option<EventId>> = vec![None; reading.run.processes.len()];
    for (event, process) in (0..).zip(&reading.run.process_of) {
        if reading.seen(event).is_some()
            && let Some(slot) = last.get_mut(*process as usize)
        {
            *slot = Some(event);
        }
    }
    let mut waits: Vec<Wait> = Vec::new();
    for (thread, event) in (0..).zip(last) {
        let Some(seen) = event.and_then(|event| reading.seen(event)) else { continue };
        if ended_by_itself(reading, thread) || !never_returned(&seen) {
            continue;
        }
        waits.push(Wait { event: seen.id, family: seen.family(), leader: reading.leader(seen.id) });
    }
    crate::order::by_key(&mut waits, |wait| wait.event);
    waits
}

fn never_returned(seen: &Seen<'_>) -> bool {
    // A process that is killed in a call leaves `= ?`.
    let open = matches!(seen.call.outcome, Outcome::Unfinished | Outcome::Unknown | Outcome::Restarting);
    open && !matches!(seen.name, "exit_group" | "exit" | "rt_sigreturn")
}

fn ended_by_itself(reading: &Reading<'_>, process: ProcessId) -> bool {
    reading
        .process(process)
        .is_some_and(|process| matches!(process.end, ProcessEnd::Exited(_) | ProcessEnd::Superseded))
}

/// True if the trace shows the start of the program.
fn started_here(reading: &Reading<'_>) -> bool {
    reading.calls().next().is_some_and(|seen| seen.family() == Family::Execute)
}

/// True if the first process did not end by itself: it was killed from outside, or the trace ends before it.
fn stopped_from_outside(reading: &Reading<'_>) -> bool {
    match reading.end(0) {
        ProcessEnd::Running => detached_or_cut(reading),
        ProcessEnd::Killed(name) => {
            matches!(name.as_str(), "SIGKILL" | "SIGTERM" | "SIGINT" | "SIGHUP" | "SIGQUIT")
        }
        _ => false,
    }
}

/// True if the trace ends while the first process is in a call, and not in the middle of its work.
fn detached_or_cut(reading: &Reading<'_>) -> bool {
    let of_first = reading.run.trace.events.iter().enumerate().rev().find(|(id, event)| {
        matches!(event.kind, EventKind::Call(_))
            && reading.run.process_of.get(*id).is_some_and(|process| reading.leader_of(*process) == 0)
    });
    of_first
        .and_then(|(id, _)| reading.seen(EventId::try_from(id).ok()?))
        .is_some_and(|seen| never_returned(&seen))
}

/// How long a wait lasted until the end of the trace, in whole seconds; `None` where the trace has no clock.
fn seconds(reading: &Reading<'_>, wait: &Wait) -> Option<i64> {
    let begin = reading.run.trace.event(wait.event)?.time?;
    let end = reading.run.trace.events.iter().rev().find_map(|event| event.time)?;
    let resumed = reading.seen(wait.event)?.duration().unwrap_or(0);
    Some((end - begin).max(resumed) / 1_000_000).filter(|seconds| *seconds > 0)
}

/// The role of what a wait waits on; for `poll` and its kin, of the first descriptor among its arguments.
pub fn awaited_role(reading: &Reading<'_>, wait: &Wait) -> DescriptorRole {
    let own = reading.role_of(wait.event);
    if wait.family != Family::Wait {
        return own;
    }
    let Some(seen) = reading.seen(wait.event) else { return own };
    let number = super::reading::between(seen.args, "fd=", ",")
        .and_then(|word| word.split('<').next()?.parse::<i32>().ok());
    let Some(number) = number else { return own };
    open_descriptor(reading, wait.leader, number, wait.event).map_or(own, |descriptor| descriptor.role)
}

/// The life of a descriptor number of a process at an event.
pub fn open_descriptor<'a>(
    reading: &Reading<'a>,
    leader: ProcessId,
    number: i32,
    event: EventId,
) -> Option<&'a crate::trace::Descriptor> {
    reading.run.descriptors.iter().rev().find(|descriptor| {
        descriptor.number == number
            && reading.leader_of(descriptor.process) == leader
            && descriptor.opened.is_none_or(|opened| opened <= event)
            && descriptor.closed.is_none_or(|closed| closed >= event)
    })
}
