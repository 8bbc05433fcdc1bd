//! The upstream accepted the request but sent no response header within the proxy's read timeout.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "upstream-slow-read-timeout";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (exchange, attempt, fault) = proxied::find(scene, pick)?;
    let peer = attempt.address();
    let program = proxied::server(scene, exchange);
    let outcome = exchange.outcome();

    let mut claim = Claim::new(scene, ID, proxied::confidence(exchange, Confidence::Proven), 85)
        .blames(exchange.run, fault)
            .score(proxied::score(scene, exchange, fault, 0))
        .hop(program.as_str())
        .title(format!("The upstream {peer} did not answer within the proxy's time limit"))
        .summary(format!("{program} sent the whole request to {peer} and waited; no response came within its read timeout, and {outcome}. The upstream is slow or stuck; it is not down."));
    let lines = proxied::Lines::cite(&mut claim, exchange, attempt, fault, WHY);
    if let Some(event) = attempt.connected {
        claim = claim.refute("the upstream is down", exchange.run, event, "it accepted the connection");
    }
    claim
        .step("The request is sent: the upstream accepted the connection", lines.sent)
        .step("The upstream is silent: it works, waits or hangs", None)
        .step("The time is up: the wait ends without an event", lines.fault)
        .step("The proxy reports it: upstream timed out", lines.log)
        .step(&format!("The client gets an error: {outcome}"), lines.answer)
        .confirm(
            &format!("curl -w \"%{{time_starttransfer}}\" -o /dev/null -s http://{peer}/"),
            "longer than the timeout",
            "quick: only some requests are slow; repeat the one that failed",
        )
        .confirm(
            "a trace or stack of the upstream while it waits",
            "a wait for a database, a lock or another service",
            "it computes",
        )
        .fix(FixKind::Now, "Look at what the upstream waits for; take load off it.", "")
        .fix(FixKind::Proper, "Make the work quicker or asynchronous.", "")
        .fix(
            FixKind::HidesIt,
            "A longer read timeout only makes clients wait longer.",
            "proxy_read_timeout 120s;",
        )
        .done()
}

const WHY: &str = "the wait for the upstream ends without an event: the proxy's time is up";

/// The wait that ran out after the request was sent and before anything came back.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.timed_out?;
    let waiting = attempt.stands()
        && !attempt.sent.is_empty()
        && attempt.received_bytes == 0
        && attempt.end_of_stream.is_none();
    (exchange.went_wrong() && waiting && attempt.receive_error.is_none() && attempt.send_error.is_none())
        .then_some(event)
}
