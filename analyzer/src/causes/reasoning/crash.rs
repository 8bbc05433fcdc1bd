//! Processes that were ended by a signal, and by whom.

use super::claim::Claim;
use super::families::Family;
use super::reading::Reading;
use super::scene::Scene;
use super::signals::{self, Delivery};
use crate::model::trace::{EventId, EventKind, Outcome};
use crate::order::{Change, Map};
use crate::report::Confidence;
use crate::trace::{DescriptorRole, Ending, ProcessEnd, ProcessId, Unit};

/// Addresses below this are never mapped for a program (`vm.mmap_min_addr` is 65536 on most systems).
pub const FIRST_PAGES: u64 = 0x1_0000;

/// Signals that come from outside of the program.
pub const FROM_OUTSIDE: &[&str] =
    &["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGABRT"];

/// The end of a process by a signal.
#[derive(Debug, Clone)]
pub struct Death {
    /// The signal's name.
    pub name: String,
    /// Where the signal arrived; for SIGKILL, which nobody sees arrive, the end itself.
    pub signal: EventId,
    /// The line that says that the process was killed.
    pub end: EventId,
    /// The address of a fault.
    pub address: Option<u64>,
    /// The process sent it to itself.
    pub own: bool,
    /// The process that sent it, where the trace tells.
    pub sender: Option<u32>,
    /// Its last call before.
    pub before: Option<EventId>,
    /// That call was a wait that had not returned.
    pub waiting: bool,
}

/// Begins the diagnosis of a program that ended itself by one of these signals.
///
/// Sets the mark `{program}`. Cites the signal (`signal`), the last call before (`before`) and the end (`end`).
pub fn claim<'s, 'a>(
    scene: &'s Scene<'a>,
    id: &str,
    names: &[&str],
    fits: fn(&Death) -> bool,
    score: i32,
) -> Option<Claim<'s, 'a>> {
    let (run, reading, death) = scene.failing().find_map(|(run, reading)| {
        deaths(reading, names).into_iter().find(fits).map(|death| (run, reading, death))
    })?;
    let mut claim = Claim::new(scene, id, Confidence::Proven, score)
        .blames(run, death.signal)
        .mark("program", reading.program(death.signal));
    claim.cite(run, death.signal, "signal");
    claim.cites("before", run, death.before);
    claim.cite(run, death.end, "end");
    Some(claim)
}

/// What to call the program of a process; empty if it is not known.
pub fn name_of<'a>(reading: &'a Reading<'_>, process: ProcessId) -> &'a str {
    reading.process(process).map_or("", |process| super::words::display_name(&process.program))
}

/// The processes of a run that were ended by one of these signals, in order.
pub fn deaths(reading: &Reading<'_>, names: &[&str]) -> Vec<Death> {
    let mut found = Vec::new();
    for (id, process) in (0..).zip(&reading.run.processes) {
        let ProcessEnd::Killed(name) = &process.end else { continue };
        if process.thread || !names.contains(&name.as_str()) {
            continue;
        }
        found.add_all(death(reading, id, name, process.pid));
    }
    crate::order::by_key(&mut found, |death| death.end);
    found
}

fn death(reading: &Reading<'_>, process: ProcessId, name: &str, pid: u32) -> Option<Death> {
    let leader = reading.leader_of(process);
    let end = end_of(reading, process)?;
    let mut delivery = signals::last(reading, leader, name);
    let itself = |one: &Delivery<'_>| one.field("si_code") == "SI_TKILL" || one.sender() == Some(pid);
    // A program that catches a signal, cleans up and sends it to itself again was ended by the first sender.
    if let Some(own) = delivery.as_ref().filter(|last| itself(last)) {
        let foreign = |one: &Delivery<'_>| one.name == name && !itself(one) && one.sender() != own.sender();
        delivery = signals::of_process(reading, leader).find(foreign).or(delivery);
    }
    let sender = delivery.as_ref().and_then(Delivery::sender);
    let signal = delivery.as_ref().map_or(end, |delivery| delivery.event);
    let address = delivery.as_ref().and_then(|delivery| address(delivery.field("si_addr")));
    // A general protection fault has no address and arrives as SI_KERNEL.
    let own = delivery.as_ref().is_some_and(itself);
    let last = reading.own_before(signal).next();
    let before = last.map(|seen| seen.id);
    let waiting = last.is_some_and(|seen| {
        let never_came_back =
            matches!(seen.call.outcome, Outcome::Unfinished | Outcome::Unknown | Outcome::Restarting);
        let full_pipe = seen.family() == Family::Write && reading.is_pipe(seen.id);
        never_came_back
            && (full_pipe
                || matches!(
                    seen.family(),
                    Family::Futex
                        | Family::Wait
                        | Family::Read
                        | Family::Receive
                        | Family::WaitChild
                        | Family::Lock
                        | Family::Open
                        | Family::Accept
                ))
    });
    Some(Death { name: name.to_string(), signal, end, address, own, sender, before, waiting })
}

/// The line `+++ killed by … +++` of a process.
fn end_of(reading: &Reading<'_>, process: ProcessId) -> Option<EventId> {
    let run = reading.run;
    let killed = |id: &EventId| {
        let event = run.trace.event(*id);
        event.is_some_and(|event| matches!(event.kind, EventKind::Killed { .. }))
            && run.process_of.get(*id as usize) == Some(&process)
    };
    reading.own_events(reading.last_event(reading.leader_of(process))?).find(killed)
}

/// The call by which another process of the trace sent the signal.
pub fn killer(reading: &Reading<'_>, death: &Death) -> Option<EventId> {
    let victim = reading.leader(death.end);
    let pid = reading.process(victim)?.pid.to_string();
    let kills = |name: &str| matches!(name, "kill" | "tkill" | "tgkill" | "pidfd_send_signal");
    reading
        .named(kills)
        .take_while(|seen| seen.id < death.end)
        .filter(|seen| {
            reading.leader(seen.id) != victim
                && seen.args.contains(&death.name)
                && seen.args.split([',', '<', ' ']).any(|word| word == pid)
        })
        .last()
        .map(|seen| seen.id)
}

/// The parent ended its own child, learnt that it is gone, and ended well itself: an ordinary shutdown.
pub fn dismissed(reading: &Reading<'_>, death: &Death) -> bool {
    let child = reading.process(reading.leader(death.end)).and_then(|child| child.parent);
    let parent = killer(reading, death).map(|kill| reading.leader(kill));
    parent.is_some_and(|parent| {
        child.map(|parent| reading.leader_of(parent)) == Some(parent)
            && *reading.end(parent) == ProcessEnd::Exited(0)
            && reaped(reading, death).is_some()
    })
}

/// For each process of a server, the last of its requests that nobody has answered: where it was read.
pub fn unanswered(reading: &Reading<'_>) -> Map<ProcessId, EventId> {
    let open = |unit: &&Unit| {
        !matches!(unit.ending, Ending::Answered { .. } | Ending::ClosedWithoutAnswer | Ending::ClientLeft)
    };
    let read = |event: &&EventId| {
        let seen = reading.seen(**event);
        let read = seen.is_some_and(|seen| {
            matches!(seen.family(), Family::Read | Family::Receive)
                && seen.returned().is_some_and(|count| count > 0)
        });
        read && reading.role_of(**event) == DescriptorRole::Client
    };
    let mut found: Map<ProcessId, EventId> = Map::default();
    for unit in reading.requests().filter(open) {
        // From behind: the first of the unit stays.
        for event in unit.events.iter().rev().filter(read) {
            found.insert(reading.leader(*event), *event);
        }
    }
    found
}

/// The wait by which a parent learnt of it.
pub fn reaped(reading: &Reading<'_>, death: &Death) -> Option<EventId> {
    let pid = i64::from(reading.process(reading.leader(death.end))?.pid);
    reading.of_families(&[Family::WaitChild]).find(|seen| seen.returned() == Some(pid)).map(|seen| seen.id)
}

/// `NULL`, `0x10` or a number.
fn address(text: &str) -> Option<u64> {
    if text == "NULL" {
        return Some(0);
    }
    match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}
