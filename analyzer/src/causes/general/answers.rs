//! What a request's own bytes show: an answer that the server makes by itself, an upstream of another protocol or with
//! an error of its own, a client whose connection breaks.

use crate::causes::logs::words::words;
use crate::causes::reasoning::claim::{Claim, Finding};
use crate::causes::reasoning::exchange::{Attempt, Exchange};
use crate::causes::reasoning::failure;
use crate::causes::reasoning::proxied;
use crate::causes::reasoning::reading::Reading;
use crate::causes::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::order::{Flat, InList};
use crate::report::Confidence;
use crate::trace::{DescriptorRole, Unit};

/// Where the words of nginx's messages stand: what its answers mean has the same words.
const WORDS: &str = "causes/logs/nginx";

/// What nginx writes into its own error pages, and the cause (`ngx_http_special_response.c`).
const PAGES: &[(&str, &str)] = &[
    ("HTTP/1.1 413 ", "request-body-too-large"),
    ("HTTP/1.1 414 ", "client-header-too-large"),
    ("Request Header Or Cookie Too Large", "client-header-too-large"),
    ("The plain HTTP request was sent to HTTPS port", "client-plain-http-on-tls-port"),
];

/// What requests of the failing runs show.
pub fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let own = scene
        .failing()
        .find_map(|(run, reading)| reading.requests().find_map(|unit| by_itself(scene, run, reading, unit)));
    let gone = scene
        .failing()
        .find_map(|(run, reading)| reading.requests().find_map(|unit| lost(scene, run, reading, unit)));
    let rows: [(&str, Pick, i32); 3] = [
        ("upstream-not-http", not_http, 88),
        ("upstream-wrong-wire-protocol", other_wire, 88),
        ("upstream-answered-error", answered_error, 40),
    ];
    let passed = rows.iter().filter_map(|(id, pick, score)| {
        let (claim, exchange, _) = proxied::claim(scene, id, pick, Confidence::Likely, *score)?;
        let end = exchange.outcome();
        let claim =
            claim.confidence(Confidence::Likely).in_brief(WORDS).variant("passed", true).variant(id, true);
        dressed(scene, id, claim.mark("end", end).done()?)
    });
    own.into_iter().with(gone).with(passed).in_list()
}

/// Chooses the line of a request that shows a cause.
type Pick = fn(&Exchange, &Attempt) -> Option<EventId>;

/// Gives a finding title, commands and ways to mend from the words of its cause, where they are not nginx's.
fn dressed(scene: &Scene<'_>, id: &str, mut finding: Finding) -> Option<Finding> {
    let said = words(scene.case.prose, id)?;
    finding.diagnosis.title = said.title;
    (finding.diagnosis.confirm, finding.diagnosis.fix) = (said.confirm, said.fix);
    Some(finding)
}

/// The writes of a unit to its client.
fn answer(reading: &Reading<'_>, unit: &Unit) -> Option<(EventId, String)> {
    let mut text = String::new();
    let mut first = None;
    for id in &unit.events {
        let Some(seen) = reading.seen(*id).filter(|seen| {
            reading.role_of(*id) == DescriptorRole::Client
                && (seen.name.starts_with("write") || seen.name.starts_with("send"))
        }) else {
            continue;
        };
        first = first.or(Some(*id));
        if text.len() < 4_000 {
            text.push_str(&seen.payload(reading.run));
            // Further pieces of a vector hold the page.
            text.push_str(seen.args);
        }
    }
    Some((first?, text))
}

/// nginx refuses a request without asking an upstream, and its answer says why.
fn by_itself(scene: &Scene<'_>, run: usize, reading: &Reading<'_>, unit: &Unit) -> Option<Finding> {
    let shown = failure::of_request(reading, unit)?;
    let asked =
        |id: &EventId| matches!(reading.role_of(*id), DescriptorRole::Upstream | DescriptorRole::Peer);
    let (event, text) = answer(reading, unit).filter(|_| !unit.events.iter().any(asked))?;
    let nginx = text.contains("nginx");
    let (_, cause) = PAGES.iter().find(|(words, _)| nginx && text.contains(words))?;
    let mut claim = Claim::new(scene, cause, Confidence::Likely, 80)
        .blames(run, event)
        .in_brief(WORDS)
        .variant("answered", true);
    claim.cite(run, event, "page");
    let request = unit.events.iter().copied().find(|id| {
        reading.role_of(*id) == DescriptorRole::Client
            && reading.seen(*id).is_some_and(|seen| seen.returned().is_some_and(|bytes| bytes > 1))
            && !reading.seen(*id).is_some_and(|seen| seen.name.starts_with("accept"))
    });
    claim.cites("request", run, request.filter(|id| *id < event));
    claim.ends(run, Some(&shown));
    claim.done()
}

/// The socket's pending error says that the client broke the connection off while it was answered.
fn lost(scene: &Scene<'_>, run: usize, reading: &Reading<'_>, unit: &Unit) -> Option<Finding> {
    let reset = unit.events.iter().copied().find(|id| {
        reading.role_of(*id) == DescriptorRole::Client
            && reading
                .seen(*id)
                .is_some_and(|seen| matches!(seen.hidden_errno(), "ECONNRESET" | "EPIPE" | "ETIMEDOUT"))
    })?;
    let begun = answer(reading, unit).map(|(begun, _)| begun).filter(|begun| *begun < reset);
    let cause = if begun.is_some() { "client-connection-lost-mid-response" } else { "client-closed-request" };
    let mut claim = Claim::new(scene, cause, Confidence::Likely, 45)
        .blames(run, reset)
        .in_brief("causes/general/words")
        .variant("lost", true)
        .variant("ECONNRESET", true);
    claim.cite(run, reset, "broken");
    claim.cites("begun", run, begun);
    let found = claim.done()?;
    if begun.is_some() { Some(found) } else { dressed(scene, cause, found) }
}

/// True if a request of HTTP/1 went to the upstream.
fn http(attempt: &Attempt) -> bool {
    attempt.request.contains(" HTTP/1.")
        && attempt.request.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase())
}

/// What came first after a request is no HTTP, and no alert of TLS, which has a cause of its own.
fn not_http(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let begins = attempt.response.get(..5)?;
    let other = begins != "HTTP/" && !begins.starts_with(['\u{15}', '\u{16}']);
    // A second answer on a connection may begin in the middle of what was read of the first.
    let fresh = attempt.connect.is_some() && http(attempt) && exchange.client_left.is_none();
    attempt.received.first().copied().filter(|_| other && fresh)
}

/// A packet of uwsgi or `FastCGI` goes to a server of HTTP: that answers `FastCGI` with HTTP, and uwsgi, whose answers are
/// HTTP, with 400.
fn other_wire(_: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let fastcgi = attempt.request.starts_with("\u{1}\u{1}\0\u{1}") && attempt.response.starts_with("HTTP/");
    let uwsgi = attempt.request.starts_with('\0') && attempt.request.contains("REQUEST_METHOD");
    let refused = attempt.status() == 400 && !attempt.response.contains("text/html");
    attempt.received.first().copied().filter(|_| fastcgi || (uwsgi && refused))
}

/// The client gets the very error that the upstream answered with.
fn answered_error(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let status = attempt.status();
    let last = exchange.last().is_some_and(|last| last.descriptor == attempt.descriptor);
    // A gateway behind has its own trouble with somebody else.
    (http(attempt) && last && status >= 500 && status == exchange.status())
        .then(|| attempt.received.first().copied())?
}
