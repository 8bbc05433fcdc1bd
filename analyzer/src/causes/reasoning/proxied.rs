//! What causes of failed proxied requests share: finding the request, and citing its lines.

use super::claim::Claim;
use super::exchange::{Attempt, Exchange};
use super::scene::Scene;
use super::spent;
use crate::model::trace::EventId;
use crate::report::Confidence;

/// The request, and its attempt, that fits, with the line that shows it: the one that is compared with a normal
/// request if there is one, else the first.
///
/// Of several attempts the last one decides what the client got, so it is asked first.
pub fn find<'s>(
    scene: &'s Scene<'_>,
    pick: fn(&Exchange, &Attempt) -> Option<EventId>,
) -> Option<(&'s Exchange, &'s Attempt, EventId)> {
    let mut all = scene.exchanges.iter().filter_map(|exchange| {
        exchange.attempts.iter().rev().find_map(|attempt| Some((exchange, attempt, pick(exchange, attempt)?)))
    });
    let first = all.next()?;
    let compared = |exchange: &Exchange, fault: EventId| {
        scene.alignments(exchange.run).next().is_some_and(|alignment| {
            let decisive =
                alignment.decisive.or(alignment.first).and_then(|row| alignment.rows.get(row)?.failing);
            decisive.is_some_and(|event| event == fault || (exchange.begin..=exchange.end).contains(&event))
        })
    };
    if compared(first.0, first.2) {
        return Some(first);
    }
    Some(all.find(|(exchange, _, fault)| compared(exchange, *fault)).unwrap_or(first))
}

/// A score that is higher than that of the bare failing call, because it says more of it.
pub fn score(scene: &Scene<'_>, exchange: &Exchange, fault: EventId, base: i32) -> i32 {
    let plain = scene.suspects.iter().find(|suspect| suspect.run == exchange.run && suspect.event == fault);
    plain.map_or(base, |suspect| base.max(suspect.score.saturating_add(1)))
}

/// The name of the server that passed the request on.
pub fn server(scene: &Scene<'_>, exchange: &Exchange) -> String {
    let Some(reading) = scene.reading(exchange.run) else { return "the proxy".into() };
    match reading.program(exchange.begin) {
        "the program" if is_nginx(exchange) => "nginx".into(),
        "the program" => "the proxy".into(),
        program => program.into(),
    }
}

/// nginx signs its own error pages and writes its own form of error log.
fn is_nginx(exchange: &Exchange) -> bool {
    super::server_log::is_nginx(exchange.says())
}

/// As sure as that, if the failure is seen as well.
pub fn confidence(exchange: &Exchange, wanted: Confidence) -> Confidence {
    if exchange.failure.is_some() || exchange.client_left.is_some() {
        wanted
    } else {
        wanted.min(Confidence::Possible)
    }
}

/// How long it waited from its last write to that line, in words.
pub fn waited(scene: &Scene<'_>, exchange: &Exchange, attempt: &Attempt, end: EventId) -> Option<String> {
    let reading = scene.reading(exchange.run)?;
    let time = |id: EventId| reading.run.trace.event(id).and_then(|event| event.time);
    let begin = attempt.sent.last().or(attempt.connect.as_ref())?;
    // A wait that reports the end returns when it comes.
    let returned = reading
        .seen(end)
        .filter(|seen| seen.family() == super::families::Family::Wait)
        .and_then(|seen| seen.duration())
        .unwrap_or(0);
    let waited = time(end)? + returned - time(*begin)?;
    (waited >= 500_000).then(|| spent::words(waited))
}

/// The lines of a request that every such cause cites: the places among the evidence.
#[derive(Debug, Default)]
pub struct Lines {
    /// The line that shows the cause.
    pub fault: Option<usize>,
    /// The connection attempt.
    pub connect: Option<usize>,
    /// The request on its way to the upstream.
    pub sent: Option<usize>,
    /// The first of what came back.
    pub received: Option<usize>,
    /// The line in the error log.
    pub log: Option<usize>,
    /// The close of the upstream connection.
    pub closed: Option<usize>,
    /// What the client got.
    pub answer: Option<usize>,
}

impl Lines {
    /// Cites what there is, the deciding line first.
    pub fn cite(
        claim: &mut Claim<'_, '_>,
        exchange: &Exchange,
        attempt: &Attempt,
        fault: EventId,
        why: &str,
    ) -> Self {
        let run = exchange.run;
        let mut lines = Self { fault: claim.cite(run, fault, why), ..Self::default() };
        if attempt.sent.is_empty() {
            lines.connect =
                attempt.connect.and_then(|event| claim.cite(run, event, "the connection is tried"));
        }
        lines.sent =
            attempt.sent.last().and_then(|event| claim.cite(run, *event, "the request goes to the upstream"));
        lines.received = attempt
            .received
            .first()
            .and_then(|event| claim.cite(run, *event, "what came back from the upstream"));
        lines.log = exchange
            .log
            .as_ref()
            .and_then(|(event, _)| claim.cite(run, *event, "the server's own line about it"));
        if exchange.client_left.is_some() {
            lines.closed = attempt
                .closed
                .and_then(|event| claim.cite(run, event, "the upstream connection is given up"));
        }
        lines.answer = exchange
            .failure
            .as_ref()
            .map(|shown| shown.event)
            .or(exchange.client_closed)
            .and_then(|event| claim.cite(run, event, "what the client gets"));
        lines
    }
}
