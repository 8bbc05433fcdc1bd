//! Further lines of the same trace: what came before the failing call, and what came of it in the end.

use super::{Hearing, marks};
use crate::causes::reasoning::dns;
use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::reading::Reading;
use crate::causes::reasoning::suspects::Suspect;
use crate::model::trace::{EventId, EventKind, Outcome};
use crate::trace::{DescriptorRole, ProcessEnd, ProcessId};

/// Hears the trace that the finding blames.
pub fn hear(hearing: &mut Hearing<'_, '_>) {
    let scene = hearing.scene;
    let Some((run, fault)) = marks::blamed(scene, hearing.finding) else { return };
    let Some(reading) = scene.reading(run) else { return };
    if let Some(suspect) = scene.suspects.iter().find(|one| one.run == run && one.event == fault) {
        earliest(hearing, suspect);
        if suspect.report.is_none()
            && let Some(event) = said_before_the_end(reading, fault)
        {
            hearing.event(run, event, "what the program says before it ends");
        }
        let before = match suspect.family {
            Family::Connect => reported_error(reading, fault),
            Family::Receive | Family::Read => request_before(reading, fault),
            _ => None,
        };
        if let Some(event) = before {
            let why = if suspect.family == Family::Connect {
                "the wait reports an error on the connection"
            } else {
                "what was sent over the connection before"
            };
            hearing.event(run, event, why);
        }
        if matches!(suspect.family, Family::Write | Family::Open | Family::Create)
            && let Some(event) = removed(reading, fault, &suspect.object.name)
        {
            hearing.event(run, event, "the unfinished file is removed");
        }
        if suspect.family == Family::Accept
            && let Some(event) = deaf(reading, fault)
        {
            hearing.event(
                run,
                event,
                "the listening socket is taken out of the event queue: nobody is accepted for a while",
            );
        }
    }
    if hearing.is(&["exit-status-lost-in-pipeline"])
        && let Some(event) = last_words(reading, reading.leader_of(0))
    {
        hearing.event(run, event, "and the job says that all went well");
    }
    if hearing.is(&["child-killed", "oom-killed", "killed-by-signal"])
        && let Some(event) = reading.calls_before(fault).find(|seen| {
            seen.family() == Family::Execute
                && reading.leader(seen.id) == reading.leader(fault)
                && !seen.call.outcome.failed()
        })
    {
        hearing.event(run, event.id, "what it is that was killed");
    }
    name_query(hearing, run, reading, fault);
    outermost(hearing, run, reading, fault);
    detached(hearing, run, reading, fault);
}

/// The same error on the first object that met it.
fn earliest(hearing: &mut Hearing<'_, '_>, suspect: &Suspect<'_>) {
    if !matches!(suspect.family, Family::Write | Family::Create | Family::Memory | Family::Fork) {
        return;
    }
    let first = hearing
        .scene
        .suspects
        .iter()
        .filter(|one| {
            one.run == suspect.run
                && one.family == suspect.family
                && one.errno == suspect.errno
                && one.event < suspect.event
        })
        .map(|one| one.event)
        .min();
    if let Some(event) = first {
        hearing.event(suspect.run, event, "the first call that failed so");
    }
}

/// The first thing that a process says, on any channel, between a failure and its own end with an error.
fn said_before_the_end(reading: &Reading<'_>, fault: EventId) -> Option<EventId> {
    let leader = reading.leader(fault);
    if !matches!(reading.end(leader), ProcessEnd::Exited(status) if *status != 0) {
        return None;
    }
    reading
        .calls_after(fault)
        .filter(|seen| reading.leader(seen.id) == leader)
        .take(80)
        .find(|seen| {
            let channel = matches!(
                reading.role_of(seen.id),
                DescriptorRole::StandardOutput | DescriptorRole::StandardError | DescriptorRole::Log
            ) || seen.args.starts_with("1,")
                || seen.args.starts_with("2,");
            channel && seen.name.starts_with("write") && seen.returned().is_some_and(|bytes| bytes > 1)
        })
        .map(|seen| seen.id)
}

/// The wait straight before that reports an error on a connection.
fn reported_error(reading: &Reading<'_>, fault: EventId) -> Option<EventId> {
    let leader = reading.leader(fault);
    reading
        .calls_before(fault)
        .filter(|seen| reading.leader(seen.id) == leader)
        .take(3)
        .find(|seen| {
            let result = reading.run.trace.str(seen.call.result);
            seen.family() == Family::Wait && (seen.args.contains("EPOLLERR") || result.contains("POLLERR"))
        })
        .map(|seen| seen.id)
}

/// The call that asked for the connection whose failure is read off the socket later.
fn connect_before(reading: &Reading<'_>, fault: EventId) -> Option<EventId> {
    let descriptor = reading.descriptor_id(fault)?;
    reading
        .calls_before(fault)
        .take(200)
        .find(|seen| seen.name == "connect" && reading.descriptor_id(seen.id) == Some(descriptor))
        .map(|seen| seen.id)
}

/// The query that failed first, how it was sent, and the file of hosts that does not have the name.
fn name_query(hearing: &mut Hearing<'_, '_>, run: usize, reading: &Reading<'_>, fault: EventId) {
    let lookups = dns::lookups(reading);
    let at = |one: &dns::Lookup| one.refused.or(one.expired).or(one.answer.map(|answer| answer.0));
    let Some(own) = lookups.iter().find(|one| one.asked == fault || at(one) == Some(fault)) else { return };
    let Some(first) = lookups.iter().find(|one| one.leader == own.leader && one.name == own.name) else {
        return;
    };
    if reading.serves(fault) {
        return;
    }
    let connect = connect_before(reading, first.asked);
    let hosts = reading.calls_before(first.asked).take(200).find(|seen| {
        seen.family() == Family::Read
            && reading.descriptor(seen.id).is_some_and(|descriptor| descriptor.target == "/etc/hosts")
            && seen.returned().is_some_and(|bytes| bytes > 0)
            && !seen.payload(reading.run).contains(own.name.as_str())
    });
    if let Some(seen) = hosts {
        hearing.event(run, seen.id, "the file of hosts does not have the name");
    }
    if let Some(event) = connect {
        hearing.event(run, event, "the name server that is asked");
    }
    let earliest =
        lookups.iter().filter(|one| one.leader == own.leader && one.name == own.name).filter_map(at).min();
    if let Some(event) = earliest.filter(|event| *event < fault) {
        hearing.event(run, event, "the first query fails in the same way");
    }
}

/// The last write on the connection.
fn request_before(reading: &Reading<'_>, fault: EventId) -> Option<EventId> {
    let descriptor = reading.descriptor_id(fault)?;
    reading
        .calls_before(fault)
        .take(200)
        .find(|seen| {
            matches!(seen.family(), Family::Send | Family::Write)
                && reading.descriptor_id(seen.id) == Some(descriptor)
                && seen.returned().is_some()
        })
        .map(|seen| seen.id)
}

/// The removal of the file that a call failed on.
fn removed(reading: &Reading<'_>, fault: EventId, path: &str) -> Option<EventId> {
    let leader = reading.leader(fault);
    reading
        .calls_after(fault)
        .take(400)
        .filter(|seen| reading.leader(seen.id) == leader && matches!(seen.name, "unlink" | "unlinkat"))
        .find(|seen| !path.is_empty() && seen.path(reading.run) == path && !seen.call.outcome.failed())
        .map(|seen| seen.id)
}

/// The listening socket's removal from the event queue.
fn deaf(reading: &Reading<'_>, fault: EventId) -> Option<EventId> {
    let listener = reading.seen(fault)?.arguments(reading.run).number(0)?;
    let mark = format!("EPOLL_CTL_DEL, {listener}");
    let leader = reading.leader(fault);
    reading
        .calls_after(fault)
        .filter(|seen| reading.leader(seen.id) == leader)
        .take(8)
        .find(|seen| {
            seen.name == "epoll_ctl"
                && seen.args.split_once(mark.as_str()).is_some_and(|(_, rest)| rest.starts_with([',', '<']))
        })
        .map(|seen| seen.id)
}

/// The last line that a process wrote to its standard output.
fn last_words(reading: &Reading<'_>, leader: ProcessId) -> Option<EventId> {
    let end = reading.exit_event(leader)?;
    reading
        .calls_before(end)
        .filter(|seen| reading.leader(seen.id) == leader)
        .take(12)
        .find(|seen| {
            seen.name.starts_with("write")
                && (reading.role_of(seen.id) == DescriptorRole::StandardOutput || seen.args.starts_with("1,"))
        })
        .map(|seen| seen.id)
}

/// The end of the process that everything else was started by, where the failure reaches it.
fn outermost(hearing: &mut Hearing<'_, '_>, run: usize, reading: &Reading<'_>, fault: EventId) {
    let root = reading.leader_of(0);
    let failed = matches!(reading.end(root), ProcessEnd::Exited(status) if *status != 0);
    if failed
        && root != reading.leader(fault)
        && !reading.serves(fault)
        && let Some(event) = reading.exit_event(root)
        && event > fault
    {
        hearing.event(run, event, "and what started it ends with an error as well");
    }
}

/// The line on which strace let go of a call that never came back.
fn detached(hearing: &mut Hearing<'_, '_>, run: usize, reading: &Reading<'_>, fault: EventId) {
    let Some(seen) = reading.seen(fault) else { return };
    if !matches!(seen.call.outcome, Outcome::Unfinished | Outcome::Unknown) {
        return;
    }
    let aside =
        (fault..).skip(1).map_while(|id| Some((id, reading.run.trace.event(id)?))).find(|(_, event)| {
            !matches!(event.kind, EventKind::Call(_))
                && event.pid == seen.event.pid
                && reading.run.trace.str(event.text).contains("detached")
        });
    if let Some((id, _)) = aside {
        hearing.event(run, id, "it still waits when the trace is ended");
    } else if let Some(line) = seen.call.resumed_line {
        hearing.line(reading.run.source, line, "it still waits when the trace is ended");
    }
}
