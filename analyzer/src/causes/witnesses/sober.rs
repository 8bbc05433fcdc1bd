//! Takes back a certainty that the lines do not carry: a symptom is proven, the reason behind it is not.

use super::Hearing;
use super::marks::Sight;
use crate::causes::logs::messages;
use crate::model::log::Entry;
use crate::model::trace::Micros;
use crate::report::Confidence;
use crate::source::SourceId;

/// Causes that name what the proxy sees of an upstream; why it did so, only the upstream's side can tell.
const SYMPTOMS: &[&str] = &["upstream-closed-early", "upstream-reset", "upstream-truncated-body"];
/// A cause that names who ended the request first; which time limit made the client leave, only the client can tell.
const LEFT: &[&str] = &["client-closed-request"];
/// Causes that name a time that ran out; what took so long, another line has to show.
const WAITS: &[&str] = &["upstream-slow-read-timeout", "upstream-stalled-body"];
/// An upstream that broke a request off so short before it was gone did not stop by itself.
const SHORTLY: Micros = 60_000_000;

/// Lowers the confidence of a finding that says more than its lines show.
pub fn down(hearing: &mut Hearing<'_, '_>) {
    let proven = hearing.finding.diagnosis.confidence == Confidence::Proven;
    let unsettled = hearing.is(SYMPTOMS)
        || hearing.is(LEFT)
        || hearing.is(WAITS) && !waits_elsewhere(hearing)
        || from_logs(hearing) && (hearing.is(&["upstream-connect-timeout"]) || !request_seen(hearing))
        || hearing.marks.sight == Sight::Refused
            && hearing.is(&["upstream-connection-refused"])
            && broke_off(hearing);
    if proven && unsettled {
        hearing.finding.diagnosis.confidence = Confidence::Likely;
    }
}

/// A trace that is not the proxy's is cited: it shows what the upstream waited for.
fn waits_elsewhere(hearing: &Hearing<'_, '_>) -> bool {
    let own = hearing.marks.exchanges.first().map(|(exchange, _)| exchange.run);
    hearing.scene.failing().any(|(run, reading)| {
        Some(run) != own && hearing.finding.diagnosis.evidence.iter().any(|line| line.source == reading.name)
    })
}

/// It rests on a line of a log, and no line of a trace is cited. Packets, sockets and configuration tell by themselves
/// where they come first; behind a log they only bear it out.
fn from_logs(hearing: &Hearing<'_, '_>) -> bool {
    let case = hearing.scene.case;
    let is = |id: SourceId, name: &str| case.sources.get(id).is_some_and(|source| source.name == name);
    let evidence = &hearing.finding.diagnosis.evidence;
    let of_log =
        evidence.first().is_some_and(|line| case.logs.iter().any(|log| is(log.source, &line.source)));
    of_log && !evidence.iter().any(|line| case.runs.iter().any(|run| is(run.source, &line.source)))
}

/// A line tells what the client got: a retry may have saved the request otherwise.
fn request_seen(hearing: &Hearing<'_, '_>) -> bool {
    let case = hearing.scene.case;
    let about_requests = hearing.marks.request();
    !about_requests
        || case.logs.iter().any(|log| {
            let name = case.sources.get(log.source).map_or("", |source| source.name.as_str());
            log.entries
                .iter()
                .any(|entry| matches!(entry.kind, Entry::Request(_)) && hearing.knows(name, entry.line))
        })
}

/// The same upstream ended a connection in the middle of a request shortly before.
fn broke_off(hearing: &Hearing<'_, '_>) -> bool {
    let case = hearing.scene.case;
    case.logs.iter().any(|log| {
        log.entries.iter().any(|entry| {
            let Entry::Nginx(message) = &entry.kind else { return false };
            let meaning = messages::meaning(&case.signs.messages, log, entry, message);
            let broken = meaning.is_some_and(|meaning| SYMPTOMS.contains(&meaning.cause));
            let apart = hearing.marks.apart(entry.time);
            broken
                && hearing.marks.names_peer(log.str(message.upstream))
                && apart.is_none_or(|apart| (-SHORTLY..=0).contains(&apart))
        })
    })
}
