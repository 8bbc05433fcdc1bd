//! The proxy speaks HTTP/1.0 or asks for `Connection: close`, so each request opens its own upstream connection.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::report::{Confidence, FixKind};

const ID: &str = "upstream-keepalive-disabled-http10";

/// The declaration.
pub static CAUSE: Cause =
    Cause { id: ID, explanation: include_str!("upstream-keepalive-disabled-http10.md"), check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    // Only the comparison shows that keep-alive is wanted: the normal run reuses its connection.
    let (usual, kept) = scene.usual.iter().find_map(|exchange| {
        let attempt =
            exchange.attempts.iter().find(|attempt| attempt.reused() && speaks(attempt, " HTTP/1.1\r\n"))?;
        (!asks_to_close(attempt)).then_some((exchange, attempt))
    })?;
    let (exchange, attempt) = scene.exchanges.iter().find_map(|exchange| {
        let fits = |attempt: &&Attempt| {
            !attempt.reused() && attempt.has_header() && attempt.closed.is_some() && asks_to_close(attempt)
        };
        Some((exchange, exchange.attempts.iter().find(fits)?))
    })?;
    if scene.exchanges.iter().any(Exchange::went_wrong) {
        return None;
    }
    let peer = attempt.address();
    let program = proxied::server(scene, exchange);
    let sent = *attempt.sent.first()?;
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 70)
        .blames(exchange.run, sent)
        .hop(program.as_str())
        .title(format!("{program} opens a new connection to {peer} for every request"))
        .summary(format!(
            "In the normal run {program} reuses its connection to the upstream; in the failing run it asks for the connection to be closed (HTTP/1.0 or Connection: close), so every request costs a new connection. Under load this fills tables with closed connections and overruns the upstream's accept queue."
        ));
    let asks =
        claim.cite(exchange.run, sent, "the request to the upstream asks for the connection to be closed");
    let connect = attempt
        .connect
        .and_then(|event| claim.cite(exchange.run, event, "a connection of its own for this request"));
    let closed = attempt
        .closed
        .and_then(|event| claim.cite(exchange.run, event, "and it is closed after one response"));
    let normal = kept
        .sent
        .first()
        .and_then(|event| claim.cite(usual.run, *event, "the normal run reuses an open connection"));
    claim
        .step("Keep-alive does not work: the proxy speaks HTTP/1.0 or sends Connection: close", asks)
        .step("Every request connects: no connection is reused", connect)
        .step("Every connection is closed: it stays in TIME_WAIT for a minute", closed)
        .step("Under load it breaks: accept queues, ports and tables run full", normal)
        .confirm("ss -tan state time-wait | wc -l", "thousands, growing with the load", "few")
        .fix(FixKind::Now, "Let the proxy keep upstream connections open; both directives are needed before nginx 1.29.7.", "proxy_http_version 1.1;\nproxy_set_header Connection \"\";")
        .fix(FixKind::Proper, "Check every location: a location with its own proxy_set_header does not inherit the one above it.", "")
        .applies_when("nginx before 1.29.7, which speaks HTTP/1.0 to upstreams by default")
        .done()
}

fn speaks(attempt: &Attempt, version: &str) -> bool {
    attempt.request.contains(version)
}

/// True if the request asks for a close, or the version means it.
fn asks_to_close(attempt: &Attempt) -> bool {
    let header = attempt.request.to_ascii_lowercase();
    header.contains("\r\nconnection: close")
        || (speaks(attempt, " HTTP/1.0\r\n") && !header.contains("connection: keep-alive"))
}
