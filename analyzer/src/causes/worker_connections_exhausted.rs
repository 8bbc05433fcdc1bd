//! All connection slots of the proxy worker are in use.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::failure::{self, Shown};
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};
use crate::trace::{DescriptorRole, Unit};

const ID: &str = "worker-connections-exhausted";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, found) = scene.failing().find_map(|(run, reading)| {
        reading.requests().find_map(|unit| Some((run, reading, of_request(reading, unit)?)))
    })?;
    let confidence = if found.told { Confidence::Proven } else { Confidence::Likely };
    let program = match reading.program(found.socket) {
        "the program" => "The worker",
        program => program,
    };
    let mut claim = Claim::new(scene, ID, confidence, 85)
        .blames(run, found.socket)
        .title(format!("{program} has no connection slot left"))
        .summary(format!("{program} opened a socket for the upstream and closed it again without connecting, although no call failed: its own limit of connections is used up, and {}.", found.shown.failure.words()));
    let socket = claim.cite(run, found.socket, "a socket for the upstream is opened");
    let log = found.log.and_then(|event| claim.cite(run, event, "the server's own line about it"));
    let closed = claim.cite(run, found.closed, "and closed at once, without a connect");
    let answer = claim.cite(run, found.shown.event, "the server answers with an error itself");
    let open = reading.run.descriptors.iter().filter(|descriptor| {
        matches!(descriptor.role, DescriptorRole::Client | DescriptorRole::Upstream)
            && descriptor.opened.is_none_or(|opened| opened < found.socket)
            && descriptor.closed.is_none_or(|closed| closed > found.socket)
    });
    let count = open.count();
    claim
        .step(&format!("The slots are used up: {count} connections are seen open, each request needs two"), None)
        .step("A socket is opened: the kernel still gives descriptors", socket)
        .step("The server refuses: it finds no free slot and closes the socket", closed.or(log))
        .step("The client gets an error: without an attempt to connect", answer)
        .absent("any connect to the upstream", None, "the server gives up before it")
        .confirm("grep -c 'worker_connections are not enough' error.log", "more than 0", "0: then the configuration refuses the address")
        .confirm("curl -s http://127.0.0.1/stub_status", "active connections near worker_connections times the workers", "far fewer: the load was higher at that time")
        .fix(FixKind::Now, "Raise the number of connections of each worker, together with its limit of open files.", "worker_rlimit_nofile 65536;\nevents { worker_connections 16384; }")
        .fix(FixKind::Proper, "Look at why connections stay open: a slow upstream, long keep-alive times, or a proxy that leads back to itself.", "")
        .done()
}

/// What a request without a free slot shows.
struct NoSlot {
    socket: EventId,
    closed: EventId,
    log: Option<EventId>,
    told: bool,
    shown: Shown,
}

fn of_request(reading: &Reading<'_>, unit: &Unit) -> Option<NoSlot> {
    let shown = failure::of_request(reading, unit)?;
    let mut socket = None;
    let mut closed = None;
    let mut log = None;
    let mut told = false;
    for id in &unit.events {
        let Some(seen) = reading.seen(*id) else { continue };
        match (seen.name, reading.role_of(*id)) {
            ("socket", _) if seen.returned().is_some() => socket = Some((seen.id, seen.returned())),
            ("close", _) if socket.is_some_and(|(_, number)| number == first_number(seen.args)) => {
                closed = Some(*id);
            }
            ("connect" | "sendto" | "setsockopt", _)
                if socket.is_some_and(|(event, _)| event < *id)
                    && seen.args.starts_with(&number_of(socket)) =>
            {
                return None;
            }
            (_, DescriptorRole::ErrorLog | DescriptorRole::Log) if socket.is_some() && log.is_none() => {
                told |= seen.payload(reading.run).contains("worker_connections");
                log = Some(*id);
            }
            // A failing call explains it better.
            _ if seen.call.outcome.failed()
                && matches!(seen.family(), Family::Descriptor | Family::Connect | Family::Bind) =>
            {
                return None;
            }
            _ => {}
        }
    }
    let (socket, _) = socket?;
    Some(NoSlot { socket, closed: closed?, log, told, shown })
}

fn first_number(args: &str) -> Option<i64> {
    args.split([',', '<']).next().and_then(|word| word.trim().parse().ok())
}

fn number_of(socket: Option<(EventId, Option<i64>)>) -> String {
    socket.and_then(|(_, number)| number).map(|number| format!("{number},")).unwrap_or_default()
}
