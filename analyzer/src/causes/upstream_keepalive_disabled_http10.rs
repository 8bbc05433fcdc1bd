//! The proxy speaks HTTP/1.0 or asks for `Connection: close`, so each request opens its own upstream connection.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::report::Confidence;

const ID: &str = "upstream-keepalive-disabled-http10";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

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
    let run = exchange.run;
    let program = proxied::server(scene, exchange);
    let sent = *attempt.sent.first()?;
    let mut claim = Claim::new(scene, ID, Confidence::Likely, 70)
        .blames(run, sent)
        .hop(program.as_str())
        .mark("program", program)
        .mark("peer", attempt.address());
    claim.cite(run, sent, "asks");
    claim.cites("connect", run, attempt.connect);
    claim.cites("closed", run, attempt.closed);
    claim.cites("normal", usual.run, kept.sent.first().copied());
    claim.done()
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
