//! Waits that never ended: what each process of a stuck run was doing when the trace stopped.

use super::claim::Claim;
use super::families::Family;
use super::reading::{Reading, Seen};
use super::scene::Scene;
use super::signals;
use crate::model::trace::{EventId, EventKind, Micros, Outcome};
use crate::order::Change;
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
    // What was looked at for a moment may wait so every day; only for a lock nobody waits without somebody who has it.
    let moment = !started_here(reading) && wait.family != Family::Lock;
    let sure = if moment { Confidence::Possible } else { sure };
    let mut claim = Claim::new(scene, id, sure, score)
        .blames(run, wait.event)
        .mark("program", reading.program(wait.event))
        .mark("seconds", seconds.unwrap_or_default());
    claim.cite(run, wait.event, "stuck");
    Some(Stuck { claim, run, reading, wait })
}

/// Signals by which somebody ends a program that he no longer waits for.
const CALLED_OFF: &[&str] = &["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];

/// A program that is told to end does so within this time.
const PROMPT: Micros = 5_000_000;

/// Where a run is called off: the signal from outside of the trace of which its first process ends. What stands behind
/// it comes of the signal and not of the work; `None` for a run that ends by itself, or goes on.
pub fn called_off(reading: &Reading<'_>) -> Option<EventId> {
    let by = match reading.end(0) {
        ProcessEnd::Killed(name) if CALLED_OFF.contains(&name.as_str()) => name.as_str(),
        ProcessEnd::Exited(status) if *status != 0 => "",
        _ => return None,
    };
    let known = |pid: u32| pid != 0 && reading.run.processes.iter().any(|one| one.pid == pid);
    let first = reading.process(0).map(|one| one.pid);
    // Who has done what the signal asks for sends it to himself, so that his parent learns of it.
    let own = |one: &signals::Delivery<'_>| {
        let leader = reading.leader(one.event);
        let last = reading.own_before(one.event).next();
        // A process of the run that ends one that waits for data has lost patience too; a child that ends the parent
        // that waits for it has failed.
        let awaits = |seen: &Seen<'_>| {
            matches!(seen.family(), Family::Read | Family::Receive) && leader == 0 && one.sender() != first
        };
        last.is_some_and(|seen| {
            matches!(seen.name, "kill" | "tkill" | "tgkill")
                || (one.sender().is_some_and(known) && !(awaits(&seen) && never_returned(&seen)))
        })
    };
    let mut sent = signals::all(reading);
    sent.keep_if(|one| CALLED_OFF.contains(&one.name) && !own(one));
    let last = sent.iter().rfind(|one| reading.leader(one.event) == 0)?;
    // A signal that was only listened to is not the end: a server reads its files again at SIGHUP.
    let time = |event: EventId| reading.run.trace.event(event)?.time;
    let soon = time(last.event).zip(reading.last_event(0).and_then(time)).is_none_or(|(a, b)| b - a < PROMPT);
    if !soon || !(by.is_empty() || by == last.name) {
        return None;
    }
    // A whole group of processes may get it, the children first.
    sent.iter().find(|one| one.name == last.name && one.sender() == last.sender()).map(|one| one.event)
}

/// How long the first process had done nothing but wait when it was called off, and its last call before that.
pub fn stood_still(reading: &Reading<'_>) -> Option<(EventId, Micros)> {
    let off = called_off(reading)?;
    let end = reading.run.trace.event(off)?.time?;
    let last =
        reading.calls_before(off).find(|seen| reading.leader(seen.id) == 0 && !idles(reading, seen, off))?;
    let begin = last.event.time?.saturating_add(last.duration().unwrap_or(0));
    Some((last.id, end - begin))
}

/// A call by which a program waits, or asks for the time between two waits.
fn idles(reading: &Reading<'_>, seen: &Seen<'_>, off: EventId) -> bool {
    let waits = matches!(seen.family(), Family::Wait | Family::Futex | Family::Sleep);
    let asks = matches!(
        seen.name,
        "clock_gettime" | "gettimeofday" | "time" | "rt_sigprocmask" | "sched_yield" | "restart_syscall"
    );
    let came = seen.family() == Family::Wait && seen.returned().is_some_and(|count| count > 0);
    asks || (waits && !came) || pends(reading, seen, Some(off))
}

/// The waits of a run that was started in the trace and never came to its end, or of one that stood still as long as
/// strace was attached to it.
///
/// Empty for a run that ended by itself, for a server that waits for clients, and for a trace that was attached to
/// something that worked: such a trace ends in a wait whenever strace is stopped.
pub fn of_stuck(reading: &Reading<'_>) -> Vec<Wait> {
    let still = is_still(reading);
    if !(still || started_here(reading)) || !stopped_from_outside(reading) {
        return Vec::new();
    }
    let mut waits = pending(reading);
    if still {
        // strace follows the threads of the one process that it was attached to.
        for wait in &mut waits {
            wait.leader = 0;
        }
    }
    let serving = waits
        .iter()
        .any(|wait| reading.serves(wait.event) && matches!(wait.family, Family::Wait | Family::Accept));
    let listens = still && waits.iter().any(|wait| matches!(wait.family, Family::Wait | Family::Accept));
    if serving || listens { Vec::new() } else { waits }
}

/// No call of the trace came back: strace was attached to something that stood still.
pub fn is_still(reading: &Reading<'_>) -> bool {
    !started_here(reading) && reading.calls().all(|seen| never_returned(&seen))
}

/// What each living thread waited in at the end, in the order in which they began to wait.
fn pending(reading: &Reading<'_>) -> Vec<Wait> {
    let off = called_off(reading);
    let end = off.unwrap_or(EventId::MAX);
    let mut last: Vec<Option<EventId>> = vec![None; reading.run.processes.len()];
    let mut over: Vec<bool> = vec![true; last.len()];
    for (event, process) in (0..).zip(&reading.run.process_of) {
        let at = *process as usize;
        if event >= end {
            if let Some(over) = over.get_mut(at) {
                *over = false;
            }
        } else if reading.is_call(event)
            && let Some(slot) = last.get_mut(at)
        {
            *slot = Some(event);
        }
    }
    let mut waits: Vec<Wait> = Vec::new();
    for ((thread, event), over) in (0..).zip(last).zip(over) {
        let Some(seen) = event.and_then(|event| reading.seen(event)) else { continue };
        if (over && ended_by_itself(reading, thread)) || !pends(reading, &seen, off) {
            continue;
        }
        waits.push(Wait { event: seen.id, family: seen.family(), leader: reading.leader(seen.id) });
    }
    crate::order::by_key(&mut waits, |wait| wait.event);
    waits
}

/// A call that had not come back when the run was called off, or that never does.
fn pends(reading: &Reading<'_>, seen: &Seen<'_>, off: Option<EventId>) -> bool {
    let interrupted = |off: EventId| {
        let resumed = seen.call.resumed_line.is_some_and(|line| line > reading.line(off));
        seen.id < off && (resumed || seen.errno(reading.run) == "EINTR")
    };
    never_returned(seen) || off.is_some_and(interrupted)
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
pub fn started_here(reading: &Reading<'_>) -> bool {
    reading.calls().next().is_some_and(|seen| seen.family() == Family::Execute)
}

/// True if the first process did not end by itself: it was killed from outside, or the trace ends before it.
fn stopped_from_outside(reading: &Reading<'_>) -> bool {
    match reading.end(0) {
        ProcessEnd::Running => detached_or_cut(reading),
        ProcessEnd::Killed(name) => name == "SIGKILL" || CALLED_OFF.contains(&name.as_str()),
        _ => called_off(reading).is_some(),
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
    let off = called_off(reading).and_then(|off| reading.run.trace.event(off)?.time);
    let end = off.or_else(|| reading.run.trace.events.iter().rev().find_map(|event| event.time))?;
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
