//! What causes of failed proxied requests share: finding the request, and citing its lines.

use super::claim::Claim;
use super::exchange::{Attempt, Exchange};
use super::scene::Scene;
use super::spent;
use crate::model::trace::EventId;
use crate::report::Confidence;

/// Begins the diagnosis of a request that the proxy got no good answer for: the first that `pick` finds a line of
/// which shows it, and as sure as `sure` if the failure is seen as well.
///
/// Sets the marks `{program}`, `{peer}`, `{upstream}` (empty where its address is not known), `{host}`, `{port}`, `{waited}` and `{end}`. Cites that line (`fault`), the connection attempt
/// (`connect`), the request (`sent`), what came back first (`received`), the line in the error log (`log`), the close
/// of the upstream connection (`closed`) and what the client got (`answer`).
pub fn claim<'s, 'a>(
    scene: &'s Scene<'a>,
    id: &str,
    pick: &dyn Fn(&Exchange, &Attempt) -> Option<EventId>,
    sure: Confidence,
    least: i32,
) -> Option<(Claim<'s, 'a>, &'s Exchange, &'s Attempt)> {
    let (exchange, attempt, fault) = find(scene, pick)?;
    let program = server(scene, exchange);
    let run = exchange.run;
    let peer = attempt.address();
    let (host, port) = peer.rsplit_once(':').unwrap_or((&peer, "PORT"));
    let nginx = program == "nginx";
    let mut claim = Claim::new(scene, id, confidence(exchange, sure), least)
        .score(score(scene, exchange, fault, 0))
        .blames(run, fault)
        .hop(program.as_str())
        .mark("program", program)
        .mark("host", host)
        .mark("port", port)
        .mark("peer", peer.as_str())
        .mark("upstream", attempt.peer.as_str())
        .variant("nginx", nginx)
        .mark("waited", waited(scene, exchange, attempt, fault).unwrap_or_default())
        .mark("end", exchange.outcome());
    claim.cite(run, fault, "fault");
    if attempt.sent.is_empty() {
        claim.cites("connect", run, attempt.connect);
    }
    claim.cites("sent", run, attempt.sent.last().copied());
    claim.cites("received", run, attempt.received.first().copied());
    claim.cites("log", run, exchange.log.as_ref().map(|(event, _)| *event));
    if exchange.client_left.is_some() {
        claim.cites("closed", run, attempt.closed);
    }
    let answer = exchange.failure.as_ref().map(|shown| shown.event).or(exchange.client_closed);
    claim.cites("answer", run, answer);
    Some((claim, exchange, attempt))
}

/// The request, and its attempt, that fits, with the line that shows it: the one that is compared with a normal
/// request if there is one, else the first.
///
/// Of several attempts the last one decides what the client got, so it is asked first.
fn find<'s>(
    scene: &'s Scene<'_>,
    pick: &dyn Fn(&Exchange, &Attempt) -> Option<EventId>,
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
fn confidence(exchange: &Exchange, wanted: Confidence) -> Confidence {
    if exchange.failure.is_some() || exchange.client_left.is_some() {
        wanted
    } else {
        wanted.min(Confidence::Possible)
    }
}

/// How long it waited from its last write to that line, in words.
fn waited(scene: &Scene<'_>, exchange: &Exchange, attempt: &Attempt, end: EventId) -> Option<String> {
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
