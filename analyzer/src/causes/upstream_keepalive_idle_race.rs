//! The upstream closes an idle connection at the moment when the proxy reuses it.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "upstream-keepalive-idle-race";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (exchange, attempt, fault) = proxied::find(scene, pick)?;
    let peer = attempt.address();
    let program = proxied::server(scene, exchange);
    let outcome = exchange.outcome();

    let mut claim = Claim::new(scene, ID, proxied::confidence(exchange, Confidence::Proven), 90)
        .blames(exchange.run, fault)
            .score(proxied::score(scene, exchange, fault, 0))
        .hop(program.as_str())
        .title(format!("The upstream {peer} closed an idle connection while {program} reused it"))
        .summary(format!("{program} sent the request over a connection that an earlier request had left open; the upstream had just closed it as idle, so the request met a closed connection, and {outcome}."));
    let lines = proxied::Lines::cite(&mut claim, exchange, attempt, fault, WHY);
    let reading = scene.reading(exchange.run)?;
    let opened =
        reading.run.descriptors.get(attempt.descriptor as usize).and_then(|descriptor| descriptor.opened);
    if let Some(event) = opened {
        claim.cite(exchange.run, event, "the connection is older than this request");
    }
    if let Some(event) = attempt.error_event {
        claim.cite(exchange.run, event, "the event queue reports the end straight after the request");
    }
    claim
        .step("The connection was idle: an earlier request had left it open", None)
        .step("The upstream closes it: its idle time is up", None)
        .step("The proxy reuses it: the request is written at the same moment", lines.sent)
        .step("The request meets a closed end: nothing comes back but an end or a reset", lines.fault)
        .step(&format!("The client gets an error: {outcome}"), lines.answer)
        .confirm("compare the keep-alive times of both sides", "the upstream closes idle connections sooner than the proxy", "the proxy closes first: then look for restarts of the upstream")
        .confirm(&format!("tcpdump -ni any host and port of {peer}"), "a FIN from the upstream and the request crossing each other", "the upstream closes after it has read the request: upstream-closed-early")
        .fix(FixKind::Now, "Let the proxy close idle connections before the upstream does.", "keepalive_timeout 4s;   # in upstream {}, below the upstream's own")
        .fix(FixKind::Proper, "Make the idle time of the upstream longer than that of the proxy, and let requests be repeated that may be.", "")
        .fix(FixKind::HidesIt, "Switching keep-alive off avoids the race at the price of a connection for each request.", "")
        .done()
}

const WHY: &str = "the reused connection turns out to be closed, straight after the request was written";

/// A reused connection that brings nothing but its end.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.receive_error.or(attempt.end_of_stream).or(attempt.send_error)?;
    (exchange.went_wrong() && attempt.reused() && attempt.received_bytes == 0 && attempt.quick(event))
        .then_some(event)
}
