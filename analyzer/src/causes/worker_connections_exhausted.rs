//! All connection slots of the proxy worker are in use.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::failure::{self, Shown};
use super::reasoning::families::Family;
use super::reasoning::reading::Reading;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::Confidence;
use crate::trace::{DescriptorRole, Unit};

const ID: &str = "worker-connections-exhausted";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (run, reading, found) = scene.failing().find_map(|(run, reading)| {
        reading.requests().find_map(|unit| Some((run, reading, of_request(reading, unit)?)))
    })?;
    let confidence = if found.told { Confidence::Proven } else { Confidence::Likely };
    let open = reading.run.descriptors.iter().filter(|descriptor| {
        matches!(descriptor.role, DescriptorRole::Client | DescriptorRole::Upstream)
            && descriptor.opened.is_none_or(|opened| opened < found.socket)
            && descriptor.closed.is_none_or(|closed| closed > found.socket)
    });
    let mut claim = Claim::new(scene, ID, confidence, 85)
        .blames(run, found.socket)
        .mark(
            "program",
            Some(reading.program(found.socket)).filter(|name| *name != "the program").unwrap_or(""),
        )
        .mark("count", open.count().to_string())
        .mark("end", found.shown.failure.words());
    claim.cite(run, found.socket, "socket");
    claim.cites("log", run, found.log);
    claim.cite(run, found.closed, "closed");
    claim.cite(run, found.shown.event, "answer");
    claim.never("connect", None).done()
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
                if socket.is_some_and(|(event, number)| event < *id && number == first_number(seen.args)) =>
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
