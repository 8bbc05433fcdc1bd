//! The other traces: what the other side of the connection did, and what befell other requests.

use super::Hearing;
use super::marks::{self, Sight};
use crate::causes::reasoning::exchange::{self, Attempt, Exchange};
use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::reading::Reading;
use crate::causes::reasoning::signals;
use crate::model::trace::{EventId, Micros, Outcome};
use crate::order::Flat;
use crate::trace::{DescriptorRole, ProcessEnd, ProcessId};

/// An end counts as the reason of what the proxy sees if it is not older than this.
const BEFORE: Micros = 2_000_000;
/// Clocks of one host agree, and a close travels quickly.
const AFTER: Micros = 300_000;

/// The other side's own close stands so close to its end here.
const AT_ONCE: Micros = 50_000;

/// Hears the traces that the finding does not blame.
pub fn hear(hearing: &mut Hearing<'_, '_>) {
    let scene = hearing.scene;
    let Some(own) = hearing.marks.exchanges.first().map(|(exchange, _)| exchange.run) else { return };
    for (run, reading) in (0..).zip(scene.readings) {
        if run == own || scene.normals.contains(&run) {
            continue;
        }
        let exchanges = exchange::find(scene.readings, run);
        others(hearing, run, reading, &exchanges);
        // Whoever passes requests on to the same address is not the one behind it.
        let proxy = exchanges
            .iter()
            .flat(|exchange| &exchange.attempts)
            .any(|attempt| hearing.marks.peers.contains(&attempt.peer));
        if hearing.marks.dated() && !proxy {
            ends(hearing, run, reading);
            waits(hearing, run, reading);
        }
    }
}

/// Other requests to the same upstream that failed: before it was gone, or after.
fn others(hearing: &mut Hearing<'_, '_>, run: usize, reading: &Reading<'_>, exchanges: &[Exchange]) {
    let sight = hearing.marks.sight;
    if !matches!(sight, Sight::Refused | Sight::Closed | Sight::Reset) {
        return;
    }
    let fails = |exchange: &Exchange| {
        // Of several attempts the first one stands closest to what went before.
        let attempt = exchange.attempts.first()?;
        let (line, refused) = fault(attempt)?;
        let told = (line, refused, attempt.peer.clone(), exchange.says().to_string());
        (exchange.failure.is_some() || refused).then_some(told)
    };
    let other = exchanges.iter().filter_map(fails).find(|(line, refused, peer, _)| {
        let apart = marks::hour_time(reading, *line).and_then(|time| hearing.marks.apart_micros(time));
        let ordered = apart.is_none_or(|apart| (apart > 0) == *refused);
        hearing.marks.peers.contains(peer) && *refused == (sight != Sight::Refused) && ordered
    });
    // Not every trace of a client is one of a proxy: a bare connect tells as much.
    let bare = || {
        let connect = reading.calls().find(|seen| {
            seen.name == "connect"
                && matches!(seen.errno(reading.run), "ECONNREFUSED" | "ENOENT")
                && hearing.marks.peers.contains(&crate::causes::reasoning::reading::peer(seen.args))
        })?;
        (sight != Sight::Refused).then_some(connect.id)
    };
    match other {
        Some((line, true, ..)) => {
            hearing.event(run, line, "afterwards the upstream refuses connections: nobody listens any more");
        }
        Some((line, false, _, says)) => {
            hearing.also = Some(says);
            hearing.event(run, line, "before, the upstream closed a connection in the middle of a request");
        }
        None => {
            if let Some(event) = bare() {
                hearing.event(
                    run,
                    event,
                    "afterwards the upstream refuses connections: nobody listens any more",
                );
            }
        }
    }
}

/// The line by which an attempt failed, and whether it was refused.
fn fault(attempt: &Attempt) -> Option<(EventId, bool)> {
    if let Some(refused) = attempt.not_connected {
        return Some((refused, true));
    }
    let ended = attempt.end_of_stream.filter(|_| !attempt.has_header());
    attempt.receive_error.or(ended).map(|line| (line, false))
}

/// A process that ended, and a connection that it closed, straight before the proxy saw it.
fn ends(hearing: &mut Hearing<'_, '_>, run: usize, reading: &Reading<'_>) {
    if !matches!(hearing.marks.sight, Sight::Closed | Sight::Reset | Sight::Refused) {
        return;
    }
    let close_by = |event: EventId| {
        marks::hour_time(reading, event)
            .and_then(|time| hearing.marks.apart_micros(time))
            .is_some_and(|apart| (-BEFORE..=AFTER).contains(&apart))
    };
    let at_once = |event: EventId| {
        marks::hour_time(reading, event)
            .and_then(|time| hearing.marks.apart_micros(time))
            .is_some_and(|apart| apart.abs() <= AT_ONCE)
    };
    let signal = signals::all(reading).into_iter().find(|signal| {
        matches!(signal.name, "SIGABRT" | "SIGKILL" | "SIGTERM" | "SIGSEGV" | "SIGBUS" | "SIGQUIT")
            && close_by(signal.event)
    });
    let killed = (0..).zip(&reading.run.processes).find_map(|(leader, process)| {
        let killed = !process.thread && matches!(reading.end(leader), ProcessEnd::Killed(_));
        reading.last_event(leader).filter(|event| killed && close_by(*event))
    });
    let closed = reading
        .calls()
        .filter(|seen| {
            seen.name == "close" && reading.role_of(seen.id) == DescriptorRole::Client && at_once(seen.id)
        })
        .last();
    let closed = closed.filter(|_| killed.is_none()).map(|seen| seen.id);
    let signal = signal.map(|signal| signal.event);
    if let Some(event) = signal {
        hearing.event(run, event, "at this moment the upstream's process gets a signal");
    }
    if let Some(event) = killed.filter(|event| Some(*event) != signal) {
        hearing.event(run, event, "at this moment the upstream's process is killed");
    }
    if let Some(event) = closed {
        hearing.event(run, event, "at this moment the upstream closes the connection");
    }
}

/// What the upstream waited for while the proxy waited for it.
fn waits(hearing: &mut Hearing<'_, '_>, run: usize, reading: &Reading<'_>) {
    if hearing.marks.sight != Sight::Silent {
        return;
    }
    let count = ProcessId::try_from(reading.run.processes.len()).unwrap_or(0);
    for process in 0..count {
        let Some(last) = reading.last_event(process).filter(|_| reading.leader_of(process) == process) else {
            continue;
        };
        let Some(seen) = reading
            .calls_before(last.saturating_add(1))
            .take(4)
            .find(|seen| reading.leader(seen.id) == process)
        else {
            continue;
        };
        let open = matches!(seen.call.outcome, Outcome::Unfinished | Outcome::Unknown | Outcome::Restarting);
        let began_before = marks::hour_time(reading, seen.id)
            .and_then(|time| hearing.marks.apart_micros(time))
            .is_some_and(|apart| apart < 0);
        let serving = matches!(seen.family(), Family::Accept | Family::Wait) || seen.name.starts_with("exit");
        if !open || !began_before || serving {
            continue;
        }
        hearing.event(
            run,
            seen.id,
            "meanwhile the upstream itself waits here, and this call does not come back",
        );
        let descriptor = reading.descriptor_id(seen.id);
        let asked = reading.calls_before(seen.id).take(100).find(|before| {
            descriptor.is_some()
                && reading.descriptor_id(before.id) == descriptor
                && matches!(before.family(), Family::Send | Family::Write)
        });
        if let Some(asked) = asked {
            hearing.event(run, asked.id, "what it asked for, and waits for");
        }
        return;
    }
}
