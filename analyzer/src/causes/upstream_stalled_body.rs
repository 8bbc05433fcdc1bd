//! The upstream stops sending in the middle of the response body until the proxy's read timer fires.

use super::Cause;
use super::reasoning::claim::{Claim, Finding};
use super::reasoning::exchange::{Attempt, Exchange};
use super::reasoning::proxied;
use super::reasoning::scene::Scene;
use crate::model::trace::EventId;
use crate::report::{Confidence, FixKind};

const ID: &str = "upstream-stalled-body";

/// The declaration.
pub static CAUSE: Cause = Cause { id: ID, check };

fn check(scene: &Scene<'_>) -> Option<Finding> {
    let (exchange, attempt, fault) = proxied::find(scene, pick)?;
    let peer = attempt.address();
    let program = proxied::server(scene, exchange);
    let outcome = exchange.outcome();

    let mut claim = Claim::new(scene, ID, Confidence::Likely, 70)
        .blames(exchange.run, fault)
            .score(proxied::score(scene, exchange, fault, 0))
        .hop(program.as_str())
        .title(format!("The upstream {peer} stopped in the middle of its answer"))
        .summary(format!("{program} had received a part of the answer from {peer}; then nothing came until its read timeout, and {outcome}. The client gets a body that is cut short."));
    let lines = proxied::Lines::cite(&mut claim, exchange, attempt, fault, WHY);

    claim
        .step("The answer begins: header and a part of the body arrive", lines.received)
        .step("The upstream stalls: it sends nothing more", None)
        .step("The time is up: the wait ends without an event", lines.fault)
        .step(&format!("The answer is cut short: {outcome}"), lines.answer)
        .confirm(
            &format!("curl -v http://{peer}/ -o /dev/null"),
            "it stalls at the same place",
            "it completes: repeat the request that failed",
        )
        .fix(FixKind::Now, "Look at what the upstream does in the middle of its answer.", "")
        .fix(
            FixKind::Proper,
            "Let streams send something regularly, and set the timeout above the longest pause.",
            "",
        )
        .done()
}

const WHY: &str = "the wait for the rest of the body ends without an event";

/// The wait that ran out after a part of the answer had come.
fn pick(_exchange: &Exchange, attempt: &Attempt) -> Option<EventId> {
    let event = attempt.timed_out?;
    let begun = attempt.received_bytes > 0 && attempt.has_header() && attempt.end_of_stream.is_none();
    (begun && attempt.received.last().is_some_and(|last| *last < event)).then_some(event)
}
