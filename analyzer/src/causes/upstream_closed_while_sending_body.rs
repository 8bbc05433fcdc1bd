//! The upstream answers or closes without reading the request body.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "upstream-closed-while-sending-body";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (exchange, attempt, fault) = proxied::find(scene, pick)?;
    let peer = attempt.address();
    let program = proxied::server(scene, exchange);
    let outcome = exchange.outcome();

    let mut claim = Claim::new(scene, ID, proxied::confidence(exchange, Confidence::Proven), 88)
        .blames(exchange.run, fault)
            .score(proxied::score(scene, exchange, fault, 0))
        .hop(program.as_str())
        .title(format!("The upstream {peer} closed while the request body was being sent"))
        .summary(format!("{program} was sending the request's body to {peer}; the upstream closed without reading it, the next write failed, and {outcome}. Upstreams do so when they refuse a request early: too large, not allowed, no such address."));
    let lines = proxied::Lines::cite(&mut claim, exchange, attempt, fault, WHY);

    claim
        .step("The body is large: it is sent in several writes", lines.sent)
        .step("The upstream closes: it does not read the rest", None)
        .step("The write fails: the connection is reset", lines.fault)
        .step(&format!("The client gets an error: {outcome}, and not the upstream's own answer"), lines.answer)
        .confirm(&format!("the log of the upstream {peer} at that second"), "a refusal (413, 401, 404) or a crash", "nothing: a device between may have closed")
        .confirm("curl -v -H 'Expect: 100-continue' --data-binary @FILE URL", "the upstream answers with an error before the body", "it accepts the body")
        .fix(FixKind::Now, "Look at what the upstream refuses: its limit for bodies, its authorisation.", "")
        .fix(FixKind::Proper, "Let the upstream read the body to its end before it closes, or refuse large bodies in the proxy with the same limit.", "client_max_body_size 10m;")
        .done()
}

const WHY: &str = "the upstream breaks the connection off while the request is still being sent";

/// A write of the request that fails after a part of it has gone.
fn pick(exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.send_error?;
    (exchange.went_wrong() && !attempt.sent.is_empty() && !attempt.reused()).then_some(event)
}
