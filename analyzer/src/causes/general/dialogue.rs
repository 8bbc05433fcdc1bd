//! The client's side of a conversation: a program asks another one, and what comes back is the end of the data, nothing
//! until its patience ends, or a refusal in good order.
//!
//! None of these is an error to the system: `read` returns 0 (recv(2)), `poll` returns 0 (poll(2)), or bytes arrive.
//! They count where the program fails afterwards. A proxy's requests have causes of their own.

use crate::causes::reasoning::claim::{Claim, Finding};
use crate::causes::reasoning::exchange::{self, Attempt};
use crate::causes::reasoning::failure::{self, Failure};
use crate::causes::reasoning::families::Family;
use crate::causes::reasoning::reading::{Reading, Seen};
use crate::causes::reasoning::scene::Scene;
use crate::causes::reasoning::spent;
use crate::model::trace::{EventId, Micros};
use crate::order::{Flat, InList, Pick};
use crate::report::Confidence;
use crate::trace::{DescriptorId, DescriptorRole, ProcessEnd, ProcessId};

/// Whoever gives up sooner had no patience: that is no sign of a server that does not answer.
const PATIENCE: Micros = 400_000;

/// A status that refuses (RFC 9110, RFC 6585), and the cause that it names; any other from 500 on is the service's own.
const REFUSALS: &[(u16, &str)] = &[
    (401, "authentication-required"),
    (403, "authorization-refused"),
    (404, "missing-record-or-object"),
    (429, "rate-limit-exceeded"),
];

/// What a program has with another one on one connection.
struct Talk {
    attempt: Attempt,
    leader: ProcessId,
    /// How it ended, if not well.
    bad: Option<Bad>,
}

/// A bad end.
struct Bad {
    cause: &'static str,
    /// The line that shows it.
    event: EventId,
    status: u16,
    /// How long nothing came.
    waited: Micros,
    /// Nothing of its own doing explains it: a call waited for as long, the connection was whole.
    shown: bool,
}

/// The conversation of each failing run that went wrong last.
pub fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    scene.failing().filter_map(|(run, reading)| last(scene, run, reading)).in_list()
}

fn last(scene: &Scene<'_>, run: usize, reading: &Reading<'_>) -> Option<Finding> {
    if matches!(reading.end(0), ProcessEnd::Exited(0)) {
        return None;
    }
    let talks = talks(reading);
    let (talk, bad) =
        talks.iter().filter_map(|talk| Some((talk, talk.bad.as_ref()?))).greatest(|(_, bad)| bad.event)?;
    let attempt = &talk.attempt;
    let shown = failure::of_process(reading, talk.leader)
        .filter(|shown| matches!(shown.failure, Failure::Exit { .. }) && shown.event > bad.event)?;
    let good = |other: &Talk| {
        other.bad.is_none() && other.attempt.received.last().is_some_and(|event| *event > bad.event)
    };
    let later = talks.iter().any(good);
    let usual: Vec<(usize, Talk)> = scene
        .working()
        .flat(|(normal, reading)| self::talks(reading).into_iter().map(move |one| (normal, one)))
        .in_list();
    let same = |one: &&(usize, Talk)| !attempt.peer.is_empty() && one.1.attempt.peer == attempt.peer;
    let as_ever = |one: &(usize, Talk)| one.1.bad.as_ref().is_some_and(|usual| usual.cause == bad.cause);
    if usual.iter().filter(same).any(as_ever)
        || talks.iter().any(|other| other.attempt.peer == attempt.peer && good(other))
    {
        return None;
    }
    let answered = usual.iter().filter(same).find_map(|(normal, one)| {
        Some((*normal, *one.attempt.received.first().filter(|_| one.bad.is_none())?))
    });
    // What failed afterwards and is named is nearer to the end.
    let named = |one: &crate::causes::reasoning::suspects::Suspect<'_>| {
        one.run == run && one.named && one.matters() && one.event > bad.event
    };
    let status = bad.status.to_string();
    let mut said = reading.said_after(bad.event).peekable();
    let report = said.peek().map(|spoken| spoken.event);
    let repeated = bad.status > 0 && said.any(|spoken| spoken.text.contains(&status));
    let confidence = if later || !bad.shown || scene.suspects.iter().any(named) {
        Confidence::Possible
    } else if bad.waited > 0 || bad.status > 0 {
        if bad.status == 0 || repeated || answered.is_some() {
            Confidence::Likely
        } else {
            Confidence::Possible
        }
    } else if answered.is_some() {
        Confidence::Proven
    } else {
        Confidence::Likely
    };
    let silent = bad.cause == "server-not-responding";
    let mut claim = Claim::new(scene, bad.cause, confidence, 78).in_brief("causes/general/shapes");
    if confidence > Confidence::Possible {
        claim = claim.blames(run, bad.event);
    }
    let (host, port) = attempt.peer.rsplit_once(':').unwrap_or(("", ""));
    let mut claim = claim
        .mark("program", reading.program(bad.event))
        .mark("peer", attempt.peer.as_str())
        .mark("host", host)
        .mark("port", port)
        .mark("status", if bad.status > 0 { status } else { String::new() })
        .mark("waited", if bad.waited > 0 { spent::words(bad.waited) } else { String::new() })
        .variant("silent", silent)
        .variant("ended", bad.waited == 0 && bad.status == 0)
        .variant("unreached", bad.waited > 0 && !silent);
    claim.cites("connected", run, attempt.connect);
    claim.cites("request", run, attempt.sent.last().copied());
    claim.cite(run, bad.event, "fault");
    if let Some((normal, event)) = answered {
        claim.cite(normal, event, "answered");
    }
    claim.cites("said", run, report);
    claim.ends(run, Some(&shown));
    claim.done()
}

/// Every connection that a run opened for itself.
fn talks(reading: &Reading<'_>) -> Vec<Talk> {
    let count = DescriptorId::try_from(reading.run.descriptors.len()).unwrap_or(DescriptorId::MAX);
    (0..count).filter_map(|id| talk(reading, id)).in_list()
}

fn talk(reading: &Reading<'_>, id: DescriptorId) -> Option<Talk> {
    let descriptor = reading.run.descriptors.get(id as usize)?;
    let opened = reading.seen(descriptor.opened?)?;
    let peer = matches!(descriptor.role, DescriptorRole::Peer | DescriptorRole::Upstream);
    let served = descriptor.events.iter().any(|event| reading.request(*event).is_some());
    if !peer || served || !opened.args.contains("SOCK_STREAM") {
        return None;
    }
    let attempt = exchange::of_descriptor(reading, id)?;
    let leader = reading.leader_of(descriptor.process);
    let bad = bad(reading, &attempt, leader);
    Some(Talk { attempt, leader, bad })
}

/// How a conversation ended, if it did not end well.
fn bad(reading: &Reading<'_>, attempt: &Attempt, leader: ProcessId) -> Option<Bad> {
    let found = |cause, event| Bad { cause, event, status: 0, waited: 0, shown: true };
    let is_answer = |event: &&EventId| {
        reading.seen(**event).is_some_and(|seen| seen.payload(reading.run).starts_with("HTTP/"))
    };
    if let Some(answer) = attempt.received.iter().rev().find(is_answer) {
        let status = exchange::status_of(&reading.seen(*answer)?.payload(reading.run));
        let named = REFUSALS.iter().find(|(refusal, _)| *refusal == status).map(|(_, cause)| *cause);
        let cause = named.or((500..600).contains(&status).then_some("remote-service-error"))?;
        return Some(Bad { status, ..found(cause, *answer) });
    }
    if attempt.received_bytes > 0 || attempt.receive_error.or(attempt.send_error).is_some() {
        return None;
    }
    if let Some(end) = attempt.end_of_stream {
        let asked = attempt.sent.first().is_some_and(|sent| *sent < end);
        // Who says that it will send no more may be taken at its word and left.
        let half = |event: &EventId| {
            *event < end && reading.seen(*event).is_some_and(|seen| seen.name == "shutdown")
        };
        let events = reading.run.descriptors.get(attempt.descriptor as usize).map(|one| &one.events);
        let shown = !events.is_some_and(|events| events.iter().any(half));
        return asked.then(|| Bad { shown, ..found("connection-closed-by-peer", end) });
    }
    let cause = match attempt.sent.last() {
        Some(_) => "server-not-responding",
        None if attempt.connected.or(attempt.not_connected).is_none() => "connection-timeout",
        None => return None,
    };
    let from = attempt.sent.last().copied().or(attempt.connect)?;
    let until = attempt.closed.or_else(|| reading.exit_event(leader)).filter(|until| *until > from)?;
    let time = |id: EventId| reading.run.trace.event(id).and_then(|event| event.time);
    let wait = reading.calls_before(until).take_while(|seen| seen.id > from).find(|seen| {
        reading.leader(seen.id) == leader
            && in_vain(reading, seen)
            && spent::taken(reading, seen).is_some_and(|taken| taken.saturating_mul(4) >= PATIENCE)
    });
    let end = wait.map_or(until, |seen| seen.id);
    let waited = time(end)? + wait.and_then(|seen| spent::taken(reading, &seen)).unwrap_or(0) - time(from)?;
    (waited >= PATIENCE && !attempt.peer.starts_with("unix:")).then(|| Bad {
        waited,
        shown: wait.is_some(),
        ..found(cause, end)
    })
}

/// A wait that ended because its time was up.
fn in_vain(reading: &Reading<'_>, seen: &Seen<'_>) -> bool {
    match seen.family() {
        Family::Wait | Family::Sleep => seen.returned() == Some(0),
        Family::Receive | Family::Read => seen.errno(reading.run) == "EAGAIN",
        Family::Futex => seen.errno(reading.run) == "ETIMEDOUT",
        _ => false,
    }
}
